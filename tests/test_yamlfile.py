"""YAML of a case: what is read, where it stood, and what is refused, quickly and with its place."""

import itertools
import time
from contextlib import suppress

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from hudna.problem import Refused
from hudna.yamlfile import (
    MAX_BYTES,
    MAX_DEPTH,
    MAX_PROBLEMS,
    hidden_characters,
    parse_yaml,
    read_text,
    read_yaml,
)


def value(text):
    return parse_yaml(text, "case.yaml").value


def refused(text):
    with pytest.raises(Refused) as caught:
        parse_yaml(text, "case.yaml")
    problems = caught.value.problems
    assert problems
    for problem in problems:
        assert problem.file == "case.yaml"
        assert problem.line is not None
        assert problem.what
        assert problem.remedy
        assert "\n" not in str(problem)
    return problems


def only(text):
    (problem,) = refused(text)
    return problem


def place(problem):
    return problem.line, problem.column


# --- hostile input --------------------------------------------------------------------------------


@given(st.text(st.characters(codec=None), max_size=200))
def test_any_text_is_read_or_refused(text):
    with suppress(Refused):
        parse_yaml(text, "case.yaml")


STRUCTURE = st.text(
    st.sampled_from("ab:-?[]{}&*!|>'\"%@`#,~0.eE+ \n\t\r\ufeff\u202eج"), max_size=60
)


@given(STRUCTURE)
def test_any_punctuation_is_read_or_refused(text):
    with suppress(Refused):
        parse_yaml(text, "case.yaml")


@given(raw=st.one_of(st.binary(max_size=200), STRUCTURE.map(lambda t: t.encode("utf-16"))))
def test_any_bytes_are_read_or_refused(tmp_path_factory, raw):
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(raw)
    with suppress(Refused):
        read_yaml(path)


BILLION = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n"


def test_anchors_and_aliases_are_errors_each_at_its_place():
    places = {place(problem) for problem in refused(BILLION)}
    assert places == {(1, 4), (2, 4), (2, 8), (2, 12), (3, 4), (3, 8), (3, 12), (4, 5), (4, 9)}


def test_a_billion_laughs_do_not_expand():
    names = [f"l{n}" for n in range(40)]
    lines = ["l0: &l0 lol"] + [
        f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]"
        for before, name in itertools.pairwise(names)
    ]
    start = time.monotonic()
    problems = refused("\n".join(lines))
    assert time.monotonic() - start < 2
    assert any("alias" in problem.what for problem in problems)


@pytest.mark.parametrize(
    "text",
    ["[" * 100_000, "{a: " * 100_000, "- " * 100_000, "? " * 100_000, "[{a: " * 100_000,
     "\n".join(" " * n + "a:" for n in range(3000))],
    ids=["lists", "mappings", "items", "keys", "both", "blocks"],
)  # fmt: skip
def test_deep_nesting_is_refused_quickly(text):
    start = time.monotonic()
    problems = refused(text)
    assert time.monotonic() - start < 5
    assert any(f"nested more than {MAX_DEPTH} deep" in problem.what for problem in problems)


def test_nesting_up_to_the_limit_is_read():
    deep = value("[" * MAX_DEPTH + "]" * MAX_DEPTH)
    for _ in range(MAX_DEPTH - 1):
        (deep,) = deep
    assert deep == []


def test_problems_without_end_are_cut_off():
    problems = refused("{" + "a: 1, " * 50_000 + "}")
    assert len(problems) <= MAX_PROBLEMS + 1
    assert any("was not read" in problem.what for problem in problems)


# Written as numbers: this file must not hold what it tests.
HIDDEN = [0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069, 0x200E, 0x200F,
          0x061C, 0x2028, 0x2029, 0x85, 0x7F, 0x80, 0x9F, 0x01, 0x08, 0x0B, 0x0C, 0x1B, 0x1F, 0xFFFE,
          0xDC80]  # fmt: skip


@pytest.mark.parametrize("code", HIDDEN, ids=lambda code: f"U+{code:04X}")
@pytest.mark.parametrize(
    ("before", "where"),
    [("a: 1\nb: x", (2, 5)), ("جيش: ١\nb: 'ن", (2, 6)), ("a: 1\n# note ", (2, 8)), ("a", (1, 2))],
    ids=["scalar", "arabic", "comment", "key"],
)
def test_hidden_characters_are_errors_where_they_stand(code, before, where):
    problems = refused(f"{before}{chr(code)}")
    assert where in {place(p) for p in problems if "hidden control" in p.what}


@pytest.mark.parametrize("escape", [r"\u202e", r"\x01", r"\u200f", r"\N"])
def test_hidden_characters_written_as_escapes_are_errors(escape):
    assert place(only(f'a: 1\nb: "x{escape}"')) == (2, 4)


def test_an_override_cannot_hide_a_line_in_a_comment():
    text = "force: operative\n# by request " + chr(0x202E) + "tnelis :ecrof\n"
    assert "RIGHT-TO-LEFT OVERRIDE" in only(text).what


@pytest.mark.parametrize("good", ["\t", "é", "جيش\u0640", "\u200c", "\U0001f600", "\ufffd", "\xa0"])
def test_what_people_write_is_not_hidden(good):
    assert hidden_characters(f"a\n{good}b\r\n") == []


def test_nul_is_refused_at_its_line(tmp_path):
    (tmp_path / "a.yaml").write_bytes(b"a: 1\nb: \0\n")
    with pytest.raises(Refused) as caught:
        read_yaml(tmp_path / "a.yaml")
    (problem,) = caught.value.problems
    assert (problem.file, problem.line) == ("a.yaml", 2)
    assert "NUL" in problem.what


def test_another_encoding_is_refused_at_its_line(tmp_path):
    (tmp_path / "a.yaml").write_bytes("a: 1\nb: 2\nname: حماة\n".encode("windows-1256"))
    with pytest.raises(Refused) as caught:
        read_yaml(tmp_path / "a.yaml")
    (problem,) = caught.value.problems
    assert problem.line == 3
    assert "UTF-8" in problem.what
    assert "UTF-8" in problem.remedy


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_utf_16_and_32_are_refused(tmp_path, encoding):
    (tmp_path / "a.yaml").write_bytes("a: حماة\n".encode(encoding))
    with pytest.raises(Refused):
        read_yaml(tmp_path / "a.yaml")


def test_a_byte_order_mark_is_allowed_and_moves_nothing(tmp_path):
    (tmp_path / "a.yaml").write_bytes(b"\xef\xbb\xbfa: 1\nb: 2\n")
    located = read_yaml(tmp_path / "a.yaml")
    assert located.value == {"a": 1, "b": 2}
    assert located.place(("a",)) == (1, 4)


def test_a_file_over_32_mib_is_refused_unread(tmp_path):
    path = tmp_path / "big.yaml"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    start = time.monotonic()
    with pytest.raises(Refused) as caught:
        read_yaml(path)
    assert time.monotonic() - start < 1
    (problem,) = caught.value.problems
    assert f"{32 * 1024 * 1024 + 1:,} bytes" in problem.what
    assert "32 MiB" in problem.remedy


@pytest.mark.parametrize("kind", ["missing", "folder"])
def test_what_cannot_be_read_is_refused(tmp_path, kind):
    path = tmp_path / "a.yaml"
    if kind == "folder":
        path.mkdir()
    with pytest.raises(Refused) as caught:
        read_yaml(path, "agreement.yaml")
    assert caught.value.problems[0].file == "agreement.yaml"


# --- what YAML can hide ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "where", "word"),
    [
        ("a: 1\nb: 2\na: 3\n", (3, 1), "twice"),
        ("x:\n  - {k: 1, 'k': 2}\n", (2, 12), "twice"),
        ("1: x\n'1': y\n", (2, 1), "twice"),
        ("a: !!str 5\n", (1, 4), "tag"),
        ("a: ! 5\n", (1, 4), "tag"),
        ("a: !!python/object/apply:os.system [id]\n", (1, 4), "tag"),
        ("!case\na: 1\n", (1, 1), "tag"),
        ("a: 1\n---\nb: 2\n", (2, 1), "second document"),
        ("[a, b]: 1\n", (1, 1), "as a key"),
        ("? {a: b}\n: c\n", (1, 3), "as a key"),
        ("a: &x 1\n", (1, 4), "anchor"),
        ("a: *x\n", (1, 4), "alias"),
    ],
)
def test_each_is_an_error_at_its_place(text, where, word):
    problem = only(text)
    assert place(problem) == where
    assert word in problem.what


def test_every_error_is_met_not_the_first():
    problems = refused("a: 1\na: 2\nb: !!int 3\nc: &x 4\n")
    assert [place(problem) for problem in problems] == [(2, 1), (3, 4), (4, 4)]


@pytest.mark.parametrize(
    ("text", "line"),
    [("a: [1, 2\nb: 3\n", 2), ("a: 'open\nb: 1\n", 3), ("a:\n\tb: 1\n", 2), ("a: b: c\n", 1),
     ("a: 1\n b: 2\n", 2), ("- 1\nb: 2\n", 2), ("a: %x\n", 1), ("a: @x\n", 1)],
)  # fmt: skip
def test_broken_yaml_is_refused_where_it_breaks(text, line):
    problem = only(text)
    assert problem.line == line
    assert "not YAML" in problem.what


# --- values ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on", "on"), ("off", "off"), ("yes", "yes"), ("no", "no"), ("NO", "NO"), ("y", "y"),
        ("2016-12-30", "2016-12-30"), ("2016-12-30T00:00", "2016-12-30T00:00"),
        ("12:30", "12:30"), ("1_000", "1_000"), ("0x1F", "0x1F"), ("017", "017"), ("0o17", "0o17"),
        (".inf", ".inf"), (".nan", ".nan"), ("1e999", "1e999"), ("-1e999", "-1e999"),
        ("12345678901234567890", "12345678901234567890"), ("<<", "<<"), ("=", "="),
        ("true", True), ("false", False), ("null", None), ("~", None), ("", None),
        ("0", 0), ("-7", -7), ("+7", 7), ("1.5", 1.5), ("-0.5", -0.5), ("1e3", 1000.0),
        ("999999999999999999", 999999999999999999),
        ("'true'", "true"), ('"1"', "1"), ("''", ""), ("'null'", "null"),
        ("=1+2", "=1+2"), ("٣", "٣"),
    ],
)  # fmt: skip
def test_scalars_are_read_as_the_subset_says(text, expected):
    found = value(f"a: {text}")["a"]
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize("key", ["1", "1e3", "true", "null", "~", "1.0", "+1", "2016-12-30", "on"])
def test_keys_are_text_as_written(key):
    assert value(f"{key}: x") == {key: "x"}


@pytest.mark.parametrize("text", ["", "# only a comment\n", "---\n", "\n\n"])
def test_an_empty_file_is_none(text):
    assert value(text) is None


def test_line_ends_of_other_systems_are_line_ends():
    located = parse_yaml("a: 1\r\nb: 2\rc: 3\n", "f")
    assert located.value == {"a": 1, "b": 2, "c": 3}
    assert located.place(("c",)) == (3, 4)


# Text that YAML 1.1 reads as text, too: no dates, no booleans by another name, no odd numbers.
NAMES = st.from_regex(r"[g-m][ a-z]{0,10}[g-m]|[\u0621-\u063a]{1,8}", fullmatch=True)
SCALARS = st.one_of(
    NAMES,
    st.integers(-(10**17), 10**17),
    st.floats(allow_nan=False, allow_infinity=False).map(lambda f: round(f, 4)).filter(
        lambda f: "e" not in repr(f)
    ),
    st.booleans(),
    st.none(),
    st.text(st.characters(blacklist_categories=["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"])),
)  # fmt: skip
DATA = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=25,
)


@given(DATA, st.booleans(), st.booleans())
def test_agrees_with_safe_load_on_plain_data(data, flow, unicode):
    text = yaml.safe_dump(data, allow_unicode=unicode, default_flow_style=flow, width=10**6)
    text = text.removesuffix("...\n")
    if "!!" in text:  # PyYAML's own spelling of what it cannot write plainly
        return
    assert value(text) == yaml.safe_load(text)


# --- places ---------------------------------------------------------------------------------------

TEXT = """\
case: {id: x, title: "t"}
terms:
  T-1:
    type: P01
    acts:
      - H-ART
      -   H-MOR
  حد: [أ, {ب: ج}]
"""


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ((), (1, 1)),
        (("case",), (1, 7)),
        (("case", "id"), (1, 12)),
        (("case", "title"), (1, 22)),
        (("terms", "T-1", "type"), (4, 11)),
        (("terms", "T-1", "acts"), (6, 7)),
        (("terms", "T-1", "acts", 0), (6, 9)),
        (("terms", "T-1", "acts", 1), (7, 11)),
        (("terms", "حد"), (8, 7)),
        (("terms", "حد", 0), (8, 8)),
        (("terms", "حد", 1, "ب"), (8, 15)),
        # What is not there: the nearest above it.
        (("terms", "T-1", "acts", 7), (6, 7)),
        (("terms", "T-1", "absent", "deep"), (4, 5)),
        (("nowhere",), (1, 1)),
    ],
)
def test_marks_are_line_and_column(path, expected):
    assert parse_yaml(TEXT, "f").place(path) == expected


@given(st.dictionaries(NAMES, st.lists(NAMES, min_size=1, max_size=3), min_size=1, max_size=5))
def test_marks_point_at_the_text_of_each_scalar(data):
    text = yaml.safe_dump(data, allow_unicode=True, default_flow_style=False, width=10**6)
    lines = text.split("\n")
    located = parse_yaml(text, "f")
    for key, items in data.items():
        for number, item in enumerate(items):
            line, column = located.place((key, number))
            assert lines[line - 1][column - 1 :].strip("'\"") == item


def test_read_text_says_the_name_that_it_is_given(tmp_path):
    (tmp_path / "x").write_bytes(b"\xff")
    with pytest.raises(Refused) as caught:
        read_text(tmp_path / "x", "zones.geojson")
    assert str(caught.value).startswith("zones.geojson:1: error: ")
