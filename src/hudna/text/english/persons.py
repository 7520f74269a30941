"""Which words of an English speaker are a person's name."""

from __future__ import annotations

from hudna.text import forms
from hudna.text.lexicon import Hit
from hudna.text.marked import BRACKETS, COMMAS, Marked, Stretch

# Kinds of words with a capital that are no part of a person's name.
# A person's name has at least so many words where what follows says who it is.
_FULL = 2
# A name before a comma has at most so many words.
_LONGEST = 5
_TITLED = ("titles", "nation", "actor", "bodies", "starters")


def find_name(text: Marked, stretch: Stretch) -> Stretch | None:
    """The longest run of capitals that is no title, state or body; of several, the last."""
    first, last = stretch
    title = text.find(first, last, "titles")
    leading = _before_apposition(text, first, last)
    if leading is not None:
        return leading
    best: Stretch | None = None
    place = first
    while place < last:
        end = _run(text, place, last, first if title is None else title)
        longest = best is None or end - place >= best[1] - best[0]
        named = end > place and longest and not _is_initial(text, end - 1)  # «U.S.» is no name
        if (
            named
            and not _is_only_told_of(text, first, place)
            and not _is_people(text, place, end)
            and not _is_owner(text, end, last)
        ):
            best = (place, end)
        role = text.hit(place, "titles", "actor") or _where(text, place)
        place = max(end, place + (1 if role is None else role.length))
    return best


def _is_people(text: Marked, place: int, end: int) -> bool:
    """Whether capitals only say of which people a title is: «a South Ossetian spokeswoman»."""
    return (
        place > 0
        and text.hit(place - 1, "articles", "indefinite_articles") is not None
        and text.hit(end, "titles") is not None
        and not text.capital(end)
    )


def _is_owner(text: Marked, end: int, last: int) -> bool:
    """Whether a name only says whose title it is: «President Kub's spokesman»."""
    return forms.is_possessive(text.word(end - 1)) and text.has(end, last, "titles", "bodies")


def _where(text: Marked, place: int) -> Hit | None:
    """The place of several words that stands behind a preposition: «of Shan State»."""
    where = text.hit(place, "place")
    behind = where is not None and text.hit(place - 1, "prepositions") is not None
    return where if behind else None


def are_several(text: Marked, stretch: Stretch) -> bool:
    """Whether «and» joins two persons who are named: «Minister Kub and his counterpart, Jan Pol»."""
    first, last = stretch
    return any(
        _is_named(text, first, at) and _is_named(text, at + 1, last)
        for at in text.places(first + 1, last - 1, "conjunctions")
        if not _is_bracketed(text, first, at)
    )


def _is_bracketed(text: Marked, first: int, place: int) -> bool:
    """Whether a word stands in brackets: «the director (South Asia and Saarc), Dr Kub»."""
    return any(text.closes.get(at, at) > place for at in text.marks(first, place, BRACKETS))


def _is_named(text: Marked, first: int, last: int) -> bool:
    """Whether a person's name stands in a stretch, and a title or a name in full."""
    name = find_name(text, (first, last))
    titled = text.has(first, last, "titles")
    return name is not None and (titled or name[1] - name[0] >= _FULL)


def find_untitled(text: Marked, stretch: Stretch) -> Stretch | None:
    """A name beside what somebody is, whatever that is called: «rubber tapper Mae Yoh»."""
    first, last = stretch
    end = _run(text, first, last, first)
    if (
        first < end < last - 1
        and text.word(end) in COMMAS
        and (text.hit(end + 1, "determiners", "reduced") or text.word(end + 1).isdigit())
    ):
        return first, end  # «Fatoumata, a cloth seller»; «Brang Shawng, 34»
    if first + _FULL <= end < last - 1 and text.hit(end, "of"):
        return first, end  # «Hla Maung of the Peace Centre»
    start = last
    while start > first and _may_name(text, start - 1, first):
        start -= 1
    if last - start < _FULL or start == first or not text.is_word(start - 1):
        return None
    plain = text.is_plain(start - 1) or text.hit(start - 1, "persons")
    return (start, last) if plain and not text.capital(start - 1) else None


def is_of_body(text: Marked, first: int, title: int) -> bool:
    """Whether a title only says whose body speaks: «the office of President Rana»."""
    behind = title > first and text.hit(title - 1, "of") is not None
    to = text.find(first, title, "infinitive")
    if to is not None and text.hit(to - 1, "documents"):
        return True  # «the letter to the head of the council»
    return behind and text.has(first, title, "bodies")


def _is_only_told_of(text: Marked, first: int, place: int) -> bool:
    """Whether a name says where a speaker is, or with whom: «a spokesman based in Europe»."""
    before = place - 1
    if before > first and text.word(before)[:1].isdigit():
        before -= 1  # «Major Kub of the 3rd Brigade»
    if before > first and text.hit(before, "articles"):
        before -= 1
    if before <= first:
        return False
    if forms.is_ing(text.word(before)) and not text.capital(before):
        return True
    return text.hit(before, "prepositions") is not None


def _before_apposition(text: Marked, first: int, last: int) -> Stretch | None:
    """The name at the start of a stretch that a comma and «a», «the» or a title follow."""
    first = text.past(first, last, "titles") if text.hit(first, "titles") else first
    if first >= last:
        return None
    end = _run(text, first, last, first)
    actor = text.hit(first, "actor")
    if (
        actor is not None
        and first + actor.length < last
        and text.word(first + actor.length) in COMMAS
    ):
        end = first + actor.length  # «Malaysia, the current chair of ASEAN»
    comma = text.mark(first, min(first + _LONGEST, last), COMMAS)
    if first + _FULL <= comma < min(first + _LONGEST, last) and _only_names(text, first, comma):
        end = comma  # «Mars Alpha, the adviser»: a word of a name may be the name of something else
    short = end - first < _FULL and actor is None
    if short or end == first or end + 1 >= last or text.word(end) not in COMMAS:
        return None
    return (first, end) if text.hit(end + 1, "titles", "determiners", "actor", "nation") else None


def _only_names(text: Marked, first: int, last: int) -> bool:
    """Whether words are a name in full, whatever else the first of them is called by."""
    return all(
        text.capital(place) and not text.hit(place, "titles", "bodies", "nation", "starters")
        for place in range(first, last)
    ) and not any(hit.length > 1 for _, hit in text.all(first, last, "actor", "place"))


def _run(text: Marked, first: int, last: int, title: int) -> int:
    """Where a run of words that may be a name ends."""
    end = first
    while end < last and (
        _may_name(text, end, title)
        or (end > first and _only_starts(text, end))
        or (end > first and _is_particle(text, end))
        or (end > first and text.word(end) == "." and _is_initial(text, end - 1))
    ):
        end += 1
    return text.shorn(first, end)


def _may_name(text: Marked, place: int, title: int) -> bool:
    """Whether a word may be part of a person's name: a town's behind the title may be."""
    if not text.is_word(place) or not text.capital(place) or text.hit(place, *_TITLED):
        return False
    if place and text.word(place - 1) == "/":
        return False  # «SPLM/Nuba»
    town = text.hit(place, "place") is not None
    return not town or (place > title and not text.hit(place - 1, "prepositions"))


def _only_starts(text: Marked, place: int) -> bool:
    """Whether a word begins sentences and has a capital within one, as a name's may («Both»)."""
    others = [kind for kind in _TITLED if kind != "starters"]
    named = text.capital(place) and not text.written(place).isupper()
    return named and bool(text.hit(place, "starters")) and not text.hit(place, *others)


def _is_initial(text: Marked, place: int) -> bool:
    """Whether a word is one letter."""
    return len(text.word(place)) == 1


def _is_particle(text: Marked, place: int) -> bool:
    """Whether a word is part of names, or begins with one («van», «al-Attar»)."""
    word = text.word(place).partition("-")[0]
    return any(hit.kind == "name_particles" for hit in text.lexicon.hits([word])[0])
