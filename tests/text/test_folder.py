"""Folders: every text read or reported, and nothing lost by a stop."""

import json
import os
import random
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reads import reader

from hudna.problem import Refused, refuse
from hudna.text.document import open_document
from hudna.text.folder import conflicts_file, copies, read_folder, readings
from hudna.text.statement import Reading

ARABIC = "أكد وزير الخارجية أن الهدنة تشمل جميع المناطق، في حين نفى المتحدث باسم الفصائل ذلك."
TASK = {"version": "1", "case": None}


class Reader:
    """Counts what it reads, and stops where it is told to."""

    def __init__(self, stop=None, refuses=None):
        self.seen = []
        self.stop = stop
        self.refuses = refuses

    def __call__(self, document):
        if len(self.seen) == self.stop:
            raise KeyboardInterrupt
        self.seen.append(document.text)
        if self.refuses and self.refuses in document.text:
            raise refuse("x", "is not wanted", "Do without")
        day = document.published and document.published.isoformat()
        return Reading(document.text, document.sha256, "ar", day)


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "texts"
    (folder / "b").mkdir(parents=True)
    (folder / ".hidden").mkdir()
    for name in ("c.txt", "a.txt", "b/z.txt", "b/y.txt", ".hidden/x.txt", ".x.txt"):
        (folder / name).write_text(f"{ARABIC} {name}", encoding="utf-8")
    (folder / "bad.txt").write_bytes(b"a\0b")
    (folder / "empty.txt").write_bytes(b"")
    return folder


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out.jsonl"


NAMES = ["a.txt", "b/y.txt", "b/z.txt", "bad.txt", "c.txt", "empty.txt"]


def test_every_text_has_a_line_in_the_order_of_names(folder, out):
    steps = []
    outcome = read_folder(folder, out, Reader(), task=TASK, advance=steps.append)
    lines = list(readings(out))
    assert [line["file"] for line in lines] == NAMES
    assert (outcome.read, outcome.kept, steps) == (6, 0, [1] * 6)
    assert [(p.file, p.what) for p in outcome.refused] == [
        ("bad.txt", "a NUL byte: this is no text, or it is damaged"),
        ("empty.txt", "the file is empty"),
    ]
    for line in lines:
        assert ("reading" in line) != ("refused" in line)
        if "reading" in line:
            assert line["reading"]["document"]["sha256"] == line["sha256"]
    assert {path.name for path in out.parent.iterdir()} == {
        "texts", "out.jsonl", "out.conflicts.jsonl",
    }  # fmt: skip


def test_a_stop_loses_nothing_and_the_same_file_comes_out(folder, out, tmp_path):
    whole = tmp_path / "whole.jsonl"
    read_folder(folder, whole, Reader(), task=TASK)
    for _ in range(3):
        with pytest.raises(KeyboardInterrupt):
            read_folder(folder, out, Reader(stop=1), task=TASK)
        assert not out.exists()
    last = Reader()
    outcome = read_folder(folder, out, last, task=TASK)
    assert len(last.seen) == 1
    assert outcome.kept + outcome.read == 6
    assert out.read_bytes() == whole.read_bytes()


def test_a_stop_in_the_middle_of_a_line_loses_that_line_alone(folder, out, tmp_path):
    with pytest.raises(KeyboardInterrupt):
        read_folder(folder, out, Reader(stop=2), task=TASK)
    part = tmp_path / ".out.jsonl.part"
    part.write_bytes(part.read_bytes()[:-20])
    reader = Reader()
    read_folder(folder, out, reader, task=TASK)
    assert [line["file"] for line in readings(out)] == NAMES
    assert len(reader.seen) == 3


def test_a_kill_loses_nothing(folder, out):
    code = (
        "import os, sys; from pathlib import Path\n"
        "from hudna.text.folder import read_folder; from hudna.text.statement import Reading\n"
        "seen = []\n"
        "def read(document):\n"
        "    if len(seen) == 2: os._exit(9)\n"
        "    seen.append(1)\n"
        "    return Reading(document.text, document.sha256, 'ar', None)\n"
        f"read_folder(Path({str(folder)!r}), Path({str(out)!r}), read, task={TASK!r})"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 9
    reader = Reader()
    read_folder(folder, out, reader, task=TASK)
    assert len(reader.seen) == 2


def test_what_is_finished_is_not_read_again_but_what_changed_is(folder, out):
    read_folder(folder, out, Reader(), task=TASK)
    (folder / "a.txt").write_text(ARABIC, encoding="utf-8")
    (folder / "new.txt").write_text(ARABIC, encoding="utf-8")
    (folder / "c.txt").unlink()
    reader = Reader()
    read_folder(folder, out, reader, task=TASK)
    assert reader.seen == [ARABIC, ARABIC]
    assert [line["file"] for line in readings(out)] == [
        "a.txt", "b/y.txt", "b/z.txt", "bad.txt", "empty.txt", "new.txt",
    ]  # fmt: skip


def test_what_was_read_otherwise_is_read_anew(folder, out):
    read_folder(folder, out, Reader(), task=TASK)
    reader = Reader()
    read_folder(folder, out, reader, task={**TASK, "version": "2"})
    assert len(reader.seen) == 4
    reader = Reader()
    read_folder(folder, out, reader, task={**TASK, "version": "2"}, language="ar")
    assert len(reader.seen) == 4


def test_what_the_reader_refuses_is_reported_and_stops_nothing(folder, out):
    outcome = read_folder(folder, out, Reader(refuses="b/z"), task=TASK)
    assert "is not wanted" in [problem.what for problem in outcome.refused]
    assert [line["file"] for line in readings(out)] == NAMES


def test_links_that_lead_out_and_pipes_are_reported(folder, out, tmp_path):
    (tmp_path / "secret.txt").write_text(ARABIC, encoding="utf-8")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "inner.txt").symlink_to(folder / "a.txt")
    (folder / "loop").symlink_to(folder)
    os.mkfifo(folder / "pipe")
    outcome = read_folder(folder, out, Reader(), task=TASK)
    refused = {problem.file: problem.what for problem in outcome.refused}
    assert refused["link.txt"] == "is a link that leads out of the folder"
    assert refused["pipe"] == "is a device or a pipe, not a file"
    assert "inner.txt" not in refused


def test_a_name_that_is_not_unicode_is_kept(folder, out):
    (folder / os.fsdecode(b"caf\xe9.txt")).write_text(ARABIC, encoding="utf-8")
    read_folder(folder, out, Reader(), task=TASK)
    names = [line["file"] for line in readings(out)]
    assert os.fsdecode(b"caf\xe9.txt") in names
    reader = Reader()
    read_folder(folder, out, reader, task=TASK)
    assert reader.seen == []


def test_an_output_in_the_folder_is_not_read(folder):
    out = folder / "out.jsonl"
    read_folder(folder, out, Reader(), task=TASK)
    reader = Reader()
    read_folder(folder, out, reader, task=TASK)
    assert [line["file"] for line in readings(out)] == NAMES


@pytest.mark.parametrize("there", [b"a person's notes\n", b"{}\n", b'{"format": "hudna reading 1"'])
def test_a_file_of_others_is_not_written_over(folder, out, there):
    out.write_bytes(there)
    with pytest.raises(Refused, match="not of this program"):
        read_folder(folder, out, Reader(), task=TASK)
    assert out.read_bytes() == there


def test_two_runs_do_not_write_one_file(folder, out):
    def meanwhile(document):
        with pytest.raises(Refused, match="another run"):
            read_folder(folder, out, Reader(), task=TASK)
        return Reader()(document)

    read_folder(folder, out, meanwhile, task=TASK)
    assert [line["file"] for line in readings(out)] == NAMES


def test_no_folder(tmp_path, out):
    for name, what in (
        ("none", "no such folder"),
        ("file", "is not a folder"),
        ("empty", "no files"),
    ):
        path = tmp_path / name
        if name == "file":
            path.write_text("x", encoding="utf-8")
        if name == "empty":
            path.mkdir()
        with pytest.raises(Refused, match=what):
            read_folder(path, out, Reader(), task=TASK)
    assert not out.exists()
    assert not list(tmp_path.glob(".*"))


def test_an_output_that_cannot_be_written_is_refused(folder, tmp_path):
    for out in (tmp_path / "none" / "out.jsonl", folder):
        with pytest.raises(Refused, match="cannot be written"):
            read_folder(folder, out, Reader(), task=TASK)


def test_copies_among_the_readings_and_the_earliest(folder, out):
    page = (
        '<html><meta property="article:published_time" content="{}"><body><p>{}</p></body></html>'
    )
    long = " ".join(f"كلمة{n}" for n in range(100))
    for day in ("2016-12-30", "2016-12-29"):
        (folder / f"{day}.html").write_text(page.format(day, long), encoding="utf-8")
    read_folder(folder, out, Reader(), task=TASK)
    found = {group.members: group.earliest for group in copies(out)}
    assert found[("2016-12-29.html", "2016-12-30.html")] == "2016-12-29.html"
    day = next(line for line in readings(out) if line["file"] == "2016-12-29.html")
    assert day["reading"]["document"]["published"] == date(2016, 12, 29).isoformat()


def test_a_file_of_readings_that_was_changed_by_hand_is_refused(folder, out):
    read_folder(folder, out, Reader(), task=TASK)
    out.write_text(
        out.read_text(encoding="utf-8").replace('"sketch": "', '"sketch": "x'), encoding="utf-8"
    )
    with pytest.raises(Refused, match="not of this program"):
        copies(out)
    with pytest.raises(Refused, match="cannot be read"):
        copies(out.parent / "none")


def test_lines_are_json_with_the_letters_as_they_are(folder, out):
    read_folder(folder, out, Reader(), task=TASK)
    for line in out.read_text(encoding="utf-8").splitlines():
        assert json.loads(line)["format"] == "hudna reading 1"


# --- conflicts between texts ----------------------------------------------------------------------

PAGE = '<html><meta property="article:published_time" content="{}"><body><p>{}</p></body></html>'
SAID = [
    ("2017-01-03", "Kyiv said artillery shelled Donetsk on Monday, and people had left the town."),
    ("2017-01-04", "Moscow denied shelling Donetsk on Monday. It said nothing more on that day."),
    ("2017-01-04", "The opposition said that the deal covers Debaltseve, and all that is near it."),
    ("2017-01-05", "Moscow said the deal does not cover Debaltseve."),
    ("2017-01-05", "قالت موسكو إن الاتفاق لا يشمل دونيتسك. وأضافت أن المحادثات ستبدأ قريبا."),
    ("2017-01-05", "قالت كييف إن الاتفاق يشمل دونيتسك. وأكدت أنها ملتزمة به كل الالتزام."),
]
# Names that a folder may have, and that no shell or terminal should be given.
HOSTILE = [
    "a\nb.html", "\u202eb.html", os.fsdecode(b"caf\xe9.html"), "$(x).html", "{}.html", '"quoted".html',
]  # fmt: skip


def as_read(document):
    return reader(document.language).read(document.text, document.published, document.sha256)


def tell(folder, names):
    folder.mkdir(exist_ok=True)
    for name, (day, said) in zip(names, SAID, strict=True):
        (folder / name).write_text(PAGE.format(day, said), encoding="utf-8")
    return folder


def disputes(out):
    """The lines of conflicts, each with the words that its spans hold in its texts."""
    lines = conflicts_file(out).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_conflicts_between_texts_stand_in_a_file_beside_with_both_places(tmp_path, out):
    folder = tell(tmp_path / "said", [f"{at}.html" for at in range(6)])
    outcome = read_folder(folder, out, as_read, task=TASK)
    found = disputes(out)
    assert outcome.conflicts == len(found) == 3
    assert [(one["about"], [side["file"] for side in one["statements"]]) for one in found] == [
        ("H-ART:donetsk", ["0.html", "1.html"]),
        ("P06:debaltseve", ["2.html", "3.html"]),
        ("P06:donetsk", ["4.html", "5.html"]),
    ]
    by_name = {line["file"]: line["reading"] for line in readings(out)}
    for side in (side for one in found for side in one["statements"]):
        text = open_document(folder / side["file"]).text
        assert text[slice(*side["content"])] == side["quote"]
        statements = {one["id"]: one for one in by_name[side["file"]]["statements"]}
        assert statements[side["statement"]]["content"] == side["content"]
        assert statements[side["statement"]]["speaker"] == side["speaker"]
        assert by_name[side["file"]]["document"]["published"] == side["published"]
        assert side["texts"] == 1


@given(st.permutations(HOSTILE), st.integers(0, 5))
@settings(max_examples=15, deadline=None)
def test_names_and_stops_change_no_conflict(names, stop):
    def later(document):
        if len(seen) == stop:
            raise KeyboardInterrupt
        seen.append(document)
        return as_read(document)

    with tempfile.TemporaryDirectory() as place:
        folder, out, fresh = tell(Path(place, "said"), names), Path(place, "a"), Path(place, "b.x")
        read_folder(folder, fresh, as_read, task=TASK)
        seen = []
        with pytest.raises(KeyboardInterrupt):
            read_folder(folder, out, later, task=TASK)
        assert not conflicts_file(out).exists()
        assert read_folder(folder, out, as_read, task=TASK).kept == stop
        assert conflicts_file(out).read_bytes() == conflicts_file(fresh).read_bytes()
        said = dict(zip(names, range(6), strict=True))
        assert {
            (one["about"], *sorted(said[side["file"]] for side in one["statements"]))
            for one in disputes(out)
        } == {("H-ART:donetsk", 0, 1), ("P06:debaltseve", 2, 3), ("P06:donetsk", 4, 5)}


def test_a_text_that_is_gone_takes_its_conflicts_with_it(tmp_path, out):
    folder = tell(tmp_path / "said", [f"{at}.html" for at in range(6)])
    read_folder(folder, out, as_read, task=TASK)
    (folder / "1.html").unlink()
    outcome = read_folder(folder, out, as_read, task=TASK)
    assert (outcome.read, outcome.kept, outcome.conflicts) == (0, 5, 2)
    assert len(disputes(out)) == 2


def test_copies_are_in_no_conflict_with_each_other(tmp_path, out):
    both = "Kyiv said the deal covers Debaltseve. Moscow said the deal does not cover Debaltseve."
    rest = " ".join(f"word{at}" for at in random.Random(1).sample(range(9_999), 90))
    for name in ("a", "b", "c"):
        page = PAGE.format("2017-01-05", f"{both} They met in a {rest} {name}.")
        (tmp_path / f"{name}.html").write_text(page, encoding="utf-8")
    outcome = read_folder(tmp_path, out, as_read, task=TASK, language="en")
    assert len(outcome.copies[0].members) == 3
    assert (outcome.conflicts, disputes(out)) == (0, [])
    assert all(len(line["reading"]["conflicts"]) == 1 for line in readings(out))


@pytest.mark.parametrize("there", [b"a person's notes\n", b"{}\n"])
def test_a_file_of_others_where_the_conflicts_go_is_not_written_over(folder, out, there):
    conflicts_file(out).write_bytes(there)
    seen = Reader()
    with pytest.raises(Refused, match="not of this program"):
        read_folder(folder, out, seen, task=TASK)
    assert conflicts_file(out).read_bytes() == there
    assert (seen.seen, out.exists()) == ([], False)


def test_the_conflicts_of_a_folder_are_no_text_of_it(tmp_path):
    folder = tell(tmp_path / "said", [f"{at}.html" for at in range(6)])
    out = folder / "out.jsonl"
    for _ in range(2):
        assert read_folder(folder, out, as_read, task=TASK).refused == ()
    assert len(disputes(out)) == 3


def test_lines_without_what_is_compared_are_read_anew_or_refused(folder, out):
    def without(**more):
        read_folder(folder, out, Reader(), task=TASK)
        lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
        for line in lines:
            line.pop("tellings", None)
            line.update(more)
        out.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")

    without(task="of an earlier version")
    reader = Reader()
    read_folder(folder, out, reader, task=TASK)
    assert len(reader.seen) == 4
    without()  # by hand
    with pytest.raises(Refused, match="not of this program"):
        read_folder(folder, out, Reader(), task=TASK)
