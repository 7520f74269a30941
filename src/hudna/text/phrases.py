"""What people call the codes of a reading: acts, polarity, hedges, notes, in English or Arabic."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from hudna.i18n import translator


@cache
def phrases(lang: str) -> Mapping[tuple[str, str], str]:
    """The words for (kind, code), where kind is `act`, `polarity`, `hedge`, `language` or `note`."""
    say = translator(lang)
    return {
        (kind, code): words
        for kind, table in (
            ("act", _acts(say)),
            ("polarity", {"affirmed": say("affirmed"), "negated": say("negated")}),
            ("hedge", _hedges(say)),
            ("language", {"ar": say("Arabic"), "en": say("English")}),
            ("note", _notes(say)),
        )
        for code, words in table.items()
    }


def phrase(kind: str, code: str, lang: str) -> str:
    """The words for a code; one that has none stands for itself."""
    return phrases(lang).get((kind, code), code)


def _acts(say: Callable[[str], str]) -> dict[str, str]:
    """What somebody does by saying something."""
    return {
        "confirm": say("confirmation"), "announce": say("announcement"),
        "state": say("statement"), "deny": say("denial"), "commit": say("commitment"),
        "demand": say("demand"), "condition": say("condition"), "accuse": say("accusation"),
        "report": say("report"), "expect": say("expectation"), "opinion": say("opinion"),
    }  # fmt: skip


def _hedges(say: Callable[[str], str]) -> dict[str, str]:
    """How far somebody stands by what is said."""
    return {
        "none": "", "hearsay": say("by hearsay"), "expectation": say("as expected"),
        "opinion": say("as an opinion"),
    }  # fmt: skip


def _notes(say: Callable[[str], str]) -> dict[str, str]:
    """What a note is about."""
    return {
        "glued_words": say("words without a space between them"), "heading": say("heading"),
        "list": say("list"), "encoding": say("encoding"), "bidi": say("controls of direction"),
    }  # fmt: skip
