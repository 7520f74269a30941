"""Symbols, and which of them may mean the same."""

import pytest
from tables import report, told

from hudna.matching.related import from_ties, ties_of
from hudna.matching.symbols import ALIKE, DIFFERENT, SAME, UNSEEN, symbols
from hudna.problem import Refused


def acts(rows, related=None):
    reports = told(
        [report(str(n), source, acts=written) for n, (source, written) in enumerate(rows)]
    )
    return symbols(reports.acts, reports.source, related)


def test_each_source_has_its_own_symbols_and_each_set_of_candidates_one():
    found = acts([("A", "shelling"), ("A", "Shelling "), ("A", "raid|shelling"), ("A", "shelling | raid|raid"),
                  ("B", "shelling"), ("B", None), ("B", "||")])  # fmt: skip
    assert found.code[0] == found.code[1] != found.code[2] == found.code[3]
    assert found.code[4] not in found.code[:4]
    assert found.code[5:].tolist() == [-1, -1]
    assert len(found.words) == 3
    assert found.holds.sum(axis=1).tolist() == [len(words.split(" | ")) for words in found.words]
    # A says shelling 2 + 1/2 + 1/2 times, raid 1/2 + 1/2 times; as if 3 reports had said something else.
    assert UNSEEN == 3
    assert sorted(found.frequency[found.source == 0].tolist()) == pytest.approx([1 / 7, 3 / 7])
    assert found.frequency[found.source == 1].tolist() == pytest.approx([1 / 4])


def test_nothing_known_gives_no_symbols():
    found = acts([("A", None), ("B", "")])
    assert found.code.tolist() == [-1, -1]
    assert found.words == ()


def relation(one, other, related=None):
    found = acts([("A", one), ("B", other)], related)
    return int(found.relation[0, 1])


def test_words_are_the_same_alike_or_different():
    assert relation("air strike", "Air-Strike") == SAME
    assert relation("قصف", "قَصْف") == SAME
    assert relation("airstrike", "airstrikes") == ALIKE
    assert relation("air strike", "mortar fire") == DIFFERENT
    assert relation("mortar fire", "shelling") == DIFFERENT
    assert (
        relation("mortar fire", "shelling", from_ties([("mortar fire", "shelling")], siblings=True))
        == ALIKE
    )


def test_what_is_within_what():
    related = from_ties([("a", "b"), ("b", "c"), ("d", "c"), ("x", "y"), ("y", "x")], siblings=True)
    assert related("a", "a")
    assert related("a", "c")
    assert related("c", "a")
    assert related("a", "d"), "both within c"
    assert related("x", "y")
    assert not related("a", "x")
    apart = from_ties([("a", "c"), ("d", "c")], siblings=False)
    assert apart("a", "c")
    assert not apart("a", "d")


def test_a_list_is_read_from_a_file(tmp_path):
    path = tmp_path / "kinds.csv"
    path.write_text("note, of ,name\n,Shelling,Mortar fire\n\n,قصف,هاون\n", encoding="utf-8")
    related = from_ties(ties_of(path), siblings=True)
    assert related("mortar fire", "shelling")
    assert related("هاون", "قصف")
    assert not related("هاون", "shelling")


@pytest.mark.parametrize(
    ("text", "what"),
    [("a,b\n1,2\n", "1: error: has no columns name and of, but a, b"), ("name,of\nx\n", "2: error: a row lacks a cell"),
     ("", "the file is empty")],
)  # fmt: skip
def test_a_list_that_is_none_is_refused(tmp_path, text, what):
    path = tmp_path / "kinds.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Refused, match=what):
        ties_of(path)
