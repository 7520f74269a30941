"""What a statement tells that a statement of another text may contradict.

In: the stances of a text.  Out: tellings: of one statement, that a place or an actor is covered or left out,
that something happened at a place or did not, how much there was of what, when a thing begins or ends, who
did it.  A telling is small and holds all that is compared, so that it can be kept where the text is not.
What names no place, or rests on what was told right before it, is compared within its own text only.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from math import inf
from typing import Any, Literal, get_args

from hudna import taxonomy
from hudna.text import topics
from hudna.text.comparing import called, reach
from hudna.text.letters import Span, fold
from hudna.text.stance import CLAIMING_NOTHING, DEEDS, LAID, Stance, span
from hudna.text.statement import Name, Speaker
from hudna.text.stems import keys, stem

Kind = Literal["covered", "happened", "counted", "dated", "done"]

# Provisions that every statement of a truce may have.
_COMMON = frozenset({"P01", "P04", "P05"})
# A statement that names more places than so many tells of no one of them.
_PLACES = 4
# Within what one says another is looked for among so many statements.
_WITHIN = 8
# What only holds if something else does, and what tells whom a deed has cost, which is denied without the deed.
_IF = ("barring", "condition")
_COST = ("costing", "lives")


@dataclass(frozen=True, slots=True)
class Telling:
    """One thing that one statement tells.

    Two tellings of one `kind` and `key` speak of one thing, if their days agree.  `first` and `last` are the
    days that are stated for it; of a beginning or an end its times, of a count how many.
    """

    statement: str
    content: Span
    kind: Kind
    key: str
    about: str
    denies: bool = False
    speaker: str | None = None
    actor: str | None = None
    first: str | None = None
    last: str | None = None
    event: str | None = None
    low: float | None = None
    high: float | None = None
    doers: tuple[str, ...] = ()

    def written(self) -> dict[str, Any]:
        """As JSON, without what is not known."""
        given = ((one.name, getattr(self, one.name), one.default) for one in fields(self))
        return {name: value for name, value, default in given if value != default}


def read_telling(written: Any) -> Telling:
    """The telling that `Telling.written` gave.  Raises `ValueError` for anything else."""
    try:
        given = dict(written)
        start, end = given.pop("content")
        one = Telling(content=(start, end), doers=tuple(given.pop("doers", ())), **given)
    except (TypeError, KeyError, ValueError) as error:
        raise ValueError(str(error)) from None
    sorts = {
        str: (one.statement, one.key, one.about, *one.doers),
        str | None: (one.speaker, one.actor, one.first, one.last, one.event),
        float | int | None: (one.low, one.high),
        int: one.content,
        bool: (one.denies,),
    }
    fits = all(isinstance(value, sort) for sort, values in sorts.items() for value in values)
    fits = fits and one.kind in get_args(Kind) and one.event in (None, *taxonomy.acts())
    if not fits:
        raise ValueError("this is no telling")
    return one


def tellings(stances: Iterable[Stance]) -> tuple[Telling, ...]:
    """What the statements of a text tell, in their order."""
    claims = [stance for stance in stances if stance.claims]
    found = [one for stance in claims for one in _of(stance)]
    only_told = {
        one.statement.id
        for one in claims
        if one.statement.act != "deny" or one.statement.polarity != "negated"
    }
    outer = _outer(found, only_told)
    return tuple(one for one in found if one not in outer)


def _outer(found: Sequence[Telling], only_told: Container[str]) -> set[Telling]:
    """Of what one tells that another said, what was said is meant, unless it is denied."""
    alike: dict[tuple[str, str], list[Telling]] = {}
    for one in found:
        alike.setdefault((one.kind, one.key), []).append(one)
    outer = set()
    for held in alike.values():
        held.sort(key=lambda one: (one.content[0], -one.content[1]))
        for place, one in enumerate(held):
            inner = held[place + 1 : place + 1 + _WITHIN]
            if one.statement in only_told and any(
                other.content != one.content and other.content[1] <= one.content[1]
                for other in inner
            ):
                outer.add(one)
    return outer


def _of(one: Stance) -> Iterator[Telling]:
    """What a statement tells."""
    if one.scoped and not one.statement.event:
        yield from _covered(one)
    elif one.statement.event and one.mode == "plain":
        yield from _happened(one)
        yield from _done(one)
    if one.counts:
        yield from _counted(one)
    elif one.ends and not one.scoped:
        yield from _dated(one)


def _telling(one: Stance, kind: Kind, key: str, about: str, **more: Any) -> Telling:
    speaker = one.statement.speaker or Speaker((0, 0), "")
    return Telling(
        one.statement.id, one.statement.content, kind, key, about, speaker=speaker.name or None,
        actor=speaker.actor, **more,
    )  # fmt: skip


def _covered(one: Stance) -> Iterator[Telling]:
    """What it says is covered or not: the places, or the actors that are named where it says so.

    Areas of somebody in a place are not the place.
    """
    statement = one.statement
    text, (first, last) = one.text, one.content
    scopes = text.all(first, last, *topics.SCOPES)
    if (
        not scopes
        or text.has(first, last, *_IF)
        or any(hit.value.act in CLAIMING_NOTHING for _, hit in text.all(first, last, "verb"))
    ):
        return  # «if the rebels left», «Moscow had demanded that … be left out»
    place, hit = scopes[0]
    start, end = text.letters(place, place + hit.length)
    behind = [name for name in statement.actors if name.span[0] > start]
    names = sorted(name.span for name in (*statement.actors, *statement.places))
    before = names and names[0][0] < start
    since = end if before else next((span[1] for span in names), end)
    for at, _ in text.all(place + hit.length, last, *topics.SCOPES, "negators"):
        if text.letters(at, at + 1)[0] >= since:
            return  # «covers Aleppo, but not Idlib»: one polarity says not of which
    if not behind:
        whole = one.everywhere
        places = [name for name in _named(one) if not (whole and _is_state(one, name))]
        yield from _each("P06", places, one)
    if not statement.places or "P08" in statement.topics:
        yield from _each("P08", behind or statement.actors, one)


def _each(kind: str, names: Iterable[Name], one: Stance) -> Iterator[Telling]:
    for key, about in _keyed(names, one):
        yield _telling(one, "covered", f"{kind}:{key}", f"{kind}:{about}", denies=one.denies)


def _happened(one: Stance) -> Iterator[Telling]:
    """What it says happened, or did not, at each place that it names."""
    day = _day(one, one.denies)
    if day is None or (one.denies and one.text.has(*one.content, *_COST)):
        return
    for key, about in _keyed(_spots(one), one):
        yield _telling(
            one, "happened", key, about, denies=one.denies, first=day[0], last=day[1],
            event=one.statement.event, doers=_doers(one),
        )  # fmt: skip


def _done(one: Stance) -> Iterator[Telling]:
    """At whose door it lays a deed, of those who are known by an id."""
    blamed = one.statement.act == "accuse" or one.blames
    day = _day(one, spans=False)
    doers = tuple(id_ for id_ in _doers(one) if " " not in id_)
    if one.denies or not blamed or not doers or not one.speaker or day is None:
        return
    for key, about in _keyed(_spots(one), one):
        yield _telling(
            one, "done", key, about, first=day[0], last=day[1], event=one.statement.event,
            doers=doers,
        )  # fmt: skip


def _counted(one: Stance) -> Iterator[Telling]:
    """How much there was of what, at the one place that it names, on one day."""
    statement = one.statement
    of = statement.event or next((code for code in statement.topics if code not in _COMMON), None)
    day = _day(one, spans=False)
    places = list(_keyed(_spots(one), one))
    if of is None or taxonomy.says_nothing(of) or len(places) != 1 or day is None:
        return
    if one.besides or one.recurs or one.mode == "to come":
        return
    for unit in sorted({number.unit for number in one.counts if number.unit}):
        numbers = [number for number in one.counts if number.unit == unit]
        if len(numbers) == 1:
            low, high = span(numbers[0], one.denies)
            key = f"{of}:{unit}:{one.mode}:{places[0][0]}"
            yield _telling(
                one, "counted", key, f"{of}:{unit}", first=day[0], last=day[1], low=low,
                high=None if high == inf else high,
            )  # fmt: skip


def _dated(one: Stance) -> Iterator[Telling]:
    """When the truce begins, or when it ends; there are talks and convoys every week."""
    statement = one.statement
    places = list(_keyed(_named(one), one))
    of = next((code for code in statement.topics if code in _COMMON), None)
    if one.denies or statement.event or of is None or len(one.ends) != 1:
        return
    if len(one.days) != 1 or len(places) > 1:
        return
    (when,), (end,) = one.days, one.ends
    key = f"{end}:{places[0][0] if places else ''}"
    yield _telling(one, "dated", key, f"{of}:{end}", first=when.earliest, last=when.latest)


def _day(one: Stance, spans: bool) -> tuple[str | None, str | None] | None:
    """The days it is of, (None, None) where none is stated; None where that is open or of several.

    Only what did not happen may be of more than a day, up to that on which it is told.
    """
    if not one.statement.times:
        return None, None
    stated = {reach(when) for when in one.dated}
    if len(stated) != 1:
        return None
    first, last = stated.pop()
    if spans and first:
        return first, last if any(when.latest for when in one.dated) else None
    return (first, last) if first == last else None


def _doers(one: Stance) -> tuple[str, ...]:
    """Who it says did it, before the deed or before what is said: by their ids, else the words."""
    text, (first, last) = one.text, one.content
    deed, hit = next(iter(text.all(first, last, *DEEDS)), (first, None))
    begin = first
    for place, met in text.all(first, deed, "that", "tales"):  # «Kyiv's charge that its men …»
        begin = place + met.length if met.kind == "that" else deed
    found = _sides(one, begin, deed + (hit.length if hit else 0))  # «Russian artillery» is one deed
    if not found and one.statement.act == "accuse":
        found = _sides(one, max(0, first - LAID), first)
    return tuple(sorted(found))


def _sides(one: Stance, first: int, last: int) -> set[str]:
    """Whom some words name, but for who speaks."""
    text, speaker = one.text, one.statement.speaker
    ids = {hit.value.id for _, hit in text.all(first, last, "actor", "nation")} - {None}
    if speaker is not None and first < one.content[0]:
        ids -= {speaker.actor}
    words = (text.word(place) for place, _ in text.all(first, last, "group_heads", "bodies"))
    return ids or {f"{text.language} {stem(word, text.language)}" for word in words}


def _spots(one: Stance) -> list[Name]:
    """The places it names that are no whole states, for many things happen there in a day."""
    return [name for name in _named(one) if not _is_state(one, name)]


def _named(one: Stance) -> list[Name]:
    """The places it names; where others are named, no state, which then says where these lie."""
    places = one.statement.places
    smaller = [name for name in places if not _is_state(one, name)]
    found = smaller or list(places)
    return found if len(found) <= _PLACES else []


def _is_state(one: Stance, name: Name) -> bool:
    return any(
        hit.value.sort == "state" and hit.value.id == name.id
        for _, hit in one.text.all(*one.content, "place")
    )


def _keyed(names: Iterable[Name], one: Stance) -> Iterator[tuple[str, str]]:
    """What names are compared by, each once, and what they are called.

    In two texts names are one by their ids, or as words that nobody knows, all of them; a name that may
    stand for several stands for none.
    """
    found: dict[str, str] = {}
    for name in names:
        if name.id is not None:
            found.setdefault(name.id, name.id)
        elif not name.candidates:
            words = " ".join(sorted(keys(name)))
            found.setdefault(f"{one.text.language} {fold(words)}", called(name))
    yield from found.items()
