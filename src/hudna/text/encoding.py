"""Bytes to text: the encoding found, damage of earlier hands mended where it is certain, and said.

In: the bytes of a text.  Out: the text, and notes of kind `encoding` on what was made of it.  Bytes
that are UTF-8, or that bear the mark of a Unicode encoding, are never guessed at.  Of others the
encoding is that in which the text has the small words of a language; where none has, nothing is read.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import cache
from typing import Final

from hudna.problem import refuse
from hudna.text.language import hits
from hudna.text.statement import Note

MAX_NOTES: Final = 20
"""Notes on characters that were lost; more are counted in the last."""

_SAVE: Final = "Save the file as UTF-8, or give it as it was received"
_MARKS: Final = (  # the longer marks first: one begins with another
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LABELS: Final = {
    "cp1256": "Windows-1256", "iso8859_6": "ISO 8859-6", "cp1252": "Windows-1252", "utf-8": "UTF-8",
    "cp1251": "Windows-1251", "cp1254": "Windows-1254", "cp1255": "Windows-1255", "koi8_r": "KOI8-R",
    "utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "utf-32-le": "UTF-32", "utf-32-be": "UTF-32",
}  # fmt: skip
# Of equally good ones the first: where Windows-1252 and 1256 differ, they differ in everything.
_GUESSED: Final = ("cp1252", "cp1256", "iso8859_6", "cp1251", "cp1254", "koi8_r", "cp1255")
# As the Encoding Standard of the web has it: pages that say the first mean the second.
_MEANT: Final = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254"}
_SAMPLE: Final = 1 << 15  # bytes
_LEAST_HITS: Final = 0.05  # small words among those of a text; of any language, four times as many
_LOST: Final = re.compile("\ufffd+")
_ODD: Final = re.compile("[\ufffd\x80-\x9f\u2200-\u25ff]")  # lost, controls, parts of boxes
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_MOST_CONTROLS: Final = 0.005  # of the characters of a text; a file of another kind has more
_MOST_ERRORS: Final = (
    0.05  # of the bytes of UTF-8 that are not ASCII; in other encodings nearly all are
)


def decoded(raw: bytes, name: str, declared: str | None = None) -> tuple[str, tuple[Note, ...]]:
    """The text of some bytes, mended where that is certain, with notes on how it was read.

    Args:
        raw: The bytes of a file.
        name: What errors call it.
        declared: The encoding that the document itself names, if it does.

    Raises:
        Refused: The bytes are no text, or nothing tells in what encoding they are.
    """
    text, codec = _decoded(raw, name, declared)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise refuse(name, "a NUL byte: this is no text, or it is damaged", _SAVE, line)
    if len(_CONTROL.findall(text)) > _MOST_CONTROLS * len(text):
        raise refuse(name, "holds control characters as no text does", "Give a file of text")
    text, notes = repaired(text)
    if codec is not None:
        how = Note("encoding", (0, len(text)), f"read as {_LABELS.get(codec, codec)}")
        notes = (how, *notes)
    return text, notes


def _decoded(raw: bytes, name: str, declared: str | None) -> tuple[str, str | None]:
    """The text, and the codec if it had to be found out."""
    for mark, marked in _MARKS:
        if raw.startswith(mark):
            return raw[len(mark) :].decode(marked, "replace"), None
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return _legacy(raw, name, declared)
    if "\0" in text and (codec := _wide(raw)):
        return raw.decode(codec, "replace"), codec
    return text, None


def _wide(raw: bytes) -> str | None:
    """UTF-16 without its mark: the codec with which the bytes make words."""
    found = {"utf-16-le": 0.0, "utf-16-be": 0.0}
    for codec in found:
        decoder = codecs.getincrementaldecoder(codec)()
        with suppress(UnicodeDecodeError):
            found[codec] = hits(decoder.decode(raw[:_SAMPLE], final=len(raw) <= _SAMPLE))
    best = max(found, key=lambda codec: found[codec])
    return best if found[best] >= _LEAST_HITS else None


def _legacy(raw: bytes, name: str, declared: str | None) -> tuple[str, str | None]:
    """Decode bytes that are not UTF-8, or not all of them."""
    text = raw.decode("utf-8", "replace")
    foreign = len(raw) - len(raw.translate(None, bytes(range(0x80, 0x100))))
    if text.count("\ufffd") <= max(1, _MOST_ERRORS * foreign) < foreign:
        return text, "utf-8"  # cut off, or damaged here and there
    if "\0" in text and (codec := _wide(raw)):
        return raw.decode(codec, "replace"), codec
    codec = _guessed(raw, declared)
    if codec is None:
        raise refuse(name, "nothing tells in what encoding its bytes are", _SAVE)
    return raw.decode(codec, "replace"), codec


def _guessed(raw: bytes, declared: str | None) -> str | None:
    """The encoding in which the text has most small words; else what its bytes look like."""
    # Lines of ASCII say nothing.
    sample = b"\n".join(line for line in raw[:_SAMPLE].splitlines() if not line.isascii())[:_SAMPLE]
    told = _codec(declared)
    candidates = dict.fromkeys((told, *_GUESSED) if told else _GUESSED)
    found = {codec: _score(sample, codec) for codec in candidates}
    best = max(found, key=lambda codec: found[codec])
    if found[best] > 0:
        return best
    if told is not None:
        return told
    from charset_normalizer import from_bytes  # noqa: PLC0415  # seldom needed

    looks = from_bytes(sample, cp_isolation=list(_GUESSED)).best()
    return None if looks is None else looks.encoding


def _score(sample: bytes, codec: str) -> float:
    """How well bytes make words in an encoding; characters that no text holds count against it."""
    text = sample.decode(codec, "replace")
    return hits(text) * (1 - 10 * len(_ODD.findall(text)) / len(text))


def _codec(declared: str | None) -> str | None:
    """The codec that a document names, if it is one byte a character: others were tried."""
    if declared is None:
        return None
    try:
        found = codecs.lookup(declared)
    except (LookupError, ValueError):  # ValueError: a NUL in the name
        return None
    name = _MEANT.get(found.name, found.name)
    try:
        return name if len(bytes(range(0x20, 0x100)).decode(name, "replace")) == 0xE0 else None
    except (LookupError, UnicodeError):  # not an encoding of text: base64
        return None


def lost(text: str) -> Iterator[Note]:
    """Notes on the places where characters were lost, here or before."""
    for number, found in enumerate(_LOST.finditer(text)):
        if number == MAX_NOTES - 1:
            rest = len(_LOST.findall(text, found.start()))
            what = "characters were lost before they came here" if rest == 1 else (
                f"characters were lost before they came here, at {rest:,} places from this on"
            )  # fmt: skip
            yield Note("encoding", found.span(), what)
            return
        yield Note("encoding", found.span(), "characters were lost before they came here")


# --- text that was read in a wrong encoding once, and saved so -------------------------------------

# What it was read as, and what it is.
_CONFUSED: Final = (("cp1252", "utf-8"), ("cp1256", "utf-8"))
_LEAST_MENDED: Final = 0.6  # of the foreign runs of a text: so many must make sense


def repaired(text: str) -> tuple[str, tuple[Note, ...]]:
    """Text with UTF-8 that was read as Windows-1252 or 1256, and Arabic that was read as Western.

    It is mended only where that is certain: three characters of two bytes or one of more that come
    out right, which no text has by chance.  A note says where.
    """
    for wrong, right in _CONFUSED:
        mended = _mended(text, wrong)
        if mended is not None:
            again, notes = repaired(mended[0])  # some are read wrongly twice
            label = f"{_LABELS[right]} that had been read as {_LABELS[wrong]}: repaired"
            return again, notes or (Note("encoding", mended[1], label),)
    return _as_arabic(text)


def _mended(text: str, wrong: str) -> tuple[str, tuple[int, int]] | None:
    """The text with its UTF-8 read as such, and from where to where it was mended."""
    run, whole, table = _misread(wrong)
    if whole.search(text) is None:
        return None
    made: list[str] = []
    sure, at, first, last = 0, 0, None, 0
    for line in text.splitlines(keepends=True):
        good, bad, weight = _runs(run.findall(line), table) if whole.search(line) else (0, 0, 0)
        mends = good > 0 and good >= _LEAST_MENDED * (good + bad)
        made.append(run.sub(_as_utf8(table), line) if mends else line)
        if mends:
            sure += weight
            first = at if first is None else first
            last = at + len(made[-1])
        at += len(made[-1])
    return ("".join(made), (first or 0, last)) if sure >= 3 else None


def _runs(found: Iterable[str], table: dict[int, int]) -> tuple[int, int, int]:
    """How many runs are UTF-8, how many are not, and what the former weigh: 3 is certain."""
    good = bad = weight = 0
    for run in found:
        raw = _bytes(run, table)
        try:
            letters = raw.decode("utf-8")
        except UnicodeDecodeError:
            bad += 1
            continue
        good += 1
        weight += sum(3 if ord(letter) >= 0x800 else 1 for letter in letters)
    return good, bad, weight


def _as_utf8(table: dict[int, int]) -> Callable[[re.Match[str]], str]:
    return lambda found: _bytes(found[0], table).decode("utf-8", "replace")


def _bytes(run: str, table: dict[int, int]) -> bytes:
    return run.translate(table).encode("latin-1")


@cache
def _misread(codec: str) -> tuple[re.Pattern[str], re.Pattern[str], dict[int, int]]:
    """Of a codec: runs of what its upper half gives, such as may be UTF-8, and the way back.

    Bytes that the codec does not define are control characters of the same number, as browsers do.
    """
    table = {}
    for byte in range(0x80, 0x100):
        letter = bytes([byte]).decode(codec, "ignore")
        table[ord(letter) if letter else byte] = byte
        if byte < 0xA0:
            table.setdefault(byte, byte)

    def of(low: int, high: int) -> str:
        return "".join(re.escape(chr(code)) for code, byte in table.items() if low <= byte < high)

    upper, next_ = of(0x80, 0x100), f"[{of(0x80, 0xC0)}]"
    letters = (
        f"[{of(0xC2, 0xE0)}]{next_}|[{of(0xE0, 0xF0)}]{next_}{{2}}|[{of(0xF0, 0xF5)}]{next_}{{3}}"
    )
    whole = re.compile(f"(?<![{upper}])(?:{letters})+(?![{upper}])")
    return re.compile(f"[{upper}]+"), whole, table


def _as_arabic(text: str) -> tuple[str, tuple[Note, ...]]:
    """Windows-1256 that was read as Windows-1252: letters with accents, and no words."""
    run, _, table = _misread("cp1252")
    foreign = sum(map(len, run.findall(text[:_SAMPLE])))
    if foreign < 10 or foreign < 0.5 * len(text[:_SAMPLE]) or hits(text) >= _LEAST_HITS:
        return text, ()
    made = run.sub(lambda found: _bytes(found[0], table).decode("cp1256"), text)
    if hits(made) < 0.15:
        return text, ()
    label = f"{_LABELS['cp1256']} that had been read as {_LABELS['cp1252']}: repaired"
    return made, (Note("encoding", (0, len(made)), label),)
