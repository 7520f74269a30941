"""The oracle, the clusters and MELTT: what holds of each, on little data."""

import generator
import numpy as np
import oracle
import peer_meltt
import prepared
import pytest
import scoring
import settings
from clustering import clustered


def clusters(number, *pairs, never=()):
    one, other, odds = (np.array(column) for column in zip(*pairs, strict=True))
    barred = np.array([(a, b) in never for a, b, _ in pairs])
    return clustered(number, one, other, odds.astype(float), barred).tolist()


def test_clusters_join_what_speaks_for_it():
    assert clusters(4, (0, 1, 5.0), (2, 3, -9.0)) == [0, 0, 2, 3]


def test_clusters_weigh_the_mean_not_the_best_link():
    strong = clusters(3, (0, 1, 5.0), (1, 2, 5.0), (0, 2, 5.0))
    assert strong == [0, 0, 0]
    weak = clusters(4, (0, 1, 9.0), (2, 3, 9.0), (1, 2, 1.0), (0, 2, -4), (0, 3, -4), (1, 3, -4))
    assert weak == [0, 0, 2, 2]


def test_clusters_never_join_what_cannot_be():
    pairs = [(0, 1, 9.0), (1, 2, 9.0), (0, 2, 9.0)]
    assert clusters(3, *pairs, never={(0, 2)}) in ([0, 0, 2], [0, 1, 1])


def test_clusters_do_not_depend_on_the_order_of_pairs():
    rng = np.random.default_rng(3)
    a, b = np.triu_indices(12, 1)
    odds = rng.normal(-1, 3, len(a))
    never = rng.random(len(a)) < 0.1
    first = clustered(12, a, b, odds, never)
    order = rng.permutation(len(a))
    assert np.array_equal(first, clustered(12, a[order], b[order], odds[order], never[order]))


@pytest.fixture(scope="module")
def made():
    return generator.generate(settings.REFERENCE, 900, seed=6)


@pytest.fixture(scope="module")
def by_oracle(made):
    links, pairs = oracle.matched(made)
    return scoring.score(links, made.truth, pairs)


def test_the_oracle_is_good_and_calibrated(by_oracle):
    assert by_oracle["pair_f1"] > 0.7
    assert by_oracle["b3_f1"] > 0.85
    assert by_oracle["ece"] < 0.06
    assert abs(by_oracle["incidents_error"]) < 0.08


def test_the_oracle_looks_at_nearly_all_true_pairs(made):
    reports = oracle.Reports(made)
    one, other = oracle.candidates(reports)
    assert (one < other).all()
    true = reports.rows.incident[one] == reports.rows.incident[other]
    count = np.bincount(reports.rows.incident)
    assert true.sum() > 0.99 * (count * (count - 1) // 2).sum()


@pytest.fixture(scope="module")
def frame(made):
    found = prepared.prepared(made.tables, made.setting)
    prepared.harmonised(found)
    return found


def test_every_word_has_its_place_in_the_scheme(frame):
    for column, levels in (("acts", "act_1"), ("actors", "actor_1"), ("targets", "target_1")):
        assert frame.loc[frame[column].notna(), levels].notna().all()


def test_keys_of_blocking_meet_where_times_and_places_do(made, frame):
    keys = [set(one.tolist()) for one in prepared.blocking_keys(frame)]
    truth = made.truth.to_pandas().set_index("report_id").loc[frame["unique_id"]].reset_index()
    met = [
        not keys[a].isdisjoint(keys[b])
        for rows in truth[truth["kind"] == "same"].groupby("incident_ids").indices.values()
        for a in truth.index[truth["kind"] == "same"][rows]
        for b in truth.index[truth["kind"] == "same"][rows]
        if a < b
    ]
    assert np.mean(met) > 0.85


def test_meltt_by_loops_is_meltt(frame):
    quick = peer_meltt.matched(frame, 1, 10.0)
    assert quick.tolist() == peer_meltt.plainly(frame, 1, 10.0)
    source = frame["source_dataset"].to_numpy()
    groups = {}
    for row, first in enumerate(quick.tolist()):
        groups.setdefault(first, []).append(source[row])
    assert all(len(set(some)) == len(some) for some in groups.values())
    assert sum(len(some) > 1 for some in groups.values()) > 20
