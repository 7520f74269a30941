"""What the log costs, and how fast the record answers.

Reports are made up, with a fixed seed, in the form of `hudna.report.SCHEMA`.  Peers, in the same run:
the same rows in the same database with the same care for a crash, but without salts, commitments,
tree and signatures; the rows read and no more; the newest versions by a window function of SQL.
Their answers are compared.  `HUDNA_TEST_POSTGRESQL` names a server to measure beside SQLite.
"""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import sqlalchemy as sa

from _common import arguments, best_of, figure, peak_mb, show
from hudna.case import new_case
from hudna.engines.local import judge_incidents
from hudna.instant import to_datetime
from hudna.record import database, reports
from hudna.record.canonical import canonical, rows
from hudna.record.database import bulk
from hudna.record.known import open_known
from hudna.record.log import CHUNK
from hudna.record.schema import VERSION
from hudna.record.store import Record, clock, open_record, state_at
from hudna.record.verify import verify
from hudna.report import SCHEMA, incidents

MANY = 1_000_000
FEW = 100_000
GROUP = 100
START = 1_451_606_400_000_000  # 2016-01-01, UTC, in microseconds


def made_up(n: int, seed: int = 1) -> pa.Table:
    """Reports as a data set of events has them: some 450 bytes of text and figures each."""
    rng = np.random.default_rng(seed)
    words = [f"{a} {b}" for a in ("shelling of", "air strike on", "clashes near") for b in PLACES]
    day = rng.integers(0, 1460, n) * 86_400_000_000 + START
    killed = rng.geometric(0.3, n)

    def choice(values: list[str], size: int = n) -> pa.Array:
        return pa.array(values).take(pa.array(rng.integers(0, len(values), size)))

    def lists(values: list[str], each: int) -> pa.Array:
        return pa.ListArray.from_arrays(
            pa.array(np.arange(0, n * each + 1, each), pa.int32()), choice(values, n * each)
        )

    numbers = pa.array(np.arange(n)).cast(pa.string())
    text = choice(words)
    columns = {
        "report_id": pa.compute.binary_join_element_wise("made-", numbers, ""),
        "source": pa.array(["made up"] * n),
        "source_row": numbers,
        "origins": lists(["one", "two", "three"], 1),
        "origin_names": lists(["Monitor One", "المرصد الثاني", "Agency 3"], 1),
        "articles": pa.array(rng.integers(1, 5, n), pa.int32()),
        "t_earliest": pa.array(day).cast(pa.timestamp("us", "UTC")),
        "t_latest": pa.array(day + 86_400_000_000).cast(pa.timestamp("us", "UTC")),
        "zone": pa.array(["Asia/Damascus"] * n),
        "extent": pa.array(["moment"] * n),
        "place": choice(PLACES),
        "units": lists(["X0101", "X0102", "X0203"], 2),
        "is_unit": pa.array(np.zeros(n, bool)),
        "lon": pa.array(rng.uniform(35, 42, n).round(4)),
        "lat": pa.array(rng.uniform(32, 37, n).round(4)),
        "radius_km": pa.array(rng.choice([1.0, 25.0], n)),
        "actors": lists(["north", "south", "unidentified"], 2),
        "actor_name": choice(["Northern force", "قوات الجنوب"]),
        "targets": lists(["north", "south", "civilians"], 1),
        "target_name": choice(["Northern force", "قوات الجنوب"]),
        "both_directions": pa.array(rng.random(n) < 0.5),
        "acts": lists(["H-LET-U", "H-ART"], 1),
        "deaths_low": pa.array(killed, pa.int64()),
        "deaths_best": pa.array(killed, pa.int64()),
        "deaths_high": pa.array(killed + 2, pa.int64()),
        "deaths_civilians": pa.array(killed // 2, pa.int64()),
        "aggregate": pa.array(np.zeros(n, bool)),
        "text": pa.compute.binary_join_element_wise(text, text, "; "),
    }
    return pa.table([columns.get(f.name, pa.nulls(n, f.type)) for f in SCHEMA], schema=SCHEMA)


PLACES = ["a town", "a village by the river", "بلدة", "the northern road", "the old citadel"]


# --- the works ------------------------------------------------------------------------------------


@contextmanager
def place(server: str | None) -> Iterator[tuple[Path, str | None]]:
    """An empty folder, and an empty database where a server is named."""
    folder = Path(tempfile.mkdtemp(prefix="hudna-bench-"))
    os.environ["HUDNA_KEYS"] = str(folder / "keys")
    (folder / "case").mkdir()
    name, admin = f"bench_{secrets.token_hex(4)}", None
    try:
        url = None
        if server is not None:
            admin = sa.create_engine(server, isolation_level="AUTOCOMMIT")
            with admin.connect() as connection:
                connection.exec_driver_sql(f"CREATE DATABASE {name}")
            url = sa.make_url(server).set(database=name).render_as_string(hide_password=False)
        yield folder / "case", url
    finally:
        if admin is not None:
            with admin.connect() as connection:
                connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            admin.dispose()
        shutil.rmtree(folder, ignore_errors=True)


def opened(case: Path, url: str | None) -> Record:
    """A record of that place, begun if need be."""
    return open_record(case, "bench", url, create=True)


def load(table: pa.Table, server: str | None) -> int:
    """Reports into a new record, with the whole log: how many versions it then has."""
    with place(server) as (case, url), opened(case, url) as record:
        with record.writing("bench") as writer:
            reports.add(writer, table, {"format": "made up"})
        return record.state().versions - 2  # the record's own entry, and the head of the batch


def load_without(table: pa.Table, server: str | None) -> int:
    """The same rows into the same table, without anything of the log."""
    with place(server) as (case, url), opened(case, url) as record:
        with database.writing(record.engine) as connection:
            n = 1
            for batch in table.to_batches(max_chunksize=CHUNK):
                names = batch.column("report_id").to_pylist()
                some = zip(names, rows(batch), strict=True)
                bulk(connection, VERSION, [
                    (n + i, 1, "report", name, b"", None, body)
                    for i, (name, body) in enumerate(some)
                ])  # fmt: skip
                n += batch.num_rows
        return record.state().versions - 1


def append(record: Record, n: int) -> int:
    """Single changes, some in a transaction that is synced."""
    for at in range(0, n, GROUP):
        with record.writing("bench") as writer:
            for i in range(at, at + GROUP):
                writer.put("step", f"c-{i}", {"outcome": "done", "step": i % 10})
    return n


def append_without(record: Record, n: int) -> int:
    """The same payloads, as many in a transaction, without anything of the log."""
    first = record.state().versions
    for at in range(0, n, GROUP):
        with database.writing(record.engine) as connection:
            bulk(connection, VERSION, [
                (first + i, 1, "step", f"c-{i}", b"", None,
                 canonical({"outcome": "done", "step": i % 10}))
                for i in range(at, at + GROUP)
            ])  # fmt: skip
    return n


def appended(work: Callable[[Record, int], int], n: int, server: str | None) -> float:
    """Seconds that `work` takes in a new record, its making not counted."""
    with place(server) as (case, url), opened(case, url) as record:
        return best_of({"": partial(work, record, n)}, 1)[""][0]


def verified(record: Record) -> tuple[int, bool]:
    """The whole record recomputed."""
    found = verify(record)
    return found.entries, found.holds


def only_read(record: Record) -> int:
    """What verifying reads, read and no more."""
    with record.reading() as connection:
        count = 0
        for table in ("entry", "version"):
            result = connection.execution_options(yield_per=5_000).exec_driver_sql(
                f"SELECT * FROM {table} ORDER BY 1"
            )
            while some := result.cursor.fetchmany(5_000):
                count += len(some) if table == "entry" else 0
    return count


def first_finding(case: Path, url: str | None, then: str) -> str:
    """The verdict on the first report, as known then: the case read anew, as a command does."""
    with open_known(case, url, then) as known:
        table = next(known.reports())
        report = next(incidents(table.slice(0, 1), known.case.registry.origins))
        return str(next(judge_incidents(known.case, [report])).headline)


def first_answer(record: Record, instant: int) -> str:
    """The first report as known at an instant."""
    with record.reading() as connection:
        state = state_at(connection, instant)
        return str(next(reports.read(connection, state))["report_id"][0])


def first_by_window(record: Record, instant: int) -> str:
    """The same by a window function over all versions."""
    query = (
        "SELECT id FROM (SELECT n, id, row_number() OVER (PARTITION BY id ORDER BY n DESC) AS r "
        "FROM version WHERE kind = 'report' AND n < "
        f"coalesce((SELECT first FROM entry WHERE at > {int(instant)} ORDER BY seq LIMIT 1), 1<<60)"
        ") x WHERE r = 1 ORDER BY n LIMIT 1"
    )
    with record.reading() as connection:
        return str(connection.exec_driver_sql(query).scalar())


def load_made_up(n: int, server: str | None) -> int:
    """For measuring memory: made up and loaded in a process of its own."""
    return load(made_up(n), server)


# --- the figures ----------------------------------------------------------------------------------


def figures(server: str | None, quick: bool) -> list[dict[str, Any]]:
    """All figures of one database."""
    where = "SQLite" if server is None else "PostgreSQL"
    many, few, rounds = (MANY // 10, FEW // 10, 3) if quick else (MANY, FEW, 3)
    found = []
    table = made_up(many)
    times = best_of(
        {"log": partial(load, table, server), "none": partial(load_without, table, server)}, rounds
    )
    assert times["log"][1] == times["none"][1] == many
    found.append(
        figure(
            f"bulk load, {where}", times["log"][0], "s", many, peer="no log",
            peer_value=times["none"][0], peak_mb=peak_mb(load_made_up, many, server),
        )
    )  # fmt: skip
    singles = {name: [appended(work, few, server) for _ in range(rounds)] for name, work in (
        ("log", append), ("none", append_without))}  # fmt: skip
    found.append(
        figure(
            f"{few:,} changes in groups of {GROUP}, synced, {where}", min(singles["log"]), "s", few,
            peer="no log", peer_value=min(singles["none"]),
        )
    )  # fmt: skip
    with place(server) as (case, url), opened(case, url) as record:
        append(record, few)
        times = best_of(
            {"verify": partial(verified, record), "read": partial(only_read, record)}, rounds
        )
        assert times["verify"][1] == (few + 1, True), times["verify"][1]
        assert times["read"][1] == few + 1
        found.append(
            figure(
                f"verify {few + 1:,} entries, {where}", times["verify"][0], "s", few + 1,
                peer="only read", peer_value=times["read"][0],
            )
        )  # fmt: skip
    found += known_then(table, server, where, rounds)
    found.append(question(table, server, where, rounds))
    return found


def known_then(
    table: pa.Table, server: str | None, where: str, rounds: int
) -> list[dict[str, Any]]:
    """How soon a large record answers as of a time in its middle, and how fast it verifies."""
    half = table.num_rows // 2
    with place(server) as (case, url), opened(case, url) as record:
        for part in (table.slice(0, half), table.slice(half)):
            with record.writing("bench") as writer:
                reports.add(writer, part, {"format": "made up"})
        with record.reading() as connection:
            instant = connection.exec_driver_sql("SELECT at FROM entry WHERE seq = 1").scalar()
        assert isinstance(instant, int)
        times = best_of(
            {
                "known": partial(first_answer, record, instant),
                "window": partial(first_by_window, record, instant),
            },
            rounds,
        )  # fmt: skip
        assert times["known"][1] == times["window"][1]
        whole = best_of({"": partial(verified, record)}, 1)[""]
        assert whole[1] == (3, True), whole[1]
    return [
        figure(
            f"first answer as known then, {where}", times["known"][0], "s", table.num_rows,
            peer="window function", peer_value=times["window"][0],
        ),
        figure(f"verify a bulk load, {where}", whole[0], "s", table.num_rows),
    ]  # fmt: skip


def question(table: pa.Table, server: str | None, where: str, rounds: int) -> dict[str, Any]:
    """How soon a command answers a question as of a time in the middle of a large record."""
    half = table.num_rows // 2
    with place(server) as (folder, url):
        new_case(folder, "syria-2016")
        times: list[str] = []
        for part in (table.slice(0, half), table.slice(half)):
            with open_known(folder, url) as known:
                assert known.record is not None
                with known.record.writing("bench") as writer:
                    reports.add(writer, part, {"format": "made up"})
            times.append(to_datetime(clock()).isoformat())
        works = {"": partial(first_finding, folder, url, times[0])}
        taken = best_of(works, rounds)[""][0]
    return figure(f"first verdict as known then, case read, {where}", taken, "s", table.num_rows)


def main() -> None:
    """Measure and print."""
    options = arguments(__doc__ or "")
    found = figures(None, options.quick)
    if server := os.environ.get("HUDNA_TEST_POSTGRESQL"):
        found += figures(server, options.quick)
    show(found, options.json)


if __name__ == "__main__":
    main()
