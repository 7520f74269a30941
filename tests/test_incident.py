"""Incidents: what is written becomes what is judged, and what is not written stays unknown."""

import pytest

from hudna.entry import build
from hudna.evidence import Ground, Level, Origin, Standing, Truth
from hudna.gazetteer import Gazetteer, Spot
from hudna.incident import Extent, IncidentEntry, incident
from hudna.instant import BEGIN, END, Interval, TimeError
from hudna.yamlfile import parse_yaml

ZONE = "Asia/Damascus"
KNOWN = {
    "sohr": Origin("sohr", ("SOHR",)),
    "un": Origin("un", ("UN",)),
    "sana": Origin("sana", ("SANA",), side="gov"),
}
GAZETTEER = Gazetteer(
    {
        spot.id: spot
        for spot in (
            Spot("SY", "country", None, {"en": "Syria"}),
            Spot(
                "SY03", "adm1", "SY", {"en": "Rural Damascus", "ar": "ريف دمشق"}, (), (36.4, 33.5)
            ),
            Spot("ayn", "place", "SY03", {"en": "Ayn al-Fijah"}, (), (36.1788, 33.6167)),
            Spot("lost", "place", None, {"en": "Nowhere"}),
        )
    }
)
HOUR = 3_600_000_000
MIDNIGHT = 1_483_048_800_000_000  # 2016-12-29T22:00Z


def written(**about):
    fields = {
        "time": "{at: 2016-12-30}",
        "place": "{}",
        "acts": "{any_of: [H-ART]}",
    } | {key: str(value) for key, value in about.items()}
    text = "id: one\ntitle: Shelling\n" + "".join(f"{k}: {v}\n" for k, v in fields.items())
    return build(parse_yaml(text, "f.yaml"), IncidentEntry)


def read(**about):
    entry, problems = written(**about)
    assert problems == []
    return incident(entry, ZONE, GAZETTEER, KNOWN)


def test_it_may_name_the_reports_that_it_was_coded_from():
    assert read().entry.reports == []
    assert read(reports="[r-1f0c, ucdp-17]").entry.reports == ["r-1f0c", "ucdp-17"]
    _, problems = written(reports="['a report']")
    assert problems


def test_the_least_that_can_be_written_leaves_the_rest_unknown():
    found = read()
    nothing = Standing()
    assert found.occurred == found.time_standing == found.place_standing == nothing
    assert found.act_standing == nothing
    assert found.region.is_unknown
    assert found.actors.candidates == found.targets.candidates == ()
    assert found.holder is None
    assert found.plea is None
    assert found.harm == ()
    assert found.extent == Extent.UNKNOWN
    assert not any((found.both_directions, found.under_review, found.unmatched, found.aggregate))
    assert found.zone == ZONE
    assert found.title == {"en": "Shelling"}
    assert found.place_name == {}


# --- time -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("time", "earliest", "latest"),
    [
        ("{at: 2016-12-30}", MIDNIGHT, MIDNIGHT + 24 * HOUR),
        ("{at: 2016-12-30T00:00}", MIDNIGHT, MIDNIGHT),
        ("{at: 2016-12-30T01:00, zone: Europe/Moscow}", MIDNIGHT, MIDNIGHT),
        ("{at: 2016-12-29T22:00Z}", MIDNIGHT, MIDNIGHT),
        ("{from: 2016-12-29T23:55, to: 2016-12-30T00:20}", MIDNIGHT - HOUR // 12, MIDNIGHT + HOUR // 3),
        # A `to` that is a date runs to the end of that day.
        ("{from: 2016-12-28, to: 2016-12-30}", MIDNIGHT - 48 * HOUR, MIDNIGHT + 24 * HOUR),
        ("{from: 2016-12-30, to: 2016-12-30}", MIDNIGHT, MIDNIGHT + 24 * HOUR),
        ("{from: 2016-12-30}", MIDNIGHT, END),
        ("{to: 2016-12-29}", BEGIN, MIDNIGHT),
        ("{from: 2016-12-30T00:00, to: 2016-12-30T00:00}", MIDNIGHT, MIDNIGHT),
        # The clocks showed it twice: an interval.
        ("{at: 2017-10-26T23:30}", 1_509_049_800_000_000, 1_509_053_400_000_000),
    ],
)  # fmt: skip
def test_time(time, earliest, latest):
    assert read(time=time).time == Interval(earliest, latest)


@pytest.mark.parametrize(
    "time",
    ["{from: 2016-12-30T10:00, to: 2016-12-30T09:00}", "{from: 2016-12-31, to: 2016-12-29}",
     "{at: 2017-03-31T00:30}", "{at: 2016-12-30, zone: Mars/Olympus}", "{at: 2016-02-31}"],
)  # fmt: skip
def test_a_time_that_is_none_is_a_time_error(time):
    with pytest.raises(TimeError):
        read(time=time)


@pytest.mark.parametrize(
    "time",
    ["{}", "{zone: UTC}", "{at: 2016-12-30, from: 2016-12-29}", "{at: 2016-12-30, to: 2016-12-31}",
     "{at: 2016-12-30, extent: always}", "{from: soon}"],
)  # fmt: skip
def test_a_time_in_no_form_is_refused(time):
    assert written(time=time)[0] is None


def test_the_zone_of_the_source_is_kept():
    assert read(time="{at: 2016-12-30, zone: Europe/Moscow}").zone == "Europe/Moscow"


# --- place ----------------------------------------------------------------------------------------


def test_a_unit_is_the_whole_unit_not_its_point():
    region = read(place="{spot: SY03}").region
    assert (region.geometry, region.units, region.is_unit) == (None, ("SY03", "SY"), True)


def test_a_place_is_its_point_in_its_units():
    found = read(place="{spot: ayn}")
    assert (found.region.geometry.x, found.region.geometry.y) == (36.1788, 33.6167)
    assert (found.region.units, found.region.is_unit) == (("SY03", "SY"), False)
    assert found.place_name == {"en": "Ayn al-Fijah"}


def test_a_place_without_a_point_is_known_by_its_units_alone():
    assert read(place="{spot: lost}").region.is_unknown


def test_a_written_point_goes_before_that_of_the_gazetteer():
    region = read(place="{spot: ayn, point: [36.2, 33.7], radius_km: 5}").region
    assert (region.geometry.x, region.geometry.y, region.radius_km) == (36.2, 33.7, 5)
    assert region.units == ("SY03", "SY")


def test_a_shape_goes_before_a_point():
    shape = "{type: LineString, coordinates: [[36, 33], [37, 34]]}"
    region = read(place=f"{{point: [36.2, 33.7], geometry: {shape}}}").region
    assert region.geometry.geom_type == "LineString"


def test_a_name_alone_is_no_region():
    found = read(place="{name: {ar: عين الفيجة}}")
    assert found.region.is_unknown
    assert found.place_name == {"ar": "عين الفيجة"}


# --- evidence and parties -------------------------------------------------------------------------


def test_evidence_of_the_incident_stands_for_each_element_without_its_own():
    found = read(
        evidence="{origins: [sohr]}",
        occurred="{origins: [sohr, un]}",
        time="{at: 2016-12-30, evidence: {origins: [sana], contested: true}}",
        actors="{any_of: [russia], evidence: {origins: [sana], grounds: [admission]}}",
        targets="{any_of: [jfs]}",
    )
    assert found.occurred.level == Level.E3
    assert (found.time_standing.level, found.time_standing.contested) == (Level.E1, True)
    assert found.place_standing == found.act_standing == Standing(Level.E2, origins=("sohr",))
    assert found.targets.standing.level == Level.E2
    assert found.actors.standing == Standing(
        Level.E3, origins=("sana",), grounds=(Ground.ADMISSION,)
    )


def test_candidates_are_alternatives_or_hit_together():
    found = read(
        actors="{any_of: [russia, {actor: coalition, level: E1, grounds: it said so}]}",
        targets="{together: [jfs, ahrar]}",
        held_by="{any_of: [unidentified]}",
    )
    assert found.actors.ids == ("russia", "coalition")
    assert [candidate.level for candidate in found.actors.candidates] == [None, Level.E1]
    assert found.actors.candidates[1].grounds == {"en": "it said so"}
    assert not found.actors.together
    assert (found.targets.ids, found.targets.together) == (("jfs", "ahrar"), True)
    assert found.holder.ids == ("unidentified",)


def test_alternatives_and_together_at_once_are_refused():
    assert written(targets="{any_of: [a], together: [b]}")[0] is None


def test_direction_pairs_and_acts():
    found = read(
        initiator="unknown",
        pairings="[[a, b], [c, d]]",
        acts="{any_of: [H-ART, {code: H-MOR, weapon: mortar}]}",
        reasons="[ACCESS_DENIED]",
        under_review="true",
        flags="[{law: IHL, code: water}]",
    )
    assert found.both_directions
    assert found.pairs == (("a", "b"), ("c", "d"))
    assert [(act.code, act.weapon) for act in found.acts] == [("H-ART", None), ("H-MOR", "mortar")]
    assert found.reasons == ("ACCESS_DENIED",)
    assert found.under_review
    assert found.flags == (("IHL", "water"),)


def test_a_plea_keeps_each_test_with_its_standing():
    plea = read(
        plea="{invoked_by: gov, tests: {necessity: {value: met, evidence: {origins: [sana]}},"
        " direct_threat: {value: not_met}, proportionality: {value: unknown}}}"
    ).plea
    assert plea.invoked_by == "gov"
    assert [(name, truth, standing.level) for name, truth, standing in plea.tests] == [
        ("necessity", Truth.T, Level.E1),
        ("direct_threat", Truth.F, Level.E0),
        ("proportionality", Truth.U, Level.E0),
    ]


# --- harm -----------------------------------------------------------------------------------------


def test_an_unknown_count_is_not_zero():
    (harm,) = read(harm="[{kind: killed, of: civilians, low: 12}]").harm
    assert (harm.low, harm.best, harm.high) == (12, None, None)


@pytest.mark.parametrize(
    "harm",
    ["{kind: killed, low: -1}", "{kind: killed, low: 3, best: 2}", "{kind: killed, best: 3, high: 2}",
     "{kind: killed, low: 3, high: 2}", "{kind: killed, low: yes}", "{kind: killed, low: true}",
     "{kind: killed, low: 2.5}", "{kind: killed, low: many}", "{kind: lost}"],
)  # fmt: skip
def test_a_count_that_is_none_is_refused(harm):
    assert written(harm=f"[{harm}]")[0] is None


@pytest.mark.parametrize("acts", ["{}", "{any_of: []}", "[]", "{any_of: [[]]}"])
def test_an_act_must_be_named(acts):
    assert written(acts=acts)[0] is None
