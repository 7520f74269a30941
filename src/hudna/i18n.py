"""Translations: English sentences of the program, and their Arabic.

English is written where it is used; Arabic stands in `locale/ar/*.po` (gettext, read with Babel),
so that a translator needs no Python.  Counted phrases use the plural forms of the language: Arabic
has six.  `isolate` keeps dates, ids and Latin names in one piece inside right-to-left text.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from io import BytesIO
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from babel.plural import to_python

LANGUAGES = ("ar", "en")
_FSI, _PDI = "\u2068", "\u2069"  # first strong isolate, pop directional isolate

# CLDR's plural rules of Arabic, in the order of the forms in a .po file.
_ARABIC = to_python(
    {"zero": "n = 0", "one": "n = 1", "two": "n = 2", "few": "n % 100 = 3..10",
     "many": "n % 100 = 11..99"}
)  # fmt: skip
_FORMS = ("zero", "one", "two", "few", "many", "other")


class Untranslated(KeyError):
    """A sentence has no Arabic: an error of the program, met by its tests."""


@dataclass(frozen=True)
class Translator:
    """Says the program's sentences in one language."""

    lang: str
    messages: dict[str, Any]

    def __call__(self, message: str, **about: object) -> str:
        """The sentence in this language, with `about` filled in."""
        text = message if self.lang == "en" else self._arabic(message)
        return text.format(**about) if about else text

    def count(self, one: str, many: str, n: int, **about: object) -> str:
        """A counted phrase; `{n}` is the number."""
        if self.lang == "en":
            text = one if n == 1 else many
        else:
            forms = self._arabic(one)
            text = forms[_FORMS.index(str(_ARABIC(n)))]
        return text.format(n=n, **about)

    def _arabic(self, message: str) -> Any:
        try:
            return self.messages[message]
        except KeyError:
            raise Untranslated(message) from None

    @property
    def direction(self) -> str:
        """The direction of writing, as HTML names it."""
        return "rtl" if self.lang == "ar" else "ltr"


@cache
def translator(lang: str) -> Translator:
    """The translator of `lang`, `ar` or `en`.  Raises `ValueError` for another."""
    if lang not in LANGUAGES:
        raise ValueError(f"there is no language “{lang}”: write {' or '.join(LANGUAGES)}")
    return Translator(lang, {} if lang == "en" else catalog(lang))


def catalog(lang: str) -> dict[str, Any]:
    """Every translated message of a language: text, or the six plural forms in order."""
    messages: dict[str, Any] = {}
    for file in sorted((resources.files("hudna") / "locale" / lang).iterdir(), key=str):
        if not file.name.endswith(".po"):
            continue
        found: Catalog = read_po(BytesIO(file.read_bytes()), locale=lang)
        for message in found:
            if message.id and message.string:
                key = message.id if isinstance(message.id, str) else message.id[0]
                messages[key] = message.string
    return messages


def isolate(text: str) -> str:
    """Wrap text so that its direction does not disturb, and is not disturbed by, what is around."""
    return f"{_FSI}{text}{_PDI}" if text else text
