"""A change to a file that people edit changes that place and nothing else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hudna.problem import Refused
from hudna.yamlfile import parse_yaml
from hudna.yamltext import with_item, with_value

FILE = """\
# A case.
case: {id: c}   # its id

# --- terms ---------------------------
terms:
  # from when
  T-start: {type: P04}
  T-scope:                # where
    type: P06
    area: [a]

# --- readings ------------------------
readings:
  R1:
    label: one

switches: {}
lists: []
accessions:
- {actor: a}
empty:
last: >
  folded
  text
"""


def value(text):
    return parse_yaml(text, "f").value


def test_a_new_entry_stands_after_the_last_one_and_before_the_next_section():
    changed = with_value(FILE, "f", ("terms", "T-new"), {"type": "P01"})
    assert changed == FILE.replace("    area: [a]\n", "    area: [a]\n  T-new: {type: P01}\n")


def test_an_entry_that_is_there_is_replaced_and_its_comment_above_stays():
    changed = with_value(FILE, "f", ("terms", "T-start"), {"type": "P04", "start": "x"})
    assert changed == FILE.replace("T-start: {type: P04}", "T-start: {type: P04, start: x}")


def test_a_nested_key_is_added_where_it_belongs():
    changed = with_value(FILE, "f", ("terms", "T-scope", "basis"), "silent")
    assert changed == FILE.replace("    area: [a]\n", "    area: [a]\n    basis: silent\n")


def test_an_item_is_added_with_the_indentation_of_its_list():
    changed = with_item(FILE, "f", ("accessions",), {"actor": "b"})
    assert changed == FILE.replace("- {actor: a}\n", "- {actor: a}\n- {actor: b}\n")


def test_empty_collections_are_opened():
    changed = with_item(FILE, "f", ("lists",), {"id": "l"})
    assert changed == FILE.replace("lists: []\n", "lists:\n  - {id: l}\n")
    changed = with_value(FILE, "f", ("switches", "s", "readings", "R1"), "open")
    assert changed == FILE.replace(
        "switches: {}\n", "switches:\n  s:\n    readings:\n      R1: open\n"
    )
    changed = with_item(FILE, "f", ("empty",), 1)
    assert value(changed)["empty"] == [1]


def test_what_is_missing_is_made():
    changed = with_item(FILE, "f", ("sources", "made"), "x")
    assert changed.startswith(FILE)
    assert value(changed)["sources"] == {"made": ["x"]}


def test_a_mapping_on_one_line_takes_another_key():
    changed = with_value(FILE, "f", ("case", "title"), "t: u")
    assert "case: {id: c, title: 't: u'}   # its id" in changed


def test_a_last_line_without_its_end():
    assert value(with_value("a: 1", "f", ("b",), 2)) == {"a": 1, "b": 2}
    assert value(with_value("a:\n  b: 1", "f", ("a", "c"), {"d": [1]})) == {
        "a": {"b": 1, "c": {"d": [1]}}
    }


def test_what_has_no_place_is_refused():
    with pytest.raises(Refused, match="a is no mapping"):
        with_value("a: text\n", "f", ("a", "b"), 1)
    with pytest.raises(Refused, match="a is no list"):
        with_item("a: {b: 1}\n", "f", ("a",), 1)


texts = st.text(
    st.characters(exclude_categories=("Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp")), max_size=30
)
keys = st.from_regex(r"[A-Za-z][A-Za-z0-9_.\-]{0,8}", fullmatch=True)
scalars = st.one_of(
    texts, st.integers(-(10**6), 10**6), st.booleans(), st.none(),
    st.sampled_from(["2016-12-30", "2016-12-30T00:00", "1e3", "yes", "null", "~", "-", "#", "a: b", "12:30", "0o7", "1_000"]),
)  # fmt: skip
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=12,
)


@settings(max_examples=60)
@given(values)
def test_what_is_written_is_read_back(what):
    changed = with_value(FILE, "f", ("terms", "T-new"), what)
    assert value(changed)["terms"]["T-new"] == what
    changed = with_item(FILE, "f", ("accessions",), what)
    assert value(changed)["accessions"][-1] == what
    rest = changed.replace("- {actor: a}\n", "", 1)
    assert rest.startswith(FILE.split("- {actor: a}\n", maxsplit=1)[0])


@given(
    st.lists(
        st.tuples(st.sampled_from(["terms", "readings", "switches", "new"]), keys, values),
        max_size=5,
    )
)
def test_many_changes_leave_every_line_that_was_there(changes):
    text, wanted = FILE, value(FILE)
    for section, key, what in changes:
        if key in (wanted.get(section) or {}):
            continue
        text = with_value(text, "f", (section, key), what)
        wanted[section] = {**(wanted.get(section) or {}), key: what}
    assert value(text) == wanted
    kept = iter(text.split("\n"))
    assert all(line in kept for line in FILE.rstrip().split("\n") if line != "switches: {}")
