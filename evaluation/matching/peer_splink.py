"""Splink as a careful user sets it up: every field, blocking that reaches the pairs, EM.

In: the frame of `prepared`.  Out: scored pairs as two arrays of row numbers and their match
probabilities.  Two ways: with the words of the sources as they stand, which is what `hudna match`
is given, and with acts and actors put into a common scheme by hand.

    python evaluation/matching/peer_splink.py SETTING LINKS A.csv B.csv …

does all of it, from the tables to links, as one would; at a probability of one half.
"""

from __future__ import annotations

import contextlib
import logging
import sys
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from numpy.typing import NDArray
from prepared import blocking_keys, harmonised, prepared
from settings import SETTINGS, Setting
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

KM = ("(111.195 * sqrt(pow(lat_l - lat_r, 2)"
      " + pow((lon_l - lon_r) * cos(radians(lat_l)), 2)))")  # fmt: skip
WIDER = "greatest(radius_l, radius_r)"
GAP = "(greatest(first_l, first_r) - least(last_l, last_r))"
DAY = "first_l = last_l and first_r = last_r"
SHARED = (
    "((bit_count(bits_1_l & bits_1_r) + bit_count(bits_2_l & bits_2_r))"
    " / greatest(bit_count(bits_1_l) + bit_count(bits_2_l),"
    " bit_count(bits_1_r) + bit_count(bits_2_r), 1))"
)
SAME_SCRIPT = "arabic_l = arabic_r"
# Pairs that are surely one incident, and about one in ten of those that are.
SURE = (
    "l.first = r.first and l.last = r.last and l.place = r.place and l.deaths = greatest(1, r.deaths)",
    "l.hour = r.hour and l.place = r.place and l.deaths = r.deaths",
)
# Where matches are many enough for expectation-maximisation to tell them apart; each teaches what
# it does not ask for.
TRAINING = (
    "l.first = r.first and l.last = r.last and l.deaths = r.deaths and l.deaths > 2",
    "l.place = r.place and l.deaths = r.deaths and l.deaths > 2",
    "l.first = r.first and l.last = r.last and l.place = r.place",
)
# A difference makes a match so many times less likely at most: training on few pairs knows no errors.
MOST_AGAINST = 2.0**7
LEAST = 0.002  # pairs less likely are not asked for

Pairs = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]


def _levels(name: str, null: str, *conditions: str) -> cl.CustomComparison:
    """A comparison of conditions, from best to worst."""
    levels = [cll.CustomLevel(null).configure(is_null_level=True)]
    levels += [cll.CustomLevel(condition) for condition in conditions]
    return cl.CustomComparison([*levels, cll.ElseLevel()], output_column_name=name)


def _named(column: str, *more: str) -> cl.CustomComparison:
    """A name: equal (rare ones weigh more), nearly equal, or as `more` says."""
    missing = f"{column}_l is null or {column}_r is null"
    exact = cll.ExactMatchLevel(column, term_frequency_adjustments=True)
    levels = [cll.CustomLevel(missing).configure(is_null_level=True), exact]
    levels += [cll.CustomLevel(condition) for condition in more]
    if not more:
        levels.append(cll.JaroWinklerLevel(column, 0.88))
    return cl.CustomComparison([*levels, cll.ElseLevel()], output_column_name=column)


def _where() -> cl.CustomComparison:
    """Places: two points, one name (rare ones weigh more), or as near as they are precise."""
    named = cll.ExactMatchLevel("place", term_frequency_adjustments=True)
    levels = [
        f"{WIDER} < 10 and {KM} < 5",
        f"{WIDER} < 80 and {KM} < {WIDER} + 5",
        f"{KM} < {WIDER} + 5",
        f"{WIDER} < 10 and {KM} < 30",
    ]
    return cl.CustomComparison(
        [
            cll.CustomLevel("lat_l is null or lat_r is null").configure(is_null_level=True),
            cll.CustomLevel(f"{WIDER} < 1 and {KM} < 1"),
            named,
            *map(cll.CustomLevel, levels),
            cll.ElseLevel(),
        ],
        output_column_name="where",
    )


def comparisons(common_scheme: bool) -> list[Any]:
    """What is compared."""
    found = [
        _where(),
        _levels("when", "false", "hour_l = hour_r", "hour_l is not null and hour_r is not null",
                f"{DAY} and first_l = first_r", f"{GAP} <= 0 and least(last_l - first_l, "
                "last_r - first_r) = 0 and greatest(last_l - first_l, last_r - first_r) < 8",
                f"{GAP} <= 0", f"{GAP} = 1"),
        _levels("deaths", "deaths_l is null or deaths_r is null",
                "deaths_l = deaths_r and deaths_l > 4", "deaths_l = deaths_r and deaths_l > 0",
                "deaths_l = deaths_r", "least(deaths_l, deaths_r) > 0 and abs(deaths_l - deaths_r)"
                " <= greatest(1, 0.3 * greatest(deaths_l, deaths_r))"),
        _levels("said", f"not (worded_l and worded_r and {SAME_SCRIPT})",
                f"{SHARED} >= 0.8", f"{SHARED} >= 0.5", f"{SHARED} >= 0.3"),
        _levels("origin", "not (origin_known_l or origin_known_r)", "from_l = from_r"),
    ]  # fmt: skip
    if not common_scheme:
        return [*found, _named("actors"), _named("targets"), _named("acts")]
    for name in ("actor", "target", "act"):
        deepest = f"{name}_3_l = {name}_3_r"
        found.append(_levels(name, f"{name}_1_l is null or {name}_1_r is null", deepest,
                             f"{name}_2_l = {name}_2_r", f"{name}_1_l = {name}_1_r"))  # fmt: skip
    return found


def _table(frame: pd.DataFrame, common_scheme: bool) -> pa.Table:
    """What Splink is given."""
    frame = frame.copy(deep=False)
    if common_scheme:
        harmonised(frame)
    columns = ["unique_id", "source_dataset", "repeats", "first", "last", "hour", "lat", "lon",
               "radius", "place", "deaths", "arabic", "worded", "bits_1", "bits_2", "from", "origin_known", "actors",
               "targets", "acts"]  # fmt: skip
    columns += [c for c in frame.columns if c[-2:] in ("_1", "_2", "_3") and c not in columns]
    table = pa.Table.from_pandas(frame[columns], preserve_index=False)
    keys = blocking_keys(frame)
    offsets = np.concatenate([[0], np.cumsum([len(one) for one in keys])]).astype(np.int64)
    flat = pa.array(np.concatenate(keys))
    return table.append_column("keys", pa.LargeListArray.from_arrays(offsets, flat)).append_column(
        "spot", pa.array([int(one[0]) if len(one) else None for one in keys], pa.int64())
    ).append_column("row", pa.array(np.arange(len(frame))))  # fmt: skip


def linker(frame: pd.DataFrame, common_scheme: bool, vectors: bool = False) -> Linker:
    """A trained model; with `vectors` it gives the level of each comparison, too."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=comparisons(common_scheme),
        blocking_rules_to_generate_predictions=[block_on("keys", arrays_to_explode=["keys"])],
        retain_matching_columns=vectors,
        retain_intermediate_calculation_columns=vectors,
        additional_columns_to_retain=["row"],
    )
    database = DuckDBAPI()
    table = database.register(_table(frame, common_scheme))
    model = Linker(table, settings, log_level="ERROR")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.training.estimate_probability_two_random_records_match(list(SURE), recall=0.1)
        model.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
        for rule in TRAINING:
            with contextlib.suppress(ValueError):  # too few pairs for this one: others teach it
                model.training.estimate_parameters_using_expectation_maximisation(rule)
        trained = model.misc.save_model_to_json()
        for level in (one for made in trained["comparisons"] for one in made["comparison_levels"]):
            if "m_probability" in level and "u_probability" in level:
                least = level["u_probability"] / MOST_AGAINST
                level["m_probability"] = max(level["m_probability"], least)
        return Linker(table, trained, log_level="ERROR")


def scored(frame: pd.DataFrame, common_scheme: bool) -> Pairs:
    """All pairs that may match, with their probabilities; none within a source that never repeats."""
    model = linker(frame, common_scheme)
    found = model.inference.predict(threshold_match_probability=LEAST)
    table = found.as_duckdbpyrelation().select("row_l, row_r, match_probability").to_arrow_table()
    one, other, score = (np.asarray(table[name]) for name in table.column_names)
    source, repeats = frame["source_dataset"].to_numpy(), frame["repeats"].to_numpy()
    allowed = (source[one] != source[other]) | repeats[one]
    return one[allowed], other[allowed], score[allowed]


def compared(frame: pd.DataFrame) -> tuple[pa.Table, list[str]]:
    """The levels of all comparisons of all blocked pairs, in the common scheme, and their names.

    A level counts from 0, the worst; -1 is unknown.
    """
    model = linker(frame, common_scheme=True, vectors=True)
    names = [f"gamma_{one.create_output_column_name()}" for one in comparisons(common_scheme=True)]
    found = model.inference.predict()
    asked = ", ".join(["row_l", "row_r", *names])
    return found.as_duckdbpyrelation().select(asked).to_arrow_table(), names


def end_to_end(setting: Setting, links: Path, tables: list[Path]) -> None:
    """Read tables, train, compare, cluster by what hangs together, write."""
    read = {path.stem: pyarrow.csv.read_csv(path, convert_options=READING) for path in tables}
    frame = prepared(read, setting)
    model = linker(frame, common_scheme=False)
    found = model.inference.predict(threshold_match_probability=0.5)
    clusters = model.clustering.cluster_pairwise_predictions_at_threshold(found, 0.5)
    table = clusters.as_duckdbpyrelation().select("unique_id, cluster_id").to_arrow_table()
    pyarrow.csv.write_csv(table.rename_columns(["report_id", "incident_id"]), links)


READING = pyarrow.csv.ConvertOptions(
    strings_can_be_null=True,
    column_types=dict.fromkeys(("t_earliest", "t_latest", "published"), pa.string()),
)

if __name__ == "__main__":
    end_to_end(SETTINGS[sys.argv[1]], Path(sys.argv[2]), [Path(one) for one in sys.argv[3:]])
