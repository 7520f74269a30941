"""How well reports were matched: links and pairs against the truth.

In: links (`report_id`, `incident_id`, `relation`, `origin_id`), the truth of the generator
(`report_id`, `incident_ids`, `kind`, `origin_true`), and perhaps scored pairs (`report_a`,
`report_b`, `score`).  Out: a mapping of figures, all of which `LEGEND` explains.

A report that sums up is of no one incident: pairs and clusters take it for one of its own, so that
a `same` row that joins it to others is wrong.  So is a report without a `same` row: alone.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Figures = dict[str, Any]

# Calibration is of the pairs that a person might see.
LOW, HIGH, BINS = 0.05, 0.95, 9
LEGEND = {
    "pair_precision": "of the pairs of reports that were joined, how many tell of one incident",
    "pair_recall": "of the pairs of reports that tell of one incident, how many were joined",
    "pair_f1": "their harmonic mean",
    "cluster_precision": "of the incidents found, how many hold exactly the right reports",
    "cluster_recall": "of the true incidents, how many were found with exactly their reports",
    "cluster_f1": "their harmonic mean",
    "b3_precision": "for a report, the share of its cluster that tells of the same incident, mean",
    "b3_recall": "for a report, the share of its incident's reports in its cluster, mean",
    "b3_f1": "their harmonic mean",
    "incidents": "how many incidents were found, of the reports that tell of one",
    "incidents_true": "how many there are",
    "incidents_error": "the difference, relative: too many above 0",
    "origins": "independent origins of the incidents found, summed over incidents",
    "origins_true": "the same of the true incidents",
    "origins_error": "the difference, relative: too many above 0",
    "origins_off": "for a report, by how many the origins of its incident are wrong, mean",
    "sums_precision": "of the reports taken to sum up, how many do",
    "sums_recall": "of the reports that sum up, how many were taken so",
    "contains_precision": "of the incidents linked as part of a sum, how many are",
    "contains_recall": "of the incidents that are part of a sum and told by others, how many linked",
    "ece": f"expected calibration error over pairs scored {LOW} to {HIGH}",
    "ece_pairs": "how many pairs that is over",
}


def score(links: pa.Table, truth: pa.Table, pairs: pa.Table | None = None) -> Figures:
    """All figures; those of calibration where there are pairs.

    Raises:
        ValueError: if links do not have one `same` row at most for a report, or name a report that
            the truth does not know.
    """
    sides = _Sides(links, truth)
    found = {**_pairs(sides), **_clusters(sides), **_bcubed(sides), **_origins(sides)}
    found |= _sums(sides, links, truth)
    return found | (_calibration(pairs, truth) if pairs is not None else {})


class _Sides:
    """Both partitions over the reports of the truth, as numbers; alone is who has none."""

    def __init__(self, links: pa.Table, truth: pa.Table) -> None:
        self.reports = truth["report_id"].combine_chunks()
        number = len(self.reports)
        self.single = np.asarray(pc.equal(truth["kind"], "same"))
        same = links.filter(pc.equal(links["relation"], "same"))
        at = _positions(same["report_id"], self.reports)
        if len(np.unique(at)) < len(at):
            raise ValueError("a report has two `same` rows")
        self.has_same = np.zeros(number, bool)
        self.has_same[at] = True
        self.found = _numbered(at, same["incident_id"], number)
        rows = np.flatnonzero(self.single)
        self.true = _numbered(rows, truth["incident_ids"].take(pa.array(rows)), number)
        self.origin_true = _codes(truth["origin_true"])
        given = "origin_id" in links.column_names
        self.origin = _numbered(at, same["origin_id"], number) if given else None
        self.same = same


def _codes(column: pa.ChunkedArray) -> Ints:
    return np.asarray(column.combine_chunks().dictionary_encode().indices).astype(np.int64)


def _positions(names: pa.ChunkedArray, known: pa.Array) -> Ints:
    at = pc.index_in(names.cast(pa.string()), known.cast(pa.string()))
    if at.null_count:
        raise ValueError(f"{names.filter(pc.is_null(at))[0]} is no report of the truth")
    return np.asarray(at).astype(np.int64)


def _numbered(rows: Ints, names: pa.ChunkedArray, number: int) -> Ints:
    """Labels of all rows: by name where there is one, each its own where not."""
    labels = np.arange(number, dtype=np.int64) + number
    labels[rows] = _codes(pc.fill_null(names.cast(pa.string()), ""))
    nameless = np.asarray(pc.is_null(names))
    labels[rows[nameless]] = rows[nameless] + number
    return labels


# --- partitions -----------------------------------------------------------------------------------


def _ratio(over: float, under: float) -> float:
    """A share; 1 where there is nothing to be wrong about."""
    return float(over / under) if under else 1.0


def _f1(name: str, precision: float, recall: float) -> Figures:
    both = precision + recall
    return {f"{name}_precision": precision, f"{name}_recall": recall,
            f"{name}_f1": 2 * precision * recall / both if both else 0.0}  # fmt: skip


def _couples(sizes: Ints) -> int:
    return int((sizes * (sizes - 1) // 2).sum())


def _sizes(*labels: Ints) -> tuple[Ints, Ints]:
    """For each row, and for each group, how many rows have the same labels."""
    key = np.unique(labels[0], return_inverse=True)[1]
    for other in labels[1:]:
        codes = np.unique(other, return_inverse=True)[1]
        key = np.unique(key * (codes.max(initial=0) + 1) + codes, return_inverse=True)[1]
    count = np.bincount(key)
    return count[key], count


def _pairs(sides: _Sides) -> Figures:
    right, found, true = (
        _couples(_sizes(*labels)[1])
        for labels in ((sides.found, sides.true), (sides.found,), (sides.true,))
    )
    return _f1("pair", _ratio(right, found), _ratio(right, true))


def _clusters(sides: _Sides) -> Figures:
    """Exact clusters, and how many incidents there are of the reports that tell of one."""
    some = sides.single
    of_found, of_true = _sizes(sides.found)[0][some], _sizes(sides.true)[0][some]
    of_both = _sizes(sides.found, sides.true)[0][some]
    exact = (of_found == of_both) & (of_true == of_both)
    right = len(np.unique(sides.true[some][exact]))
    placed = some & sides.has_same
    found, true = len(np.unique(sides.found[placed])), len(np.unique(sides.true[some]))
    return _f1("cluster", _ratio(right, found), _ratio(right, true)) | {
        "incidents": found, "incidents_true": true,
        "incidents_error": (found - true) / true if true else 0.0,
    }  # fmt: skip


def _bcubed(sides: _Sides) -> Figures:
    some = sides.single
    both = _sizes(sides.found, sides.true)[0][some]
    precision = (both / _sizes(sides.found)[0][some]).mean() if some.any() else 1.0
    recall = (both / _sizes(sides.true)[0][some]).mean() if some.any() else 1.0
    return _f1("b3", float(precision), float(recall))


def _origins(sides: _Sides) -> Figures:
    """Independent origins; a report without an origin stands for itself."""
    if sides.origin is None:
        return {}
    some = sides.single & sides.has_same
    found = _distinct(sides.found[some], sides.origin[some])
    true = _distinct(sides.true[some], sides.origin_true[some])
    total, total_true = (
        float((1 / _sizes(labels[some])[0] * each).sum())
        for labels, each in ((sides.found, found), (sides.true, true))
    )
    return {
        "origins": round(total), "origins_true": round(total_true),
        "origins_error": (total - total_true) / total_true if total_true else 0.0,
        "origins_off": float(np.abs(found - true).mean()) if some.any() else 0.0,
    }  # fmt: skip


def _distinct(cluster: Ints, origin: Ints) -> Ints:
    """For each row, how many origins its cluster has."""
    _, which = np.unique(cluster, return_inverse=True)
    _, codes = np.unique(origin, return_inverse=True)
    both = np.unique(which * (codes.max(initial=0) + 1) + codes)
    count = np.bincount(both // (codes.max(initial=0) + 1))
    return count[which]


# --- sums -----------------------------------------------------------------------------------------


def _sums(sides: _Sides, links: pa.Table, truth: pa.Table) -> Figures:
    taken, are = ~sides.has_same, ~sides.single
    both = int((taken & are).sum())
    found = {"sums_precision": _ratio(both, int(taken.sum())),
             "sums_recall": _ratio(both, int(are.sum()))}  # fmt: skip
    incident_of = _majorities(sides, truth)
    rows = links.filter(
        pc.and_(
            pc.equal(links["relation"], "contains"),
            pc.is_in(links["incident_id"], sides.same["incident_id"].combine_chunks()),
        )
    )
    linked = {
        (report, incident_of.get(incident, incident))
        for report, incident in zip(
            rows["report_id"].to_pylist(), rows["incident_id"].to_pylist(), strict=True
        )
    }
    told = set(truth["incident_ids"].filter(pa.array(sides.single)).to_pylist())
    summed = truth.filter(pa.array(are))
    parts = {
        (report, part)
        for report, ids in zip(
            summed["report_id"].to_pylist(), summed["incident_ids"].to_pylist(), strict=True
        )
        for part in ids.split("|")
        if part in told
    }
    right = len(linked & parts)
    return found | {"contains_precision": _ratio(right, len(linked)),
                    "contains_recall": _ratio(right, len(parts))}  # fmt: skip


def _majorities(sides: _Sides, truth: pa.Table) -> dict[str, str]:
    """The true incident of most reports of each incident found; of equals the first by name."""
    at = _positions(sides.same["report_id"], sides.reports)
    kept = sides.single[at]
    names = sides.same["incident_id"].cast(pa.string()).filter(pa.array(kept))
    true = truth["incident_ids"].take(pa.array(at[kept]))
    counted = pa.table({"found": names, "true": true}).group_by(["found", "true"]).aggregate(
        [([], "count_all")])  # fmt: skip
    ordered = counted.sort_by([("count_all", "ascending"), ("true", "descending")])
    return dict(zip(ordered["found"].to_pylist(), ordered["true"].to_pylist(), strict=True))


# --- calibration ----------------------------------------------------------------------------------


def _calibration(pairs: pa.Table, truth: pa.Table) -> Figures:
    """Scores against how often they were right."""
    right, scores = _judged(pairs, truth)
    return calibration_error(scores, right)


def calibration_error(scores: Floats, right: Floats) -> Figures:
    """The error of probabilities against what was true (0 or 1), by bins of equal width."""
    some = (scores >= LOW) & (scores <= HIGH)
    right, scores = right[some], scores[some]
    which = np.minimum(((scores - LOW) / (HIGH - LOW) * BINS).astype(np.int64), BINS - 1)
    count = np.bincount(which, minlength=BINS)
    said = np.bincount(which, scores, BINS) / np.maximum(count, 1)
    was = np.bincount(which, right, BINS) / np.maximum(count, 1)
    gap = float((np.abs(said - was) * count).sum() / max(count.sum(), 1))
    table = [{"score": round(float(s), 4), "right": round(float(w), 4), "pairs": int(n)}
             for s, w, n in zip(said, was, count, strict=True)]  # fmt: skip
    return {"ece": gap, "ece_pairs": int(count.sum()), "reliability": table}


def _judged(pairs: pa.Table, truth: pa.Table) -> tuple[Floats, Floats]:
    """For each pair whether it is true, and its score.

    What a pair claims is that both are of one incident; where its relation is `contains`, that one
    sums up what the other tells.
    """
    known = truth["report_id"].combine_chunks()
    one, other = (_positions(pairs[name], known) for name in ("report_a", "report_b"))
    single = np.asarray(pc.equal(truth["kind"], "same"))
    codes = _codes(truth["incident_ids"])
    right = (codes[one] == codes[other]) & single[one] & single[other]
    if "relation" in pairs.column_names:
        for row in np.flatnonzero(np.asarray(pc.equal(pairs["relation"], "contains"))).tolist():
            ids = [set(truth["incident_ids"][int(at)].as_py().split("|"))
                   for at in (one[row], other[row])]  # fmt: skip
            right[row] = bool(ids[0] & ids[1])
    return right.astype(float), np.asarray(pairs["score"].cast(pa.float64()))
