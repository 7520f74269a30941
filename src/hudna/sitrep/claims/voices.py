"""Who speaks in a text, each with a letter and a look, so that a page tells them apart.

In: statements.  Out: the voices in the order in which they first speak, and whose each statement
is.  Colour is never alone: every voice has a letter, and a style of line with its tint.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hudna.text.letters import fold
from hudna.text.statement import Speaker, Statement

TINTS = 8
LINES = 5
_LETTERS = {
    "en": tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    # In the order of abjad, by which Arabic lists are lettered.
    "ar": (*"أبجد", "هـ", *"وزحطيكلمنسعفصقرشتثخذضظغ"),
}


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody who speaks: as first named, with the other names that they go by in the text.

    `statements` are places in the list of statements.
    """

    speaker: Speaker
    also: tuple[str, ...]
    statements: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Cast:
    """The voices of a text, and for each statement the place of its voice; None: nobody named."""

    voices: tuple[Voice, ...]
    of: tuple[int | None, ...]


def cast(statements: Sequence[Statement]) -> Cast:
    """Who speaks in the statements of a text.

    Two names are one voice if they are spelt alike for one actor, or if role, actor and last name
    agree.
    """
    seen: dict[tuple[str | None, ...], int] = {}
    parts: list[list[int]] = []
    of: list[int | None] = []
    for place, statement in enumerate(statements):
        if statement.speaker is None:
            of.append(None)
            continue
        keys = _keys(statement.speaker)
        found = next((seen[key] for key in keys if key in seen), len(parts))
        if found == len(parts):
            parts.append([])
        for key in keys:
            seen.setdefault(key, found)
        parts[found].append(place)
        of.append(found)
    return Cast(tuple(_voice(statements, places) for places in parts), tuple(of))


def _keys(speaker: Speaker) -> list[tuple[str | None, ...]]:
    name = " ".join(fold(speaker.name).split())
    keys: list[tuple[str | None, ...]] = [(speaker.actor, name)]
    if speaker.role is not None and name:
        keys.append((speaker.actor, " ".join(fold(speaker.role).split()), name.rsplit(" ", 1)[-1]))
    return keys


def _voice(statements: Sequence[Statement], places: list[int]) -> Voice:
    speakers = [speaker for place in places if (speaker := statements[place].speaker) is not None]
    named = max(speakers, key=lambda speaker: (speaker.role is not None, -speaker.span[0]))
    others = dict.fromkeys(speaker.name for speaker in speakers if speaker.name != named.name)
    return Voice(named, tuple(others), tuple(places))


def letter(place: int, lang: str) -> str:
    """The letter of a voice: A to Z, AA, AB, and so on; in Arabic, the letters of abjad."""
    letters = _LETTERS[lang]
    found = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, len(letters))
        found = letters[rest] + found
    return found


def look(place: int | None) -> str:
    """The classes of a voice's look: a tint and a style of line, one pair each for the first 40."""
    if place is None:
        return "v-none"
    return f"v{place % TINTS} l{(place + place // TINTS) % LINES}"
