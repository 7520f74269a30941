"""Delimited text: the rows of a CSV file, one at a time, or exactly what is wrong with it.

In: the path of a file as received.  Out: its rows with the line on which each begins.  The file is
read as a stream, so its size does not matter, and it is never guessed at: its bytes must be
Unicode (UTF-8, or UTF-16 or UTF-32 with their mark), its cells separated by commas.  The encoding
of anything else is named in the error as a remedy, never used.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NoReturn

from charset_normalizer import from_bytes

from hudna.problem import Refused, refuse

MAX_ROW: Final = 8 * 1024 * 1024
"""Characters in one row, or in one line of it: more is no table."""

_BLOCK: Final = 1024 * 1024
_MARKS: Final = (  # the longer marks first: one begins with another
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
_OTHER_KINDS: Final = (
    (b"PK\x03\x04", "a ZIP archive, or a workbook (XLSX)", "Unpack it, or save the sheet as CSV"),
    (b"PK\x05\x06", "an empty ZIP archive", "Give the CSV file itself"),
    (b"PAR1", "a Parquet file", "Save the table as CSV"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook (XLS)", "Save the sheet as “CSV UTF-8”"),
    (b"%PDF", "a PDF document", "Give the CSV file itself"),
    (b"\x1f\x8b", "compressed with gzip (perhaps R data)", "Unpack it, and save it as CSV"),
    (b"BZh", "compressed with bzip2", "Unpack it, and save it as CSV"),
    (b"\xfd7zXZ", "compressed with xz", "Unpack it, and save it as CSV"),
    (b"(\xb5/\xfd", "compressed with zstd", "Unpack it, and save it as CSV"),
    (b"RDX", "an R data file", "In R: write.csv(…, fileEncoding = “UTF-8”)"),
    (b"SQLite format 3", "an SQLite database", "Save the table as CSV"),
    (b"ARROW1", "an Arrow file", "Save the table as CSV"),
)
_SAVE_UTF8: Final = "Save the file as UTF-8 (in a spreadsheet: “CSV UTF-8”)"

_INVISIBLE: Final = (
    "\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
)
HIDDEN: Final = re.compile(f"[{_INVISIBLE}]")
"""A character that hides or reorders what a reader sees (not the joiners of Arabic script)."""

# Of a row whose cells are joined: what a reader does not see, and what may begin a formula.
_UNSEEN: Final = re.compile(f"[{_INVISIBLE.replace(chr(0), chr(1))}\ufffd]")
_NUMBER: Final = r"(?:\d+(?:\.\d+)?)?(?:\0|\Z)"  # or a lone sign
_STARTS: Final = re.compile(rf"\0(?:[=@]|[+-](?!{_NUMBER}))")
_FORMULA: Final = re.compile(rf"[=@]|[+-](?!{_NUMBER})")


@dataclass(frozen=True, slots=True)
class Encoding:
    """How the bytes of a file are read: codec, its name for people, bytes of its mark."""

    codec: str
    label: str
    skip: int


def visible(text: str, limit: int = 60) -> str:
    """Return `text` on one line, fit for a terminal: hidden characters named, its end cut."""
    shown = text if len(text) <= limit else text[: limit - 1] + "…"
    shown = HIDDEN.sub(lambda found: f"<U+{ord(found[0]):04X}>", shown)
    return " ".join(shown.split())


def sniff(path: Path) -> Encoding:
    """Say in what encoding a file of text begins; its rest is not looked at.

    Raises `Refused` for a file that is missing, empty or of another kind (a workbook, an archive,
    a web page).
    """
    name = visible(path.name)
    try:
        if not path.is_file():
            what = "is not a file" if path.exists() else "there is no such file"
            raise refuse(name, what, "Give the path of a CSV file")
        with path.open("rb") as file:
            return _encoding(name, file.read(4096))
    except (OSError, ValueError) as error:
        raise _unreadable(name, error) from None


def inspect(path: Path) -> Encoding:
    """Prove that a file is text, from its first byte to its last, and say in what encoding.

    Raises `Refused` where `sniff` does, and for a file that is not Unicode (naming the byte and
    the line) or holds NUL bytes.
    """
    encoding = sniff(path)
    name = visible(path.name)
    try:
        with path.open("rb") as file:
            file.seek(encoding.skip)
            _prove(name, file, encoding)
    except OSError as error:
        raise _unreadable(name, error) from None
    return encoding


def _unreadable(name: str, error: Exception) -> Refused:
    reason = getattr(error, "strerror", None) or str(error)
    return refuse(name, f"cannot be read: {reason}", "Check the path and its rights")


def _encoding(name: str, head: bytes) -> Encoding:
    if not head:
        raise refuse(name, "the file is empty", "Give the file as it was downloaded")
    for magic, what, remedy in _OTHER_KINDS:
        if head.startswith(magic):
            raise refuse(name, f"this is not CSV but {what}", remedy)
    for mark, codec, label in _MARKS:
        if head.startswith(mark):
            return Encoding(codec, label, len(mark))
    start = head.lstrip()[:15].lower()
    if start.startswith((b"<!doctype", b"<html", b"<?xml")):
        what = "this is not CSV but a web page or XML (perhaps the page of an error or a log-in)"
        raise refuse(name, what, "Download the file itself", 1)
    if start.startswith((b"{", b"[")):
        raise refuse(name, "this is not CSV but perhaps JSON", "Save the table as CSV", 1)
    return Encoding("utf-8", "UTF-8", 0)


def _prove(name: str, file: io.BufferedReader, encoding: Encoding) -> None:
    """Decode the whole file once, so that no row is taken from a file that is not text."""
    decoder = codecs.getincrementaldecoder(encoding.codec)("strict")
    at, line, run = encoding.skip, 1, 0
    block = b"?"
    while block:
        block = file.read(_BLOCK)
        pending = len(decoder.getstate()[0])
        try:
            text = decoder.decode(block, final=not block)
        except UnicodeDecodeError as error:
            line += error.object[: error.start].decode(encoding.codec, "ignore").count("\n")
            _undecodable(name, encoding, error, at - pending + error.start, line)
        if "\0" in text:
            line += text.count("\n", 0, text.index("\0"))
            raise refuse(
                name, "a NUL byte: the file is damaged, or it is UTF-16 without its mark",
                _SAVE_UTF8, line,
            )  # fmt: skip
        last = max(text.rfind("\n"), text.rfind("\r"))
        run = run + len(text) if last < 0 else len(text) - last - 1
        line += text.count("\n")
        if run > MAX_ROW:
            raise refuse(
                name, f"a line of more than {MAX_ROW:,} characters: this is no table",
                "Give the file as it was downloaded", line,
            )  # fmt: skip
        at += len(block)


def _undecodable(
    name: str, encoding: Encoding, error: UnicodeDecodeError, at: int, line: int
) -> NoReturn:
    byte = error.object[error.start] if error.start < len(error.object) else 0
    what = f"byte {at:,} (0x{byte:02X}) is not {encoding.label}"
    near = error.object[max(0, error.start - 4000) : error.start + 4000]
    if encoding.codec == "utf-8" and (guess := _guess(near)):
        what += f"; the file looks like {guess}"
    raise refuse(name, what, _SAVE_UTF8, line) from None


def _guess(sample: bytes) -> str | None:
    """Name the encoding that a sample looks like: a hint for a person, never used to read."""
    isolated = ["cp1256", "cp1252", "cp1251", "cp1254", "iso8859_6", "utf_16_le", "utf_16_be"]
    best = from_bytes(sample, cp_isolation=isolated).best()
    if best is None:
        return None
    return re.sub(r"^cp(\d+)$", r"Windows-\1", best.encoding).replace("_", "-")


def read_rows(path: Path, encoding: Encoding) -> Iterator[tuple[int, list[str]]]:
    """The rows of a file that `inspect` has passed, each with the line on which it begins.

    The first is the header.  A row without any cell (an empty line) is an empty list.  Raises
    `Refused` where the quotes leave it unknown where a row ends: from there on nothing is certain.
    """
    name = visible(path.name)
    start, size = 1, 0

    def lines(file: io.TextIOWrapper) -> Iterator[str]:
        nonlocal size
        for line in file:
            size += len(line)
            if size > MAX_ROW:
                raise csv.Error("too large")
            yield line

    try:
        with path.open("rb") as raw:
            raw.seek(encoding.skip)
            file = io.TextIOWrapper(raw, encoding=encoding.codec, newline="")
            rows = csv.reader(lines(file), strict=True)
            for cells in rows:
                yield start, cells
                start, size = rows.line_num + 1, 0
    except csv.Error as error:
        raise refuse(name, _csv_error(str(error)), "Mend the quotes on this line", start) from None
    except (OSError, UnicodeError) as error:
        what = f"cannot be read to its end: {error}"
        raise refuse(name, what, "Did it change meanwhile? Try again", start) from None


def _csv_error(reason: str) -> str:
    if "end of data" in reason:
        return "a quote that opens in this row is never closed"
    if "larger than" in reason or "too large" in reason:
        return "a cell or row is too large: probably a quote that opens here is not closed"
    if "expected after" in reason:
        return "text follows a closing quote (a quote inside a cell is written twice)"
    return f"this is not CSV: {reason}"


def joined(cells: list[str]) -> str:
    """A row as one text, equal only for equal rows: no cell holds the NUL that joins them."""
    return "\0" + "\0".join(cells)


def odd_cells(row: str) -> list[str]:
    """What is odd in the cells of a joined row, with the column: taken as text all the same."""
    if _UNSEEN.search(row) is None and _STARTS.search(row) is None:
        return []
    found = []
    for place, cell in enumerate(row.split("\0")[1:], 1):
        if _FORMULA.match(cell):
            found.append(f"a cell begins like a formula (column {place})")
        if HIDDEN.search(cell):
            found.append(f"hidden or direction characters (column {place})")
        if "\ufffd" in cell:
            found.append(f"text was lost before it came here (column {place})")
    return found
