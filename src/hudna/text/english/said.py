"""Where what an English verb of saying holds begins: after «that», a preposition, a colon, or directly."""

from __future__ import annotations

from hudna.text.lexicon import Hit, Speech
from hudna.text.marked import QUOTES, Marked

_REACH = 30


def find_content(text: Marked, place: int, hit: Hit, last: int) -> tuple[int, int | None] | None:
    """Where what a verb holds begins, and where it ends if it is a quotation."""
    speech: Speech = hit.value
    start = place + hit.length
    limit = min(last, start + _REACH)
    first_preposition: int | None = None
    at = start
    while at < limit:
        word = text.words.text[at]
        that = text.hit(at, "that") if speech.that else None
        if that is not None and at > start and speech.object and not speech.to and word == "that":
            if (thing := _thing(text, start, at)) is not None:
                return thing, None
        if that is not None and (at == start or word == "that" or not text.hit(at, "determiners")):
            return at + that.length, None
        if word == ":" or (word in QUOTES and at in text.closes and text.closes[at] - at > 3):
            opening = at if word in QUOTES else at + 1
            close = text.closes.get(opening)
            return (opening + 1, close) if close is not None else (at + 1, None)
        if word in (";",) or text.hit(at, "boundary"):
            break
        if speech.to and at == start:  # whom it is said to belongs to what is said
            return (at + 1 if word in ("on", "upon") else at, None) if at + 1 < last else None
        if word in speech.with_ and _only_asides(text, start, at):
            return (at + 1, None) if at + 1 < last else None
        if word == "," and at == start:
            at += 1
            continue
        if word == "," and first_preposition is None and not _aside_to_comma(text, start, at):
            break
        at += 1
    if first_preposition is not None and first_preposition < last:
        return first_preposition, None
    if speech.strict:
        return None
    bare = start
    while bare < last and (
        not text.is_word(bare) or text.hit(bare, "time_words", "occasions", "adverbs", "addressees")
    ):
        hit_ = text.hit(bare, "time_words", "occasions", "adverbs", "addressees")
        bare += hit_.length if hit_ else 1
    if bare >= last or bare - start > 12:
        return None
    if speech.object or speech.act in (
        "state",
        "confirm",
        "opinion",
        "report",
        "expect",
        "announce",
    ):
        if text.hit(bare, "boundary", "subordinate", "prepositions") and not text.hit(
            bare, "determiners"
        ):
            return None
        return bare, None
    return None


def _thing(text: Marked, start: int, that: int) -> int | None:
    """The object that a «that» after a verb belongs to («dismissed the accusation that …»)."""
    at = start
    while at < that and (
        not text.is_word(at)
        or text.hit(at, "time_words", "occasions", "adverbs", "addressees", "prepositions")
    ):
        hit = text.hit(at, "time_words", "occasions", "adverbs", "addressees", "prepositions")
        at += hit.length if hit else 1
    return at if at < that else None


def _aside_to_comma(text: Marked, start: int, comma: int) -> bool:
    return comma - start <= 1


def _only_asides(text: Marked, first: int, last: int) -> bool:
    """Whether only when, where and to whom stands between a verb and its preposition."""
    at = first
    while at < last:
        aside = text.hit(at, "time_words", "occasions", "adverbs", "addressees", "prepositions")
        if aside is None and text.is_word(at) and not text.capital(at):
            return False
        at += aside.length if aside else 1
    return True
