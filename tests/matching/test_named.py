"""The ids of incidents: the older one on a merge, the larger part on a split, both told."""

from hypothesis import given
from hypothesis import strategies as st

from hudna.matching.named import named, number_of


def test_new_incidents_are_numbered_by_their_least_report():
    found = named([["d", "e"], ["a", "b"]], {}, {}, 0)
    assert found.ids == ("m-2", "m-1")
    assert found.came == ((), ())
    assert found.ended == {}


def test_the_same_sets_keep_their_ids():
    before = {"m-1": ["a", "b"], "m-2": ["d", "e"]}
    assert named([["a", "b"], ["d", "e"]], before, {}, 2).ids == ("m-1", "m-2")


def test_a_merge_keeps_the_older_id_whichever_part_is_larger():
    before = {"m-3": ["a", "b"], "m-12": ["c", "d", "e"]}
    found = named([["a", "b", "c", "d", "e"]], before, {}, 12)
    assert found.ids == ("m-3",)
    assert found.came == (("m-12",),)
    assert found.ended == {"m-12": "m-3"}


def test_of_a_split_the_larger_part_keeps_the_id():
    found = named([["a", "b"], ["c", "d", "e"]], {"m-1": list("abcde")}, {}, 4)
    assert found.ids == ("m-5", "m-1")
    assert found.came == (("m-1",), ())
    assert found.ended == {}


def test_of_equal_parts_the_one_with_the_least_report_keeps_it():
    assert named([["c", "d"], ["a", "b"]], {"m-1": list("abcd")}, {}, 1).ids == ("m-2", "m-1")


def test_an_incident_whose_reports_all_went_apart_ends_in_none():
    found = named([], {"m-1": ["a", "b"]}, {}, 1)
    assert found.ended == {"m-1": None}


def test_what_a_person_coded_bears_its_own_id():
    found = named([["a", "b"]], {"m-1": ["a", "b"]}, {0: "sarmada"}, 1)
    assert found.ids == ("sarmada",)
    assert found.ended == {"m-1": "sarmada"}


def test_numbers():
    assert [number_of(name) for name in ("m-12", "m-0", "m-01", "sarmada", "m-1x")] == [
        12,
        0,
        0,
        0,
        0,
    ]


partitions = st.lists(st.integers(0, 4), min_size=1, max_size=12)


@given(partitions, partitions)
def test_ids_are_unique_and_nothing_changes_when_nothing_does(first, second):
    def sets(groups):
        made = {}
        for at, group in enumerate(groups):
            made.setdefault(group, []).append(f"r{at:02}")
        return [some for some in made.values() if len(some) > 1]

    before = {}
    last = 0
    for groups in (first, second, second):
        found = named(sets(groups), before, {}, last)
        assert len(set(found.ids)) == len(found.ids)
        assert not set(found.ended) & set(found.ids)
        again, before = before, dict(zip(found.ids, sets(groups), strict=True))
        last = max([last, *map(number_of, found.ids)])
    assert again == before
