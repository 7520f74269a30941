"""The font of a report: the characters that it uses, cut from a packaged variable font.

In: the text of a report.  Out: a WOFF2 file of Noto Sans Arabic (it has Latin letters, too) with
those characters, their joining forms and the weights 400 to 700; as bytes, the same every time.
"""

from __future__ import annotations

import base64
import io
from functools import lru_cache

import fontpkg
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

FAMILY = "Noto Sans Arabic"
WEIGHTS = (400, 700)


def woff2(text: str) -> bytes:
    """The font of a text.  A character that the font lacks is left to the reader's own fonts."""
    return _cut("".join(sorted(set(text))))


def data_url(text: str) -> str:
    """The font of a text as a `data:` address."""
    return "data:font/woff2;base64," + base64.b64encode(woff2(text)).decode("ascii")


@lru_cache(maxsize=8)
def _cut(characters: str) -> bytes:
    # Nothing of the clock or of this machine goes in: equal reports are equal bytes.
    with TTFont(fontpkg.path(FAMILY), recalcTimestamp=False, lazy=True) as font:
        subsetter = subset.Subsetter(subset.Options(hinting=False, notdef_outline=True))
        subsetter.populate(unicodes=[ord(character) for character in characters])
        subsetter.subset(font)  # first: the axes of a small font are quickly fixed
        instancer.instantiateVariableFont(font, {"wdth": 100, "wght": WEIGHTS}, inplace=True)
        font.flavor = "woff2"
        sink = io.BytesIO()
        font.save(sink)
    return sink.getvalue()
