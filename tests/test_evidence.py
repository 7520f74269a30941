"""Evidence: Kleene's logic, exhaustively, and the ladder of levels."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hudna.evidence import (
    Ground,
    Level,
    Origin,
    Standing,
    Truth,
    agreed,
    all_of,
    any_of,
    independent,
    level_of,
)

F, U, T = Truth.F, Truth.U, Truth.T
TRUTHS = (F, U, T)
E0, E1, E2, E3, E4 = Level

# --- Kleene's strong logic ------------------------------------------------------------------------

# Rows and columns F, U, T, as in his table of 1938.
AND = {F: (F, F, F), U: (F, U, U), T: (F, U, T)}
OR = {F: (F, U, T), U: (U, U, T), T: (T, T, T)}


@pytest.mark.parametrize(("a", "b"), list(product(TRUTHS, repeat=2)))
def test_the_tables(a, b):
    assert all_of([a, b]) == AND[a][TRUTHS.index(b)]
    assert any_of([a, b]) == OR[a][TRUTHS.index(b)]
    assert agreed([a, b]) == (a if a == b else U)


def test_negation():
    assert [~F, ~U, ~T] == [T, U, F]


@pytest.mark.parametrize(("a", "b", "c"), list(product(TRUTHS, repeat=3)))
def test_the_laws(a, b, c):
    assert all_of([a, b]) == all_of([b, a])
    assert any_of([a, b]) == any_of([b, a])
    assert all_of([a, all_of([b, c])]) == all_of([all_of([a, b]), c]) == all_of([a, b, c])
    assert any_of([a, any_of([b, c])]) == any_of([any_of([a, b]), c]) == any_of([a, b, c])
    assert all_of([a, any_of([b, c])]) == any_of([all_of([a, b]), all_of([a, c])])
    assert any_of([a, all_of([b, c])]) == all_of([any_of([a, b]), any_of([a, c])])
    assert ~all_of([a, b]) == any_of([~a, ~b])
    assert ~any_of([a, b]) == all_of([~a, ~b])
    assert ~~a == a
    assert all_of([a, a]) == any_of([a, a]) == agreed([a, a]) == a
    assert all_of([a, any_of([a, b])]) == a
    assert any_of([a, all_of([a, b])]) == a


def test_of_nothing():
    assert all_of([]) == T
    assert any_of([]) == F
    assert agreed([]) == U


@pytest.mark.parametrize(("a", "b", "c"), list(product(TRUTHS, repeat=3)))
def test_learning_never_overturns_what_was_settled(a, b, c):
    """Where U becomes T or F, a conjunction that was T or F stays what it was."""
    for rule in (all_of, any_of, agreed):
        before = rule([a, b, U])
        if rule in (all_of, any_of) and before != U:
            assert rule([a, b, c]) == before


# --- the ladder -----------------------------------------------------------------------------------

KNOWN = {
    origin.id: origin
    for origin in (
        Origin("sohr", ("SOHR",)),
        Origin("afp", ("AFP",)),
        Origin("un", ("UN",)),
        Origin("sana", ("SANA",), side="gov"),
        Origin("mod", ("Ministry",), side="gov"),
        Origin("orient", ("Orient",), side="opp"),
        Origin("coalition", ("Coalition",), side="opp"),
        Origin("locals", ("local sources",), named=False),
        Origin("gov-locals", ("a security source",), side="gov", named=False),
    )
}


@pytest.mark.parametrize(
    ("origins", "expected"),
    [
        ([], E0),
        (["locals"], E1),
        (["nobody-knows"], E1),
        (["locals", "nobody-knows"], E1),
        (["sana"], E1),
        (["sana", "mod"], E1),  # a side counts once
        (["sana", "sana"], E1),
        (["sana", "gov-locals"], E1),
        (["sana", "locals"], E1),
        (["sohr"], E2),
        (["sohr", "sohr", "sohr"], E2),  # AFP and six newspapers that copy it
        (["sohr", "locals"], E2),
        (["sohr", "nobody-knows"], E2),
        (["sohr", "un"], E3),
        (["sohr", "sana"], E3),
        (["sana", "orient"], E3),  # two sides agree
        (["sana", "mod", "orient", "coalition"], E3),
        (["sohr", "afp", "un", "sana", "orient"], E3),  # never E4 by counting
    ],
)
def test_origins_and_the_level_they_support(origins, expected):
    assert level_of(origins, KNOWN) == expected


@pytest.mark.parametrize(
    ("origins", "grounds", "expected"),
    [
        (["mod"], [Ground.ADMISSION], E3),
        ([], [Ground.ADMISSION], E3),
        (["sohr"], [Ground.AUTHENTICATED_ITEM], E3),
        (["locals"], [Ground.AUTHENTICATED_ITEM], E3),
        ([], [Ground.OWN_OBSERVATION], E4),
        (["sohr"], [Ground.OWN_OBSERVATION], E4),
        (["sohr"], [Ground.EXAMINATION], E2),  # only on top of E3
        (["sana"], [Ground.EXAMINATION], E1),
        ([], [Ground.EXAMINATION], E0),
        (["sohr", "un"], [Ground.EXAMINATION], E4),
        (["mod"], [Ground.ADMISSION, Ground.EXAMINATION], E4),
        (["sohr"], [Ground.AUTHENTICATED_ITEM, Ground.EXAMINATION], E4),
    ],
)
def test_grounds(origins, grounds, expected):
    assert level_of(origins, KNOWN, grounds) == expected


ORIGINS = st.lists(st.sampled_from([*KNOWN, "stranger"]), max_size=6)
GROUNDS = st.sets(st.sampled_from(list(Ground)))


@given(ORIGINS, GROUNDS, st.sampled_from([*KNOWN, "stranger"]))
def test_another_origin_never_lowers_the_level(origins, grounds, more):
    assert level_of([*origins, more], KNOWN, grounds) >= level_of(origins, KNOWN, grounds)


@given(ORIGINS, GROUNDS, st.sampled_from(list(Ground)))
def test_another_ground_never_lowers_the_level(origins, grounds, more):
    assert level_of(origins, KNOWN, grounds | {more}) >= level_of(origins, KNOWN, grounds)


@given(ORIGINS, GROUNDS, st.randoms())
def test_order_and_repetition_do_not_matter(origins, grounds, random):
    again = [*origins, *origins]
    random.shuffle(again)
    assert level_of(again, KNOWN, grounds) == level_of(origins, KNOWN, grounds)


@given(ORIGINS)
def test_by_origins_alone_e3_is_two_voices(origins):
    level = level_of(origins, KNOWN)
    assert (level == E3) == (len(independent(origins, KNOWN)) >= 2)
    assert level <= E3


def test_voices():
    assert independent(["sohr", "sana", "mod", "locals", "stranger"], KNOWN) == {
        "sohr",
        "side:gov",
    }


def test_levels_are_ordered():
    assert E0 < E1 < E2 < E3 < E4


def test_at_most_lowers_and_never_lifts():
    standing = Standing(E3, origins=("sohr", "un"))
    assert standing.at_most(E2) == Standing(E2, origins=("sohr", "un"))
    assert standing.at_most(E4) == standing
    assert Standing(E1, contested=True).at_most(E0).contested
