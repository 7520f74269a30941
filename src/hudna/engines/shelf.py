"""A shelf: what was matched, kept in a folder so that new reports can be matched onto it.

In: reports, their standing (`hudna.matching.standing`) and what was learned of them.  Out: the same, read
again.  Files are Arrow, uncompressed, and are mapped into memory: of a million reports only those are read
that lie near new ones.  Reports and pairs are only ever added; what changes (incidents, probabilities) is
written anew under another name.  `matching.json` names the files that hold, and is replaced last: a run that
fails leaves everything as it was.
"""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

import hudna
from hudna.matching.blocking import Extents
from hudna.matching.intensity import SCALES, Counted
from hudna.matching.learned import Learned
from hudna.matching.placed import Located, Middles
from hudna.matching.plain import NUMBERS
from hudna.matching.related import Ties
from hudna.matching.sites import Sites
from hudna.matching.standing import Standing
from hudna.matching.symbols import Met
from hudna.matching.tellings import Floats, Ints
from hudna.matching.usual import CELLS, FIELDS, LINES, Usual
from hudna.matching.words import Often
from hudna.problem import refuse
from hudna.report import writing, written_whole
from hudna.sources.plain import COLUMNS

FORM: Final = "matched 4"
MANIFEST: Final = "matching.json"
_RATES: Final = tuple(f"_rate_{line}" for line in range(len(SCALES) + len(LINES)))
_TOLD: Final = pa.schema(
    [
        *(pa.field(name, pa.float64() if name in NUMBERS else pa.string())
          for name in COLUMNS if name not in ("t_earliest", "t_latest")),
        pa.field("begin", pa.timestamp("us")),
        pa.field("end", pa.timestamp("us")),
    ]
)  # fmt: skip
_LOCK: Final = ".lock"
_WORKED_OUT: Final = ("_lat", "_lon", "_radius", "_begin", "_end")


@dataclass(frozen=True, slots=True)
class Shelf:
    """What is on a shelf.  Rows are in the order in which reports came."""

    folder: Path
    reports: pa.Table  # the plain form, and what was worked out of each
    standing: Standing
    number: Ints  # of each report that of its incident
    sources: tuple[str, ...]
    learned: Learned
    no_repeats: frozenset[str]
    related: Mapping[str, Ties]  # which acts and actors are kinds and parts of which
    last: int  # the highest number of an incident that was ever given
    ended: Mapping[str, str | None]  # incidents that are no more, and what each went on in
    crowd: bool  # whether some reports were compared with few of those around them
    generation: int

    @property
    def sums(self) -> Ints:
        """How many incidents each report sums up."""
        sums: Ints = self.reports.column("_sums").to_numpy()
        return sums

    @property
    def extents(self) -> Extents:
        """Where and when each report says it was, also of those that sum up."""
        return _extents(self.reports)

    def take(self, rows: Ints) -> tuple[pa.Table, Floats]:
        """Some of the reports in the plain form, and their rates."""
        some = self.reports.take(pa.array(rows))
        rates = np.stack([some.column(name).to_numpy() for name in _RATES])
        return some.select(_TOLD.names), rates

    def order(self, rows: Ints) -> Ints:
        """Rows in the order of the ids of their reports."""
        ids = self.reports.column("report_id").take(pa.array(rows))
        found: Ints = rows[pa.compute.sort_indices(ids).to_numpy()]
        return found


def _extents(reports: pa.Table) -> Extents:
    return Extents(*(reports.column(name).to_numpy() for name in _WORKED_OUT))


def told_form(table: pa.Table) -> pa.Table:
    """A table of the plain form with all of its columns, in one order."""
    columns = {
        field.name: table.column(field.name).cast(field.type)
        if field.name in table.column_names
        else pa.chunked_array([pa.nulls(len(table), field.type)])
        for field in _TOLD
    }
    return pa.table(columns, schema=_TOLD)


def worked_out(table: pa.Table, extents: Extents, sums: Ints, rates: Floats) -> pa.Table:
    """Reports with what was worked out of each: where and when it was, sums, rates."""
    columns = {
        name: getattr(extents, kind)
        for name, kind in zip(_WORKED_OUT, Extents.__slots__, strict=True)
    }
    columns |= dict(zip(_RATES, rates, strict=True)) | {"_sums": sums}
    for name, values in columns.items():
        table = table.append_column(name, pa.array(values))
    return table


# --- on disk ---------------------------------------------------------------------------------------


def is_shelf(folder: Path) -> bool:
    """Whether a folder is a shelf."""
    return (folder / MANIFEST).is_file()


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """The folder of a shelf, made if it is not there, for one process at a time."""
    there = folder.exists() and not is_shelf(folder)
    if there and (not folder.is_dir() or any(each.name != _LOCK for each in folder.iterdir())):
        what = "is there, and is nothing that `hudna match --onto` has made"
        raise refuse(str(folder), what, "Name a folder that is empty, or not there")
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / _LOCK).open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                what = "another process is matching onto it"
                raise refuse(str(folder), what, "Wait until it is done") from None
            yield


def opened(folder: Path) -> Shelf:
    """The shelf in a folder.  Raises `Refused` for what is none, or is damaged."""
    try:
        told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if told["form"] != FORM:
            raise ValueError(f"it is of another form ({told['form']})")
        reports = pa.concat_tables([_mapped(folder / name) for name in told["reports"]])
        pairs = pa.concat_tables([_mapped(folder / name) for name in told["pairs"]])
        state, chances = _mapped(folder / told["state"]), _mapped(folder / told["chances"])
        learned = _learned(folder, told["learned"], told["met"])
        a, b, log_odds = (pairs.column(name).to_numpy() for name in ("a", "b", "log_odds"))
        incident, component, number, source = (
            state.column(name).to_numpy().astype(np.int64)
            for name in ("incident", "component", "number", "source")
        )
        extents = _extents(reports)
        begin = np.where(reports.column("_sums").to_numpy() == 0, extents.begin, np.nan)
        standing = Standing(
            replace(extents, begin=begin),
            source.astype(np.int32),
            np.array([name in told["no_repeats"] for name in told["sources"]], bool),
            a, b, log_odds, chances.column("probability").to_numpy(), incident, component,
        )  # fmt: skip
        if not len(standing.a) == len(standing.probability) or len(reports) != len(number):
            raise ValueError("its files do not fit each other")
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException) as error:
        what = f"cannot be read: {error}"
        raise refuse(str(folder), what, "Match all reports again, onto another folder") from None
    return Shelf(
        folder, reports, standing, number, tuple(told["sources"]), learned,
        frozenset(told["no_repeats"]), told["related"], told["last"],
        told["ended"], told["crowd"],
        told["generation"],
    )  # fmt: skip


def put(shelf: Shelf, before: Shelf | None) -> None:
    """Write what is on a shelf; of what was there `before` reports and pairs stay where they are."""
    folder, generation = shelf.folder, shelf.generation
    old: dict[str, Any] = {"reports": [], "pairs": []}
    rows = pairs = 0
    if before is not None:
        old = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        rows, pairs = len(before.reports), len(before.standing.a)
    standing = shelf.standing
    new = {
        f"reports-{generation}.arrow": shelf.reports.slice(rows),
        f"pairs-{generation}.arrow": pa.table(
            {
                "a": standing.a[pairs:],
                "b": standing.b[pairs:],
                "log_odds": standing.log_odds[pairs:],
            }
        ),
        f"state-{generation}.arrow": pa.table(
            {
                "incident": standing.incident.astype(np.int32),
                "component": standing.component.astype(np.int32),
                "number": shelf.number.astype(np.int32),
                "source": standing.source,
            }
        ),
        f"chances-{generation}.arrow": pa.table({"probability": standing.probability}),
    }
    names = list(new)
    with writing(folder), _all_or_none(folder, generation):
        for name, table in new.items():
            _write(folder / name, table)
        told = {
            "form": FORM,
            "hudna": hudna.__version__,
            "generation": generation,
            "reports": [*old["reports"], names[0]],
            "pairs": [*old["pairs"], names[1]],
            "state": names[2],
            "chances": names[3],
            "sources": list(shelf.sources),
            "no_repeats": sorted(shelf.no_repeats),
            "related": dict(shelf.related),
            "last": shelf.last,
            "ended": dict(shelf.ended),
            "crowd": shelf.crowd,
            "met": _put_json(folder, f"symbols-{generation}.json", _met(shelf.learned.met)),
            "learned": old["learned"] if before else _put_learned(folder, shelf.learned, generation),
        }  # fmt: skip
        _put_json(folder, MANIFEST, told)
        _tidy(folder, told)


@contextmanager
def _all_or_none(folder: Path, generation: int) -> Iterator[None]:
    """What was written of a generation is removed when not all of it is."""
    try:
        yield
    except BaseException:
        for path in folder.glob(f"*-{generation}.*"):
            path.unlink(missing_ok=True)
        raise


def _tidy(folder: Path, told: Mapping[str, Any]) -> None:
    """Remove files that no longer hold."""
    kept = {*told["reports"], *told["pairs"], told["state"], told["chances"], told["met"], *_files(told["learned"])}  # fmt: skip
    for path in folder.glob("*-*.*"):
        if path.name not in kept and path.suffix in (".arrow", ".json"):
            path.unlink(missing_ok=True)


def _mapped(path: Path) -> pa.Table:
    with pa.memory_map(str(path)) as file:
        return pa.ipc.open_file(file).read_all()


def _write(path: Path, table: pa.Table) -> None:
    table = table.combine_chunks()
    with written_whole(path) as part, pa.ipc.new_file(str(part), table.schema) as file:
        file.write_table(table)


def _put_json(folder: Path, name: str, value: Any) -> str:
    with written_whole(folder / name) as part:
        part.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return name


# --- what was learned ------------------------------------------------------------------------------


def _files(generation: int) -> tuple[str, ...]:
    parts = ("words", "sites", "counted", "usual", *(f"located{level}" for level in range(5)))
    return (f"learned-{generation}.json", *(f"{part}-{generation}.arrow" for part in parts))


def _met(met: Mapping[str, Met]) -> dict[str, Any]:
    return {
        name: {"symbols": each.symbols, "by_letter": each.by_letter} for name, each in met.items()
    }


def _put_learned(folder: Path, learned: Learned, generation: int) -> int:
    names, counted = learned.names, learned.counted
    main, *tables = _files(generation)
    told = {
        "places": names.places, "admin1": names.admin1, "admin2": names.admin2,
        "many": learned.often.many, "levels": counted.levels.tolist(), "sources": learned.sources,
        "voices": learned.voices, "weights": learned.weights,
        "mean": learned.usual.mean.tolist(), "again": learned.usual.again.tolist(),
    }  # fmt: skip
    _put_json(folder, main, told)
    slots = Extents.__slots__
    made = [
        pa.table({"form": list(learned.often.forms), "count": learned.often.count}),
        pa.table({name: [getattr(learned.sites, name)] for name in Sites.__slots__}),
        pa.table({**{name: getattr(counted.extents, name) for name in slots}, "source": counted.source}),
        _usual_table(learned.usual),
        *(pa.table({name: getattr(each, name) for name in Middles.__slots__}) for each in names.middles),
    ]  # fmt: skip
    for name, table in zip(tables, made, strict=True):
        _write(folder / name, table)
    return generation


def _learned(folder: Path, generation: int, met: str) -> Learned:
    main, words, sites, counted, usual, *located = _files(generation)
    told = json.loads((folder / main).read_text(encoding="utf-8"))
    symbols = json.loads((folder / met).read_text(encoding="utf-8"))
    often, around = _mapped(folder / words), _mapped(folder / counted)
    towns = _mapped(folder / sites)
    middles = tuple(
        Middles(*(table.column(name).to_numpy() for name in Middles.__slots__))
        for table in (_mapped(folder / name) for name in located)
    )
    return Learned(
        Located(tuple(told["places"]), tuple(told["admin1"]), tuple(told["admin2"]), middles),
        Sites(*(_only(towns, name) for name in Sites.__slots__)),
        Often(
            tuple(often.column("form").to_pylist()), often.column("count").to_numpy(), told["many"]
        ),
        Counted(
            Extents(*(around.column(name).to_numpy() for name in Extents.__slots__)),
            around.column("source").to_numpy(),
            np.array(told["levels"]),
        ),
        _usual(_mapped(folder / usual), np.array(told["mean"]), np.array(told["again"])),
        tuple(told["sources"]),
        frozenset(),  # those that stand have their rates, and no new one is counted
        tuple(told["voices"]),
        {
            name: Met(tuple((by, tuple(words)) for by, words in each["symbols"]), each["by_letter"])
            for name, each in symbols.items()
        },
        told["weights"],
    )


def _only(table: pa.Table, name: str) -> NDArray[Any]:
    """The array that stands in the one row of a table."""
    values: NDArray[Any] = table.column(name)[0].values.to_numpy(zero_copy_only=False)
    return values


def _usual_table(usual: Usual) -> pa.Table:
    lines = zip((*CELLS, *FIELDS), (*usual.cells, *usual.codes), strict=True)
    return pa.table({"hour": usual.hour, "voice": usual.voice, "sharp": usual.sharp, **dict(lines)})


def _usual(table: pa.Table, mean: Floats, again: Floats) -> Usual:
    hour, voice, sharp = (table.column(name).to_numpy() for name in ("hour", "voice", "sharp"))
    cells, codes = (
        np.stack([table.column(name).to_numpy() for name in names]) for names in (CELLS, FIELDS)
    )
    return Usual(hour, voice, sharp, cells, codes, mean, again)
