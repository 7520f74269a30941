"""The words for every code that Hudna shows to a person, in English and Arabic.

In: a kind (`verdict`, `reason`, `evidence`, `flag` …), a code of that kind, a language.
Out: its label, its meaning, and for a reason what kind of fact would resolve it.

The words stand in `data/codes.yaml`, for a translator to edit; start reading there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal, TypeVar, get_args

import yaml

Lang = Literal["en", "ar"]
LANGUAGES: tuple[Lang, ...] = get_args(Lang)

T = TypeVar("T")


class UnknownCodeError(KeyError):
    """A code that no table holds; `nearest` is the known code that looks most like it, if any."""

    def __init__(self, kind: str, code: str, known: Iterable[str]) -> None:
        self.kind = kind
        self.code = code
        known = tuple(known)
        self.nearest = _nearest(code, known)
        super().__init__(kind, code, known)  # all three, so that it survives pickling

    def __str__(self) -> str:
        hint = f"; did you mean “{self.nearest}”?" if self.nearest else ""
        return f"unknown {self.kind} “{self.code}”{hint}"


@dataclass(frozen=True, slots=True)
class Text:
    """One text in both languages."""

    en: str
    ar: str

    def in_(self, lang: str) -> str:
        """Return the text in `lang`.  Raises `UnknownCodeError` for any other language."""
        if lang not in LANGUAGES:
            raise UnknownCodeError("language", lang, LANGUAGES)
        return self.ar if lang == "ar" else self.en


@dataclass(frozen=True, slots=True)
class Code:
    """A code and its words.

    `needs` and `set_by` are there for reasons, `letter` for elements.
    """

    kind: str
    code: str
    label: Text
    meaning: Text
    needs: Text | None = None
    set_by: Literal["engine", "person"] | None = None
    letter: str | None = None


def kinds() -> tuple[str, ...]:
    """The kinds of code, in the order of the file."""
    return tuple(_tables())


def codes(kind: str) -> Mapping[str, Code]:
    """The codes of one kind, in the order in which reports list them."""
    return look_up("kind of code", kind, _tables())


def code(kind: str, name: str) -> Code:
    """One code with all its words.  Raises `UnknownCodeError`."""
    return look_up(kind, name, codes(kind))


def label(kind: str, name: str, lang: str) -> str:
    """What a table or a sentence calls the code."""
    return code(kind, name).label.in_(lang)


def meaning(kind: str, name: str, lang: str) -> str:
    """One sentence that says what the code means."""
    return code(kind, name).meaning.in_(lang)


def needs(reason: str, lang: str) -> str:
    """The kind of fact that would resolve a reason for “cannot determine”."""
    text = code("reason", reason).needs
    if text is None:
        raise ValueError(f"codes.yaml does not say what would resolve {reason}")
    return text.in_(lang)


def look_up(kind: str, name: str, table: Mapping[str, T]) -> T:
    """Return `table[name]`, or raise an `UnknownCodeError` that suggests the nearest key."""
    try:
        return table[name]
    except KeyError:
        raise UnknownCodeError(kind, name, table) from None


def load(name: str, *, plain: bool = False) -> Any:
    """Read one YAML file of the package's own data; `plain`: every scalar is text («no», «on»)."""
    kind = "BaseLoader" if plain else "SafeLoader"
    loader = getattr(yaml, "C" + kind, getattr(yaml, kind))
    source = files("hudna").joinpath("data", name).read_text(encoding="utf-8")
    return yaml.load(source, Loader=loader)  # noqa: S506  # all are safe loaders


@cache
def _tables() -> Mapping[str, Mapping[str, Code]]:
    return MappingProxyType(
        {
            kind: MappingProxyType(
                {name: _code(kind, name, entry) for name, entry in table.items()}
            )
            for kind, table in load("codes.yaml").items()
        }
    )


def _code(kind: str, name: str, entry: Mapping[str, Any]) -> Code:
    words: dict[str, Any] = {
        key: Text(**value) if isinstance(value, dict) else value for key, value in entry.items()
    }
    return Code(kind=kind, code=name, **words)


def _nearest(wrong: str, known: Iterable[str]) -> str | None:
    """The known code closest to `wrong`, whatever the case of its letters."""
    folded = {name.casefold(): name for name in known}
    close = get_close_matches(wrong.casefold(), folded, n=1)
    return folded[close[0]] if close else None
