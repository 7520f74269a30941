"""Where the clause of an English verb of saying begins, and which words are its subject."""

from __future__ import annotations

from hudna.text.frames import Stretch
from hudna.text.lexicon import Hit
from hudna.text.marked import END_QUOTES, QUOTES, Marked

# Marks that part clauses.
_PARTS = frozenset({";", ":", "-", "—", "–"})


def only_asides(text: Marked, first: int, last: int) -> bool:
    """Whether nothing but when, where and to whom follows a verb («…, the minister said on Monday»)."""
    return (
        last - first <= 1
        or text.hit(
            first, "time_words", "occasions", "adverbs", "addressees", "prepositions", "relative"
        )
        is not None
        or not text.is_word(first)
    )


def is_noun(text: Marked, place: int) -> bool:
    """Whether a word that may be a verb is a noun or an adjective here."""
    if place == 0:
        return False
    before = text.words.text[place - 1]
    return text.hit(place - 1, "determiners") is not None or before.endswith("'s")


def is_passive(text: Marked, place: int) -> bool:
    return (
        place > 0
        and text.hit(place - 1, "be") is not None
        and not text.words.text[place].endswith("ing")
    )


def before_auxiliaries(text: Marked, place: int, start: int) -> int:
    """Where the words before a verb that belong to it begin («has also», «did not»)."""
    while place > start and text.hit(place - 1, "auxiliary", "be", "negators", "adverbs"):
        place -= 1
    return place


def clause_of(text: Marked, place: int, first: int) -> int:
    """Where the clause of a verb begins."""
    start = before_auxiliaries(text, place, first)
    while start > first:
        before = start - 1
        word = text.words.text[before]
        if word in _PARTS or word in END_QUOTES or word in QUOTES:
            break
        far = place - before > 1
        if text.hit(before, "that") and far and not text.hit(before, "relative"):
            break
        boundary = text.hit(before, "boundary", "subordinate")
        if (
            boundary is not None
            and boundary.length == 1
            and far
            and not text.hit(before, "relative")
        ):
            return before if boundary.kind == "boundary" else start
        if word in ("and", "but") and not (
            before > first and text.capital(before - 1) and text.capital(before + 1)
        ):
            return start
        if far and is_predicate(text, before):
            relative = _relative(text, before, first)
            if relative is None:
                break
            start = relative
            continue
        if (
            word == ","
            and _is_subject(text, start, place)
            and not _apposed(text, first, before, start)
        ):
            break
        start = before
    return start


def _relative(text: Marked, place: int, first: int) -> int | None:
    """Where the relative clause begins that a predicate stands in, if it stands in one."""
    for before in range(place - 1, max(first, place - 9) - 1, -1):
        if text.hit(before, "relative"):
            return before
        if text.words.text[before] in _PARTS or text.hit(before, "that", "boundary"):
            return None
    return None


def is_predicate(text: Marked, place: int) -> bool:
    """Whether a word shows that a clause has its verb: what stands behind is no subject."""
    if text.hit(place, "be", "auxiliary") and not text.hit(place, "adverbs"):
        return True
    return (
        text.hit(place, "verb") is not None and not is_noun(text, place) and not text.capital(place)
    )


def _apposed(text: Marked, first: int, comma: int, start: int) -> bool:
    """Whether words after a comma only say who somebody is: a name or a title stands before it."""
    if text.hit(start, "pronouns"):
        return False
    low = comma
    while (
        low > first
        and text.words.text[low - 1] not in (",", ";", ":")
        and not text.hit(low - 1, "that", "boundary")
    ):
        low -= 1
    if text.hit(low, "opener", "time_words", "prepositions", "according", "subordinate"):
        return False
    if any(is_predicate(text, place) for place in range(low, comma)):
        return False
    named = any(text.capital(p) for p in range(low, comma) if text.is_word(p)) or any(
        True for _ in text.all(low, comma, "titles", "bodies", "actor")
    )
    return named and comma - low <= 8


def _is_subject(text: Marked, first: int, last: int) -> bool:
    return find_subject(text, first, before_auxiliaries(text, last, first)) is not None


def find_subject(text: Marked, first: int, last: int) -> Stretch | None:
    """The words that name who acts, in a stretch that ends where the verb begins."""
    while first < last and (not text.is_word(first) or text.hit(first, "boundary", "opener")):
        hit = text.hit(first, "opener", "boundary")
        first += hit.length if hit else 1
    if text.hit(first, "prepositions", "time_words") if first < last else False:
        comma = next((p for p in range(first, last) if text.words.text[p] == ","), None)
        if comma is None:
            pronoun = next((p for p in range(last - 1, first, -1) if text.hit(p, "pronouns")), None)
            return None if pronoun is None else (pronoun, pronoun + 1)
        return find_subject(text, comma + 1, last)
    while first < last and text.words.text[first] in ("and", "but", ","):
        first += 1
    if first < last and text.words.text[first].endswith("ing"):  # «Briefing newsmen in Abuja, …»
        comma = next((p for p in range(first, last) if text.words.text[p] == ","), None)
        return None if comma is None else find_subject(text, comma + 1, last)
    end = last
    while end > first and not text.is_word(end - 1):
        end -= 1
    for place in range(first, end):
        if text.hit(place, "relative") and place > first:
            end = place
            break
    while end > first and not text.is_word(end - 1):
        end -= 1
    for place in range(end - 1, first - 1, -1):
        if is_predicate(text, place) and _relative(text, place, first) is None:
            first = place + 1
            break
    if end <= first or end - first > 25:
        return None
    if any(
        True
        for _ in text.all(
            first, end, "titles", "bodies", "actor", "pronouns", "nation", "group_heads"
        )
    ):
        return first, end
    if any(
        text.capital(place)
        for place in range(first, end)
        if text.is_word(place) and not text.hit(place, "starters")
    ):
        return first, end
    return None


def quoted_before(text: Marked, place: int, first: int) -> Stretch | None:
    """The quotation that a verb or its subject follows («"…," the minister said»)."""
    for closing in range(place - 1, max(first, place - 24), -1):
        if text.words.text[closing] in END_QUOTES:
            opening = next(
                (o for o in range(closing - 1, first - 1, -1) if text.closes.get(o) == closing),
                None,
            )
            if opening is None or closing - opening < 4:
                return None
            if opening > first and text.words.text[opening - 1].isalpha():
                return None
            before = text.words.text[closing - 1]
            if before not in (",", "!", "?", ".") and text.words.text[closing + 1] != ",":
                return None
            return opening + 1, closing
        if text.words.text[closing] in (";", ":"):
            return None
    return None


def subject_around(
    text: Marked, place: int, hit: Hit, quoted: Stretch, last: int
) -> Stretch | None:
    """The subject between a quotation and its verb, or after the verb."""
    low = quoted[1] + 1
    before = find_subject(text, low, before_auxiliaries(text, place, low))
    if before is not None:
        return before
    start = place + hit.length
    end = start
    while end < last and not ends_subject(text, end, start):
        end += 1
    return find_subject(text, start, end)


def ends_subject(text: Marked, place: int, start: int) -> bool:
    word = text.words.text[place]
    if word in (",",):
        after = place + 1
        return after >= len(text.words) or not (
            text.hit(after, "titles", "determiners") or text.capital(after)
        )
    return (
        word in (";", ":", ".")
        or word in QUOTES
        or text.hit(place, "time_words", "occasions", "participle", "relative") is not None
    )
