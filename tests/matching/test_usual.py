"""What is usual: incidents an hour at sites and in units, and what sources say there more than elsewhere."""

import numpy as np
import pytest
from tables import report, told

from hudna.matching.matched import NOTHING, match, prepared
from hudna.matching.usual import LINES

SITE, DISTRICT, PROVINCE, ACTORS, _, ACTS = range(len(LINES))


def rows(town, lat, days, name, **more):
    """Reports of a town of a province of its own, one on each of some days."""
    where = {"place": town, "admin1": f"{town} province", "admin2": f"{town} district"}
    return [
        report(f"{name}-{town}-{day:03}", name, f"2017-01-{day:02}", lat, 37.0, 3, **where, **more)
        for day in days
    ]


def lines(reports):
    ready = prepared(told(reports), NOTHING)
    return dict(zip(ready.told.ids, ready.traits.rates[-len(LINES) :].T, strict=True))


BUSY = rows("Busy", 35.0, range(1, 31), "a", actors="army", acts="shelling")
QUIET = rows("Quiet", 36.0, (3, 28), "a", actors="army", acts="raid")


def test_more_is_expected_where_more_is_told():
    found = lines([*BUSY, *QUIET])
    for line in (SITE, DISTRICT, PROVINCE):
        assert found["a-Busy-015"][line] > 3 * found["a-Quiet-003"][line]


def test_a_burst_counts_on_its_days():
    burst = rows("Busy", 35.0, [10] * 12, "b", actors="army")
    burst = [row | {"report_id": f"{row['report_id']}-{at}"} for at, row in enumerate(burst)]
    found = lines([*BUSY, *QUIET, *burst])
    assert found["a-Busy-010"][DISTRICT] > 1.5 * found["a-Busy-028"][DISTRICT]


def test_what_is_said_there_of_everything_is_usual_there_and_what_is_not_is_rare():
    odd = rows("Busy", 35.0, [15], "a", actors="rebels", acts="raid")[0] | {"report_id": "odd"}
    found = lines([*BUSY, *QUIET, odd])
    assert found["a-Busy-015"][ACTS] > 1
    assert found["odd"][ACTS] < 1
    assert found["a-Quiet-003"][ACTS] > found["odd"][ACTS]


def test_a_field_that_is_not_known_is_neither():
    found = lines([*BUSY, *rows("Quiet", 36.0, (3, 28), "a")])
    assert found["a-Quiet-003"][ACTORS:].tolist() == [1.0, 1.0, 1.0]


def test_without_a_town_or_a_unit_nothing_is_known_of_them():
    found = lines([*BUSY, report("point", "b", "2017-01-10", 36.9, 38.8, 9)])
    assert np.isnan(found["point"][: PROVINCE + 1]).all()


@pytest.mark.parametrize("lies_in_it", [True, False])
def test_a_report_of_a_province_may_be_of_its_towns_and_of_no_others(lies_in_it):
    province = "Quiet province" if lies_in_it else "Busy province"
    vague = report("vague", "b", "2017-01-28", None, None, None, admin1=province,
                   actors="army", acts="raid", deaths_best=7)  # fmt: skip
    quiet = [row | {"deaths_best": 7} for row in QUIET]
    far = [row | {"lat": 35.1} for row in BUSY]
    found = match(told([*far, *[row | {"lat": 35.3} for row in quiet], vague]))
    ids = dict(zip(found.told.ids, range(len(found.told)), strict=True))
    chance = {
        frozenset((int(a), int(b))): p
        for a, b, p in zip(found.pairs.a, found.pairs.b, found.probability, strict=True)
    }
    told_of = chance.get(frozenset((ids["a-Quiet-028"], ids["vague"])), 0.0)
    assert (told_of > 0.5) == lies_in_it
