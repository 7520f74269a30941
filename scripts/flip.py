"""Flips bits of a record and looks whether each is found, or proved harmless.

    python scripts/flip.py --every 97          # all eight bits of every 97th byte
    python scripts/flip.py --random 2000       # bits, bytes and ends, at random

A flip is found if the record is refused, or `verify` names a fault.  It is harmless if every row of
every table, and of every index, is as it was.  Anything else is a fault of `verify`: it is printed,
and the exit status is 1.
"""

from __future__ import annotations

import argparse
import os
import random
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hudna.problem import Refused
from hudna.record import checkpoints, documents, erasure, files, reports
from hudna.record.note import Signer, add_signatures, cosign, read_checkpoint, read_note
from hudna.record.store import Record, open_record
from hudna.record.verify import verify
from hudna.report import SCHEMA

CASE = "rich-case"
TEXTS = {"agreement.yaml": "case: {id: rich-case}\n", "actors.yaml": "actors: []\n"}


def some_reports(first: int, count: int, text: str = "Clashes near a village") -> pa.Table:
    """Reports `ged-FIRST` and on, as an import would bring them."""
    day = datetime(2016, 12, 30, tzinfo=UTC)
    rows: list[dict[str, Any]] = [
        {
            "report_id": f"ged-{i}", "source": "ged", "source_row": str(i), "origins": ["obs"],
            "origin_names": ["Observatory"], "articles": i % 3, "t_earliest": day, "t_latest": None,
            "zone": "Asia/Damascus", "extent": "moment", "place": f"Village {i}", "units": ["T.1"],
            "is_unit": False, "lon": 36.5 + i / 7, "lat": 34.5, "radius_km": 1.0, "actors": ["gov"],
            "actor_name": "Government", "targets": ["unidentified"], "target_name": None,
            "both_directions": False, "acts": ["strike"], "deaths_low": i, "deaths_best": None,
            "deaths_high": None, "deaths_civilians": 0, "aggregate": False, "text": f"{text} {i}",
        }
        for i in range(first, first + count)
    ]  # fmt: skip
    return pa.Table.from_pylist(rows, SCHEMA)


def bring(record: Record, table: pa.Table, content: bytes, name: str = "ged.csv") -> str:
    """Import reports with the document that they are from; its id."""
    with record.writing("clerk") as writer:
        document = documents.keep(writer, documents.pack(content), name, brought_by="clerk")
        reports.add(writer, table, {"format": "ucdp", "document": document})
    return document


def rich(folder: Path, url: str | None = None) -> Record:
    """A small record that holds something of everything, open to be written."""
    for name, text in TEXTS.items():
        (folder / name).write_text(text)
    record = open_record(folder, CASE, url, create=True)
    with record.reading() as connection:
        hashes = {name: documents.pack(text.encode()).sha256 for name, text in TEXTS.items()}
        changed = files.changed(connection, record.state(), hashes)
    with record.writing("editor") as writer:
        files.keep(writer, folder, changed)
    bring(record, some_reports(0, 12), b"a file as received\n" * 40)
    bring(record, some_reports(100, 2, "To be forgotten"), b"what must go\n" * 9, "gone.csv")
    with record.writing("reviewer") as writer:
        writer.put("decision", "ged-1", {"state": "confirmed", "reason": "two origins"})
        writer.put("decision", "ged-2", {"state": "doubted", "reason": "no origin"})
    with record.writing(None) as writer:
        rows = [("finding", f"report/ged-{i}", b'{"headline":"violation"}') for i in range(5)]
        writer.put_rows("findings", rows, {"engine": "a test"})
    erasure.erase(record, "report", "ged-100", "officer", "consent withdrawn")
    checkpoints.rotate(record, "admin", "once a year")
    note = checkpoints.newest(record)
    witness = Signer("witness.example", Ed25519PrivateKey.from_private_bytes(bytes(32)))
    line = cosign(read_checkpoint(read_note(note)[0]), witness, 1_700_000_000)
    checkpoints.add_witnesses(record, add_signatures(note, [line]))
    with record.writing("reviewer") as writer:
        writer.put("decision", "ged-1", {"state": "corrected", "reason": "a third origin"})
    return record


ORDERS = {
    "entry": "seq", "version": "n", "blob": "sha256, part", "checkpoint": "size",
    "witness": "size, line", "meta": "key", "alembic_version": "version_num",
}  # fmt: skip


def answers(file: Path) -> list[list[tuple[Any, ...]]]:
    """Every row that the program can read: by table, and by each index; documents as received.

    A few bits in the head of what zstd compressed mean nothing, and change no document.
    """
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        found = [
            connection.execute(f"SELECT * FROM {table} NOT INDEXED ORDER BY {order}").fetchall()
            for table, order in ORDERS.items()
        ]
        place = list(ORDERS).index("blob")
        found[place] = [(sha, i, documents.unpacked(part, sha)) for sha, i, part in found[place]]
        index = "version INDEXED BY ix_version_kind_id_n"
        found.append(
            connection.execute(f"SELECT kind, id, n FROM {index} ORDER BY kind, id, n").fetchall()
        )
        for table, order in ORDERS.items():
            found.append(
                connection.execute(f"SELECT {order} FROM {table} ORDER BY {order}").fetchall()
            )
    return found


@dataclass
class Told:
    """What became of the flips that were tried."""

    counts: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)


def outcome(file: Path, case: Path, before: list[list[tuple[Any, ...]]]) -> str:
    """What becomes of a record that was damaged: refused, a fault, harmless; else missed."""
    try:
        with open_record(case, CASE, f"sqlite:///{file}", writes=False) as record:
            found = verify(record)
    except Refused:
        return "refused"
    except Exception as error:  # noqa: BLE001 - a traceback is what we look for
        return f"missed: {type(error).__name__}: {error}"
    if not found.holds:
        return "fault"
    try:
        return "harmless" if answers(file) == before else "missed: an answer changed"
    except (sqlite3.Error, Refused) as error:
        return f"missed: {error}"


def at_random(content: bytes, count: int, chance: random.Random) -> Iterator[tuple[str, bytes]]:
    """Flipped bits, a fifth of bytes changed instead, and some files cut off."""
    for i in range(count):
        place, damaged = chance.randrange(len(content)), bytearray(content)
        if i % 10 == 9:
            yield f"cut at {place}", content[:place]
        elif i % 5 == 4:
            length = chance.choice((1, 2, 8, 64, 512))
            damaged[place : place + length] = chance.randbytes(len(damaged[place : place + length]))
            yield f"{length} bytes at {place}", bytes(damaged)
        else:
            bit = chance.randrange(8)
            damaged[place] ^= 1 << bit
            yield f"bit {bit} of byte {place}", bytes(damaged)


def of_every(content: bytes, step: int, first: int = 0) -> Iterator[tuple[str, bytes]]:
    """Each bit of every `step`th byte."""
    for place in range(first, len(content), step):
        for bit in range(8):
            damaged = bytearray(content)
            damaged[place] ^= 1 << bit
            yield f"bit {bit} of byte {place}", bytes(damaged)


def tried(original: Path, damages: Iterator[tuple[str, bytes]], folder: Path) -> Told:
    """Try damages of a record's file, one after the other, each in `folder`."""
    told, before = Told(), answers(original)
    file = folder / "record.db"
    for what, damaged in damages:
        file.write_bytes(damaged)
        became = outcome(file, folder, before)
        told.counts[became.partition(":")[0]] += 1
        if became.startswith("missed"):
            told.missed.append(f"{what}: {became}")
        for rest in folder.iterdir():
            rest.unlink()
    return told


def main() -> None:
    """Try, and tell."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--every", type=int, default=0, help="all bits of every nth byte")
    parser.add_argument("--first", type=int, default=0, help="the first of these bytes")
    parser.add_argument("--random", type=int, default=0, help="so many at random")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["HUDNA_KEYS"] = str(folder / "keys")
        (folder / "case").mkdir()
        (folder / "tried").mkdir()
        rich(folder / "case").close()
        original = folder / "case" / "record.db"
        content = original.read_bytes()
        told = Told()
        for damages in (
            of_every(content, asked.every, asked.first) if asked.every else iter(()),
            at_random(content, asked.random, random.Random(asked.seed)),
        ):
            part = tried(original, damages, folder / "tried")
            told.counts += part.counts
            told.missed += part.missed
    for missed in told.missed:
        print(missed)
    counted = ", ".join(f"{n:,} {what}" for what, n in sorted(told.counts.items()))
    print(f"{told.counts.total():,} flips of {len(content):,} bytes: {counted};", end=" ")
    print(f"{time.monotonic() - began:.0f} s, seed {asked.seed}")
    sys.exit(bool(told.missed))


if __name__ == "__main__":
    main()
