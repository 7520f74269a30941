"""Sites: the signatures of places, and classes that no rule on places tells apart."""

from typing import Any

import numpy as np
from agreements import agreements
from hypothesis import given, settings
from hypothesis import strategies as st
from random_incidents import regions
from test_compiled import SLOW, every_world

from hudna.agreement.provisions import ExclusionMode
from hudna.evidence import Level, Truth
from hudna.judging.weighing import Scales


@st.composite
def placed(draw: Any) -> Any:
    written = draw(agreements())
    return written, [draw(regions(written)) for _ in range(draw(st.integers(1, 6)))]


def every_signature(scales, known):
    """For each region and slice of the calendar: the numbers of its signatures."""
    numbers = np.array([scales.registrar.site(region) for region in known], np.int32)
    slices = np.arange(len(scales.registrar.calendar.instants))
    sites, times = np.repeat(numbers, len(slices)), np.tile(slices, len(numbers))
    first, count = scales.sites.signatures(sites, times)
    found = scales.sites.found
    return [found[a : a + n].tolist() for a, n in zip(first, count, strict=True)], times


@settings(max_examples=60, suppress_health_check=SLOW)
@given(placed())
def test_signatures_are_those_of_the_map_of_zones(some):
    written, known = some
    agreement = written.agreement
    scales = Scales(agreement, agreement.worlds.default())
    found, _ = every_signature(scales, known)
    instants = scales.registrar.calendar.instants.tolist()
    expected = [
        agreement.zones.signatures(agreement.zones.statuses(region), instant)
        for region in known
        for instant in instants
    ]
    assert [tuple(map(scales.sites.place, row)) for row in found] == expected


@settings(max_examples=40, suppress_health_check=SLOW)
@given(placed())
def test_places_of_one_class_are_alike_to_every_rule_in_every_world(some):
    written, known = some
    scales = Scales(written.agreement, every_world(written.agreement))
    calendar = scales.registrar.calendar
    found, times = every_signature(scales, known)
    signatures = np.array([s for row in found for s in row], np.int32)
    when = calendar.person_of[np.repeat(times, [len(row) for row in found])]
    land, ground = scales.sites.classes(signatures, when)
    read: tuple[dict[int, Any], dict[int, Any]] = ({}, {})
    kinds = np.unique(np.stack([signatures, when, land, ground], axis=1), axis=0)
    for signature, slice_, *classes in kinds.tolist():
        place = scales.sites.place(signature)
        told = what_is_read(scales, place, calendar.person_slices[slice_])
        for of, number, said in zip(read, classes, told, strict=True):
            assert of.setdefault(number, said) == said


def what_is_read(scales, place, instant):
    """What the rules on territory, and those on what was hit, say of a place in every world."""
    land, ground = [], []
    for number in range(len(scales.worlds)):
        places = scales.rules(number).places
        area = places.in_excluded_area(place, instant, ExclusionMode.AREA)
        both = places.in_excluded_area(place, instant, ExclusionMode.BOTH)
        land.append((places.in_scope(place).truth, bool(places.scopes), *firm(places, area)))
        covered = places.covers(place) is not None
        term = both.steps[-1].about[0] if both.truth == Truth.T else None
        ground.append((covered, *firm(places, both), term))
    return land, ground


def firm(places, area):
    """An answer on an excluded area: its truth, and whether it stands as a verdict needs."""
    level = places.area_standing(area).level if area.truth == Truth.T else Level.E0
    return area.truth, level >= places.needed
