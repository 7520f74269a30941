"""Alike: no row of a public cell says what fewer than k contributors say."""

from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from hudna.record.alike import GROUPS, Voiced, alike
from hudna.record.rows import columns
from hudna.record.tiers import Tier

K = 3
LISTS = {c.name for c in columns(Tier.PUBLIC) if str(c.type).startswith("list")}
NAMES = [c.name for c in columns(Tier.PUBLIC)]


def row(acts=("H-ART",), killed=3, unit="A11", what="report", evidence="E1", aggregate=False):
    told = {name: [] if name in LISTS else None for name in NAMES}
    return told | {
        "unit": unit, "from": "f", "to": "t", "what": what, "evidence": evidence,
        "acts": list(acts), "acts_en": list(acts), "killed": killed, "aggregate": aggregate,
        "headlines": ["depends"],
    }  # fmt: skip


def shown(rows, k=K, voices=None):
    whose = voices or [{f"S-{i}"} for i in range(len(rows))]
    return alike([Voiced(r, frozenset(w)) for r, w in zip(rows, whose, strict=True)], k)


def test_one_that_differs_is_not_singled_out_and_takes_one_class_along():
    # Four of artillery and one of an abduction: to be the only one that says nothing says it all.
    found = shown([*[row() for _ in range(4)], row(["H-ABD"])])
    assert [r["acts"] for r in found] == [[]] * 5
    assert [r["acts_en"] for r in found] == [[]] * 5
    assert {r["killed"] for r in found} == {3}
    # Two classes of three: both are shown.
    both = [*[row() for _ in range(3)], *[row(["H-ABD"]) for _ in range(3)]]
    assert shown(both) == both
    # With one more a class goes silent with it: of two as small, the first by its value.
    found = shown([*both, row(["H-SNI"])])
    assert [r["acts"] for r in found] == [["H-ART"]] * 3 + [[]] * 4
    # Three that differ among themselves are silent together.
    found = shown([*both[:3], row(["H-SNI"]), row(["H-ABD"]), row(["H-MSL"])])
    assert [r["acts"] for r in found] == [["H-ART"]] * 3 + [[]] * 3


def test_what_is_decided_first_counts_for_what_follows():
    # By acts three and three; by the number killed three and three; but crossed: two, one, one, two.
    rows = [row(["H-ART"], 1), row(["H-ART"], 1), row(["H-ART"], 2),
            row(["H-SNI"], 2), row(["H-SNI"], 2), row(["H-SNI"], 1)]  # fmt: skip
    found = shown(rows)
    assert [r["acts"] for r in found] == [["H-ART"]] * 3 + [["H-SNI"]] * 3
    assert [r["killed"] for r in found] == [None] * 6


def test_contributors_are_counted_not_rows():
    rows = [row(), row(), row(["H-ABD"]), row(["H-ABD"]), row(["H-ABD"])]
    found = shown(rows, voices=[{"a", "b"}, {"c"}, {"d"}, {"d"}, {"d"}])
    assert [r["acts"] for r in found] == [[]] * 5
    assert shown(rows[:3], voices=[{"a", "b"}, {"c"}, {"a", "d", "e"}]) == rows[:3]


def test_what_is_of_nobody_protected_stays_and_hides_nobody():
    rows = [row(["H-ABD"], 17), *[row() for _ in range(3)], row(["H-ABD"], 17)]
    found = shown(rows, voices=[set(), {"a"}, {"b"}, {"c"}, {"d"}])
    assert found[0] == rows[0]
    assert [r["acts"] for r in found[1:]] == [[]] * 4


def test_cells_are_apart():
    rows = [*[row() for _ in range(3)], *[row(["H-ABD"], unit="A12") for _ in range(3)]]
    assert shown(rows) == rows


def test_the_groups_are_all_columns_but_where_when_and_the_marks():
    of_the_cell = {"day", "from", "to", "time_precision", "part_of_day"}
    of_the_cell |= {name for name in NAMES if name.startswith(("unit", "adm"))}
    grouped = [name for group in GROUPS for name in group]
    assert sorted(grouped) == sorted(set(NAMES) - of_the_cell - {"id", "commitment"})


ROWS = st.lists(
    st.tuples(
        st.builds(
            row,
            acts=st.sampled_from([[], ["H-ART"], ["H-ABD"]]), killed=st.none() | st.integers(0, 2),
            what=st.sampled_from(["report", "incident"]), evidence=st.sampled_from(["E0", "E2"]),
            aggregate=st.booleans(),
        ),
        st.frozensets(st.sampled_from("abcdefg"), min_size=1, max_size=3),
    ),
    max_size=25,
)  # fmt: skip


@given(ROWS, st.integers(2, 5))
def test_rows_that_agree_in_all_columns_are_of_k_contributors(rows, k):
    everybody = frozenset().union(*(whose for _, whose in rows))
    found = shown([r for r, _ in rows], k, [whose for _, whose in rows])
    classes = defaultdict(set)
    for told, (before, whose) in zip(found, rows, strict=True):
        classes[repr(told)] |= whose
        # Nothing is said that was not said before.
        assert all(told[c] in (before[c], None, []) for c in NAMES)
    if len(everybody) >= k:  # as a cell has
        assert all(len(whose) >= k for whose in classes.values())
    assert found == shown([r for r, _ in rows], k, [whose for _, whose in rows])
