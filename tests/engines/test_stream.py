"""Files judged a batch at a time: the same whatever the batches, threads and stops, or not at all."""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from syria_tables import CASE, SYRIA, incidents, plain

from hudna.case import open_case
from hudna.engines import growing_file, incident_files, stream
from hudna.finding_table import worlds_of
from hudna.incident_table import checked
from hudna.judging.judge import Judge
from hudna.problem import Refused

ROWS, GROUP, PART = 240, 70, 60
TABLE = incidents(ROWS)


KEPT = Judge(CASE.agreement)


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    """Parts of a few rows; what is compiled for the case serves all tests."""
    monkeypatch.setattr(stream, "PART", PART)
    judge = {id(CASE.agreement): KEPT}
    monkeypatch.setattr(stream, "Judge", lambda found: judge.get(id(found)) or Judge(found))


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "in.parquet"
    pq.write_table(TABLE, path, row_group_size=GROUP)
    return path


@pytest.fixture(scope="module")
def expected():
    court = KEPT.court()
    listed = checked(TABLE)
    return plain(court.table(court.listing(CASE.registry.origins).listed(listed), listed))


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def judge(source, output, **more):
    return stream.judge_file(CASE, source, output, **more)


def why(function, *arguments, **more):
    with pytest.raises(Refused) as refused:
        function(*arguments, **more)
    return str(refused.value)


# --- the same ---------------------------------------------------------------------------------------


def test_a_file_gives_what_its_table_gives(source, tmp_path, expected):
    steps = []
    done = judge(source, tmp_path / "out.parquet", advance=steps.append)
    found = pq.read_table(tmp_path / "out.parquet")
    assert plain(found).equals(expected)
    assert (done.incidents, done.findings, done.before) == (ROWS, expected.num_rows, 0)
    assert sum(steps) == ROWS
    assert worlds_of(found) == [w.id for w in CASE.agreement.worlds.default()]
    assert pq.ParquetFile(tmp_path / "out.parquet").num_row_groups == -(-ROWS // PART)
    assert sorted(item.name for item in tmp_path.iterdir()) == ["in.parquet", "out.parquet"]


@pytest.mark.parametrize(("rows", "threads"), [(1000, 1), (13, 2), (60, 3)])
def test_neither_batches_nor_threads_change_a_byte(source, tmp_path, rows, threads):
    judge(source, tmp_path / "one.parquet")
    judge(source, tmp_path / "two.parquet", rows=rows, threads=threads)
    assert sha256(tmp_path / "one.parquet") == sha256(tmp_path / "two.parquet")


def test_a_folder_is_its_files_by_name_of_either_form(tmp_path, expected):
    folder = tmp_path / "in"
    folder.mkdir()
    pq.write_table(TABLE.slice(0, 100), folder / "a.parquet", row_group_size=33)
    with (
        pa.OSFile(str(folder / "b.arrow"), "wb") as sink,
        pa.ipc.new_file(sink, TABLE.schema) as out,
    ):
        out.write_table(TABLE.slice(100, 90), max_chunksize=40)
    pq.write_table(TABLE.slice(190, 0), folder / "c.parquet")
    pq.write_table(TABLE.slice(190), folder / "d.parquet")
    (folder / "_SUCCESS").touch()
    judge(folder, tmp_path / "out.parquet")
    assert plain(pq.read_table(tmp_path / "out.parquet")).equals(expected)


def test_of_no_rows_there_are_no_findings(tmp_path):
    pq.write_table(TABLE.slice(0, 0), tmp_path / "in.parquet")
    assert judge(tmp_path / "in.parquet", tmp_path / "out.parquet").findings == 0
    assert pq.read_table(tmp_path / "out.parquet").num_rows == 0


def test_other_readers_agree(source, tmp_path, expected):
    import pyarrow.dataset as ds

    polars = pytest.importorskip("polars")
    path = tmp_path / "out.parquet"
    judge(source, path)
    assert polars.read_parquet(path)["incident"].to_list() == expected["incident"].to_pylist()
    assert ds.dataset(path).to_table(columns=["headline"])["headline"].to_pylist() == (
        expected["headline"].to_pylist()
    )


def test_without_reasons_and_pivots_their_columns_are_null(source, tmp_path):
    judge(source, tmp_path / "out.parquet", reasons=False, pivots=False)
    found = pq.read_table(tmp_path / "out.parquet")
    assert found["reasons"].null_count == found["pivots"].null_count == found.num_rows


# --- stops ------------------------------------------------------------------------------------------


class Stop(Exception):
    """Somebody pulls the plug."""


def stopped(source, output, after, **more):
    """Judge, but stop when so many incidents were told to be done; what is being written ends."""
    done = 0

    def advance(number):
        nonlocal done
        done += number
        if done >= after:
            raise Stop

    with pytest.raises(Stop):
        judge(source, output, advance=advance, rows=20, **more)


@pytest.mark.parametrize("after", [20, 120, 240])
def test_after_a_stop_it_goes_on_where_it_was(source, tmp_path, after):
    whole, output = tmp_path / "whole.parquet", tmp_path / "out.parquet"
    judge(source, whole)
    stopped(source, output, after)
    assert not output.exists()
    steps = []
    done = judge(source, output, rows=37, advance=steps.append)
    assert done.before % PART == 0
    assert done.before >= after - 2 * PART
    assert sum(steps) == ROWS
    assert sha256(output) == sha256(whole)


KILLED = """
import sys, time
from pathlib import Path
from hudna.case import open_case
from hudna.engines import growing_file, stream
stream.PART = 20
add = growing_file.Growing.add
def slowly(self, table):
    add(self, table)
    print(len(self.ends), flush=True)
    time.sleep(0.05)
growing_file.Growing.add = slowly
stream.judge_file(open_case(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), rows=10)
"""


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGINT])
def test_a_process_that_is_killed_is_gone_on_from(source, tmp_path, sign, monkeypatch):
    monkeypatch.setattr(stream, "PART", 20)
    whole, output = tmp_path / "whole.parquet", tmp_path / "out.parquet"
    judge(source, whole)
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(SYRIA), str(source), str(output)],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    while process.stdout.readline().strip() != "3":
        assert process.poll() is None
    process.send_signal(sign)
    assert process.wait(timeout=60) != 0
    process.stdout.close()
    assert not output.exists()
    assert judge(source, output, rows=10).before >= 60
    assert sha256(output) == sha256(whole)
    assert not (tmp_path / ".out.parquet.parts").exists()


def test_what_was_being_written_is_written_again(source, tmp_path):
    whole, output = tmp_path / "whole.parquet", tmp_path / "out.parquet"
    judge(source, whole)
    stopped(source, output, 180)
    parts = tmp_path / ".out.parquet.parts"
    with (parts / "findings.parquet").open("ab") as file:
        file.write(b"half a row group")
    judge(source, output)
    assert sha256(output) == sha256(whole)


@pytest.mark.parametrize("cut", [0, 100, None])
def test_parts_that_were_lost_are_made_again(source, tmp_path, cut):
    whole, output = tmp_path / "whole.parquet", tmp_path / "out.parquet"
    judge(source, whole)
    stopped(source, output, 180)
    data = tmp_path / ".out.parquet.parts/findings.parquet"
    data.unlink() if cut is None else os.truncate(data, cut)
    assert judge(source, output).before == 0
    assert sha256(output) == sha256(whole)


def test_parts_of_another_input_are_refused(source, tmp_path):
    output = tmp_path / "out.parquet"
    stopped(source, output, 180)
    pq.write_table(TABLE.slice(1), source, row_group_size=GROUP)
    told = why(judge, source, output)
    assert "was begun, and not ended, with another input" in told
    assert "Delete the folder" in told
    shutil.rmtree(tmp_path / ".out.parquet.parts")
    assert judge(source, output).before == 0


@pytest.mark.parametrize(
    ("more", "what"),
    [
        ({"worlds": CASE.agreement.worlds.of_reading("R1")}, "set of worlds"),
        ({"pivots": False}, "options"),
    ],
)
def test_parts_of_other_worlds_or_options_are_refused(source, tmp_path, more, what):
    stopped(source, tmp_path / "out.parquet", 180)
    assert f"with another {what}" in why(judge, source, tmp_path / "out.parquet", **more)


@pytest.mark.parametrize("name", ["agreement.yaml", "zones.geojson", "actors.yaml"])
def test_parts_of_another_agreement_are_refused(source, tmp_path, name):
    folder = shutil.copytree(SYRIA, tmp_path / "case")
    stopped(source, tmp_path / "out.parquet", 180)
    with (folder / name).open("a", encoding="utf-8") as file:
        file.write("\n")
    told = why(stream.judge_file, open_case(folder), source, tmp_path / "out.parquet")
    assert "with another agreement" in told


def test_parts_of_another_version_are_refused(source, tmp_path, monkeypatch):
    stopped(source, tmp_path / "out.parquet", 180)
    monkeypatch.setattr("hudna.__version__", "99")
    assert "with another version of hudna" in why(judge, source, tmp_path / "out.parquet")


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{", '{"format": "hudna parts 1"}',
     '{"format": "hudna parts 1", "made_of": {}, "ends": [-5]}',
     '{"format": "hudna parts 1", "made_of": {}, "ends": [9, 8]}',
     '{"format": "hudna parts 1", "made_of": {}, "ends": ["9"]}',
     '{"format": "hudna parts 9", "made_of": {}, "ends": []}'],
)  # fmt: skip
def test_a_note_that_cannot_be_understood_is_refused(source, tmp_path, text):
    stopped(source, tmp_path / "out.parquet", 180)
    (tmp_path / ".out.parquet.parts/parts.json").write_text(text)
    told = why(judge, source, tmp_path / "out.parquet")
    assert "cannot be understood" in told
    assert "Delete the folder" in told


def test_a_folder_of_somebody_else_is_left_alone(source, tmp_path):
    folder = tmp_path / ".out.parquet.parts"
    folder.mkdir()
    (folder / "diary.txt").write_text("mine")
    assert "is not of this program" in why(judge, source, tmp_path / "out.parquet")
    assert (folder / "diary.txt").read_text() == "mine"


def test_two_at_once_are_refused(source, tmp_path):
    with growing_file.begun(tmp_path / "out.parquet", pa.schema([("a", pa.int8())]), {}):
        assert "by another run" in why(judge, source, tmp_path / "out.parquet")


def test_the_note_says_of_what_it_is(source, tmp_path):
    stopped(source, tmp_path / "out.parquet", 180)
    told = json.loads((tmp_path / ".out.parquet.parts/parts.json").read_text("utf-8"))["made_of"]
    (file,) = told["input"]
    assert file["path"] == str(source)
    assert file["bytes"] == source.stat().st_size
    assert (file["rows"], file["row_groups"]) == (ROWS, 4)  # 70, 70, 70, 30
    assert told["agreement"]["agreement.yaml"] == sha256(SYRIA / "agreement.yaml")


# --- bad input --------------------------------------------------------------------------------------


def test_a_file_that_was_cut_off(source, tmp_path):
    os.truncate(source, source.stat().st_size - 9)
    assert f"{source}: error: cannot be read" in why(judge, source, tmp_path / "out.parquet")


def test_bytes_that_are_broken(source, tmp_path):
    raw = bytearray(source.read_bytes())
    group = pq.ParquetFile(source).metadata.row_group(2).column(0)
    raw[group.dictionary_page_offset : group.dictionary_page_offset + 40] = b"\xff" * 40
    source.write_bytes(raw)
    assert f"{source}: error: cannot be read" in why(judge, source, tmp_path / "out.parquet")
    assert not (tmp_path / "out.parquet").exists()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda t: t.drop_columns(["incident_id"]), "there is no column `incident_id`"),
        (lambda t: t.drop_columns(["lat"]), "and no `lat`"),
        (lambda t: t.drop_columns(["level", "level_actor", "origins"]), "how far the incidents"),
        (lambda t: t.set_column(1, "t_earliest", t["t_earliest"].cast(pa.timestamp("us"))),
         "`t_earliest` has no time zone"),
        (lambda t: t.set_column(8, "actors", pa.array([1] * ROWS)), "`actors` is int64"),
    ],
)  # fmt: skip
def test_columns_that_cannot_be_judged(tmp_path, change, told):
    path = tmp_path / "in.parquet"
    pq.write_table(change(TABLE), path)
    said = why(judge, path, tmp_path / "out.parquet")
    assert told in said
    assert str(path) in said
    assert sorted(item.name for item in tmp_path.iterdir()) == ["in.parquet"]


def test_a_row_is_named_by_its_number_in_its_file(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    pq.write_table(TABLE.slice(0, 100), folder / "a.parquet")
    actors = TABLE["actors"].to_pylist()
    actors[231] = ["who"]  # the 132nd row of b, in its second row group
    bad = TABLE.set_column(8, "actors", pa.array(actors, pa.list_(pa.string())))
    pq.write_table(bad.slice(100), folder / "b.parquet", row_group_size=80)
    told = why(judge, folder, tmp_path / "out.parquet", rows=50)
    assert f"{folder / 'b.parquet'}: error: row 132 (i1-231): “who” is no actor of the case" in told
    assert not (tmp_path / "out.parquet").exists()


@pytest.mark.parametrize("name", ["in.csv", "in.json", "in.bin"])
def test_other_forms_are_refused(tmp_path, name):
    (tmp_path / name).write_text("incident_id,level\na,3\n")
    told = why(judge, tmp_path / name, tmp_path / "out.parquet")
    assert "is neither Parquet nor an Arrow file" in told
    assert "Give Parquet, or Arrow" in told


def test_folders_and_devices_that_are_no_input(tmp_path):
    output = tmp_path / "out.parquet"
    (tmp_path / "empty").mkdir()
    (tmp_path / "deep/er").mkdir(parents=True)
    assert "there is no such file" in why(judge, tmp_path / "none", output)
    assert "there are no files in the folder" in why(judge, tmp_path / "empty", output)
    assert "holds the folder er" in why(judge, tmp_path / "deep", output)
    assert "is a device or a pipe" in why(judge, Path(os.devnull), output)


def test_a_file_that_changes_while_it_is_read(source, tmp_path):
    def touch(_):
        os.utime(source, ns=(time.time_ns(), time.time_ns()))

    told = why(judge, source, tmp_path / "out.parquet", advance=touch)
    assert "was changed while it was read" in told
    assert not (tmp_path / "out.parquet").exists()


# --- bad output -------------------------------------------------------------------------------------


def test_outputs_that_would_harm(source, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    pq.write_table(TABLE, folder / "a.parquet")
    link = tmp_path / "link.parquet"
    link.symlink_to(source)
    assert "is a file that is to be judged" in why(judge, source, source)
    assert "is a file that is to be judged" in why(judge, source, link)
    assert "would be judged next time" in why(judge, folder, folder / "out.parquet")
    assert "there is no folder" in why(judge, source, tmp_path / "none/out.parquet")
    assert "is a folder" in why(judge, source, folder)
    assert "is a device" in why(judge, source, Path(os.devnull))


FULL = """
import resource, signal, sys
from pathlib import Path
from hudna.case import open_case
from hudna.engines import stream
from hudna.problem import Refused
stream.PART = 60
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[4]),) * 2)
try:
    stream.judge_file(open_case(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
except Refused as refused:
    print(refused)
"""


def test_a_disk_that_is_full(source, tmp_path):
    """No file may grow beyond what two parts take, as on a disk without room."""
    whole, output = tmp_path / "whole.parquet", tmp_path / "out.parquet"
    judge(source, whole)
    room = whole.stat().st_size // 2
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(SYRIA), str(source), str(output), str(room)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "cannot be written: " in done.stdout
    assert "Make room" in done.stdout
    assert not output.exists()
    assert judge(source, output).before > 0
    assert sha256(output) == sha256(whole)


def test_an_output_that_is_there_stays_until_the_new_one_is_whole(source, tmp_path):
    output = tmp_path / "out.parquet"
    output.write_bytes(b"before")
    output.chmod(0o600)
    stopped(source, output, 180)
    assert output.read_bytes() == b"before"
    judge(source, output)
    assert pq.read_table(output).num_rows > ROWS
    assert output.stat().st_mode & 0o777 == 0o600


# --- what is within -----------------------------------------------------------------------------------


def test_rows_come_from_any_row_on(source):
    files = incident_files.find(source)
    for first in (0, 1, 69, 70, 139, 239):
        some = list(incident_files.batches(files, first, 50, PART))
        assert sum(b.table.num_rows for b in some) == ROWS - first
        assert [b.first for b in some] == [
            1 + first + sum(b.table.num_rows for b in some[:i]) for i in range(len(some))
        ]
        ids = [i for b in some for i in b.table["incident_id"].to_pylist()]
        assert ids == TABLE["incident_id"].to_pylist()[first:]
        ends = [(b.first + b.table.num_rows - 2) // PART == (b.first - 1) // PART for b in some]
        assert all(ends)  # none goes beyond a part


def test_words_are_in_the_order_of_the_rows():
    words = pa.chunked_array(
        [pa.array(["b", "a", None]).dictionary_encode(), pa.array(["c", "a"]).dictionary_encode()]
    )
    unused = pa.DictionaryArray.from_arrays(pa.array([2, 0], pa.int32()), pa.array(["x", "y", "z"]))
    found = growing_file.canonical(pa.table({"w": words}))["w"].combine_chunks()
    assert found.to_pylist() == ["b", "a", None, "c", "a"]
    assert found.dictionary.to_pylist() == ["b", "a", "c"]
    found = growing_file.canonical(pa.table({"w": unused}))["w"].combine_chunks()
    assert found.dictionary.to_pylist() == ["z", "x"]


def test_a_part_of_many_worlds_has_fewer_rows(monkeypatch):
    monkeypatch.setattr(stream, "PART", 1 << 20)
    few = KEPT.court()
    assert stream.part_size(few) == 1 << 20  # 22 worlds: sets of 8 bytes
    many = Judge(CASE.agreement).court(CASE.agreement.worlds.all())
    width = many.schema.field("violation").type.byte_width
    assert stream.part_size(many) * width * 4 <= 1 << 26
