"""New reports beside those that stand: the same incidents as if all were matched afresh by what was learned."""

import datetime as dt

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tables import report, table
from worlds import ACTS, world

from hudna.matching import kept, plain
from hudna.matching.arrivals import announced, arrived
from hudna.matching.blocking import Blocks
from hudna.matching.matched import (
    Certain,
    estimated,
    learn,
    parted_into,
    prepared,
    repeating,
    weighed,
)
from hudna.matching.partition import EXACT
from hudna.matching.standing import hang_together, standing_of, with_arrived
from hudna.matching.tellings import joined, tellings


def by_id(found):
    return found.sort_by("report_id")


def learned_of(reports, certain):
    """Match reports together: what is compared of them, their standing, and what was learned."""
    ready = prepared(tellings(reports), certain)
    made = estimated(ready.traits, ready.tables, repeating(ready.told, certain.no_repeats))
    known = learn(ready, kept.freeze(made, ready.voices, ready.tables))
    found, pairs = afresh(ready, certain, known)
    return ready, standing_of(found, pairs, certain.no_repeats), known


def afresh(ready, certain, known):
    weights = kept.thaw(known.weights, ready.voices, ready.traits, ready.tables)
    pairs = weighed(ready, certain, weights, Blocks(ready.traits.extents))
    return parted_into(ready, certain, weights, pairs), pairs


def groups(ids, incident):
    """Each report with the report that its incident is called after."""
    return {ids[row]: ids[first] for row, first in enumerate(incident.tolist())}


def check(rows, batches, certain=Certain()):  # noqa: B008  # it is frozen
    """Match the first batch, then the others onto it one by one, and compare with all of them afresh."""
    every = plain.read_tables([table(rows)]).table
    first, *more = (by_id(every.filter(pa.array(batch))) for batch in batches)
    ready, standing, known = learned_of(first, certain)
    reports, rates, sources = first, ready.traits.rates, ready.told.sources
    for new in more:
        coming, known, sources = announced(new, certain, known, sources)
        arrivals = arrived(
            new, coming, certain, known, standing, sources,
            lambda at: (reports.take(pa.array(at)), rates[:, at]),  # noqa: B023  # called at once
        )  # fmt: skip
        reports = joined([reports, new])
        rates = np.concatenate([rates, coming.traits.rates], axis=1)
        ids = np.array(reports.column("report_id").to_pylist(), object)
        standing, moved = with_arrived(
            standing,
            arrivals,
            lambda at: at[np.argsort(ids[at], kind="stable")],  # noqa: B023
        )
        assert moved[len(ids) - len(new) :].all()
    whole = by_id(reports)
    expected, pairs = afresh(prepared(tellings(whole), certain, known), certain, known)
    ids = reports.column("report_id").to_pylist()
    names = whole.column("report_id").to_pylist()
    assert groups(ids, standing.incident) == groups(names, expected.incident)
    together = standing_of(expected, pairs, certain.no_repeats)
    assert by_pair(ids, standing, "log_odds") == by_pair(names, together, "log_odds")
    chance, other = (by_pair(*each, "probability") for each in ((ids, standing), (names, together)))
    assert chance == pytest.approx(other, rel=1e-12)
    return standing, expected


def by_pair(ids, standing, name):
    """What each two reports have, by their ids."""
    columns = (getattr(standing, each).tolist() for each in ("a", "b", name))
    return {"+".join(sorted((ids[a], ids[b]))): value for a, b, value in zip(*columns, strict=True)}


def split(rows, chances, seed):
    """Which rows come in which batch, at random; the first has some."""
    random = np.random.default_rng(seed)
    turn = random.choice(len(chances), len(rows), p=np.array(chances) / sum(chances))
    turn[random.integers(len(rows))] = 0
    return [turn == batch for batch in range(len(chances))]


WORDS = ["mill", "bridge", "market", "school", "well", "crossing", "bakery", "mosque"]


def siege(seed, incidents=70, sources="ABCD"):
    """Reports of a town in which much happens on the same days, some told twice by one source."""
    random = np.random.default_rng(seed)
    rows = []
    for number in range(incidents):
        lat, lon = 35.9 + random.normal(0, 0.06), 36.6 + random.normal(0, 0.07)
        day = dt.date(2016, 12, 30) + dt.timedelta(days=int(random.integers(4)))
        act = ACTS[random.integers(3)]
        for source in sources:
            rows.extend(
                report(
                    f"{source}-{number}-{again}", source,
                    day + dt.timedelta(days=int(random.integers(2))),
                    round(lat + random.normal(0, 0.02), 4), round(lon + random.normal(0, 0.02), 4), 2,
                    acts=act, text=f"{act} at the {WORDS[random.integers(8)]} {WORDS[number % 8]}",
                )
                for again in range(int(random.integers(3)))
            )  # fmt: skip
    return rows


@pytest.mark.parametrize("seed", range(12))
def test_in_a_besieged_town_too(seed):
    """All hang together, rivals are many, and a new report moves what others are taken for."""
    rows = siege(seed, 40 + seed % 4 * 30)
    check(rows, split(rows, [1.0, 0.05, 0.05], seed))


SLOW = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)  # fmt: skip


@pytest.mark.slow
@SLOW
@given(
    seed=st.integers(0, 10_000),
    incidents=st.integers(1, 60),
    chances=st.lists(st.sampled_from([0.05, 0.3, 1.0]), min_size=2, max_size=4),
    days=st.sampled_from([1, 5, 60]),
    once=st.sampled_from([(), ("A",), ("A", "B")]),
)
@example(seed=3, incidents=60, chances=[1.0, 0.05], days=5, once=())
@example(seed=4, incidents=60, chances=[0.05, 1.0], days=5, once=("A",))
def test_whatever_comes_later_the_incidents_are_those_of_all_at_once(
    seed, incidents, chances, days, once
):
    rows = world(seed, incidents, days=days)
    if not rows:
        return
    there = frozenset(once) & {row["source"] for row in rows}
    check(rows, split(rows, chances, seed), Certain(no_repeats=there))


@pytest.mark.parametrize("seed", range(3))
def test_more_hang_together_than_are_parted_exactly(seed):
    """Forty incidents of one town and two days: all hang together, and are merged."""
    rows = world(seed, 120, days=2)
    batches = split(rows, [1.0, 0.3, 0.3], seed)
    standing, expected = check(rows, batches)
    assert np.bincount(standing.component).max() > EXACT
    assert len(set(expected.incident.tolist())) < len(rows)


def test_what_repeats_itself_comes_late():
    """The same words of the same source, again and again: repeats are spared as rivals."""
    rows = [
        report(
            f"{source}-{number}-{again}", source, "2016-12-30", 36.2, 37.2, text=f"raid {number}"
        )
        for source in "AB"
        for number in range(4)
        for again in range(3)
    ]
    for seed in range(4):
        check(rows, split(rows, [1.0, 1.0, 0.3], seed))


def test_a_new_source_and_words_nobody_used_before_are_as_good_as_any():
    rows = world(5, 40)
    late = [row | {"report_id": f"N{row['report_id']}", "source": "New", "actors": "Guards|Army"}
            for row in rows[::3]]  # fmt: skip
    late += [row | {"report_id": f"O{row['report_id']}", "source": "Other", "acts": "raid"}
             for row in rows[::4]]  # fmt: skip
    batches = [np.arange(len(rows) + len(late)) < len(rows)]
    check([*rows, *late], [*batches, ~batches[0]])


def test_what_only_has_a_name_is_located_as_it_was_learned():
    rows = world(6, 40)
    late = [row | {"report_id": f"L{row['report_id']}", "lat": None, "lon": None, "radius_km": None}
            for row in rows[::2]]  # fmt: skip
    late += [
        report("nowhere", lat=None, lon=None, place="Atlantis"),
        report("summing", text="6 raids"),
    ]
    first = np.arange(len(rows) + len(late)) < len(rows)
    standing, _ = check([*rows, *late], [first, ~first])
    assert np.isnan(standing.extents.lat).sum() == 1


def test_what_comes_long_after_has_the_rates_of_the_last_days():
    rows = world(7, 60, days=20)
    late = [row | {"report_id": f"L{row['report_id']}", "t_earliest": "2018-05-05", "t_latest": "2018-05-05"}
            for row in rows[:6]]  # fmt: skip
    every = plain.read_tables([table([*rows, *late])]).table
    first = pa.array(np.arange(len(every)) < len(rows))
    certain = Certain()
    _, _, known = learned_of(by_id(every.filter(first)), certain)
    coming, _, _ = announced(by_id(every.filter(pa.compute.invert(first))), certain, known, ())
    edge = [row | {"t_earliest": "2017-01-18", "t_latest": "2017-01-18"} for row in late]
    last, _, _ = announced(by_id(plain.read_tables([table(edge)]).table), certain, known, ())
    ratio = coming.traits.rates / last.traits.rates
    assert (np.isnan(coming.traits.rates) == np.isnan(last.traits.rates)).all()  # nowhere told of
    ratio = ratio[~np.isnan(ratio)]
    assert (ratio > 0.2).all()
    assert (ratio < 5).all()


def test_pairs_hang_together_from_one_probability_on():
    chance = np.linspace(0, 1, 100_001)
    good = hang_together(chance)
    assert not good[0]
    assert good[-1]
    assert (np.diff(good.astype(int)) >= 0).all()
