"""A file to its text: what it says, in what language, and what was made of it.

    document = open_document(Path("article.html"))
    document.text, document.language, document.notes

In: a file as received, of plain text, HTML, PDF or Word (.docx).  Out: a `Document`, into whose text
all spans count, or a refusal that says why.  What a file is, its bytes say, not its name.  What one
kind of file needs is loaded for it alone.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final, Literal

from hudna.problem import refuse
from hudna.text import encoding
from hudna.text.language import read_language, remark, shares
from hudna.text.statement import Note

MAX_BYTES: Final = 64 * 1024 * 1024
"""Bytes of a file."""

MAX_MARKUP: Final = 16 * 1024 * 1024
"""Bytes of a web page: in memory it takes a hundred times as much."""

MAX_NOTES: Final = 100
"""Notes on marks that reorder text; more are counted in the last."""

Kind = Literal["text", "html", "pdf", "docx"]
Asked = Literal["auto", "ar", "en"]

_SAVE: Final = "Save its text as .txt, .html or .docx"
_OTHER_KINDS: Final = (
    (b"{\\rtf", "a document in Rich Text Format (RTF)", "Open it in a word processor and save it as .docx"),
    (b"\xd0\xcf\x11\xe0", "an old Word document (.doc), or one with a password", "Save it as .docx, without"),
    (b"\x1f\x8b", "compressed with gzip", "Unpack it"),
    (b"BZh", "compressed with bzip2", "Unpack it"),
    (b"\xfd7zXZ", "compressed with xz", "Unpack it"),
    (b"(\xb5/\xfd", "compressed with zstd", "Unpack it"),
    (b"7z\xbc\xaf", "a 7-Zip archive", "Unpack it"),
    (b"Rar!", "a RAR archive", "Unpack it"),
    (b"PK\x05\x06", "an empty ZIP archive", "Give the document itself"),
    (b"\x89PNG", "a picture (PNG)", "Give its text, after text recognition (OCR)"),
    (b"\xff\xd8\xff", "a picture (JPEG)", "Give its text, after text recognition (OCR)"),
    (b"GIF8", "a picture (GIF)", "Give its text, after text recognition (OCR)"),
    (b"II*\0", "a picture (TIFF)", "Give its text, after text recognition (OCR)"),
    (b"MM\0*", "a picture (TIFF)", "Give its text, after text recognition (OCR)"),
    (b"PAR1", "a Parquet file", "Import it: `hudna import`"),
    (b"SQLite format 3", "an SQLite database", _SAVE),
    (b"\x7fELF", "a program", "Give a document"),
)  # fmt: skip

_HEAD: Final = 4096
_CHARSET: Final = re.compile(
    rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE
)
_HTML: Final = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_WORD_XML: Final = re.compile(
    r"mso-application|schemas\.microsoft\.com/office/word|<pkg:package", re.IGNORECASE
)
_MHTML: Final = re.compile(r"content-type:\s*multipart/related", re.IGNORECASE)
_HTML_NAMES: Final = frozenset({".htm", ".html", ".shtml", ".xhtml"})


@dataclass(frozen=True, slots=True)
class Document:
    """A text as it is read, and the bytes it came from.

    Attributes:
        text: What spans count in, by code points.
        sha256: Of the bytes of the file: hex.
        language: In which it is read; None for a text that is in none that Hudna reads.
        published: The day that the document itself states; None where it states none.
        notes: What was made of it: kinds `encoding` and `bidi`.
        kind: What the file is.
        stated: Where `published` is stated, or why it is not taken.
        languages: The part of the words that is in each language, by ISO code.
        remark: What a person should know of its languages, if anything.
    """

    text: str
    sha256: str
    language: Literal["ar", "en"] | None
    published: date | None
    notes: tuple[Note, ...]
    kind: Kind
    stated: str | None = None
    languages: Mapping[str, float] = field(default_factory=dict)
    remark: str | None = None


def open_document(path: Path, *, language: Asked = "auto") -> Document:
    """Read a file as a text.

    Args:
        path: Of a file of plain text, HTML, PDF or Word; a larger one than `MAX_BYTES` is refused.
        language: In which to read it; `auto` finds it out.

    Raises:
        Refused: There is no such file, it is of another kind, damaged or too large, or has no text.
    """
    name = str(path)
    raw = file_bytes(path)
    kind, text, notes, published, stated = _told(raw, name, path.suffix.lower())
    if not text.strip():
        raise refuse(name, "there is no text in it", "Give a file that holds text")
    found = shares(text)
    said = remark(found)
    if language != "auto" and read_language(found) != language:
        said = f"It is read as asked, in “{language}”. {said or 'It looks otherwise'}"
    return Document(
        text=text,
        sha256=hashlib.sha256(raw).hexdigest(),
        language=read_language(found) if language == "auto" else language,
        published=published,
        notes=(*notes, *encoding.lost(text), *reordered(text)),
        kind=kind,
        stated=stated,
        languages=found,
        remark=said,
    )


_Told = tuple[Kind, str, tuple[Note, ...], date | None, str | None]


def _told(raw: bytes, name: str, suffix: str) -> _Told:
    """What a file is, its text, notes on it, and its date with where it is stated."""
    for magic, what, remedy in _OTHER_KINDS:
        if raw.startswith(magic):
            raise refuse(name, f"this is no text but {what}", remedy)
    if b"%PDF-" in raw[:1024]:
        from hudna.text.pdf import text_of  # noqa: PLC0415

        text, notes = encoding.repaired(text_of(raw, name))
        return "pdf", text, notes, None, None
    if raw.startswith(b"PK\x03\x04"):
        from hudna.text.office import paragraphs  # noqa: PLC0415

        text, notes = encoding.repaired(paragraphs(raw, name))
        return "docx", text, notes, None, None
    text, notes = encoding.decoded(raw, name, _declared(raw[:_HEAD]))
    head = text[:_HEAD]
    if _MHTML.search(head):
        what = "this is a web archive (MHTML), as browsers and Word save"
        raise refuse(name, what, "Open it and save it as .html or plain text")
    if suffix not in _HTML_NAMES and not _HTML.match(head):
        if head.lstrip().startswith("<?xml"):
            what = "a Word document in XML" if _WORD_XML.search(head) else "XML"
            raise refuse(name, f"this is no text but {what}", _SAVE)
        return "text", text, notes, None, None
    if len(raw) > MAX_MARKUP:
        what = f"is a web page of {len(raw):,} bytes; at most {MAX_MARKUP >> 20} MiB are read"
        raise refuse(name, what, "Save its text as plain text")
    from hudna.text.markup import page  # noqa: PLC0415

    read = page(text, name)
    # Notes count in the markup so far; of it only the text is left.
    whole = tuple(Note(note.kind, (0, len(read.text)), note.text) for note in notes)
    return "html", read.text, whole, read.published, read.stated


def _declared(head: bytes) -> str | None:
    """The encoding that markup names, if it does."""
    found = _CHARSET.search(head) if b"<" in head else None
    return None if found is None else found[1].decode("ascii", "replace")


def file_bytes(path: Path) -> bytes:
    """The bytes of a file.  Raises `Refused` for what is no file, or too large, or empty."""
    name = str(path)
    try:
        _check(path.stat(), name)
        # A pipe put in its place meanwhile must not be waited for.
        handle = os.open(
            path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        )
        with os.fdopen(handle, "rb") as file:
            _check(os.fstat(handle), name)
            raw = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = getattr(error, "strerror", None) or str(error)
        raise refuse(name, f"cannot be read: {reason}", "Check the path and its rights") from None
    if len(raw) > MAX_BYTES:
        raise _too_large(name, len(raw))
    if not raw:
        raise refuse(name, "the file is empty", "Give the file as it was received")
    return raw


def _check(told: os.stat_result, name: str) -> None:
    if stat.S_ISDIR(told.st_mode):
        raise refuse(name, "is a folder, not a file", "Name a file in it")
    if not stat.S_ISREG(told.st_mode):
        raise refuse(name, "is a device or a pipe, not a file", "Save what it gives as a file")
    if told.st_size > MAX_BYTES:
        raise _too_large(name, told.st_size)


def _too_large(name: str, size: int) -> Exception:
    what = f"the file has {size:,} bytes"
    return refuse(name, what, f"Split it: at most {MAX_BYTES >> 20} MiB are read")


# --- marks that make text show in another order than it is stored ----------------------------------

_OPENERS: Final = frozenset("\u202a\u202b\u202d\u202e\u2066\u2067\u2068")
_REORDER: Final = re.compile("[\u202a-\u202e\u2066-\u2069\n]")


def reordered(text: str) -> Iterator[Note]:
    """Notes on the stretches that embeddings, overrides and isolates reorder (UAX #9).

    A stretch runs from the mark that opens it to the one that closes it, else to the end of its line;
    marks within it are named with it.  Marks of one letter's width (LRM, RLM, ALM) reorder nothing
    that a reader relies on, and are as common in Arabic as commas.
    """
    stretches = list(_stretches(text))
    for start, end, marks in stretches[:MAX_NOTES]:
        named = ", ".join(dict.fromkeys(unicodedata.name(mark).lower() for mark in marks))
        yield Note("bidi", (start, end), f"{named}: may show in another order than it is stored")
    if len(stretches) > MAX_NOTES:
        start, end, _ = stretches[MAX_NOTES]
        more = f"{len(stretches) - MAX_NOTES:,} more such stretches from here on"
        yield Note("bidi", (start, end), more)


def _stretches(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and marks of each outermost stretch."""
    depth, start, marks = 0, 0, ""
    for found in _REORDER.finditer(text):
        mark, (low, high) = found[0], found.span()
        if mark == "\n":
            if depth:
                yield start, low, marks
            depth, marks = 0, ""
        elif mark in _OPENERS:
            if depth == 0:
                start, marks = low, ""
            depth += 1
            marks = marks if mark in marks else marks + mark
        elif depth > 1:
            depth -= 1
        else:  # the last that was open, or one that closes nothing
            yield (start, high, marks) if depth else (low, high, mark)
            depth, marks = 0, ""
    if depth:
        yield start, len(text), marks
