"""Reports of one incident as the incident that is judged."""

from datetime import UTC, date, datetime, timedelta

import pytest
from of_case import PEOPLE, PLACES, ZONE, row

from hudna.evidence import Level
from hudna.incident import Harm
from hudna.instant import of_day
from hudna.matching.incidents import Setting, incident_of
from hudna.matching.reversed import reversed_roles

SETTING = Setting(PEOPLE, PLACES, ZONE)
START = datetime(2016, 12, 29, 22, tzinfo=UTC)
DAY = {"t_earliest": START, "t_latest": START + timedelta(days=1)}
FIRE = DAY | {
    "place": "Mill", "units": ["L11", "L1", "L"], "lon": 36.1, "lat": 35.1, "radius_km": 3.0,
    "actors": ["army"], "targets": ["faylaq"], "acts": ["H-ART"],
}  # fmt: skip


def made(*told):
    """An incident of (row, origins)."""
    rows = [each for each, _ in told]
    return incident_of("m-1", rows, [tuple(names.split()) for _, names in told], SETTING)


def test_one_origin_however_often_is_told_as_one():
    found = made((row("a", **FIRE), "obs"), (row("b", **FIRE), "obs"), (row("c", **FIRE), "obs"))
    assert (found.occurred.level, found.occurred.origins) == (Level.E2, ("obs",))
    assert (found.actors.standing.level, found.actors.ids) == (Level.E2, ("army",))
    assert found.unmatched is False


def test_two_voices_corroborate_only_what_both_say():
    silent = FIRE | {"actors": ["unidentified"], "acts": ["H-LET-U"]}
    found = made((row("a", **FIRE), "obs"), (row("b", **silent), "ministry"))
    assert found.occurred.level == Level.E3
    assert found.time == of_day(date(2016, 12, 30), ZONE)
    assert found.time_standing.level == Level.E3
    assert (found.actors.ids, found.actors.standing.level) == (("army",), Level.E2)
    assert ([act.code for act in found.acts], found.act_standing.level) == (["H-ART"], Level.E2)
    assert (found.targets.ids, found.targets.standing.level) == (("faylaq",), Level.E3)


def test_where_nobody_says_who_it_is_anybody():
    silent = FIRE | {"actors": ["unidentified"], "acts": ["H-LET-U"]}
    found = made((row("a", **silent), "obs"), (row("b", **silent), ""))
    assert found.actors.ids == ("unidentified",)
    assert [act.code for act in found.acts] == ["H-LET-U"]


def test_two_who_accuse_each_other_leave_it_contested():
    other = FIRE | {"actors": ["faylaq"], "targets": ["army"]}
    found = made((row("a", **FIRE), "obs"), (row("b", **other), "elsewhere"))
    assert found.actors.ids == ("army", "faylaq")
    assert [c.level for c in found.actors.candidates] == [Level.E2, Level.E1]
    assert not found.actors.standing.contested  # an unnamed origin stands lower
    both = made((row("a", **FIRE), "ministry"), (row("b", **other), ""))
    assert both.actors.standing.contested


def test_harm_is_over_origins_and_never_a_number_that_nobody_gave():
    found = made(
        (row("a", **FIRE, deaths_low=3, deaths_best=4, deaths_high=6), "obs"),
        (row("b", **FIRE, deaths_best=5), "obs"),
        (row("c", **FIRE, deaths_best=9, deaths_civilians=2), "ministry"),
    )
    assert found.harm[0] == Harm("killed", "all", 3, 5, 9)
    assert found.harm[1] == Harm("killed", "civilians", None, 2, None)


def test_nothing_known_of_harm_stays_unknown():
    assert made((row("a", **FIRE), "obs"), (row("b", **FIRE), "obs")).harm[0].best is None


def test_its_title_has_no_words_of_a_source_and_both_languages():
    found = made((row("a", **FIRE, text="The butchers again"), "obs"), (row("b", **FIRE), "obs"))
    assert found.title == {"en": "Mill: artillery fire", "ar": "الطاحون: قصف مدفعي"}
    assert found.sources == ("Agency",)


def test_the_place_of_a_protected_source_is_told_by_its_unit():
    found = made((row("a", **FIRE, contributor="s-1"), ""), (row("b", **FIRE), "obs"))
    assert found.place_name == {"en": "Inner"}


def test_a_report_that_does_not_say_who_acted_on_whom_leaves_it_to_one_that_does():
    both = FIRE | {"both_directions": True}
    found = made((row("a", **both), "obs"), (row("b", **FIRE), "ministry"))
    assert found.actors.ids == ("army",)
    assert found.both_directions is False
    open_ = made((row("a", **both), "obs"), (row("b", **both), "ministry"))
    assert open_.both_directions is True


@pytest.mark.parametrize(
    ("other", "apart"),
    [
        ({"actors": ["faylaq"], "targets": ["gov"]}, True),
        ({"actors": ["faylaq"], "targets": ["faylaq"]}, False),
        ({"actors": ["gov"], "targets": ["faylaq"]}, False),
        ({"actors": ["unidentified"], "targets": ["gov"]}, False),
        ({"actors": ["faylaq"], "targets": ["gov"], "both_directions": True}, False),
    ],
)
def test_who_acted_in_one_and_was_hit_in_the_other(other, apart):
    rows = [row("a", **FIRE), row("b", **(FIRE | other))]
    assert reversed_roles(rows, [(0, 1)], PEOPLE) == ([(0, 1)] if apart else [])
