"""Reports: one source's account of one event, in bulk.

In: a source's rows.  Out: an Arrow table of `SCHEMA`, one row a report, which the record keeps.  An
unknown value is null or an empty list, never a default.
"""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import shapely

from hudna.evidence import Level, Origin, Standing, level_of
from hudna.incident import Act, Candidate, Extent, Harm, Incident, Parties
from hudna.instant import BEGIN, END, Interval, from_datetime
from hudna.problem import refuse
from hudna.zones import Region

_TIME: Final = pa.timestamp("us", "UTC")
_NAMES: Final = pa.list_(pa.string())

SCHEMA: Final = pa.schema(
    [
        pa.field("report_id", pa.string(), False, {"doc": "id, unique in the case"}),
        pa.field("source", pa.string(), False, {"doc": "the data set or bulletin"}),
        pa.field("source_row", pa.string(), False, {"doc": "the row's id in its source"}),
        pa.field("origins", _NAMES, False, {"doc": "ids of the case's origins, as the source names them"}),
        pa.field("origin_names", _NAMES, False, {"doc": "origins as written, also unknown ones"}),
        pa.field("articles", pa.int32(), True, {"doc": "articles counted; not a count of origins"}),
        pa.field("t_earliest", _TIME, True, {"doc": "start, included; null: open"}),
        pa.field("t_latest", _TIME, True, {"doc": "end, not included; null: open"}),
        pa.field("zone", pa.string(), False, {"doc": "IANA zone of the source's clock"}),
        pa.field("extent", pa.string(), False, {"doc": "moment, throughout or unknown"}),
        pa.field("place", pa.string(), True, {"doc": "place name as written"}),
        pa.field("units", _NAMES, False, {"doc": "administrative units that contain it, smallest first"}),
        pa.field("is_unit", pa.bool_(), False, {"doc": "the place is the whole first unit"}),
        pa.field("lon", pa.float64(), True, {"doc": "degrees, WGS 84"}),
        pa.field("lat", pa.float64(), True, {"doc": "degrees, WGS 84"}),
        pa.field("radius_km", pa.float64(), True, {"doc": "the place lies within this of the point"}),
        pa.field("actors", _NAMES, False, {"doc": "candidates: actor ids, or unidentified"}),
        pa.field("actor_name", pa.string(), True, {"doc": "as written"}),
        pa.field("targets", _NAMES, False, {"doc": "candidates: actor ids, or unidentified"}),
        pa.field("target_name", pa.string(), True, {"doc": "as written"}),
        pa.field("both_directions", pa.bool_(), False, {"doc": "who acted on whom is not said"}),
        pa.field("acts", _NAMES, False, {"doc": "candidates: codes of the taxonomy"}),
        pa.field("deaths_low", pa.int64(), True, {"doc": "persons killed; null: unknown"}),
        pa.field("deaths_best", pa.int64(), True, {"doc": "persons killed; null: unknown"}),
        pa.field("deaths_high", pa.int64(), True, {"doc": "persons killed; null: unknown"}),
        pa.field("deaths_civilians", pa.int64(), True, {"doc": "civilians killed, best estimate"}),
        pa.field("aggregate", pa.bool_(), False, {"doc": "sums many events: never counted in a window"}),
        pa.field("text", pa.string(), True, {"doc": "headline or account, as written"}),
        pa.field("contributor", pa.string(), True, {"doc": "pseudonym of a protected source, within the case"}),
    ],
    metadata={"hudna": "reports 1"},
)  # fmt: skip


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """Give a path beside `path` to write to; it takes the place of `path` when all went well.

    A file that is replaced keeps its rights; a new one has those that the user's mask gives.
    Raises `OSError` for a path that is no regular file, such as a device or a pipe.
    """
    there = path.stat() if path.exists() else None
    if there is not None and not stat.S_ISREG(there.st_mode):
        raise OSError(errno.EINVAL, "there is something else than a file", str(path))
    mask = os.umask(0)
    os.umask(mask)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    os.close(handle)
    try:
        yield Path(name)
        Path(name).chmod(stat.S_IMODE(there.st_mode) if there is not None else 0o666 & ~mask)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """An error of the system becomes a refusal that says what is done; for work that goes on where it stopped."""
    try:
        yield
    except OSError as error:
        what = f"cannot be written: {error.strerror or str(error).splitlines()[0]}"
        remedy = "Make room or check the path and its rights; then the same command goes on"
        raise refuse(str(path), what, remedy) from None


def incidents(table: pa.Table, known: Mapping[str, Origin]) -> Iterator[Incident]:
    """Each report as an incident of its own, `unmatched`, graded by its origins alone."""
    keep: dict[Any, Any] = {}  # equal standings and parties once: findings are shared by them
    for batch in table.to_batches(max_chunksize=10_000):
        for row in batch.to_pylist():
            yield _incident(row, known, keep)


def _incident(
    row: Mapping[str, Any], known: Mapping[str, Origin], keep: dict[Any, Any]
) -> Incident:
    names = tuple(row["origins"])
    standing = keep.get(names)
    if standing is None:
        # A report was made by somebody: an origin that is not named supports E1 at most.
        level = level_of(names, known) if names else Level.E1
        standing = keep[names] = Standing(level, origins=names)
    place = (row["lon"], row["lat"], row["radius_km"])
    # A point that may lie anywhere around says nothing.
    point = None if None in place else shapely.Point(place[:2])
    harm = (
        Harm("killed", "all", row["deaths_low"], row["deaths_best"], row["deaths_high"]),
        Harm("killed", "civilians", None, row["deaths_civilians"], None),
    )
    return Incident(
        id=row["report_id"],
        occurred=standing,
        time=span_of(row),
        time_standing=standing,
        region=Region(point, row["radius_km"] or 0.0, tuple(row["units"]), row["is_unit"]),
        place_standing=standing,
        actors=_parties(row["actors"], standing),
        targets=_parties(row["targets"], standing),
        acts=tuple(Act(code) for code in row["acts"]),
        act_standing=standing,
        extent=Extent(row["extent"]),
        both_directions=row["both_directions"],
        zone=row["zone"],
        title={"en": row["text"] or row["report_id"]},
        place_name={"en": row["place"]} if row["place"] else {},
        harm=harm,
        sources=(row["source"],),
        unmatched=True,
        aggregate=row["aggregate"],
    )


def span_of(row: Mapping[str, Any]) -> Interval:
    """The time of a report; a start or an end that is not known is open."""
    start, end = row["t_earliest"], row["t_latest"]
    return Interval(
        BEGIN if start is None else from_datetime(start), END if end is None else from_datetime(end)
    )


def _parties(names: Sequence[str], standing: Standing) -> Parties:
    return Parties(tuple(Candidate(name) for name in names), standing)
