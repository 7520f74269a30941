"""Answers: what a rule says of one question, and the steps that led there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, TypeVar

from hudna.evidence import Truth

X = TypeVar("X")


class Step(NamedTuple):
    """One step of a derivation: a key of the phrase book, and what it is about."""

    key: str
    about: tuple[str, ...] = ()


class Answer(NamedTuple):
    """What a rule says: yes, no or unknown; reason codes where unknown; the steps."""

    truth: Truth
    causes: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()


def each(groups: Iterable[Iterable[X]]) -> tuple[X, ...]:
    """The members of all groups, each once, in order."""
    return tuple(dict.fromkeys(item for group in groups for item in group))
