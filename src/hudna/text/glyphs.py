"""The glyphs of a PDF to its text, in the order in which it is read.

In: the bytes of a PDF.  Out: its paragraphs, a line each.  A PDF says where each glyph stands, not
what follows what: glyphs are put in lines by their places, and the lines of Arabic, which run from
right to left but for numbers and Latin words, are turned to the order of reading.  A glyph may be
several letters (lam-alef): these keep their order.

`python -m hudna.text.glyphs` reads a PDF from standard input, within limits, and writes JSON.
"""

from __future__ import annotations

import bisect
import itertools
import json
import logging
import re
import resource
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTFigure
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage

MAX_PAGES: Final = 1000
MAX_MEMORY: Final = 1 << 30
"""Bytes that the process may take: many times what a document of text does."""

_SPACE: Final = 0.15  # between glyphs, as a part of their height: this wide is a space
_GUTTER: Final = 2.0  # this wide parts columns
_LEADING: Final = 2.2  # from line to line of one block, at most
_FULL: Final = 0.85  # of the width of its block: a line so long goes on in the next
_UNREADABLE: Final = 0.5  # of the glyphs have no letter: nothing to read
_CID: Final = re.compile(r"\(cid:\d+\)")
_PRESENTED: Final = re.compile("[\ufb00-\ufb06\ufb50-\ufdff\ufe70-\ufefc]")
# In what is written from right to left: Latin words with what is between them, and numbers.
_TURNED: Final = re.compile("L(?:[LNSO]*[LN])?|N(?:S?N)*")
_MIRROR: Final = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")


def extracted(raw: bytes) -> dict[str, str]:
    """The text of a PDF as `text`, or why there is none as `refused`."""
    logging.getLogger("pdfminer").addHandler(logging.NullHandler())
    try:
        pages = [list(page) for page in _pages(raw)]
    except (PDFEncryptionError, PDFPasswordIncorrect):
        return {"refused": "the PDF has a password"}
    except MemoryError:
        return {"refused": "takes more memory to open than a document of text does"}
    except Exception as error:  # noqa: BLE001  # damaged files break it in any way
        return {"refused": f"the PDF is damaged: {type(error).__name__}: {str(error)[:100]}"}
    if len(pages) > MAX_PAGES:
        return {"refused": f"the PDF has more than {MAX_PAGES:,} pages"}
    glyphs = [glyph for page in pages for glyph in page]
    unknown = sum(1 for glyph in glyphs if _CID.fullmatch(glyph.text))
    if not any(glyph.text.strip() for glyph in glyphs):
        return {"refused": "the PDF has no text: its pages are pictures, as of a scan"}
    if unknown > _UNREADABLE * len(glyphs):
        return {"refused": "the PDF does not say which letters its glyphs are"}
    text = "\n".join(filter(None, ("\n".join(laid_out(page)) for page in pages)))
    text = _CID.sub("\ufffd", text.replace("\0", "\ufffd"))
    return {"text": _bracketed(_PRESENTED.sub(_letters, text))}


def _letters(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", found[0])


# --- glyphs to lines to blocks ---------------------------------------------------------------------


@dataclass(slots=True)
class Glyph:
    """Letters that are drawn as one, and where: points from the lower left of the page."""

    text: str
    left: float
    right: float
    middle: float
    height: float


@dataclass(slots=True)
class _Line:
    """Glyphs side by side, in the order of their places from left to right."""

    glyphs: list[Glyph]
    middle: float

    @property
    def left(self) -> float:
        return self.glyphs[0].left

    @property
    def right(self) -> float:
        return self.glyphs[-1].right

    @property
    def height(self) -> float:
        return self.glyphs[0].height


def _pages(raw: bytes) -> Iterator[Iterator[Glyph]]:
    resources = PDFResourceManager()
    device = PDFPageAggregator(resources, laparams=None)
    interpreter = PDFPageInterpreter(resources, device)
    for page in PDFPage.get_pages(BytesIO(raw), maxpages=MAX_PAGES + 1):
        interpreter.process_page(page)
        yield _glyphs(device.get_result())


def _glyphs(layout: Iterable[Any]) -> Iterator[Glyph]:
    for item in layout:
        if isinstance(item, LTChar):
            text = item.get_text().encode("utf-8", "replace").decode()  # no half of a pair
            if item.height > 0:
                yield Glyph(text, item.x0, item.x1, (item.y0 + item.y1) / 2, item.height)
        elif isinstance(item, LTFigure):
            yield from _glyphs(item)


def laid_out(glyphs: Iterable[Glyph]) -> Iterator[str]:
    """The paragraphs of a page, in the order of reading."""
    glyphs = list(glyphs)
    rightward = _is_rightward(glyphs)
    for block in _blocks(_lines(glyphs), rightward):
        yield from _paragraphs(block)


def _is_rightward(glyphs: Iterable[Glyph]) -> bool:
    """Whether most letters are of a script that is written from left to right."""
    kinds = [unicodedata.bidirectional(letter) for glyph in glyphs for letter in glyph.text]
    return kinds.count("L") >= kinds.count("R") + kinds.count("AL")


def _lines(glyphs: list[Glyph]) -> list[list[_Line]]:
    """The lines of a page from the top, each in the pieces that gaps part, from the left."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: -glyph.middle):
        if rows and rows[-1][0].middle - glyph.middle < 0.6 * min(rows[-1][0].height, glyph.height):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return [pieces for row in rows if (pieces := _pieces(row))]


def _pieces(row: list[Glyph]) -> list[_Line]:
    bases = sorted(
        (g for g in row if not _is_mark(g.text)), key=lambda glyph: (glyph.left, glyph.right)
    )
    if not bases:
        return []
    _set_marks(bases, [glyph for glyph in row if _is_mark(glyph.text)])
    pieces = [_Line([bases[0]], bases[0].middle)]
    for before, glyph in itertools.pairwise(bases):
        if glyph.left - before.right > _GUTTER * glyph.height:
            pieces.append(_Line([glyph], glyph.middle))
        else:
            pieces[-1].glyphs.append(glyph)
    seen = (piece for piece in pieces if any(glyph.text.strip() for glyph in piece.glyphs))
    return list(seen)


def _is_mark(text: str) -> bool:
    return all(unicodedata.category(letter) == "Mn" for letter in text)


def _set_marks(bases: list[Glyph], marks: list[Glyph]) -> None:
    """Put each vowel sign behind the letter that it stands on."""
    centres = [base.left for base in bases]
    for mark in marks:
        centre = (mark.left + mark.right) / 2
        bases[max(0, bisect.bisect_right(centres, centre) - 1)].text += mark.text


def _blocks(lines: list[list[_Line]], rightward: bool) -> list[list[_Line]]:
    """Pieces of line one below the other, in the order in which their first ones are read."""
    blocks: list[list[_Line]] = []
    open_: list[list[_Line]] = []
    for pieces in lines:
        low = pieces[0].middle
        open_ = [
            b for b in open_ if b[-1].middle - low < _LEADING * max(b[-1].height, pieces[0].height)
        ]
        joins = [[block for block in open_ if _over(block[-1], piece)] for piece in pieces]
        for piece, above in sorted(
            zip(pieces, joins, strict=True), key=lambda pair: pair[0].left, reverse=not rightward
        ):
            # A heading over two columns belongs to neither.
            only = len(above) == 1 and sum(above[0] in others for others in joins) == 1
            block = above[0] if only else []
            if not only:
                blocks.append(block)
                open_.append(block)
            block.append(piece)
    return blocks


def _over(upper: _Line, lower: _Line) -> bool:
    return min(upper.right, lower.right) - max(upper.left, lower.left) > 0


def _paragraphs(block: list[_Line]) -> Iterator[str]:
    """The lines of a block as paragraphs: a line that is full goes on in the next."""
    rightward = _is_rightward(glyph for line in block for glyph in line.glyphs)
    left, right = min(line.left for line in block), max(line.right for line in block)
    text = ""
    for line in block:
        text += " ".join(_in_order(line, rightward).split())
        reach = line.right - left if rightward else right - line.left
        if reach < _FULL * (right - left):
            yield text
            text = ""
        elif not text.endswith("-"):
            text += " "
    if text.strip():
        yield text.rstrip()


# --- the order of reading --------------------------------------------------------------------------


def _in_order(line: _Line, rightward: bool) -> str:
    """The letters of a line as they are read; the gaps between words are spaces."""
    shown: list[str] = []
    before: Glyph | None = None
    for glyph in line.glyphs:
        if before is not None and glyph.left - before.right > _SPACE * glyph.height:
            shown.append(" ")
        shown.append(glyph.text)
        before = glyph
    return "".join(shown if rightward else _turned(shown))


def _turned(shown: list[str]) -> list[str]:
    """Letters in their places from left to right, to the order of a script that runs to the left.

    Undoes what UAX #9 does for display, as far as places tell.
    """
    kinds = "".join(map(_kind, shown))
    turned: list[str] = []
    end = len(shown)
    for found in reversed(list(_TURNED.finditer(kinds))):
        turned += reversed(shown[found.end() : end])
        turned += shown[found.start() : found.end()]
        end = found.start()
    return turned + shown[:end][::-1]


def _kind(letters: str) -> str:
    """`L` letters from left to right, `N` digits, `S` what joins digits, `R` and `O` the others."""
    kind = unicodedata.bidirectional(letters[0]) if letters else "ON"
    if kind == "L":
        return "L"
    if kind in ("EN", "AN"):
        return "N"
    if kind in ("R", "AL"):
        return "R"
    return "S" if kind == "CS" else "O"


def _bracketed(text: str) -> str:
    """The text with brackets that open before they close: some programs store what is drawn.

    A bracket is mirrored in a script that runs to the left, and a PDF may hold either form.
    """
    paragraphs = text.split("\n")
    good = sum(len(re.findall(r"\([^()]*\)", p)) for p in paragraphs if not _is_latin(p))
    bad = sum(len(re.findall(r"\)[^()]*\(", p)) for p in paragraphs if not _is_latin(p))
    if bad <= good:
        return text
    return "\n".join(p if _is_latin(p) else p.translate(_MIRROR) for p in paragraphs)


def _is_latin(text: str) -> bool:
    kinds = [unicodedata.bidirectional(letter) for letter in text]
    return kinds.count("L") >= kinds.count("R") + kinds.count("AL")


def _main() -> None:
    """Read a PDF from standard input, and write what `extracted` says."""
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    told = json.dumps(extracted(sys.stdin.buffer.read()))
    sys.stdout.write(told)


if __name__ == "__main__":
    _main()
