"""Actors and places named in a text, each where it stands.

In: a marked text.  Out: its mentions, in order.  A town that is a capital may speak for its state: it
does where it says, decides or stands beside one who does; it is a place after «in», «near», «the town
of».  A town of the world's list is meant only where the text treats it as a place and names its state,
or it is large: many a town is called like a word.  A name that nobody knows is one where a head stands
beside it («بلدة …», "… Army").
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from hudna.text import forms
from hudna.text.arabic import groups as arabic_groups
from hudna.text.arabic import mentions as arabic
from hudna.text.english import mentions as english
from hudna.text.found import Found
from hudna.text.letters import fold
from hudna.text.lexicon import Hit, Language
from hudna.text.marked import Marked
from hudna.text.mention import Mention, is_other, mention
from hudna.text.statement import Number, Speaker, When
from hudna.text.when.vocabulary import tagger

# A town of so many people is known without its state.
_LARGE = 300_000
# A town of so many people in a state that the text names is meant wherever its name stands.
_TOWN = 20_000
# A town is not meant where another of its name has so many times its people.
_DWARFED = 20

# An epithet takes up an actor of the last so many names.
_REMEMBERED = 12

_NAMES = ("actor", "place")
# What a people's name without the article may describe.
_OF_PEOPLES = ("bodies", "group_heads", "unit", "instruments", "nation")

# Of whom a body is stands at most so many words behind what it is.
_COMPOSED = 4

# What signs agreements, and gives none its name.
_GROUPS = frozenset({"body", "group"})

# A name of one word may be without its article, but for one that says whose something is.
_PHRASE = 2
_NISBA = ("ي", "ين", "ون")
# So ends a people's name in the indefinite accusative.
_PEOPLES = "يا"


class _Rules(NamedTuple):
    """What differs by language: where names begin, those unknown to the lexicon, what shows a place.

    `beside` finds a place that is named beside another: "Foua and Kefraya".  `joins` says whether only "and"
    stands between two names, `goes_on` whether what is behind a name is no verb of which it is the subject,
    `takes_up` whether words of a group may stand for one that was named.
    """

    beginnings: Callable[[Marked], Sequence[int]]
    described: Callable[[Marked, int], Mention | None]
    is_headed: Callable[[Marked, int], bool]
    is_located: Callable[[Marked, int], bool]
    beside: Callable[[Marked, int, Mention], Mention | None]
    joins: Callable[[Marked, int, int], bool]
    goes_on: Callable[[Marked, int], bool]
    takes_up: Callable[[Marked, int], bool]


_RULES: Mapping[Language, _Rules] = {
    "ar": _Rules(
        arabic.beginnings, arabic.described, arabic.is_headed, arabic.is_located, arabic.beside,
        arabic.joins, arabic.goes_on, arabic.takes_up,
    ),
    "en": _Rules(
        english.beginnings, english.described, english.is_headed, english.is_located, english.beside,
        english.joins, english.goes_on, english.takes_up,
    ),
}  # fmt: skip


T = TypeVar("T", Mention, Found[When], Found[Number])


def find(text: Marked) -> list[Mention]:
    """The names of a text, in order; none overlaps another."""
    states, rules = _states(text), _RULES[text.language]
    found: list[Mention] = []
    free = 0
    short: dict[str, Mention] = {}
    for place in rules.beginnings(text):
        if place < free:
            continue
        one = _at(text, place, found, states)
        if short and (one is None or one.name.id is None):
            one = _abbreviated(text, place, short) or one
        if one is None and found and not found[-1].is_actor:
            one = rules.beside(text, place, found[-1])
        if one is not None and not _is_of_clock(text, one):
            if found and _is_other_name(text, found[-1], one):
                found[-1] = _with_other_name(text, found[-1], one)
                free = max(free, found[-1].last)
                continue
            if found and _lies_in(text, found[-1], one):
                one = _as_place(text, one)
            found.append(one)
            free = max(one.last, place + 1)
            if one.is_actor and text.word(one.last - 1) == ")":
                short.setdefault(text.written(one.last - 2), one)
    return _joined(text, found)


def _lies_in(text: Marked, town: Mention, state: Mention) -> bool:
    """Whether a state is named only to say where a town lies: "signed in Minsk, Belarus"."""
    return (
        text.language == "en"
        and state.is_actor
        and not town.is_actor
        and state.first == town.last + 1
        and text.word(town.last) == ","
        and (hit := text.hit(state.first, "place")) is not None
        and hit.value.sort == "state"
        and hit.value.id != town.name.id
        and _RULES["en"].goes_on(text, state.last)
    )


def _abbreviated(text: Marked, place: int, short: dict[str, Mention]) -> Mention | None:
    """An acronym that the text itself has given to a body: «… Verification Mechanism (JVMM)», then «JVMM»."""
    whole = short.get(text.written(place))
    if whole is None:
        return None
    ids = whole.name.candidates or ((whole.name.id,) if whole.name.id else ())
    return mention(text, (place, place + 1), True, ids=ids, label=whole.name.name)


def _is_other_name(text: Marked, long: Mention, short: Mention) -> bool:
    """Whether a name in marks right behind another is its short form: «قوات سوريا الديمقراطية (قسد)»."""
    alike = text.language == "ar" and long.is_actor and short.is_actor
    marked = alike and short.first == long.last + 1 and text.closes.get(long.last) == short.last
    return marked and short.last - short.first == 1


def _with_other_name(text: Marked, long: Mention, short: Mention) -> Mention:
    """A name with its short form, as one."""
    ids = long.name.candidates or short.name.candidates
    known = tuple(dict.fromkeys(filter(None, (long.name.id, short.name.id)))) or ids
    skip = long.name.span[0] - text.letters(long.first, long.last)[0]
    return mention(
        text, (long.first, short.last + 1), True, skip=skip, ids=known, label=long.name.name
    )


def _is_of_clock(text: Marked, one: Mention) -> bool:
    """Whether a name only says by which clock, or is a word of time: "Moscow time", «مغرب السبت», «أذان المغرب»."""
    known = tagger(text.language)
    if one.first and text.hit(one.first - 1, "prayers") is not None:
        return True
    for place in (one.last - 1, one.last):
        piece = known.ending(text.words, place) if place < len(text.words) else None
        named = piece is not None and piece.tag in ("zone", "part")
        if piece is not None and named and piece.first <= one.first and one.last <= piece.last:
            return piece.tag == "zone" or _is_dated(text, one.last)
    return False


def _is_dated(text: Marked, place: int) -> bool:
    """Whether a day is named at a word."""
    piece = tagger(text.language).ending(text.words, place) if place < len(text.words) else None
    return piece is not None and piece.tag in ("weekday", "relative")


def _joined(text: Marked, found: list[Mention]) -> list[Mention]:
    """Of two names that are joined, both places where one is and the other may be: «between … and …»."""
    for at in range(len(found) - 1):
        one, other = found[at : at + 2]
        if one.is_actor == other.is_actor or not _is_joined(text, one, other):
            continue
        if other.is_actor and not _RULES[text.language].goes_on(text, other.last):
            continue
        head = one.first - 1
        if one.is_actor and (head < 0 or not text.hit(head, "locatives")):
            continue
        actor = at if one.is_actor else at + 1
        found[actor] = _as_place(text, found[actor])
    return found


def _is_joined(text: Marked, one: Mention, other: Mention) -> bool:
    """Whether "and" alone stands between two names, of which either may be a place."""
    joined = _RULES[text.language].joins(text, one.last, other.first)
    return joined and all(_may_be_place(text, name) for name in (one, other) if name.is_actor)


def _may_be_place(text: Marked, one: Mention) -> bool:
    """Whether all the words of a name are also a place's."""
    length = one.last - one.first
    return any(hit.kind == "place" and hit.length >= length for hit in text.hits[one.first])


def _as_place(text: Marked, one: Mention) -> Mention:
    """A name that was taken for an actor's as that of the place."""
    hit = text.hit(one.first, "place")
    ids = (hit.value.id,) if hit is not None and hit.value.id is not None else ()
    skip = hit.skip if hit is not None else 0
    return mention(text, (one.first, one.last), False, skip=skip, ids=ids, label=one.name.name)


def within(found: Sequence[T], first: int, last: int) -> list[T]:
    """Those of some finds, in order of `first`, that lie whole between two words."""
    low = bisect_left(found, (first,))
    high = bisect_left(found, (last,), low)
    return [one for one in found[low:high] if one.last <= last]


def outside(called: Sequence[Mention], found: Sequence[T]) -> list[T]:
    """Those of some finds that are no part of a name, as «حركة 23 مارس» has one: both in order."""
    kept = []
    at = 0
    for one in found:
        while at < len(called) and called[at].last <= one.first:
            at += 1
        name = called[at] if at < len(called) else None
        within_name = name is not None and name.first <= one.first and one.last <= name.last
        if not within_name:
            kept.append(one)
    return kept


def own_country(text: Marked, first: int, last: int, speaker: Speaker) -> list[Mention]:
    """«بلاده», "his country": the state that a speaker speaks for."""
    ids = (speaker.actor,) if speaker.actor else ()
    return [
        mention(text, (at, at + hit.length), True, skip=hit.skip, ids=ids, label=speaker.name)
        for at, hit in text.all(first, last, "own_country")
        if hit.suffix or text.language == "en"
    ]


def _states(text: Marked) -> frozenset[str]:
    """The states that a text names, by their names, peoples and capitals."""
    return frozenset(
        hit.value.id
        for _, hit in text.all(0, len(text.words), "actor", "nation")
        if hit.value.sort in ("state", "capital") and hit.value.id
    )


def _at(text: Marked, place: int, before: list[Mention], states: frozenset[str]) -> Mention | None:
    """The name that begins at a word, if one does."""
    described = _RULES[text.language].described
    if text.kinds[place].isdisjoint(_NAMES):
        return _taken_up(text, place, before, states) or described(text, place)
    hits = [
        hit for hit in text.hits[place] if hit.kind in _NAMES and hit.suffix not in forms.PRONOUNS
    ]
    body = text.hit(place, "state_bodies") if hits and text.language == "ar" else None
    if body is not None and body.length > max(hit.length for hit in hits):
        return described(text, place)  # «مجلس الأمن القومي»
    if (
        hits
        and text.language == "ar"
        and (begin := arabic_groups.without_head(text, place, hits)) > place
    ):
        return _at(text, begin, before, states)
    named = text.language == "ar" or english.has_capital(text, place)
    if hits and not _is_adjective(text, place) and named:
        known = _known(text, place, hits, states, before)
        if known is not None:
            return known
    return _taken_up(text, place, before, states) or described(text, place)


def _is_adjective(text: Marked, place: int) -> bool:
    """Whether a name is a people's: «السورية» behind a noun, «طائرات سورية», not «سورية»."""
    nation = text.hit(place, "nation")
    if text.language == "ar" and nation is None and _is_accusative_people(text, place):
        return True
    if text.language == "en" or nation is None or nation.length > 1:
        return False
    if forms.is_definite(text.word(place)[nation.skip :]):
        return True
    described = place > 0 and text.hit(place - 1, *_OF_PEOPLES) is not None
    return described and not forms.is_definite(text.word(place - 1))


def _is_accusative_people(text: Marked, place: int) -> bool:
    """Whether what looks like a state describes an Arabic noun before it: «أسيرا جورجيا»."""
    word, before = text.word(place), text.word(place - 1) if place else ""
    if not word.endswith(_PEOPLES) or not forms.is_accusative(before) or forms.is_definite(before):
        return False
    return text.hit(place - 1, *_OF_PEOPLES, "titles", "topic") is not None


def _taken_up(
    text: Marked, place: int, before: list[Mention], states: frozenset[str]
) -> Mention | None:
    """«التنظيم المتشدد», "the extremist group": the actor named last that is no state."""
    head = text.hit(place, "group_heads", "epithets")
    if head is None:
        return None
    after = place + head.length
    other = text.hit(after, "group_heads", "epithets") if after < len(text.words) else None
    if other is None or head.kind == other.kind:
        return None
    if not _RULES[text.language].takes_up(text, place):
        return None
    for one in reversed(before[-_REMEMBERED:]):
        if one.is_actor and one.name.id is not None and one.name.id not in states:
            return mention(
                text, (place, after + other.length), True, skip=head.skip, ids=(one.name.id,),
                label=one.name.name,
            )  # fmt: skip
    return None


def _known(
    text: Marked, place: int, hits: list[Hit], states: frozenset[str], before: list[Mention]
) -> Mention | None:
    """A name of the lexicon: an actor's or a place's."""
    length = hits[0].length
    if len(hits) > 1:
        length = max([hit.length for hit in hits])
        hits = [hit for hit in hits if hit.length == length]
    if length == 1 and text.hit(place, "everyday"):  # «جزيرة» is what a capital is called elsewhere
        hits = [hit for hit in hits if hit.kind != "actor" or hit.value.sort != "capital"]
    other = text.hit(
        place, "negators", "locatives", "question"
    )  # «وفي», «كيف» are capitals somewhere
    actors = _of_case(
        [hit for hit in hits if hit.kind == "actor" and not (other and hit.value.sort == "capital")]
    )
    places = _of_case([hit for hit in hits if hit.kind == "place"])
    is_actor = bool(actors) and not (places and _is_place(text, place, places[0]))
    if not hits or (not actors and not places) or _names_paper(text, place, length, hits):
        return None
    state = bool(actors) and actors[0].value.sort == "state"
    if actors and (state or not places) and _is_some(text, place, length, actors[0]):
        return None
    if text.language == "en" and not is_actor and english.is_persons(text, place):
        return None
    kept = actors if is_actor else places
    if not is_actor and places[0].value.sort != "case":
        kept = _meant(text, place, places, states, _is_listed(text, place, before))
    if not kept:
        return None
    ids = tuple(dict.fromkeys(hit.value.id for hit in kept if hit.value.id is not None))
    last = place + length
    if text.language == "en" and english.is_paper(text, last):
        return mention(text, (place, last + 1), True)
    if text.language == "en":
        whole = is_actor and kept[0].value.sort not in ("state", "capital")
        if is_actor:
            last = english.as_sent(text, place, last) if whole else english.as_army(text, last)
        last = english.with_acronym(text, last) if whole else last
        last += 0 if is_actor else _of_facility(text, last)
    return mention(
        text, (place, last), is_actor, skip=kept[0].skip, ids=ids,
        label=kept[0].value.label,
    )  # fmt: skip


def _names_paper(text: Marked, place: int, length: int, hits: list[Hit]) -> bool:
    """Whether a name only says which agreement or money is meant: «اتفاقات مينسك», "the Minsk agreements"."""
    if text.hit(place + length, "money") is not None:
        return True  # «300 US dollars»
    arabic_ = text.language == "ar"
    if arabic_ and (not place or forms.is_definite(text.word(place - 1))):
        return False
    if hits[0].skip or text.hit(place - 1 if arabic_ else place + length, "papers") is None:
        return False
    sorts = {hit.value.sort for hit in hits}
    if "case" in sorts or ("state" in sorts and "capital" not in sorts):
        return False
    return not (arabic_ and sorts & _GROUPS)  # «إعلان حركة فتح»


def _is_some(text: Marked, place: int, length: int, hit: Hit) -> bool:
    """Whether Arabic words without the article only speak of one of many: «منظمة دولية»."""
    if text.language != "ar" or not forms.is_definite(fold(hit.value.label)):
        return False
    if hit.value.sort == "state" and length < _PHRASE:  # «هند» is a woman
        return not forms.is_definite(text.word(place))
    described = text.word(place).endswith(_NISBA) and hit.value.sort == "group"  # «خرق حوثي»
    if length < _PHRASE and not described:
        return False
    if any(text.word(at).isdecimal() for at in range(place, place + length)):
        return False  # «لجنة 5+5»
    return not any(forms.is_definite(text.word(at)) for at in (place, place + length - 1))


def _of_facility(text: Marked, place: int) -> int:
    """How many words behind a place name what is called after it: "Pokhara airport"."""
    if text.is_possessive(place - 1):
        return 0
    hit = text.hit(place, "facilities")
    return 0 if hit is None else hit.length


def _of_case(hits: list[Hit]) -> list[Hit]:
    """Those that the case knows, where it knows one."""
    return [hit for hit in hits if hit.value.sort == "case"] or hits


def _is_place(text: Marked, place: int, hit: Hit) -> bool:
    """Whether a name that may be an actor is a place here: by what stands before it."""
    if hit.skip and text.word(place)[hit.skip - 1] == forms.IN:
        return True
    if place == 0:
        return False
    if text.language == "en" and english.is_regime(text, place + hit.length):
        return False
    if _RULES[text.language].is_headed(text, place):
        return True
    agents = text.all(max(0, place - 2), place, "agents")
    if any(before + agent.length == place for before, agent in agents):
        return False  # «المدعومين من موسكو»
    if text.hit(place - 1, "out_of") and text.has(max(0, place - _COMPOSED), place, "composed"):
        return False  # «لجنة من لبنان وفرنسا»
    if text.hit(place - 1, "visiting") is not None:
        return True
    return text.hit(place - 1, "locatives") is not None and text.hit(place - 1, "loose") is None


def _is_listed(text: Marked, place: int, before: list[Mention]) -> bool:
    """Whether an Arabic name goes on with a list of places: «بلدات مضايا وبقين وسرغايا»."""
    joined = text.language == "ar" and text.word(place)[:1] == forms.AND
    return joined and bool(before) and not before[-1].is_actor and before[-1].last == place


def _meant(
    text: Marked, place: int, hits: list[Hit], states: frozenset[str], listed: bool
) -> list[Hit]:
    """The places of the world's list that a text can mean here; `listed` goes on with others."""
    first = hits[0]
    rules = _RULES[text.language]
    if first.value.sort == "state":
        return [hit for hit in hits if hit.value.sort == "state"]
    if regions := [hit for hit in hits if hit.value.sort == "region"]:
        return regions
    headed = rules.is_headed(text, place) or bool(text.hit(place - 1, "directions"))
    capitals = [hit for hit in hits if hit.value.sort == "capital"]
    if capitals and first.length > 1:
        return capitals  # «تل أبيب», though «تل» is a hill
    if is_other(text, place) or (text.hit(place, "everyday") and not headed):
        return []
    if capitals:
        return capitals
    if first.skip > 1 or first.suffix in forms.PRONOUNS:
        return []
    if first.skip and text.word(place)[0] not in (*forms.CONJUNCTIONS, *forms.TAKEN):
        return []  # «ساكي»: what is glued to verbs is not glued to a town
    near = [hit for hit in hits if hit.value.of in states]
    located = listed or headed or _is_place(text, place, first) or rules.is_located(text, place)
    if not located and not any(hit.value.size >= _TOWN and not hit.skip for hit in near):
        return []
    kept = near or [hit for hit in hits if headed or hit.value.size >= _LARGE]
    largest = max((hit.value.size for hit in kept), default=0)
    return [hit for hit in kept if hit.value.size * _DWARFED >= largest]
