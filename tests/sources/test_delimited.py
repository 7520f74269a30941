"""Files that are not what they should be: each refused with what is wrong, where, and a remedy."""

import gzip
import io
import os
import zipfile

import pytest

from hudna.problem import Refused
from hudna.sources import delimited, detect
from hudna.sources.delimited import inspect, joined, odd_cells, read_rows, visible


def write(tmp_path, content, name="ged.csv"):
    path = tmp_path / name
    path.write_bytes(content)
    return path


def rows(path):
    return list(read_rows(path, inspect(path)))


def refusal(path):
    with pytest.raises(Refused) as caught:
        rows(path)
    [problem] = caught.value.problems
    assert problem.remedy
    assert path.name in problem.file
    return problem


def zipped():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("ged.csv", "a,b\n")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (zipped(), "ZIP"),
        (gzip.compress(b"a,b\n"), "gzip"),
        (b"PAR1\x15\x04", "Parquet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Excel"),
        (b"%PDF-1.7\n", "PDF"),
        (b"  \n<!DOCTYPE html><html>", "web page"),
        (b"<HTML><body>Log in", "web page"),
        (b'{"Result": []}', "JSON"),
        (b"RDX3\nX\n", "R data"),
        (b"a,b\n1,\x002\n", "NUL"),
        ("a,b\n".encode("utf-16-le"), "NUL"),
        (b"\xff\xfea\x00,\x00\x00\xd8b\x00", "UTF-16"),
        (b"a,b\n" + b"x" * (delimited.MAX_ROW + 3_000_000), "line of more than"),
        (b'a,b\n"' + b"x" * 200_000 + b'"\n', "too large"),
        (b'a,b\n1,"open\n2,3\n', "never closed"),
        (b'a,b\n1,"x"y\n', "closing quote"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_csv(tmp_path, content, word):
    assert word in refusal(write(tmp_path, content)).what


def test_bytes_that_are_not_utf8_are_named_by_place(tmp_path):
    content = b"a,b\n1,2\n3,caf\xe9\n"
    problem = refusal(write(tmp_path, content))
    assert "byte 13 (0xE9) is not UTF-8" in problem.what
    assert problem.line == 3
    assert "UTF-8" in problem.remedy


def test_the_place_is_right_in_any_block_and_after_a_mark(tmp_path, monkeypatch):
    monkeypatch.setattr(delimited, "_BLOCK", 7)
    lines = b"".join(b"%d,\xc3\xa9\n" % n for n in range(100))
    for mark in (b"", b"\xef\xbb\xbf"):
        content = mark + lines + b"\xff\n"
        problem = refusal(write(tmp_path, content))
        assert f"byte {len(mark) + len(lines)} (0xFF)" in problem.what
        assert problem.line == 101
    cut = lines + b"\xc3"  # the end of the file within a character
    problem = refusal(write(tmp_path, cut))
    assert f"byte {len(lines)} (0xC3)" in problem.what


def test_arabic_in_an_older_encoding_is_recognised_but_never_used(tmp_path):
    text = "الاسم,المكان\n" + "قصف مدفعي على أطراف البلدة وسقوط قتلى وجرحى,وادي بردى\n" * 20
    problem = refusal(write(tmp_path, text.encode("cp1256")))
    assert "looks like Windows-1256" in problem.what
    assert problem.line == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_with_its_mark_is_read(tmp_path, encoding):
    path = write(tmp_path, "id,name\n1,وادي بردى\n".encode(encoding))
    assert rows(path) == [(1, ["id", "name"]), (3 - 1, ["1", "وادي بردى"])]
    assert inspect(path).label == encoding.upper().removesuffix("-SIG")


def test_lines_are_those_of_the_file(tmp_path):
    content = b'h,i\n"two\nlines",x\n\n1,2\r\n3\n4,5'
    assert rows(write(tmp_path, content)) == [
        (1, ["h", "i"]),
        (2, ["two\nlines", "x"]),
        (4, []),
        (5, ["1", "2"]),
        (6, ["3"]),
        (7, ["4", "5"]),
    ]


def test_a_row_that_never_ends_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr(delimited, "MAX_ROW", 1000)
    content = b"a,b\n" + b'"x\n",' * 1000  # each line opens the cell that the next one closes
    assert "too large" in refusal(write(tmp_path, content)).what


def test_no_such_file(tmp_path):
    assert "no such file" in refusal(tmp_path / "missing.csv").what
    assert "not a file" in refusal(tmp_path).what
    with pytest.raises(Refused):
        inspect(tmp_path / "a\0b")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_no_file(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    assert "not a file" in refusal(tmp_path / "pipe.csv").what


def test_detection_says_what_is_wrong_with_a_file(tmp_path):
    with pytest.raises(Refused, match=r"byte 2 \(0xE9\) is not UTF-8"):
        detect(write(tmp_path, b"id\xe9,b\n"))
    with pytest.raises(Refused, match="no format has these columns: name, place"):
        detect(write(tmp_path, b"name,place\n1,2\n"))


def test_other_separators_are_named(take, write_csv):
    with pytest.raises(Refused, match="separated by “;”"):
        take(write_csv([{}]).replace(",", ";"))
    with pytest.raises(Refused, match="separated by “tab”"):
        take(write_csv([{}]).replace(",", "\t"))


def test_visible_shows_what_hides():
    assert visible("a\u202eb\x1bc\n d") == "a<U+202E>b<U+001B>c d"
    assert visible("x" * 70) == "x" * 59 + "…"


def test_odd_cells_of_a_joined_row():
    assert odd_cells(joined(["1", "-", "-2", "-2.5", "+963", "a\nb", "می\u200cخواهم"])) == []
    assert odd_cells(joined(["-a", "=1", "ok", "a\u2066"])) == [
        "a cell begins like a formula (column 1)",
        "a cell begins like a formula (column 2)",
        "hidden or direction characters (column 4)",
    ]
    assert odd_cells(joined(["", "@x"])) == ["a cell begins like a formula (column 2)"]
