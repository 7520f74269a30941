"""Reviewing: the pairs of reports that matching is uncertain about, put to a person one by one.

In: a case whose reports were matched, and answers.  Out: the answers in the record, which matching keeps to
from then on and never undoes; an answer is changed by another on the same two reports.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum

from hudna.engines.custody import recorded
from hudna.engines.matching_case import CaseMatched, uncertain
from hudna.engines.side_by_side import pair
from hudna.record import matches
from hudna.record.known import Known
from hudna.record.matches import Sameness


class Answer(StrEnum):
    """What a person says of two reports."""

    YES = "y"
    NO = "n"
    SKIP = "skip"
    QUIT = "quit"


def reviewed(
    case: CaseMatched, lang: str, show: Callable[[str], None],
    ask: Callable[[int, int], Answer], author: str | None,
) -> int:  # fmt: skip
    """Show each uncertain pair, and record each answer at once; how many were given.

    `ask` is given the number of the pair and of all; what is answered stays when the rest is not.
    """
    pairs = uncertain(case)
    given = 0
    for number, (one, other, _) in enumerate(pairs, 1):
        for line in pair(case, one, other, lang):
            show(line)
        answer = ask(number, len(pairs))
        if answer == Answer.QUIT:
            break
        if answer != Answer.SKIP:
            names = [str(case.rows[row]["report_id"]) for row in (one, other)]
            say(case.known, names, answer == Answer.YES, author)
            given += 1
    return given


def say(known: Known, names: Sequence[str], same: bool | None, author: str | None) -> None:
    """Record what a person says of two reports; None takes it back.  Raises `Refused`."""
    one, other = names
    with recorded(known).writing(author) as writer:
        matches.say(writer, Sameness(one, other, same), "asked by `hudna match --review`")


def told(given: int, left: int) -> Iterator[str]:
    """What became of a review, in a sentence."""
    if not left and not given:
        yield "No pair is uncertain."
    else:
        yield f"{given:,} of {left:,} answered, and kept in the record."
