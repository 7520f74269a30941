"""How fast a UCDP GED file becomes reports.

The file is GED 19.1 for Syria (16,566 events) where it lies beside the repository, else one of the
same size and shape that is made up here.  The peer is polars, columns at a time: it makes the same
intervals, points, deaths and origins, which are compared, but no account of rows, odd cells and
unknown names, and no error that names a line.
"""

from __future__ import annotations

import csv
import random
import tempfile
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pyarrow as pa

import hudna
from _common import arguments, best_of, figure, peak_mb, show
from hudna.actors import ActorsFile, Registry, registry
from hudna.entry import build
from hudna.gazetteer import Gazetteer, read_gazetteer
from hudna.names import fold
from hudna.sources import detect, read
from hudna.sources.importing import ImportReport
from hudna.sources.ucdp import EXACT_KM, NEAR_KM, NEEDED, WANTED
from hudna.yamlfile import read_yaml

ZONE = "Asia/Damascus"
ROWS = 16_566
REAL = Path(__file__).parents[2] / "shared" / "data" / "ucdp_ged_syria" / "ged_syria.csv"
SYRIA = Path(hudna.__file__).parent / "cases" / "syria-2016"


def case() -> tuple[Registry, Gazetteer]:
    """The actors, origins and places of the shipped case."""
    actors, problems = build(read_yaml(SYRIA / "actors.yaml"), ActorsFile)
    assert actors is not None, problems
    return registry(actors, ZONE), read_gazetteer(SYRIA / "gazetteer.csv")[0]


def hudna_import(path: Path) -> tuple[pa.Table, ImportReport]:
    """What `hudna import` does with a file, but for writing."""
    return read(path, detect(path), *case(), ZONE)


def polars_import(path: Path) -> pl.DataFrame:
    """The same columns of reports, a column at a time."""
    known = case()[0].origin_names
    rows = pl.read_csv(path, infer_schema=False)
    origins = rows["source_original"].fill_null("").unique().to_list()
    table = {cell: sorted({known[fold(part)] for part in _parts(cell, known)}) for cell in origins}
    start, end = (pl.col(f"date_{n}").str.slice(0, 10).str.to_date() for n in ("start", "end"))
    precision = pl.col("date_prec").cast(pl.Int8)
    near = pl.col("where_prec").cast(pl.Int8)
    return rows.select(
        report_id="ucdp-" + pl.col("id"),
        t_earliest=_midnight(start),
        t_latest=_midnight(end.dt.offset_by("1d")),
        aggregate=(precision == 5) | ((end - start).dt.total_days() >= 31),
        lon=pl.when(near <= 2).then(pl.col("longitude").cast(pl.Float64)),
        lat=pl.when(near <= 2).then(pl.col("latitude").cast(pl.Float64)),
        radius_km=pl.when(near == 1).then(EXACT_KM).when(near == 2).then(NEAR_KM),
        deaths_low=pl.col("low").cast(pl.Int64),
        deaths_best=pl.col("best").cast(pl.Int64),
        deaths_high=pl.col("high").cast(pl.Int64),
        origins=pl.col("source_original").fill_null("").replace_strict(
            table, return_dtype=pl.List(pl.String)
        ),
    )  # fmt: skip


def _midnight(day: pl.Expr) -> pl.Expr:
    """The start of a local day: an hour late where the clocks skip midnight."""
    local = [
        (day.cast(pl.Datetime("us")) + timedelta(hours=h)).dt.replace_time_zone(
            ZONE, non_existent="null"
        )
        for h in (0, 1)
    ]
    return pl.coalesce(local).dt.convert_time_zone("UTC")


def _parts(cell: str, known: dict[str, str]) -> list[str]:
    for sign in (";", "/", "\n", " and ", " & "):
        cell = cell.replace(sign, ",")
    return [part for part in cell.split(",") if fold(part) in known]


def agree(table: pa.Table, frame: pl.DataFrame) -> None:
    """The two say the same.  Origins, whose names hold “and” or commas, in 99 of 100 rows."""
    ours = pl.DataFrame(pl.from_arrow(table)).with_columns(pl.col("origins").list.sort())
    for name in frame.columns:
        same = ours[name].eq_missing(frame[name]).sum()
        need = 0.99 if name == "origins" else 1
        assert same >= need * len(frame), f"{name}: {same} of {len(frame)} rows agree"


def made_up(path: Path, count: int) -> None:
    """Write a file of the size and shape of the real one."""
    dice = random.Random(1)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*NEEDED, *WANTED[:-1], "source_article"])
        for number in range(count):
            day = date(2016, 1, 1) + timedelta(days=dice.randrange(1400))
            low = dice.randrange(9)
            writer.writerow([
                200_000 + number, dice.choice("1112"), "Government of Syria", "Syrian insurgents",
                dice.choice("11223456"), f"{dice.uniform(32, 37):.6f}", f"{dice.uniform(36, 42):.6f}",
                dice.choice("1111111125"), day, day, low, low + 1, low + 2, "Aleppo Governorate",
                "Al Bab district", "Syria", f"Village {dice.randrange(2000)}", 1,
                dice.choice(["SOHR", "SOHR, Airwars", "", "Waha Report"]), "SOHR", "Clashes " * 8, 0,
                1, "An article. " * 25,
            ])  # fmt: skip


def main() -> None:
    """Measure, compare and print."""
    options = arguments(str(__doc__).splitlines()[0])
    rounds = 3 if options.quick else 7
    with tempfile.TemporaryDirectory() as folder:
        path = REAL
        if not path.exists():
            path = Path(folder) / "ged.csv"
            made_up(path, ROWS)
        done = best_of(
            {"hudna": lambda: hudna_import(path), "polars": lambda: polars_import(path)}, rounds
        )
        taken, (table, report) = done["hudna"]
        agree(table, done["polars"][1])
        kind = "real" if path == REAL else "made up"
        show(
            [
                figure(
                    f"import GED ({kind})", taken, "s", report.rows, peer="polars",
                    peer_value=done["polars"][0], peak_mb=peak_mb(hudna_import, path),
                ),
                figure("import GED, rate", report.rows / taken, "rows/s", report.rows),
            ],
            options.json,
        )  # fmt: skip


if __name__ == "__main__":
    main()
