"""Sites: of the places that a region may be, those that no rule tells apart are one spot."""

from typing import Any

import numpy as np
import pytest
from agreements import agreements
from hypothesis import given, settings
from hypothesis import strategies as st
from random_incidents import regions
from test_compiled import SLOW, every_world

from hudna.agreement.provisions import ActTerm, ExclusionMode, Withdrawal
from hudna.evidence import Level, Truth
from hudna.judging.sites import SEVERAL
from hudna.judging.weighing import Scales


@st.composite
def placed(draw: Any) -> Any:
    written = draw(agreements())
    return written.agreement, [draw(regions(written)) for _ in range(draw(st.integers(1, 6)))]


def at_every_time(scales, known):
    """For each region and slice of the calendar: its status and the slice, by number."""
    numbers = np.array([scales.registrar.site(region) for region in known], np.int32)
    slices = np.arange(len(scales.registrar.calendar.instants), dtype=np.int32)
    return np.repeat(numbers, len(slices)), np.tile(slices, len(numbers))


def by_the_map(agreement, scales, known):
    """For each region and slice: the signatures that the map of zones says are possible."""
    zones = agreement.zones
    return [
        zones.signatures(zones.statuses(region), instant)
        for region in known
        for instant in scales.registrar.calendar.instants.tolist()
    ]


@pytest.mark.slow
@settings(max_examples=50, suppress_health_check=SLOW)
@given(placed())
def test_signatures_are_those_of_the_map_of_zones(some):
    agreement, known = some
    scales = Scales(agreement, agreement.worlds.default())
    numbers, several = scales.sites.possibilities(*at_every_time(scales, known))
    expected = by_the_map(agreement, scales, known)
    assert several.tolist() == [len(signatures) > 1 for signatures in expected]
    sets = list(map(frozenset, expected))
    pairs = set(zip(numbers.tolist(), sets, strict=True))
    assert len(pairs) == len(set(sets)) == len(set(numbers.tolist()))


@pytest.mark.slow
@settings(max_examples=40, suppress_health_check=SLOW)
@given(placed())
def test_spots_are_what_the_rules_of_some_world_tell_apart(some):
    agreement, known = some
    scales = Scales(agreement, every_world(agreement))
    calendar, sites = scales.registrar.calendar, scales.sites
    status, slices = at_every_time(scales, known)
    first, count = sites.spots(status, slices)
    only = sites.only(status, slices).tolist()
    for i, signatures in enumerate(by_the_map(agreement, scales, known)):
        instant = calendar.person_slices[calendar.person_of[slices[i]]]
        spots = sites.listed[first[i] : first[i] + count[i]].tolist()
        told = [what_is_read(scales, sites.place(spot), instant) for spot in spots]
        assert len(set(told)) == len(told)
        assert set(told) == {what_is_read(scales, place, instant) for place in signatures}
        assert only[i] == (spots[0] if len(spots) == 1 else SEVERAL)


def what_is_read(scales, place, instant):
    """Everything that rules read of a place: in every world, and for terms on acts and holders."""
    by_id = scales.agreement.zones.by_id
    control = {z for z in place.zones if by_id[z].kind == "control" and by_id[z].holders}
    terms = [term for world in scales.worlds for _, term in world.of(ActTerm)]
    named = {name for term in terms for name in term.zones}
    named |= {line.zone for t in terms if isinstance(t, Withdrawal) for line in t.lines}
    marked = {z for z in place.zones if {z, by_id[z].kind} & named}
    rules = tuple(
        in_a_world(scales.rules(number).places, place, instant)
        for number in range(len(scales.worlds))
    )
    return frozenset(control), frozenset(marked), rules


def in_a_world(places, place, instant):
    """What the rules of one world say: within its scope or not, covered, an excluded area."""
    area = places.in_excluded_area(place, instant, ExclusionMode.AREA)
    own = [
        places.in_excluded_area(place, instant, ExclusionMode.BOTH, name)
        for name, term in places.persons.exclusions.items()
        if term.mode == ExclusionMode.BOTH
    ]
    answers = [area, *own]
    firm = [level(places, answer) >= places.needed for answer in answers]
    scope = (places.in_scope(place).truth, bool(places.scopes), places.covers(place) is not None)
    return (*scope, *(answer.truth for answer in answers), *firm)


def level(places, area):
    """How well an excluded area stands that an answer found."""
    return places.area_standing(area).level if area.truth == Truth.T else Level.E0
