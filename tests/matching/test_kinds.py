"""Kinds: what words for an act tell of another, whoever writes them in whichever language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hudna.matching.kinds import of_one_kind
from hudna.matching.related import either, from_ties
from hudna.names import fold


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("shelling", "kidnapping", False),  # force, and a person taken
        ("قصف", "خطف", False),
        ("قصف", "abduction", False),
        ("air strike", "sniper fire", False),
        ("غارة جوية", "air strike", True),
        ("mortar fire", "قصف بالهاون", True),
        ("mortar fire", "shelling", None),  # shelling may be by mortar
        ("attack", "air strike", None),
        ("shelling", "state-based violence", None),
        ("gathering", "gathering", None),
        ("kidnapping", "kidnapping", True),
    ],
)
def test_what_words_tell(one, other, same):
    assert of_one_kind(fold(one), fold(other)) is same
    assert of_one_kind(fold(other), fold(one)) is same


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_words_are_answered_both_ways(one, other):
    assert of_one_kind(one, other) is of_one_kind(other, one)


def test_a_list_goes_before_what_words_tell():
    related = either(
        from_ties([("sniper fire", "attack"), ("raid", "attack")], siblings=True), of_one_kind
    )
    assert related("sniper fire", "raid") is True
    assert related("air strike", "sniper fire") is False, (
        "a list that does not name it leaves it to words"
    )
    assert related("raid", "gathering") is None
