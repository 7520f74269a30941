"""Voices: of many sources the frequent ones have weights of their own, and the others share."""

import numpy as np
from tables import report, told
from worlds import world

from hudna.matching.compare import compared
from hudna.matching.matched import match
from hudna.matching.voices import MOST, OTHERS, frequent, voices

MANY = MOST + 10


def crowd(sources):
    """Two reports of every source, three of the first sources."""
    return [
        report(f"{n}-{k}", f"s{n:03}") for n in range(sources) for k in range(3 if n < MOST else 2)
    ]


def test_few_sources_are_their_own_voices():
    for count in (1, MOST, MOST + 2):
        reports = told(crowd(count))
        names, voice = voices(reports)
        assert names == reports.sources
        assert (voice == reports.source).all()


def test_of_many_the_frequent_ones_are():
    reports = told(crowd(MANY))
    names, voice = voices(reports)
    assert names == (*reports.sources[:MOST], *OTHERS)
    assert (voice[reports.source < MOST] == reports.source[reports.source < MOST]).all()
    assert set(voice[reports.source >= MOST].tolist()) == {MOST}


def test_of_equally_frequent_sources_the_first_are_taken():
    source = np.repeat(np.arange(MOST + 3, dtype=np.int32), 2)
    source = np.append(source, MOST + 2)
    assert frequent(source, MOST + 3).tolist() == [*range(MOST - 1), MOST + 2]


def test_pairs_of_one_seldom_source_are_told_from_those_of_two():
    rows = crowd(MANY)
    reports = told(rows)
    traits = match(reports).traits
    at = {row["report_id"]: place for place, row in enumerate(rows)}
    pairs = [("0-0", "0-1"), ("0-0", "1-0"), ("0-0", f"{MOST}-0"), (f"{MOST}-0", f"{MOST}-1"),
             (f"{MOST}-0", f"{MOST + 1}-0"), (f"{MOST + 3}-0", f"{MOST + 1}-0")]  # fmt: skip
    a, b = (np.array([at[pair[side]] for pair in pairs]) for side in (0, 1))
    lower, upper = np.divmod(compared(traits, a, b).by, traits.voices)
    assert list(zip(lower.tolist(), upper.tolist(), strict=True)) == [
        (0, 0), (0, 1), (0, MOST), (MOST, MOST), (MOST, MOST + 1), (MOST, MOST + 1),
    ]  # fmt: skip


def test_a_thousand_sources_are_matched_as_one_expects():
    """Each incident is told by about three papers of a thousand; they lie far apart."""
    rows = world(9, 40, [f"paper {n}" for n in range(1000)], chance=0.003, days=1500)
    found = match(told(rows))
    assert found.weights.tellings.shape == ((MOST + 2) ** 2,)
    truth = np.array([row["truth"] for row in rows])
    a, b = np.triu_indices(len(rows), 1)
    together = found.incident[a] == found.incident[b]
    true = truth[a] == truth[b]
    assert (together & true).sum() / together.sum() > 0.9
    assert (together & true).sum() / true.sum() > 0.9
