"""The tables as an analyst prepares them for other tools: numbers for times and places, one scheme.

In: the tables of a setting, by source.  Out: one data frame, the same for every peer.  Places
without coordinates take those that the same source, or else any, gives for the same name; where no
radius is declared it is the usual one of so precise a place.  `taxonomy` is what MELTT asks for: each
word of each source put by hand into a common scheme, from coarse to fine.
"""

from __future__ import annotations

import zlib
from typing import cast

import numpy as np
import pandas as pd
import pyarrow as pa
import words
from numpy.typing import NDArray
from settings import Setting, Wording

HOURS_A_DAY = 24
KM_A_DEGREE = 111.195
# Two places may be one where they come this near, as far as they are precise; two times where a day
# lies between.
SLACK_KM, SLACK_DAYS = 3.0, 1
CELL_DEGREES = 0.5
# The coarsest classes of acts that all sources can tell apart.
ROOTS = {"shelling": "A", "air": "A", "ground": "A", "bomb": "B", "shooting": "B", "abduction": "B"}
NAMES = ("place", "admin2", "admin1")


def prepared(tables: dict[str, pa.Table], setting: Setting) -> pd.DataFrame:
    """All reports in one frame; `unique_id` is the report's own."""
    frame = cast("pd.DataFrame", _joined(tables).to_pandas())
    frame = frame.rename(columns={"report_id": "unique_id", "source": "source_dataset"})
    frame["repeats"] = ~frame["source_dataset"].isin(setting.no_repeats)
    _times(frame)
    _places(frame)
    low, high = frame["deaths_low"], frame["deaths_high"]
    frame["deaths"] = frame["deaths_best"].fillna((low + high) / 2)
    frame["arabic"] = frame["text"].fillna(frame["place"]).fillna("").str.contains("[ء-ي]")
    frame["worded"] = frame["text"].notna()
    bits = _word_bits(frame["text"].tolist())
    frame["bits_1"], frame["bits_2"] = bits[:, 0], bits[:, 1]
    origin, source = frame["origin"], frame["source_dataset"]
    frame["from"] = origin.fillna(source)
    frame["origin_known"] = origin.notna()
    return frame


def _joined(tables: dict[str, pa.Table]) -> pa.Table:
    """One table; a column that one source leaves empty takes its type from the others."""
    return pa.concat_tables(tables.values(), promote_options="permissive")


def _word_bits(texts: list[object]) -> NDArray[np.uint64]:
    """For each text a set of 128 bits, one a word: what two share is counted in one instruction."""
    known: dict[str, tuple[int, int]] = {}
    found = np.zeros((len(texts), 2), np.uint64)
    for row, text in enumerate(texts):
        if not isinstance(text, str):
            continue
        halves = [0, 0]
        for word in text.split():
            at = known.get(word)
            if at is None:
                code = zlib.crc32(word.strip(".,:;()").encode()) % 128
                at = known[word] = (code // 64, 1 << code % 64)
            halves[at[0]] |= at[1]
        found[row] = halves
    return found


def _times(frame: pd.DataFrame) -> None:
    """First and last day as numbers; the hour where it is known."""
    epoch = np.datetime64("2000-01-01")
    for name, column in (("first", "t_earliest"), ("last", "t_latest")):
        stamp = frame[column].str.slice(0, 10).to_numpy(dtype="datetime64[D]")
        frame[name] = (stamp - epoch).astype(np.int64)
    hour = frame["t_earliest"].str.slice(11, 13)
    known = pd.to_numeric(hour.where(hour != "", None), errors="coerce")
    frame["hour"] = frame["first"] * HOURS_A_DAY + known


def _places(frame: pd.DataFrame) -> None:
    """Coordinates and radius of every place that can have one."""
    lat, lon = frame["lat"].copy(), frame["lon"].copy()
    for name in NAMES:
        finest = frame[name].notna()
        for finer in NAMES[: NAMES.index(name)]:
            finest &= frame[finer].isna()
        for by in (["source_dataset", name], [name]):
            usual = frame[finest].groupby(by)[["lat", "lon"]].transform("mean")
            lat, lon = lat.fillna(usual["lat"]), lon.fillna(usual["lon"])
        typical = frame.loc[finest, "radius_km"].median()
        frame.loc[finest, "radius"] = frame.loc[finest, "radius_km"].fillna(typical)
    frame["lat"], frame["lon"] = lat, lon
    frame["radius"] = frame["radius"].fillna(frame["radius"].max())


def blocking_keys(frame: pd.DataFrame) -> list[NDArray[np.int64]]:
    """For each report the cells of space and time that it may lie in, as numbers."""
    reach = frame["radius"].to_numpy() + SLACK_KM
    lat, lon = frame["lat"].to_numpy(), frame["lon"].to_numpy()
    up, side = reach / KM_A_DEGREE, reach / (KM_A_DEGREE * np.cos(np.radians(35)))
    known = ~np.isnan(lat)
    low_y, high_y, low_x, high_x = (
        np.floor(np.where(known, edge, 0) / CELL_DEGREES).astype(int)
        for edge in (lat - up, lat + up, lon - side, lon + side)
    )
    begin, end = frame["first"].to_numpy(), frame["last"].to_numpy() + SLACK_DAYS
    shape: dict[tuple[int, int, int], NDArray[np.int64]] = {}
    sizes = np.stack([end - begin, high_y - low_y, high_x - low_x], axis=1).tolist()
    for size in map(tuple, sizes):
        if size not in shape:
            day, y, x = (np.arange(n + 1) for n in size)
            cells = day[:, None, None] * 1_000_000 + y[None, :, None] * 1000 + x
            shape[size] = cells.ravel()
    start = (begin * 1_000_000 + (low_y + 90) * 1000 + low_x + 180).tolist()
    return [shape[tuple(size)] + s if k else np.zeros(0, np.int64)
            for size, s, k in zip(sizes, start, known, strict=True)]  # fmt: skip


# --- a common scheme ------------------------------------------------------------------------------


def act_scheme() -> dict[str, tuple[str | None, str | None, str | None]]:
    """For each word of any source: its coarse class, its group, and its kind, as far as it says."""
    found: dict[str, tuple[str | None, str | None, str | None]] = {
        words.NON_STATE: ("A", None, None)
    }
    for named in words.COARSE.values():
        for group, word in named.items():
            many = [g for g, w in named.items() if w == word]
            one = "ground" if word == "armed attack" else group if len(many) == 1 else None
            root = ROOTS[one] if one else ROOTS[many[0]]
            found.setdefault(word, (root, one, None))
    for act in words.ACTS:
        for word in (*act.fine, *act.plain, *act.arabic):
            found.setdefault(word, (ROOTS[act.group], act.group, act.name))
    return found


def actor_scheme() -> dict[str, tuple[str, str, str | None]]:
    """For each name of anybody: state or not, the camp, and who it is, as far as it says."""
    found: dict[str, tuple[str, str, str | None]] = {}
    wordings: tuple[Wording, ...] = ("fine", "plain", "arabic", "ministry", "deaths")
    for wording in wordings:
        for number, actor in enumerate(words.ACTORS):
            camp = actor.camp or "civilians"
            kind = "state" if camp in ("government", "foreign") else (
                "non-state" if actor.camp else "civilians")  # fmt: skip
            name = words.actor_name(wording, number)
            shared = sum(words.actor_name(wording, i) == name for i in range(len(words.ACTORS)))
            found.setdefault(name, (kind, camp, actor.fine if shared == 1 else None))
            found.setdefault(words.umbrella(wording, number), (kind, camp, None))
    return found


def harmonised(frame: pd.DataFrame) -> None:
    """Add the levels of the common scheme: `act_1` to `act_3`, `actor_1` …, `target_1` …."""
    schemes = {"acts": ("act", act_scheme()), "actors": ("actor", actor_scheme()),
               "targets": ("target", actor_scheme())}  # fmt: skip
    for column, (name, scheme) in schemes.items():
        first = frame[column].str.split("|").str[0]
        for level in range(3):
            frame[f"{name}_{level + 1}"] = first.map({k: v[level] for k, v in scheme.items()})
