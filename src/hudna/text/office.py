"""A Word document (.docx) to its text, a paragraph a line.

In: the bytes of a ZIP archive.  Out: the paragraphs of its main part, as ECMA-376 (WordprocessingML)
has them: what tracked changes inserted is there, what they deleted is not; a text box stands once.
The XML is read as a stream, and no further than a limit, so that an archive cannot unpack to more
than it may.  Comments, notes, headers and footers are not of the text.
"""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO
from typing import Final
from xml.parsers import expat

from hudna.problem import refuse

MAX_UNPACKED: Final = 256 * 1024 * 1024
"""Bytes of the main part, unpacked: that of a book is a tenth."""

_BLOCK: Final = 1 << 20
_MAIN: Final = "word/document.xml"
_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT: Final = "http://purl.oclc.org/ooxml/wordprocessingml/main"
# Left out with all that it holds: a second form of the same, and what changes took away.
_PASSED: Final = {
    "http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback",
    *(f"{space} {name}" for space in (_W, _STRICT) for name in ("del", "moveFrom")),
}
_BREAKS: Final = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# Other documents that are ZIP archives, by a file that they hold.
_OTHERS: Final = (
    ("xl/workbook.xml", "a workbook (XLSX)"),
    ("ppt/presentation.xml", "a presentation (PPTX)"),
    ("content.xml", "an OpenDocument file"),
    ("META-INF/container.xml", "an e-book (EPUB)"),
)


def paragraphs(raw: bytes, name: str) -> str:
    """The text of a Word document, which errors call `name`.  Raises `Refused`."""
    reader = _Reader()
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            held = set(archive.namelist())
            if _MAIN not in held:
                kinds = (kind for path, kind in _OTHERS if path in held)
                what = f"this is {next(kinds, 'a ZIP archive')}, not a Word document"
                raise refuse(name, what, "Save its text as .docx, .html or plain text")
            with archive.open(_MAIN) as part:
                unpacked = 0
                while block := part.read(_BLOCK):
                    unpacked += len(block)
                    if unpacked > MAX_UNPACKED:
                        what = f"unpacks to more than {MAX_UNPACKED >> 20} MiB: no document of text does"
                        raise refuse(name, what, "Save its text as plain text")
                    reader.feed(block)
        reader.end()
    except (
        zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError,
        expat.ExpatError,
    ) as error:  # fmt: skip
        what = f"this Word document cannot be read: {error}"
        raise refuse(
            name, what, "Open it in a word processor and save it anew, without a password"
        ) from None
    return "".join(reader.pieces).strip("\n")


class _Reader:
    """Takes the XML in pieces and gathers what a reader would see."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._in_run = 0
        self._in_text = 0
        self._passed = 0  # depth inside what is left out
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.StartDoctypeDeclHandler = self._doctype

    def feed(self, block: bytes) -> None:
        self._parser.Parse(block, False)

    def end(self) -> None:
        self._parser.Parse(b"", True)

    def _doctype(self, *_: object) -> None:
        # The format has none: it would be there to define entities that grow.
        raise ValueError("it has a document type declaration")

    def _start(self, tag: str, _: object) -> None:
        space, _, name = tag.rpartition(" ")
        if self._passed or tag in _PASSED:
            self._passed += 1
        elif space in (_W, _STRICT):
            if name == "r":
                self._in_run += 1
            elif name == "t":
                self._in_text += 1
            elif name in _BREAKS and self._in_run:  # elsewhere a tab is a place, not a character
                self.pieces.append(_BREAKS[name])

    def _end(self, tag: str) -> None:
        space, _, name = tag.rpartition(" ")
        if self._passed:
            self._passed -= 1
        elif space in (_W, _STRICT):
            if name == "r":
                self._in_run -= 1
            elif name == "t":
                self._in_text -= 1
            elif name == "p":
                self.pieces.append("\n")

    def _characters(self, text: str) -> None:
        if self._in_text and not self._passed:
            self.pieces.append(text)
