"""Where one main clause ends and another begins: «The siege was lifted, and trucks crossed into the town».

In: a clause that nobody is named for, or a conjunction.  Out: main clauses, each with its own subject.  A second
predicate of one subject is no clause of its own («met in Ghadames and named the hall»).
"""

from __future__ import annotations

from hudna.text.english.parts import is_conjunction, is_past, is_predicate, past_opening
from hudna.text.marked import COMMAS, END_QUOTES, QUOTES, SEMICOLONS, Marked, Stretch

# A subject has at most so many words before its predicate, and what only opens a clause so many.
_SUBJECT = 12
_OPENING = 9
# What the words between a conjunction and a predicate may not be: what stands behind them is no main clause.
_HELD = ("that", "relative", "subordinate", "boundary")
# Before a word they show that it is no predicate.
_BEFORE_NOUN = ("determiners", "possessives", "prepositions", "conjunctions", "of")


def main_clauses(text: Marked, stretch: Stretch) -> list[Stretch]:
    """The main clauses of a stretch that nobody is named for, in order."""
    first, last = stretch
    found = []
    for place in range(first + 1, last - 1):
        parted = text.word(place) in SEMICOLONS and not _is_quoted(text, first, place)
        if parted or (is_joint(text, place) and joins_clauses(text, place, first, last)):
            found.append((first, text.shorn(first, place)))
            first = place + (not text.hit(place, "correlatives"))
    return [*found, (first, last)]


def is_joint(text: Marked, place: int) -> bool:
    """Whether a word may join two main clauses."""
    return text.hit(place, "conjunctions", "correlatives") is not None


def joins_clauses(text: Marked, place: int, first: int, last: int) -> bool:
    """Whether a conjunction stands between two main clauses, each with its subject and predicate."""
    if _is_quoted(text, first, place):
        return False
    if text.hit(place, "correlatives"):  # «…, nor may the rebels attack»
        return text.hit(place + 1, "be", "auxiliary") is not None
    main = past_opening(text, first, place)
    parted = text.word(place - 1) in COMMAS
    low = main if parted else _behind_last(text, main, place)
    if not _has_predicate(text, main, place):
        return False
    if not parted and (text.has(low, place, *_HELD) or _is_alike(text, low, place, last)):
        return False
    return begins_clause(text, place + 1, last, parted)


def begins_clause(text: Marked, first: int, last: int, parted: bool) -> bool:
    """Whether a subject and its predicate stand behind a conjunction, which a comma `parted`."""
    start = _begins(text, first, last)
    return start is not None and _acts(text, start, last, parted)


def _is_quoted(text: Marked, first: int, place: int) -> bool:
    """Whether a word stands within quotation marks."""
    return any(text.closes.get(mark, mark) > place for mark in text.marks(first, place, QUOTES))


def _behind_last(text: Marked, first: int, place: int) -> int:
    """Where the words before a conjunction begin behind their last comma."""
    commas = text.marks(first, place, COMMAS | END_QUOTES)
    return commas[-1] + 1 if commas else first


def _is_alike(text: Marked, low: int, place: int, last: int) -> bool:
    """Whether the same is told of two, and so at once: «the army would leave and the rebels would be disarmed»."""
    one, other = (
        next((text.word(at) for at in range(first + 1, end) if _is_finite(text, at)), "")
        for first, end in ((low, place), (place, last))
    )
    return one == other


def _has_predicate(text: Marked, first: int, last: int) -> bool:
    """Whether a main clause has its predicate before a word."""
    held = text.find(first + 1, last, "that", "relative", "subordinate")
    near = last if held is None else held
    return any(_is_finite(text, at) or _did(text, at) for at in range(first + 1, near))


def _begins(text: Marked, first: int, last: int) -> int | None:
    """Where a subject begins behind a conjunction and what only opens its clause."""
    start = text.past(first, last, "opener", "time_words", "adverbs")
    if start < last and text.hit(start, "prepositions"):  # «and on the coast, rebels …»
        comma = text.mark(start, min(start + _OPENING, last), COMMAS)
        there = text.find(start, comma, "existential")
        if there is not None:
            return there  # «and on the main street there is no barrier left»
        start = comma + 1 if comma < min(start + _OPENING, last) else last
    if start >= last - 1 or not text.is_word(start) or text.hit(start, "that"):
        return None
    begins = text.hit(
        start,
        "determiners",
        "nominative",
        "nobody",
        "existential",
        "titles",
        "bodies",
        "group_heads",
    )
    if begins is None and not text.capital(start) and not text.word(start)[0].isdigit():
        plain = text.is_plain(start) or text.hit(start, "unit", "persons", "things") is not None
        does = text.hit(start + 1, "determiners", "nominative", "oblique")  # «and throws it back»
        if not plain or does or not _is_many(text, start, last):
            return None
    return start


def _is_many(text: Marked, start: int, last: int) -> bool:
    """Whether a noun without an article begins a subject: «joint patrols of 60 men»."""
    near = range(start, min(start + 3, last))
    return any(text.word(at).endswith("s") or text.hit(at, "bodies", "unit") for at in near)


def _acts(text: Marked, start: int, last: int, parted: bool) -> bool:
    """Whether a subject that begins at a word has a predicate of its own."""
    pronoun = text.hit(start, "nominative", "existential") is not None
    for at in range(start + 1, min(start + _SUBJECT, last)):
        if _is_finite(text, at):
            return True
        if _did(text, at):
            done = parted or pronoun
            return done and text.hit(at + 1, "by_whom", "conjunctions") is None
        if pronoun and text.word(at).endswith("s"):
            return True  # «and it bars either side from …»
        if parted and _is_present(text, start, at):
            return True
        if text.word(at) in COMMAS | SEMICOLONS or is_conjunction(text, at):
            return False
        if text.hit(at, *_HELD) is not None:
            return False
    return False


def _is_present(text: Marked, start: int, place: int) -> bool:
    """Whether an unknown word is the present of one of a kind: «and a bus now runs between …»."""
    one = text.hit(start, "indefinite_articles") or text.hit(place - 1, "adverbs")
    looks = text.is_plain(place) and text.word(place).endswith("s") and not text.capital(place)
    behind = text.hit(place + 1, "determiners", "prepositions", "negators", "that")
    return bool(one) and looks and behind is not None


def _is_finite(text: Marked, place: int) -> bool:
    """Whether a word is a predicate by its class: «is», «has», «will»."""
    known = text.hit(place, "be", "auxiliary") is not None
    return (
        known and is_predicate(text, place) and not text.hit(place - 1, "infinitive", "auxiliary")
    )


def _did(text: Marked, place: int) -> bool:
    """Whether a word is a past, and says no more of a noun behind it."""
    return is_past(text, place) and text.hit(place - 1, *_BEFORE_NOUN) is None
