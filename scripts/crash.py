"""Kills a program while it writes a record, again and again, and looks at what is left.

    python scripts/crash.py --times 1000
    python scripts/crash.py --times 100 --what restore      # also: copy

A child imports, judges, decides, erases and backs up; before each it says what it begins, and after
each that it is done.  It is killed with SIGKILL at a random moment.  Then the record must open and
verify, hold all or nothing of each change, and everything that was said to be done; and the child
goes on with what is left.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import importlib
import io
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hudna.cli.main import app
from hudna.problem import Refused
from hudna.record import erasure
from hudna.record.store import Record, history, items, open_record
from hudna.record.verify import verify

CASE = Path(__file__).resolve().parents[1] / "tests" / "cases" / "minsk-2015"
CASE_ID = "minsk-2015"
LIVES = 10  # children that one record outlives before a new one is begun

Say = Callable[..., None]
Event = dict[str, Any]


# --- the child ------------------------------------------------------------------------------------


def ged(first: int, count: int) -> str:
    """Events FIRST and on, as UCDP GED writes them."""
    out = io.StringIO(newline="")
    row = {
        "id": "", "year": "2015", "type_of_violence": "1", "side_a": "Government of Testland",
        "side_b": "Northern Front", "number_of_sources": "1", "source_original": "Observatory",
        "source_headline": "", "where_prec": "1", "where_coordinates": "Small village",
        "adm_1": "East", "adm_2": "Inner", "country": "Testland", "latitude": "48.5",
        "longitude": "38.5", "date_prec": "1", "date_start": "2015-03-01",
        "date_end": "2015-03-01", "low": "4", "best": "6", "high": "9", "deaths_civilians": "3",
    }  # fmt: skip
    writer = csv.DictWriter(out, row)
    writer.writeheader()
    for i in range(first, first + count):
        writer.writerow(row | {"id": str(i), "source_headline": secret(i)})
    return out.getvalue()


def secret(number: int) -> str:
    """What stands in one report and nowhere else."""
    return f"headline of {number * 7919:x}z"


def run(*words: object) -> None:
    """One command, as it is typed."""
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):  # noqa: PTH123
        app([str(word) for word in words], standalone_mode=False)


def import_(case: Path, say: Say, chance: random.Random) -> None:
    """Import a file with the command that people use."""
    first, count = chance.randrange(10**9), chance.choice((50, 500, 3_000))
    file = case.parent / f"{first}.csv"
    file.write_text(ged(first, count))
    say("import", first, count)
    run("import", case, file, "--as", "clerk")


def judge(case: Path, say: Say, chance: random.Random) -> None:
    """Judge, after an edit now and then."""
    if chance.random() < 0.5:
        with (case / "scenarios.yaml").open("a") as file:
            file.write(f"# {chance.random()}\n")
    say("judge")
    run("judge", case, "--format", "csv", "--output", case.parent / "judged.csv", "--as", "judge")


def decide(case: Path, say: Say, chance: random.Random) -> None:
    """Three changes in one transaction."""
    name = f"d-{chance.randrange(10**9)}"
    say("decide", name)
    opened = open_record(case, CASE_ID, create=True)
    with opened as record, record.writing("reviewer") as writer:
        for i in range(3):
            writer.put("test", f"{name}-{i}", {"reason": "x" * chance.randrange(10_000)})


def sign(case: Path, say: Say, chance: random.Random) -> None:
    """A sign-off: somebody signs what was found of an incident, if it is not signed, and dissents."""
    why = f"because {chance.randrange(10**9)}"
    incident = "howitzer-west-30"
    with contextlib.suppress(Refused):  # is one already
        run("person", "add", case, "lea", "--role", "analyst", "--reason", "begins")
    run("judge", case, "--format", "csv", "--output", case.parent / "judged.csv")
    with contextlib.suppress(Refused):  # has signed already
        run("decide", case, incident, "sign", "--as", "lea")
    say("sign", why)
    run("decide", case, incident, "dissent", "--as", "lea", "--reason", why)


def erase(case: Path, say: Say, chance: random.Random) -> None:
    """Erase a report, and with it the file that it was imported from."""
    with open_record(case, CASE_ID, create=True) as record:
        with record.reading() as connection:
            living = [i.id for i in items(connection, record.state(), "report") if i.body]
        if living:
            name = chance.choice(living)
            say("erase", name)
            erasure.erase(record, "report", name, "officer", "consent withdrawn")


def back_up(case: Path, say: Say, chance: random.Random) -> None:
    """Write a backup, of a record that may be empty yet."""
    open_record(case, CASE_ID, create=True).close()
    file = case.parent / f"{chance.randrange(10**9)}.db"
    say("backup", file.name)
    run("record", "backup", case, file)


def restore(case: Path, say: Say, chance: random.Random) -> None:
    """Put a backup in the place of a record that has more."""
    say("restore")
    run("record", "restore", case, case.parent / "kept.db", "--replace", "--reason", "a test")
    decide(case, say, chance)


def copy_(case: Path, say: Say, chance: random.Random) -> None:
    """Copy into a file that is not there yet."""
    file = case.parent / f"{chance.randrange(10**9)}.db"
    say("backup", file.name)
    run("record", "copy", case, "--to", f"sqlite:///{file}")


WORKS: dict[str, tuple[Callable[[Path, Say, random.Random], None], ...]] = {
    "all": (import_, import_, judge, decide, sign, sign, erase, back_up),
    "erase": (import_, erase, erase, erase),
    "restore": (restore,),
    "copy": (copy_,),
}


def child(case: Path, what: str, pipe: int, seed: int) -> None:
    """Work until killed; say on the pipe what is begun and what is done."""
    chance = random.Random(seed)

    def say(*words: object) -> None:
        os.write(pipe, (json.dumps(words) + "\n").encode())

    while True:
        chance.choice(WORKS[what])(case, say, chance)
        say("done")


# --- what is left ---------------------------------------------------------------------------------


@dataclass
class Past:
    """What the children of one record have said: begun, and done."""

    done: list[list[Any]] = field(default_factory=list)
    begun: list[list[Any]] = field(default_factory=list)  # and cut short

    def hear(self, said: bytes) -> None:
        """Take in what one child said before it was killed."""
        current: list[Any] | None = None
        for line in said.decode().splitlines():
            words = json.loads(line)
            if words == ["done"]:
                if current is not None:
                    self.done.append(current)
                current = None
            else:
                if current is not None:  # a restore, and what follows it
                    self.done.append(current)
                current = words
        if current is not None:
            self.begun.append(current)


def look(case: Path, past: Past) -> None:
    """Raise `AssertionError` for a record that is not as it was said to be."""
    # As the next writer does: an erasure is finished, a record that was not begun is.
    with open_record(case, CASE_ID, create=True) as record:
        found = verify(record)
        assert found.holds, found.in_order()[:3]
        assert found.signed == found.entries, found.notes
        for words in past.done:
            assert holds(record, words) is True, ("lost", words)
        for words in past.begun:
            holds(record, words)
    left = [path.name for path in case.iterdir() if path.name.startswith("record.db-")]
    assert not left, left


def holds(record: Record, words: list[Any]) -> bool:
    """Whether a change is there whole; raises `AssertionError` for one that is there in part."""
    what, *rest = words
    with record.reading() as connection:
        if what == "import":
            first, count = rest
            names = {f"ucdp-{i}" for i in range(first, first + count)}
            there = sum(i.id in names for i in items(connection, record.state(), "report"))
            documents = items(connection, record.state(), "document")
            files = sum(i.body is None or i.value["name"] == f"{first}.csv" for i in documents)
            assert there in (0, count), (words, there)
            assert not there or files, words
            return there == count
        if what == "decide":
            there = sum(bool(history(connection, "test", f"{rest[0]}-{i}")) for i in range(3))
            assert there in (0, 3), (words, there)
            return there == 3
        if what == "sign":
            decided = items(connection, record.state(), "decision")
            return any(i.value.get("reason") == rest[0] for i in decided)
        if what == "erase":
            (name,) = rest
            gone = history(connection, "report", name)[-1].body is None
            told = bool(history(connection, "erasure", f"report/{name}"))
            assert gone == told, words
            if gone:
                number = int(name.removeprefix("ucdp-"))
                for file in Path(record.url.removeprefix("sqlite:///")).parent.glob("record.db*"):
                    assert secret(number).encode() not in file.read_bytes(), (words, file.name)
            return gone
    if what == "backup":
        return whole(Path(record.url.removeprefix("sqlite:///")).parents[1] / rest[0])
    return True


def whole(file: Path) -> bool:
    """Whether a copy is there; raises `AssertionError` for one that does not verify."""
    if not file.exists():
        return False
    with open_record(file.parent, CASE_ID, f"sqlite:///{file}", writes=False) as record:
        found = verify(record, here=False)  # the record has grown since
        assert found.holds, found.in_order()[:3]
    return True


def look_restored(case: Path, _: Past) -> None:
    """After a restore that was cut short: either record, and another restore mends the rest."""
    with (
        contextlib.suppress(Refused),  # cut between the file and the entry that tells of it
        open_record(case, CASE_ID) as record,
        record.writing("next") as writer,
    ):
        writer.put("test", "after", {})
    run("record", "restore", case, case.parent / "kept.db", "--replace", "--reason", "again")
    with open_record(case, CASE_ID) as record:
        found = verify(record)
        assert found.holds, found.in_order()[:3]
    for file in case.glob("record.db.replaced-*"):
        if not file.name.endswith("-wal"):
            assert whole(file), file.name
        file.unlink()


# --- again and again ------------------------------------------------------------------------------


def forked(work: Callable[[], None]) -> int:
    """Run something in a process of its own, which begins without threads."""
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            work()
            status = 0
        except BaseException:  # noqa: BLE001 - told, and then the process ends
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(status)
    return pid


def ended(pid: int) -> bool:
    """Wait for a process; whether all went well with it."""
    return os.waitpid(pid, 0)[1] == 0


def begun(folder: Path, what: str) -> Path:
    """A new case; to restore or to copy, with a record of some megabytes and a backup."""
    case = folder / "case"
    shutil.copytree(CASE, case)
    if what in ("restore", "copy"):

        def fill() -> None:
            chance = random.Random(1)
            for _ in range(3):
                import_(case, lambda *_: None, chance)
            run("record", "backup", case, folder / "kept.db")
            decide(case, lambda *_: None, chance)

        assert ended(forked(fill))
    return case


def once(case: Path, what: str, past: Past, seed: int, longest: float) -> bool:
    """One child, killed; whether what it left is as it should be."""
    chance = random.Random(seed)
    reads, writes = os.pipe()
    pid = forked(lambda: child(case, what, writes, seed))
    os.close(writes)
    time.sleep(chance.uniform(0.01, longest))
    os.kill(pid, signal.SIGKILL)
    killed = os.waitpid(pid, 0)[1] == signal.SIGKILL
    with os.fdopen(reads, "rb") as pipe:
        past.hear(pipe.read())
    check = look_restored if what == "restore" else look
    if not killed:
        print(f"seed {seed}: the child ended by itself", flush=True)
    return ended(forked(lambda: check(case, past))) and killed


def main() -> None:
    """Kill, look, tell."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=25)
    parser.add_argument("--what", choices=sorted(WORKS), default="all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--longest", type=float, default=1.2, help="seconds that a child lives")
    asked = parser.parse_args()
    for module in (
        "hudna.engines.batch",
        "hudna.engines.decided",
        "hudna.engines.intake",
        "hudna.record.copy",
    ):
        importlib.import_module(module)  # once, rather than in each child
    began, failed, cut = time.monotonic(), [], Counter[str]()
    done = 0
    for life in range(0, asked.times, LIVES):
        with tempfile.TemporaryDirectory(prefix="hudna-crash-") as name:
            os.environ["HUDNA_KEYS"] = f"{name}/keys"
            case, past = begun(Path(name), asked.what), Past()
            for i in range(life, min(life + LIVES, asked.times)):
                seed = asked.seed * 1_000_000 + i
                if not once(case, asked.what, past, seed, asked.longest):
                    failed.append(seed)
            done += len(past.done)
            cut.update(str(words[0]) for words in past.begun)
    told = ", ".join(f"{n} of {what}" for what, n in sorted(cut.items()))
    print(f"{asked.times} kills, {len(failed)} failed {failed or ''}; {done} changes done;")
    print(f"cut short: {told}; {time.monotonic() - began:.0f} s, seed {asked.seed}")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
