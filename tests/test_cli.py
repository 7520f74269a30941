"""The commands, run as a person runs them: what they print, refuse and never do."""

import atexit
import csv
import io
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import jsonschema
import pyarrow.parquet as pq
import pytest
import typer
from hypothesis import given, settings
from hypothesis import strategies as st

import hudna
from hudna import cli, codes
from hudna.cli import shared
from hudna.finding import ELEMENTS, SCOPE

ROOT = Path(__file__).resolve().parents[1]
# Copies: an answer is recorded in the folder that it is given from.
COPIES = Path(tempfile.mkdtemp(prefix="hudna-test-cases-"))
atexit.register(shutil.rmtree, COPIES, ignore_errors=True)
MINSK = shutil.copytree(ROOT / "tests/cases/minsk-2015", COPIES / "minsk-2015")
LEBANON = shutil.copytree(ROOT / "tests/cases/lebanon-2024", COPIES / "lebanon-2024")
SYRIA = shutil.copytree(ROOT / "src/hudna/cases/syria-2016", COPIES / "syria-2016")
CASES = [path for path in (MINSK, LEBANON, SYRIA) if (path / "agreement.yaml").exists()]


def hudna_(*arguments, cwd=None, env=None, binary=False):
    done = subprocess.run(
        [sys.executable, "-m", "hudna", *map(str, arguments)],
        capture_output=True, check=False, cwd=cwd, timeout=120,
        env={**os.environ, "COLUMNS": "200", **(env or {})},
    )  # fmt: skip
    if binary:
        return done
    done.stdout, done.stderr = done.stdout.decode(), done.stderr.decode()
    return done


def inside(*arguments):
    """Run a command in this process: (exit status, standard output, standard error)."""
    status, out, err = inside_bytes(*arguments)
    return status, out.decode(), err.decode()


def inside_bytes(*arguments):
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8")
    old = sys.argv, sys.stdout, sys.stderr
    sys.argv, sys.stdout, sys.stderr = ["hudna", *map(str, arguments)], out, err
    status = 0
    try:
        cli.main()
    except SystemExit as left:
        status = left.code or 0
    finally:
        sys.argv, sys.stdout, sys.stderr = old
    out.flush()
    err.flush()
    return status, out.buffer.getvalue(), err.buffer.getvalue()


def run(*arguments, binary=False):
    """As `hudna_`, in this process."""
    status, out, err = inside(*arguments) if not binary else inside_bytes(*arguments)
    return subprocess.CompletedProcess(arguments, status, out, err)


def snapshot(folder):
    """Every file and folder under a folder, with its bytes; what the record adds apart."""
    return {
        str(p.relative_to(folder)): p.read_bytes() if p.is_file() else None
        for p in sorted(folder.rglob("*"))
        if not p.name.startswith("record.db")
    }


@pytest.fixture
def case(tmp_path):
    folder = tmp_path / "case"
    return shutil.copytree(MINSK, folder, ignore=shutil.ignore_patterns("record.db*"))


def refused(done, *words):
    """Exit status 1, the reason on standard error, no traceback."""
    assert done.returncode == 1, (done.stdout, done.stderr)
    assert "Traceback" not in done.stderr
    for word in words:
        assert word in done.stderr, done.stderr


# --- bad input ------------------------------------------------------------------------------------------


def put(name, content):
    def make(folder):
        data = content if isinstance(content, bytes) else content.encode()
        (folder / name).write_bytes(data)

    return make


def swap(name, old, new):
    def make(folder):
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    return make


def a_folder_in_place_of(name):
    def make(folder):
        (folder / name).unlink(missing_ok=True)
        (folder / name).mkdir()

    return make


def a_zip(folder):
    with zipfile.ZipFile(folder / "agreement.yaml", "w") as file:
        file.writestr("agreement.yaml", "case: {}")


PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 4
BAD = {
    "broken YAML": (put("agreement.yaml", "case: {id: [\n"), "agreement.yaml:", "not YAML"),
    "a tab": (put("agreement.yaml", "case:\n\tid: x\n"), "agreement.yaml:2", "not YAML"),
    "no zone": (swap("agreement.yaml", "  zone: Europe/Kyiv\n", ""), "`zone` is missing"),
    "an unknown act": (swap("incidents.yaml", "H-WIV", "H-XYZ"), "incidents.yaml:10", "H-XYZ"),
    "an end before its start": (swap("incidents.yaml", 'to: "2015-02-15T01:00"', 'to: "2015-02-14T22:00"'), "incidents.yaml:14", "precedes"),
    "a latitude of 340": (swap("incidents.yaml", "{spot: west-30}", "{point: [37, 340]}"), "incidents.yaml:8", "latitude 340"),
    "a latitude of 340 in the gazetteer": (swap("gazetteer.csv", "48.", "340."), "gazetteer.csv:", "340"),
    "an empty file": (put("agreement.yaml", ""), "agreement.yaml", "error"),
    "only a comment": (put("agreement.yaml", "# nothing\n"), "agreement.yaml", "error"),
    "a list": (put("agreement.yaml", "- a\n- b\n"), "agreement.yaml:1", "error"),
    "a number": (put("agreement.yaml", "42\n"), "agreement.yaml:1", "error"),
    "a picture": (put("agreement.yaml", PNG), "agreement.yaml", "not UTF-8"),
    "a zip": (a_zip, "agreement.yaml", "error"),
    "UTF-16": (put("actors.yaml", "actors: []\n".encode("utf-16")), "actors.yaml", "error"),
    "Windows Arabic": (put("actors.yaml", "sides: {a: {label: مرحبا}}\n".encode("cp1256")), "actors.yaml:1", "not UTF-8"),
    "NUL bytes": (put("incidents.yaml", b"incidents:\x00 []\n"), "incidents.yaml:1", "NUL"),
    "binary noise": (put("incidents.yaml", random.Random(1).randbytes(4000)), "incidents.yaml", "error"),
    "zones that are no JSON": (put("zones.geojson", "{"), "zones.geojson:1", "not JSON"),
    "zones that are no collection": (put("zones.geojson", "[1, 2]"), "zones.geojson:1", "no GeoJSON"),
    "zones that are a string": (put("zones.geojson", '{"features": "abc"}'), "zones.geojson:1", "no GeoJSON"),
    "zones of strings": (put("zones.geojson", '{"features": ["abc", 3, null, []]}'), "zones.geojson", "feature 4"),
    "a number of 5000 digits": (put("zones.geojson", '{"features": [' + "9" * 5000 + "]}"), "zones.geojson", "error"),
    "zones a thousand deep": (put("zones.geojson", "[" * 100_000), "zones.geojson", "error"),
    "YAML a thousand deep": (put("agreement.yaml", "[" * 5000 + "]" * 5000), "agreement.yaml", "deep"),
    "a bomb of aliases": (put("agreement.yaml", "a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n"), "agreement.yaml:1", "anchor"),
    "a tag": (put("agreement.yaml", "case: !!python/object/apply:os.system [ls]\n"), "agreement.yaml:1", "tag"),
    "a key twice": (put("incidents.yaml", "incidents: []\nincidents: []\n"), "incidents.yaml:2", "stands twice"),
    "hidden direction marks": (swap("actors.yaml", '"Ukraine"]', '"Ukr\u202eaine"]'), "actors.yaml:", "hidden"),
    "a gazetteer of another kind": (put("gazetteer.csv", "name,population\nKyiv,1\n"), "gazetteer.csv:1", "header"),
    "ragged rows": (swap("gazetteer.csv", "\n", "\nragged,row\n"), "gazetteer.csv:2", "cells"),
    "agreement.yaml is a folder": (a_folder_in_place_of("agreement.yaml"), "agreement.yaml", "cannot be read"),
    "zones.geojson is a folder": (a_folder_in_place_of("zones.geojson"), "zones.geojson", "cannot be read"),
    "gazetteer.csv is a folder": (a_folder_in_place_of("gazetteer.csv"), "gazetteer.csv", "cannot be read"),
    "incidents.yaml is a folder": (a_folder_in_place_of("incidents.yaml"), "incidents.yaml", "cannot be read"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_refused_and_nothing_written(case, name):
    make, *words = BAD[name]
    make(case)
    before = snapshot(case.parent)
    for command in (["check"], ["judge"], ["judge", "--format", "json"], ["obligations"], ["test"]):
        status, out, err = inside(command[0], case, *command[1:])
        assert status == 1, (command, out, err)
        for word in words:
            assert word in err, (command, err)
        if command != ["check"]:
            assert out == ""
    assert snapshot(case.parent) == before


@pytest.mark.parametrize("command", ["check", "judge", "obligations", "test"])
def test_what_is_no_case(tmp_path, command):
    empty = tmp_path / "empty"
    empty.mkdir()
    other = tmp_path / "other"
    other.mkdir()
    (other / "notes.txt").write_text("x", encoding="utf-8")
    file = tmp_path / "file.yaml"
    file.write_text("x", encoding="utf-8")
    before = snapshot(tmp_path)
    for folder, what in (
        (empty, "no agreement.yaml"), (other, "no agreement.yaml"), (file, "is not a folder"),
        (tmp_path / "missing", "no such folder"), (tmp_path / ("x" * 400), "error"),
    ):  # fmt: skip
        status, _, err = inside(command, folder)
        assert status == 1
        assert what in err
        assert "hudna new" in err or what == "error"
    assert snapshot(tmp_path) == before


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="rights are other here")
@pytest.mark.parametrize("what", ["agreement.yaml", "actors.yaml", "gazetteer.csv", "."])
def test_unreadable_input(what):
    assert inside("check", MINSK)[0] == 0  # all that it imports is imported
    with tempfile.TemporaryDirectory() as made:
        Path(made).chmod(0o755)
        folder = Path(made) / "case"
        shutil.copytree(MINSK, folder)
        locked = folder / what
        locked.chmod(0)
        root = os.geteuid() == 0
        try:
            if root:
                os.seteuid(65534)  # root reads everything
            status, _, err = inside("check", folder)
        finally:
            if root:
                os.seteuid(0)
            locked.chmod(0o755)
        assert status == 1
        assert "Permission denied" in err


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
@pytest.mark.parametrize("name", ["agreement.yaml", "zones.geojson", "gazetteer.csv", "record.db"])
def test_a_file_that_never_ends(case, name):
    (case / name).unlink(missing_ok=True)
    os.mkfifo(case / name)
    refused(hudna_("judge", case), name, "not a file")
    (case / name).unlink()
    (case / name).symlink_to("/dev/zero")
    refused(hudna_("judge", case), name, "not a file")


@pytest.mark.parametrize("content", [b"not a record", b"", b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_record_that_is_none(case, content):
    (case / "record.db").write_bytes(content)
    before = snapshot(case)
    for arguments in (["judge"], ["judge", "--format", "json"], ["explain", "howitzer-west-30"]):
        status, out, err = inside(arguments[0], case, *arguments[1:])
        if not content and status == 0:
            continue  # an empty file is a database in which nothing stands yet
        assert (status, out) == (1, "")
        assert "record.db" in err
        assert "restore" in err
        assert (case / "record.db").read_bytes() == content
    assert snapshot(case) == before


def test_a_day_that_is_none():
    for day in ("nonsense", "2015-02-31", "2015", "", "99999-01-01"):
        refused(run("obligations", MINSK, "--at", day), "--at")


def test_a_case_that_speaks_of_no_day(case):
    """Nothing happened, nobody signed: obligations stand as they do, and nothing fails."""
    text = (case / "agreement.yaml").read_text(encoding="utf-8")
    text = re.sub(r"\naccessions:\n.*", "\n", text, flags=re.DOTALL)
    text = re.sub(r"\nevents:\n.*?\nterms:", "\nterms:", text, flags=re.DOTALL)
    text = re.sub(
        r"    obligations:\n.*?    sources: \[S45\]\n    note", "    note", text, flags=re.DOTALL
    )
    text = re.sub(r", from: \{event.*?\}\}\}", "}", text)
    (case / "agreement.yaml").write_text(text, encoding="utf-8")
    for name in ("incidents.yaml", "scenarios.yaml"):
        (case / name).unlink()
    for command in (["check"], ["judge"], ["judge", "--format", "json"], ["obligations"]):
        status, _, err = inside(command[0], case, *command[1:])
        assert status == 0, err


# --- fuzz -------------------------------------------------------------------------------------------------

FILES = [
    "agreement.yaml",
    "actors.yaml",
    "incidents.yaml",
    "scenarios.yaml",
    "zones.geojson",
    "gazetteer.csv",
]
CHARACTERS = "{}[]:,\"'\n\t #-&*!|>%@`0aZ\u00e9\u0645\u202e\x00\x1b\ud7ff\U0001f600"


@st.composite
def mutations(draw):
    """A file, and changes to it: lines deleted, doubled or swapped, characters flipped."""
    name = draw(st.sampled_from(FILES))
    text = (MINSK / name).read_text(encoding="utf-8")
    for _ in range(draw(st.integers(1, 4))):
        lines = text.split("\n")
        i = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["delete", "double", "swap", "flip", "flip", "cut", "insert"])):
            case "delete":
                del lines[i]
                text = "\n".join(lines)
            case "double":
                text = "\n".join([*lines[: i + 1], *lines[i:]])
            case "swap":
                j = draw(st.integers(0, len(lines) - 1))
                lines[i], lines[j] = lines[j], lines[i]
                text = "\n".join(lines)
            case "flip" if lines[i]:
                k = draw(st.integers(0, len(lines[i]) - 1))
                char = draw(st.sampled_from(CHARACTERS))
                lines[i] = lines[i][:k] + char + lines[i][k + 1 :]
                text = "\n".join(lines)
            case "cut":
                text = text[: draw(st.integers(0, len(text)))]
            case _:
                lines[i] += draw(st.sampled_from(CHARACTERS))
                text = "\n".join(lines)
    return name, text


@pytest.mark.slow
@settings(max_examples=60)
@given(mutations())
def test_a_mutilated_case_is_judged_or_refused(mutation):
    name, text = mutation
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "case"
        shutil.copytree(MINSK, folder)
        (folder / name).write_bytes(text.encode("utf-8", "surrogatepass"))
        before = snapshot(folder)
        status, _, err = inside("check", folder)
        assert status in (0, 1), err
        assert (status == 1) == ("error" in err)
        again, out, told = inside("judge", folder, "--format", "json")
        assert again == status, told
        if again == 0:
            jsonschema.validate(json.loads(out), CONTRACT)
        else:
            assert out == ""
        assert snapshot(folder) == before


# --- the contract of `judge` ------------------------------------------------------------------------------


def closed(**properties):
    return {
        "type": "object", "properties": properties, "required": list(properties),
        "additionalProperties": False,
    }  # fmt: skip


def each(items, **more):
    return {"type": "array", "items": items, **more}


ID = {"type": "string", "pattern": r"^[A-Za-z0-9][A-Za-z0-9_.\-]{0,79}$"}
WORLD = {"type": "string", "pattern": r"^[A-Za-z0-9][A-Za-z0-9_.\-]{0,79}(\[[^\[\]]+\])?$"}
LETTER = {"enum": ["T", "F", "U"]}
MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?[+-]\d\d:\d\d$"}
REASONS = [
    "OCCURRENCE_UNCORROBORATED", "SINGLE_ORIGIN", "SOURCES_CONTRADICT", "TIME_STRADDLES_START",
    "TIME_STRADDLES_END", "PLACE_IMPRECISE", "CONTROL_UNKNOWN", "ACTOR_UNIDENTIFIED",
    "ACTOR_STATUS_CONTESTED", "TARGET_IDENTITY", "TARGET_MIXED", "INITIATOR_UNKNOWN",
    "JUSTIFICATION_UNRESOLVED", "ACT_UNKNOWN", "TEXT_UNAVAILABLE", "ACCESS_DENIED",
    "TECHNICAL_LIMIT",
]  # fmt: skip
CONTRACT = closed(
    case=ID,
    agreement=closed(id=ID, sha256={"type": "string", "pattern": "^[0-9a-f]{64}$"}),
    engine={"type": "string", "pattern": r"^hudna \d+\.\d+\.\d+"},
    as_known={"type": "null"},
    worlds=each(
        closed(
            id=WORLD,
            reading=ID,
            switches={"type": "object", "additionalProperties": {"type": ["string", "boolean"]}},
        ),
        minItems=1,
    ),
    obligations=each(
        closed(
            id=ID,
            world=WORLD,
            status={"enum": ["pending", "met", "met_late", "missed", "disputed"]},
            due={"anyOf": [each(MOMENT, minItems=2, maxItems=2), {"type": "null"}]},
            evidence=each(ID),
        )
    ),
    findings=each(
        closed(
            incident=ID,
            part={"type": ["integer", "null"], "minimum": 1},
            unmatched={"type": "boolean"},
            headline={
                "enum": ["violation", "not_violation", "depends", "cannot_determine", "under_review"]
            },
            causes=each({"enum": ["outside", "permitted", "refuted"]}, uniqueItems=True),
            verdicts=each(
                closed(
                    world=WORLD,
                    verdict={
                        "enum": [
                            "violation", "outside", "permitted", "not_occurred", "cannot_determine",
                        ]
                    },
                    conditional={"type": "boolean"},
                    failing=each({"enum": list(SCOPE)}, uniqueItems=True),
                    by=each(ID, uniqueItems=True),
                    reasons=each(
                        closed(
                            code={"enum": REASONS},
                            element={"enum": list(ELEMENTS)},
                            needs={"type": "string", "minLength": 1},
                        ),
                        uniqueItems=True,
                    ),
                    elements=closed(
                        occurred=LETTER, time=LETTER, territory=LETTER, actor=LETTER, target=LETTER,
                        act=LETTER, justification=LETTER,
                    ),
                    clauses=each(ID, uniqueItems=True),
                ),
                minItems=1,
            ),
            pivots=each(ID, uniqueItems=True),
            flags=each(closed(law={"enum": ["IHL", "SCR"]}, code={"type": "string", "minLength": 1})),
        )
    ),
)  # fmt: skip


def test_the_enums_of_the_contract_are_those_of_the_record():
    assert sorted(REASONS) == sorted(codes.codes("reason"))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("folder", "worlds"),
    [
        *((folder, []) for folder in CASES),
        (MINSK, ["--worlds", "all"]),
        (LEBANON, ["--worlds", "LB"]),
    ],
    ids=lambda p: getattr(p, "name", "-".join(p) if isinstance(p, list) else ""),
)
def test_json_is_the_contract_and_two_runs_are_equal(folder, worlds):
    arguments = ("judge", folder, "--format", "json", *worlds)
    done = hudna_(*arguments, env={"PYTHONHASHSEED": "0"})
    assert done.returncode == 0, done.stderr
    again = hudna_(*arguments, env={"PYTHONHASHSEED": "4242"})
    assert (done.stdout, done.stderr) == (again.stdout, again.stderr)
    found = json.loads(done.stdout)
    jsonschema.validate(found, CONTRACT)
    names = [world["id"] for world in found["worlds"]]
    assert len(set(names)) == len(names)
    for finding in found["findings"]:
        assert [v["world"] for v in finding["verdicts"]] == names
        for verdict in finding["verdicts"]:
            assert bool(verdict["reasons"]) == (verdict["verdict"] == "cannot_determine")
            assert bool(verdict["failing"]) == (verdict["verdict"] == "outside")
            assert bool(verdict["by"]) == (verdict["verdict"] == "violation")
    assert {o["world"] for o in found["obligations"]} <= set(names)
    assert found["engine"] == f"hudna {hudna.__version__}"
    import hashlib

    digest = hashlib.sha256((folder / "agreement.yaml").read_bytes()).hexdigest()
    assert found["agreement"]["sha256"] == digest


def test_findings_of_the_small_cases_by_hand():
    minsk = json.loads(run("judge", MINSK, "--format", "json").stdout)
    found = {f["incident"]: f for f in minsk["findings"]}
    # 10 March is after the fifteenth day; 30 km is within 50; verified by monitors.
    gun = found["howitzer-west-30"]
    assert gun["headline"] == "violation"
    assert gun["verdicts"][0]["by"] == ["ukrainian-armed-forces"]
    assert {"withdrawal", "lines"} <= set(gun["verdicts"][0]["clauses"])
    # Told by one side, and astride 00:00.
    night = found["shelling-first-night"]
    assert night["headline"] == "cannot_determine"
    reasons = {(r["element"], r["code"]) for r in night["verdicts"][0]["reasons"]}
    assert ("time", "TIME_STRADDLES_START") in reasons
    assert ("occurred", "OCCURRENCE_UNCORROBORATED") in reasons
    lebanon = json.loads(run("judge", LEBANON, "--format", "json").stdout)
    (strike,) = lebanon["findings"]
    assert strike["headline"] == "depends"
    assert {v["world"]: v["verdict"] for v in strike["verdicts"]} == {
        "IL": "cannot_determine", "LB": "violation",
    }  # fmt: skip
    assert strike["pivots"] == ["IL", "LB"]


@pytest.mark.slow
@pytest.mark.parametrize("folder", CASES, ids=lambda p: p.name)
@pytest.mark.parametrize("command", ["check", "obligations"])
def test_two_runs_are_equal_byte_for_byte(folder, command):
    first, second = (
        hudna_(command, folder, env={"PYTHONHASHSEED": seed}, binary=True) for seed in ("0", "4242")
    )
    assert (first.returncode, first.stdout, first.stderr) == (
        second.returncode, second.stdout, second.stderr,
    )  # fmt: skip
    assert first.returncode == 0


@pytest.mark.slow
@pytest.mark.parametrize("arguments", [["judge"], ["judge", "--format", "csv"], ["test"]])
def test_two_runs_in_other_formats(arguments):
    first, second = (
        hudna_(arguments[0], LEBANON, *arguments[1:], env={"PYTHONHASHSEED": seed}, binary=True)
        for seed in ("1", "99")
    )
    assert first.returncode == 0
    assert (first.stdout, first.stderr) == (second.stdout, second.stderr)


@pytest.mark.slow
def test_errors_are_in_the_same_order_each_time(case):
    swap("agreement.yaml", "area: [ceasefire-area]", "area: [cease-area]")(case)
    swap("agreement.yaml", "weapons: [mlrs]", "weapons: [mlr]")(case)
    swap("incidents.yaml", "H-WIV", "H-XYZ")(case)
    first, second = (
        hudna_("check", case, env={"PYTHONHASHSEED": seed}).stderr for seed in ("1", "99")
    )
    assert first == second
    assert len(first.splitlines()) == 4


# --- formats and files ----------------------------------------------------------------------------------------


def test_csv_and_parquet_hold_what_json_holds(tmp_path):
    found = json.loads(run("judge", LEBANON, "--format", "json").stdout)
    rows = list(csv.DictReader(io.StringIO(run("judge", LEBANON, "--format", "csv").stdout)))
    file = tmp_path / "findings.parquet"
    assert run("judge", LEBANON, "--format", "parquet", "--output", file).returncode == 0
    table = pq.read_table(file).to_pylist()
    flat = [(f, v) for f in found["findings"] for v in f["verdicts"]]
    assert len(rows) == len(table) == len(flat)
    for row, line, (finding, verdict) in zip(rows, table, flat, strict=True):
        assert row["incident"] == line["incident"] == finding["incident"]
        assert row["world"] == line["world"] == verdict["world"]
        assert row["verdict"] == line["verdict"] == verdict["verdict"]
        assert row["elements"] == line["elements"] == "".join(verdict["elements"].values())
        assert row["conditional"] == str(line["conditional"]) == str(verdict["conditional"])
        assert (row["part"] or None) == line["part"] == finding["part"]
    piped = run("judge", LEBANON, "--format", "parquet", binary=True)
    assert piped.stdout[:4] == b"PAR1"


@pytest.mark.parametrize("kind", ["json", "csv", "parquet"])
def test_an_output_file_appears_whole_or_not_at_all(tmp_path, kind):
    file = tmp_path / "out"
    done = run("judge", MINSK, "--format", kind, "--output", file)
    assert (done.returncode, done.stdout) == (0, "")
    printed = run("judge", MINSK, "--format", kind, binary=True).stdout
    assert file.read_bytes() == printed
    assert [p.name for p in tmp_path.iterdir()] == ["out"]
    file.write_bytes(b"kept")
    refused(run("judge", tmp_path / "none", "--format", kind, "--output", file))
    assert file.read_bytes() == b"kept"
    folder = tmp_path / "folder"
    folder.mkdir()
    refused(run("judge", MINSK, "--format", kind, "--output", folder), "cannot be written")
    refused(
        run("judge", MINSK, "--format", kind, "--output", tmp_path / "no" / "x"),
        "cannot be written",
    )
    assert sorted(p.name for p in tmp_path.iterdir()) == ["folder", "out"]
    assert list(folder.iterdir()) == []


def test_a_case_is_never_written_by_reading_it(case):
    before = snapshot(case)
    for command in (["check"], ["judge"], ["judge", "--format", "json"], ["test"], ["obligations"]):
        assert inside(command[0], case, *command[1:])[0] == 0
    assert snapshot(case) == before


@pytest.mark.slow
def test_a_pipe_that_closes_early():
    done = subprocess.run(
        f"{sys.executable} -m hudna judge {MINSK} --format json | head -c 10", shell=True,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stderr == ""


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_a_terminal_without_arabic(encoding, case):
    swap("actors.yaml", "side: ukraine-side", "side: أوكرانيا-side")(case)
    env = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0", "LC_ALL": "C"}
    done = hudna_("check", case, env=env, binary=True)
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    done = hudna_("judge", LEBANON, "--format", "json", env=env, binary=True)
    assert done.returncode == 0
    assert done.stdout == hudna_("judge", LEBANON, "--format", "json", binary=True).stdout
    assert hudna_("judge", LEBANON, env=env, binary=True).returncode == 0


# --- usage -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        ["judg", MINSK],
        ["judge"],
        ["judge", MINSK, "--fromat", "json"],
        ["judge", MINSK, "--format", "xml"],
        ["judge", MINSK, "--output", "x.txt"],
        ["test", MINSK, "--format", "csv"],
        ["obligations", MINSK, "--format", "parquet"],
        ["explain", MINSK, "howitzer-west-30", "--lang", "fr"],
        ["check", MINSK, LEBANON],
        ["new"],
        ["import", MINSK],
        ["schema"],
        ["sitrep", MINSK, "--lang", "fr"],
        ["sitrep", MINSK, "--date", "2015-02-15", "--to", "2015-02-16"],
    ],
    ids=lambda a: " ".join(map(str, a)).replace(str(COPIES), ""),
)
def test_wrong_usage(arguments, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = run(*arguments)
    assert done.returncode == 2, (done.stdout, done.stderr)
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_what_was_known_before_anything_was_recorded_is_refused(case, tmp_path):
    commands = [["judge", case], ["explain", case, "howitzer-west-30"],
                ["sitrep", case, "--out", tmp_path / "o"]]  # fmt: skip
    for arguments in commands:
        done = run(*arguments, "--as-known", "2015-03-01")
        refused(done, "there is no record here yet")
    assert not (case / "record.db").exists()
    assert run("judge", case).returncode == 0
    for arguments in commands:
        done = run(*arguments, "--as-known", "2015-03-01")
        refused(done, "no agreement was recorded by 2015-03-01")
        assert done.stdout == ""
    assert not (tmp_path / "o").exists()


@pytest.mark.parametrize(
    ("worlds", "what"),
    [
        ("M9", "there is no reading “M9”"),
        ("M1[x=1]", "no switch “x” concerns M1"),
        ("M1[", "M1"),
        ("[a=b]", "no reading"),
        (",", "no world"),
        ("M1,,M9", "M9"),
    ],
)
def test_worlds_that_are_none(worlds, what):
    done = run("judge", MINSK, "--format", "json", "--worlds", worlds)
    if worlds == "M1[":
        assert done.returncode in (0, 1)
        return
    refused(done, what)
    assert done.stdout == ""


def test_worlds_that_are_asked_for():
    done = json.loads(run("judge", MINSK, "--format", "json", "--worlds", "M2").stdout)
    assert [w["id"] for w in done["worlds"]] == ["M2"]
    # The headline stays that of the live readings.
    default = json.loads(run("judge", MINSK, "--format", "json").stdout)
    assert [f["headline"] for f in done["findings"]] == [f["headline"] for f in default["findings"]]


def test_new(tmp_path):
    folder = tmp_path / "mine"
    done = run("new", folder, "--template", "syria-2016")
    assert done.returncode == 0, done.stderr
    assert "hudna check" in done.stdout
    names = {p.name for p in folder.iterdir()}
    assert {"agreement.yaml", "actors.yaml", ".gitignore", "sources"} <= names
    kept = (folder / ".gitignore").read_text().split()
    assert {"sources/", "record.db*", "out/"} <= set(kept)
    assert [p.name for p in tmp_path.iterdir()] == ["mine"]
    before = snapshot(tmp_path)
    refused(run("new", folder, "--template", "syria-2016"), "not an empty folder")
    file = tmp_path / "mine" / "agreement.yaml"
    refused(run("new", file), "not an empty folder")
    refused(
        run("new", tmp_path / "other", "--template", "syria-2017"),
        "no such template",
        "syria-2016",
    )
    refused(run("new", file / "below"), "cannot be made")
    assert snapshot(tmp_path) == before
    (tmp_path / "empty").mkdir()
    assert run("new", tmp_path / "empty", "--template", "syria-2016").returncode == 0
    assert run("check", tmp_path / "empty").returncode == 0


def test_new_harms_nothing_beside_it(tmp_path):
    """A folder that looks like a leftover is somebody's folder."""
    theirs = tmp_path / ".mine.new"
    theirs.mkdir()
    (theirs / "notes").write_text("theirs", encoding="utf-8")
    assert run("new", tmp_path / "mine", "--template", "syria-2016").returncode == 0
    assert (theirs / "notes").read_text(encoding="utf-8") == "theirs"


def test_every_template_is_a_case_without_errors(tmp_path):
    from hudna.case import templates

    assert {"blank", "syria-2016"} <= set(templates())
    for name in templates():
        assert run("new", tmp_path / name, "--template", name).returncode == 0
        done = run("check", tmp_path / name)
        assert done.returncode == 0, done.stderr


def test_schema():
    for name in ("agreement", "actors", "incidents", "scenarios"):
        found = json.loads(run("schema", name).stdout)
        jsonschema.Draft202012Validator.check_schema(found)
    refused(run("schema", "nonsense"), "no such schema")


@pytest.mark.parametrize("folder", CASES, ids=lambda p: p.name)
@pytest.mark.parametrize("name", ["agreement", "actors", "incidents", "scenarios"])
def test_the_schema_takes_every_case(folder, name):
    from hudna.schemas import schema_of
    from hudna.yamlfile import read_yaml

    file = folder / f"{name}.yaml"
    if not file.exists():
        pytest.skip("the case has none")
    jsonschema.Draft202012Validator(schema_of(name)).validate(read_yaml(file).value)


def test_check_says_what_is_there():
    done = run("check", MINSK)
    assert (done.returncode, done.stderr) == (0, "")
    assert "no errors. 7 terms, 2 readings, 1 default worlds" in done.stdout
    assert ": question: " in done.stdout
    strict = run("check", MINSK, "--strict")
    assert strict.returncode == 1
    assert "0 errors, 1 warning or questions" in strict.stderr


def test_version():
    done = hudna_("--version")
    assert (done.returncode, done.stdout) == (0, f"hudna {hudna.__version__}\n")


# --- hostile names -----------------------------------------------------------------------------------------------

HOSTILE = [
    "<script>alert(1)</script>", "[red]danger[/red]", "[/]", "[link=http://x]y[/link]", ":100: :warning:",
    "=cmd|' /C calc'!A0", "\\[bold]", "%s %d {0} {x}", "'; DROP TABLE x; --", "$(rm -rf /)", "\\",
]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_shown_as_they_are(case, name, monkeypatch):
    monkeypatch.setattr(shared.out, "_width", 600)
    quoted = "'" + name.replace("'", "''") + "'"
    swap(
        "agreement.yaml",
        '{en: "Begin to withdraw heavy weapons", ar: "البدء بسحب الأسلحة الثقيلة"}',
        quoted,
    )(case)
    swap("incidents.yaml", "code: H-WIV", f"code: {quoted}")(case)
    status, _, err = inside("check", case)
    assert status == 1
    assert name in err or "not of the right form" in err
    swap("incidents.yaml", f"code: {quoted}", "code: H-WIV")(case)
    status, out, err = inside("obligations", case)
    assert status == 0, err
    assert name in out
    status, out, _ = inside("obligations", case, "--format", "json")
    assert status == 0
    json.loads(out)


def test_line_100_is_no_picture(case):
    """`:100:` is a picture to some terminals' libraries."""
    text = (case / "agreement.yaml").read_text(encoding="utf-8")
    text = text.replace("  kind: preliminary\n", "  knid: preliminary\n")
    above = text[: text.index("  knid")].count("\n")
    (case / "agreement.yaml").write_text("#\n" * (99 - above) + text, encoding="utf-8")
    status, _, err = inside("check", case)
    assert status == 1
    assert "agreement.yaml:100:9: error" in err


def test_marks_of_direction_and_escapes_do_not_reach_the_terminal(case):
    file = case / "zones.geojson"
    for bad in ("\\u202e", "\\u001b[31m", "\\u0007", "\\ud800", "\\u2066"):
        shutil.copy(MINSK / "zones.geojson", file)
        swap("zones.geojson", '"id": "line-actual"', f'"id": "line-{bad}"')(case)
        done = run("check", case, binary=True)
        assert done.returncode == 1
        assert b"Traceback" not in done.stderr
        text = done.stderr.decode() + done.stdout.decode()
        assert not set(text) & {"\u202e", "\x1b", "\x07", "\u2066"}
        shutil.copy(MINSK / "zones.geojson", file)
        swap("zones.geojson", '"kind": "scope-in"', f'"kind": "{bad}"')(case)
        done = run("check", case, binary=True)
        assert done.returncode == 1
        text = done.stderr.decode() + done.stdout.decode()
        assert not set(text) & {"\u202e", "\x1b", "\x07", "\u2066"}


def test_a_path_with_marks_of_direction(tmp_path):
    folder = tmp_path / "a\u202eb\x1b[31m"
    done = hudna_("check", folder, binary=True)
    assert done.returncode == 1
    assert not set(done.stderr.decode()) & {"\u202e", "\x1b"}


def test_options_refuse_nothing_they_do_not_know():
    """Typer's own errors are usage, never a traceback."""
    assert issubclass(typer.BadParameter, Exception)
    done = hudna_("judge", MINSK, "--worlds")
    assert done.returncode == 2
