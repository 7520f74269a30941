"""The reports of a case as tellings: the case's clock, regions, candidates, origins."""

from datetime import UTC, date, datetime

import numpy as np
import pyarrow as pa
import pytest
import shapely
from of_case import PEOPLE, PLACES, ZONE, row

from hudna.matching.matched import Certain, match
from hudna.matching.recorded import related, told, unit_regions
from hudna.matching.tellings import names_of
from hudna.report import SCHEMA
from hudna.sources import ucdp
from hudna.zones import Zone, ZoneKind


def tell(*rows, zones=()):
    return told(pa.Table.from_pylist(list(rows), schema=SCHEMA), PEOPLE, PLACES, zones, ZONE)


def test_times_are_on_the_clock_of_the_case():
    found = tell(row("r", t_earliest=datetime(2016, 12, 29, 22, tzinfo=UTC))).tellings
    assert found.begin[0] == (date(2016, 12, 30) - date(1970, 1, 1)).days * 24
    assert np.isnan(found.end[0])


def test_a_point_has_its_radius_and_a_point_without_one_says_nothing():
    found = tell(
        row("a", lon=36.5, lat=35.5, radius_km=2.0), row("b", lon=36.5, lat=35.5)
    ).tellings  # fmt: skip
    assert (found.lon[0], found.lat[0], found.radius[0]) == (36.5, 35.5, 2.0)
    assert np.isnan(found.lat[1])


def test_a_place_is_one_in_every_script():
    found = tell(
        row("a", place="Mill"), row("b", place="الطاحون"), row("c", place="Elsewhere")
    ).tellings
    assert found.place[0] == found.place[1] != found.place[2]
    assert (found.lat[0], found.lat[1]) == (35.1, 35.1)
    assert np.isnan(found.lat[2])


def test_a_unit_reaches_half_way_to_its_neighbour_or_is_what_a_zone_shows():
    regions = unit_regions(PLACES, ())
    lon, lat, radius = regions["L1"]
    assert (lon, lat) == (36.0, 35.0)
    assert radius == pytest.approx(91.1, abs=0.5)  # two degrees at 35° north, halved
    shape = shapely.box(35.9, 34.9, 36.1, 35.1)
    zone = Zone("z", ZoneKind.SCOPE_IN, {}, geometry=shape, units=frozenset({"L1"}))
    assert unit_regions(PLACES, [zone])["L1"][2] == pytest.approx(14.3, abs=0.3)


def test_a_unit_without_any_point_is_left_to_the_reports():
    found = tell(row("a", units=["L11", "L1", "L"], is_unit=True)).tellings
    assert found.admin1[0] >= 0
    assert found.admin2[0] >= 0
    assert found.radius[0] > 0  # a place lies within it
    assert np.isnan(tell(row("a", units=["L"], is_unit=True)).tellings.lat[0]) is np.False_


def test_unidentified_says_nothing_and_an_act_of_unknown_means_neither():
    found = tell(
        row("a", actors=["army", "unidentified"], targets=["unidentified"], acts=["H-LET-U"])
    ).tellings
    assert names_of(found.actors, 0) == ("army",)
    assert names_of(found.targets, 0) == ()
    assert names_of(found.acts, 0) == ()


def test_where_nobody_says_who_acted_both_sides_are_candidates():
    found = tell(row("a", actors=["army"], targets=["faylaq"], both_directions=True)).tellings
    assert names_of(found.actors, 0) == names_of(found.targets, 0) == ("army", "faylaq")


def test_origins_are_declared_or_named_in_the_text():
    found = tell(
        row("a", origins=["obs"], origin_names=["The Observatory"]),
        row("b", text="Ten shells fell, according to the Observatory"),
        row("c", text="سقطت عشر قذائف بحسب المرصد"),
        row("d", origins=["obs", "ministry"]),
        row("e", origin_names=["Somebody"]),
        row("f", text="Ten shells fell"),
    ).tellings
    names = [None if code < 0 else found.origin_names[code] for code in found.origin]
    assert names == ["obs", "obs", "obs", "ministry|obs", "Somebody", None]


def test_reports_by_hand_have_whoever_told_them_for_their_source():
    found = tell(
        row("a", source="by hand", contributor="s-1"),
        row("b", source="by hand", origins=["obs"]),
        row("c", source="by hand"),
    ).tellings
    assert [found.sources[code] for code in found.source] == ["s-1", "obs", "by hand"]


def test_aggregates_are_known():
    assert tell(row("a"), row("b", aggregate=True)).several == (1,)


def test_a_headline_does_not_make_a_coded_event_a_sum():
    """A row of UCDP is one event; what else its article sums up is not in it."""
    words = "Ten air strikes on Idlib"
    made = tell(row("a", source=ucdp.NAME, text=words), row("b", source="Daily", text=words))
    assert made.events == (0,)
    found = match(made.tellings, Certain(several=made.several, events=made.events))
    assert [bool(number) for number in found.sums] == [False, True]


def test_what_may_mean_the_same():
    ties = related(PEOPLE)
    assert ties["actors"]("army", "gov")
    assert not ties["actors"]("army", "faylaq")
    assert ties["acts"]("h art", "h rkt")
    assert not ties["acts"]("h art", "h air fw")
