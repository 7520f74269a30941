"""Annotations: quotes found where they stand, and everything that is wrong with one told."""

from pathlib import Path

import gold
import pytest

DEV = Path(gold.__file__).parent / "dev"
BRIEF = DEV.with_name("brief")

TEXT = "قالت كييف إن الهدنة صامدة وإن 3 قذائف سقطت. قالت كييف إن الهدنة صامدة."
MARKS = """\
language: ar
published: 2020-10-12
statements:
  - id: s1
    span: "قالت كييف إن الهدنة صامدة"
    content: "الهدنة صامدة"
    speaker: {quote: "كييف", name: "كييف", role: null, actor: ukraine}
    act: state
    verb: "قالت"
    polarity: affirmed
    hedge: none
    topics: [P01]
  - id: s2
    span: "وإن … سقطت"
    content: "3 … سقطت"
    speaker: {quote: "كييف", name: "كييف", role: null, actor: ukraine}
    act: state
    verb: "قالت"
    verb_in_span: no
    polarity: affirmed
    hedge: none
    topics: []
    event: H-LET-U
    numbers: [{quote: "3", value: 3, unit: null, modifier: null}]
"""


@pytest.fixture
def read(tmp_path):
    def of(marks, text=TEXT):
        (tmp_path / "a.txt").write_text(text, "utf-8")
        (tmp_path / "a.yaml").write_text(marks, "utf-8")
        return gold.read(tmp_path / "a.yaml")

    return of


@pytest.mark.parametrize(
    "text", [*gold.folder(DEV), *gold.folder(BRIEF)], ids=lambda text: text.name
)
def test_the_annotations_of_the_half_in_the_open_have_no_fault(text):
    assert text.faults == []
    assert text.statements
    assert text.language in ("ar", "en")


@pytest.mark.parametrize(
    ("quote", "at", "within", "span"),
    [
        ("ab", 1, None, (0, 2)),
        ("ab", 2, None, (3, 5)),
        ("ab", 3, None, None),
        ("ab", 1, (1, 9), (3, 5)),
        ("ab", 1, (1, 4), None),
        ("a … c", 1, None, (0, 6)),
        ("a … x", 1, None, None),
    ],
)
def test_where_a_quote_stands(quote, at, within, span):
    assert gold.find("ab abc", quote, at, within) == span


def test_quotes_become_spans(read):
    text = read(MARKS)
    assert text.faults == []
    first, second = text.statements
    assert (first["span"], first["content"]) == ((0, 25), (13, 25))
    assert first["verb"] == {"text": "قالت", "span": (0, 4)}
    assert first["speaker"] == {
        "name": "كييف", "role": None, "actor": "ukraine", "quote": "كييف", "span": (5, 9),
    }  # fmt: skip
    assert second["verb"] == {"text": "قالت", "span": None}
    assert second["numbers"] == [
        {"quote": "3", "value": 3.0, "unit": None, "modifier": None, "span": (30, 31)}
    ]
    assert TEXT[slice(*second["content"])] == "3 قذائف سقطت"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('content: "الهدنة صامدة"', 'content: "الهدنة منهارة"', "s1 content: not in the text"),
        (
            'content: "الهدنة صامدة"',
            'content: "الهدنة صامدة"\n    at: 2\n    span_at: 1',
            "does not lie in span",
        ),
        ("act: state", "act: shout", "s1: act is shout"),
        ("polarity: affirmed", "polarity: no", "s1: polarity is no"),
        ("hedge: none", "hedge: perhaps", "s1: hedge is perhaps"),
        ("id: s2", "id: s1", "two statements have one id"),
        ('quote: "كييف"', 'quote: "موسكو"', "s1 speaker: not in the text"),
        ('quote: "3"', 'quote: "الهدنة"', "s2 numbers: not in the text"),
        (
            "language: ar",
            "language: ar\nconflicts: [{statements: [s1, s9]}]",
            "conflict of unknown",
        ),
        ("language: ar", "language: ar\nnotes: [{kind: odd, quote: كييف}]", "note odd"),
    ],
)
def test_what_is_wrong_is_told(read, old, new, told):
    text = read(MARKS.replace(old, new, 1))
    assert any(told in fault for fault in text.faults), text.faults
    assert all(fault.startswith("a.yaml: ") for fault in text.faults)


def test_run_as_a_program_it_fails_where_an_annotation_is_wrong(tmp_path, monkeypatch, capsys):
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    for marks, code in ((MARKS, False), (MARKS.replace("act: state", "act: shout", 1), True)):
        (tmp_path / "a.yaml").write_text(marks, "utf-8")
        monkeypatch.setattr("sys.argv", ["gold.py", str(tmp_path)])
        with pytest.raises(SystemExit) as left:
            gold.main()
        assert left.value.code is code
    assert "act is shout" in capsys.readouterr().out
