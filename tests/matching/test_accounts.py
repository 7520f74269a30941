"""On what reports agree, and how far that stands: expected by the table of levels, by hand."""

import pytest

from hudna.actors import ActorsFile, registry
from hudna.evidence import Level, Origin
from hudna.instant import Interval
from hudna.matching.accounts import Said, agreed
from hudna.matching.elements import Spot, of_actors, of_acts, of_places, of_times

KNOWN = {
    name: Origin(name, (name,), side, named)
    for name, side, named in (
        ("sohr", None, True), ("stj", None, True), ("sana", "government", True),
        ("tass", "government", True), ("smart", "opposition", True), ("map", None, False),
    )
}  # fmt: skip
PEOPLE = registry(
    ActorsFile.model_validate(
        {
            "actors": [
                {"id": "gov", "kind": "state", "names": {"en": ["Government"]}},
                {"id": "army", "kind": "state-force", "names": {"en": ["Army"]},
                 "member_of": [{"of": "gov"}]},
                {"id": "rebels", "kind": "umbrella", "names": {"en": ["Rebels"]},
                 "covers": ["faylaq"]},
                {"id": "faylaq", "kind": "armed-group", "names": {"en": ["Faylaq"]}},
                {"id": "isil", "kind": "armed-group", "names": {"en": ["ISIL"]}},
            ]
        }
    ),
    "UTC",
)  # fmt: skip
DAY = 24


def actors(*told):
    said = [Said(frozenset(names.split()), tuple(origins.split())) for names, origins in told]
    return agreed(said, of_actors(PEOPLE, Interval(0, DAY)), KNOWN)


@pytest.mark.parametrize(
    ("told", "names", "level"),
    [
        ([("army", "sohr")], "army", Level.E2),
        ([("army", "sohr"), ("army", "sohr")], "army", Level.E2),
        ([("army", "sohr"), ("army", "stj")], "army", Level.E3),
        ([("army", "sana"), ("army", "tass")], "army", Level.E1),
        ([("army", "sana"), ("army", "smart")], "army", Level.E3),
        ([("army", "")], "army", Level.E1),
        ([("army", "map")], "army", Level.E1),
        # Who says the army says the government; not the other way round.
        ([("army", "sohr"), ("gov", "stj")], "gov", Level.E3),
        # A name that may be anybody's corroborates no name.
        ([("faylaq", "sohr"), ("rebels", "stj")], "faylaq", Level.E2),
        ([("rebels", "sohr"), ("rebels", "stj")], "rebels", Level.E3),
        # That it was one of two is said by both; that it was this one, by one.
        ([("army isil", "sohr"), ("army", "stj")], "army isil", Level.E3),
    ],
)
def test_the_narrowest_proposition_that_stands_highest(told, names, level):
    found = actors(*told)
    assert found.best == frozenset(names.split())
    assert (found.standing.level, found.standing.contested) == (level, False)
    assert len(found.open) == 1


def test_an_account_that_stands_as_high_contests():
    found = actors(("army", "sohr"), ("faylaq", "stj"))
    assert found.standing.contested
    assert {account.what for account in found.open} == {frozenset({"army"}), frozenset({"faylaq"})}


def test_a_lower_account_stays_open_below_e3_and_contests_nothing():
    found = actors(("army", "sohr"), ("faylaq", "sana"))
    assert found.best == {"army"}
    assert not found.standing.contested
    assert [account.level for account in found.open] == [Level.E2, Level.E1]


def test_at_e3_a_lower_account_is_closed():
    found = actors(("army", "sohr"), ("army", "stj"), ("faylaq", "sana"))
    assert [account.what for account in found.open] == [frozenset({"army"})]
    assert not found.standing.contested


def test_nobody_says_anything():
    assert actors().best is None
    assert actors().standing.level == Level.E0


def test_two_acts_of_one_family_are_one_account_and_air_is_another():
    def acts(*told):
        said = [Said(frozenset({code}), (origin,)) for code, origin in told]
        return agreed(said, of_acts(), KNOWN)

    assert acts(("H-ART", "sohr"), ("H-RKT", "stj")).best == {"H-ART", "H-RKT"}
    assert acts(("H-ART", "sohr"), ("H-RKT", "stj")).standing.level == Level.E3
    assert acts(("H-ART", "sohr"), ("H-AIR-FW", "stj")).standing.contested


def times(*told):
    return agreed([Said(Interval(*span), (by,)) for span, by in told], of_times(), KNOWN)


def test_an_hour_that_one_names_does_not_stand_as_the_day_that_both_do():
    found = times(((0, 24), "sohr"), ((14, 15), "stj"))
    assert (found.best, found.standing.level) == (Interval(0, 24), Level.E3)
    alone = times(((0, 24), "sohr"), ((14, 15), "sohr"))
    assert (alone.best, alone.standing.level) == (Interval(14, 15), Level.E2)


def test_times_apart_are_contested():
    assert times(((0, 24), "sohr"), ((24, 48), "stj")).standing.contested


def places(*told):
    return agreed([Said(spot, (by,)) for spot, by in told], of_places(), KNOWN)


def test_two_points_near_each_other_agree_on_what_holds_both():
    one = Spot(36.20, 35.80, 3.0, ("town", "unit", "land"), False)
    other = Spot(36.22, 35.80, 3.0, ("unit", "land"), False)
    found = places((one, "sohr"), (other, "stj"))
    assert found.standing.level == Level.E3
    assert 3.8 < found.best.radius_km < 4.1  # 1.8 km apart: 0.9 more than 3
    assert found.best.units == ("unit", "land")


def test_a_point_in_a_unit_agrees_with_the_unit():
    point = Spot(36.2, 35.8, 3.0, ("town", "unit", "land"), False)
    unit = Spot(None, None, 0.0, ("unit", "land"), True)
    found = places((point, "sohr"), (unit, "stj"))
    assert (found.best, found.standing.level) == (unit, Level.E3)


def test_units_beside_each_other_are_contested():
    one, other = (Spot(None, None, 0.0, (name, "land"), True) for name in ("east", "west"))
    assert places((one, "sohr"), (other, "stj")).standing.contested
