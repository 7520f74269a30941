"""Names in English that the lexicon does not hold: told by a head beside them, and by their capitals.

In: a word of a marked text.  Out: the mention that begins there, or none ("the town of …", "… Army").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from hudna.text import forms, numerals
from hudna.text.english.parts import is_conjunction
from hudna.text.lexicon import Hit
from hudna.text.marked import COMMAS, Marked
from hudna.text.mention import Mention, mention

# A name that nobody knows has at most so many words.
_LONGEST = 5
# An acronym that names a body has at least so many letters.
_ACRONYM = 3
# "Serb-controlled", "Moscow-backed" describe a place or a group, and are no part of its name.
_QUALIFIED = re.compile("-(?:[a-z]+ed|led|held|run)$")
# A list of places has at most so many.
_LISTED = 6
# What stands between the names of a list.
_PARTING = COMMAS | frozenset("()")
# What a group is for is told in so many steps at most: for … and … in ….
_AIMS = 3
# So end words that say of what people or land something is; what stands behind a place is of these kinds.
_OF_A_PEOPLE = ("an", "ese", "ish")
_OF_LANDS = ("ican", "ian", "ese", "ish")
# So ends the plural of a people's name.
_MANY = "s"
_COUNTED = ("unit", "event", "weak_event")
_NO_NOUNS = (
    "prepositions", "conjunctions", "locatives", "time_words", "verb", "subordinate", "boundary", "auxiliary",
    "facilities", "districts",
)  # fmt: skip
# With a capital before a word these make it no surname.
_NO_FIRST_NAMES = ("starters", "nation", "place", "place_heads", "group_heads", "months")
# Who is called by the surname was named among so many words before.
_TOLD = 400


def beginnings(text: Marked) -> Sequence[int]:
    """The words at which a name may begin: with a capital, or a head."""
    end = len(text.words)
    capitals = {place for place, capital in enumerate(text.capitals) if capital}
    capitals.update(place for place in text.places(0, end, "actor") if has_capital(text, place))
    return sorted(
        capitals.union(text.places(0, end, "group_heads", "epithets", "place_heads", "facilities"))
    )


def has_capital(text: Marked, place: int) -> bool:
    """Whether a word has a capital: at its beginning, or behind what is joined to a name (`anti-Balaka`)."""
    return text.capital(place) or text.written(place).partition("-")[2][:1].isupper()


def described(text: Marked, place: int) -> Mention | None:
    """The place that a head names, or a name that nobody knows."""
    if (one := _of_state(text, place) or _people(text, place)) is not None:
        return one
    head = text.hit(place, "place_heads", "facilities")
    if head is not None and not text.hit(place, "own_country"):
        one = _place(text, place, head)
        if one is not None:
            return one
    return _unknown(text, place)


def is_headed(text: Marked, place: int) -> bool:
    """Whether a head of places stands before a name, "the town of …", or what is done to them."""
    if text.hit(place - 1, "reaching"):
        actor = text.hit(place, "actor")
        return actor is None or actor.value.sort == "capital"  # «left Sanaa», not «struck Israel»
    first = place
    if place > 1 and text.hit(place - 1, "articles") and text.hit(place - 2, "of"):
        first -= 1  # «the east of the Democratic Republic of …»
    before = first - 1 - (text.hit(first - 1, "of") is not None)
    if before > 0 and text.word(before) in COMMAS:
        before -= 1  # «the capital, Khartoum»
    head = text.hit(before, "place_heads", "facilities")
    if head is not None and head.length == 1:
        return True
    named = text.hit(place, "actor")
    if named is not None and _is_region(text, place + named.length):
        return True
    if named is not None and text.is_possessive(place + named.length - 1):
        # «Bujumbura's eastern districts», not «part of Israel's plan»
        return text.hit(place + named.length, "directions", "place_heads", "of_towns") is not None
    return any(
        long is not None and long.length == back
        for back in (2, 3) if back <= first
        for long in [text.hit(first - back, "place_heads")]
    )  # fmt: skip


def is_regime(text: Marked, place: int) -> bool:
    """Whether who rules there stands behind the name of a capital: «on the part of the Kyiv regime»."""
    return text.hit(place, "regimes") is not None


def _is_region(text: Marked, place: int) -> bool:
    """Whether a word behind a name says that it is a region's: «Kosovo province»."""
    head = text.hit(place, "districts") if place < len(text.words) else None
    return head is not None and not text.is_possessive(place - 1) and not text.capital(place)


def is_located(text: Marked, place: int) -> bool:
    """Whether what stands before a name shows that it is a place's."""
    if place == 0:
        return False
    return (
        text.word(place - 1) in COMMAS
        or text.hit(place - 1, "conjunctions", "loose", "upon") is not None
    )


def beside(text: Marked, place: int, other: Mention) -> Mention | None:
    """A name that nobody knows, joined to a place: "Foua and Kefraya"; not who does something next."""
    comma = other.last == place - 1 and text.word(place - 1) in COMMAS
    if other.last != place - 1 or not (comma or is_conjunction(text, place - 1)):
        return None
    end = _capitals(text, place) if _begins_name(text, place) else place
    listed = not comma or _is_listed(text, end) or _is_of_several(text, other.first)
    if end == place or _is_group(text, place, end) or not listed:
        return None
    if text.has(place, end, "nation", "actor", "bodies", "group_heads"):
        return None
    between = text.hit(other.first - 1, "between") is not None
    if end < len(text.words) and text.is_word(end) and not between:
        goes_on = text.hit(
            end,
            "prepositions",
            "conjunctions",
            "time_words",
            "subordinate",
            "facilities",
            "districts",
            "directions",
        )
        if goes_on is None:
            return None
    return mention(text, (place, end), False)


def joins(text: Marked, last: int, first: int) -> bool:
    """Whether only a conjunction stands between two names."""
    return first == last + 1 and text.hit(last, "conjunctions") is not None


def goes_on(text: Marked, place: int) -> bool:
    """Whether what stands behind a name is no verb of which it would be the subject."""
    if place >= len(text.words) or not text.is_word(place):
        return True
    after = text.hit(place, "prepositions", "conjunctions", "time_words", "locatives", "boundary")
    return after is not None


def _is_of_several(text: Marked, place: int) -> bool:
    """Whether a name is one of a list behind a head of several: "the towns of …, … and …"."""
    before = place - 1
    while before > 0 and (text.capital(before) or text.word(before) in _PARTING):
        before -= 1
    before -= text.hit(before, "of") is not None
    head = text.hit(before, "place_heads") if before >= 0 else None
    return head is not None and text.word(before).endswith("s")


def takes_up(text: Marked, place: int) -> bool:
    """Whether words of a group may stand for one that was named: "the terrorist organisation", not "a …"."""
    return text.hit(place - 1, "articles") is not None


def _is_listed(text: Marked, end: int) -> bool:
    """Whether a run of capitals behind a comma is one of several: "in Sawang, Peusangan and Tiro"."""
    for _ in range(_LISTED):
        if end + 1 >= len(text.words) or not text.capital(end + 1) or text.capital(end):
            return False
        if is_conjunction(text, end):
            return True
        if text.word(end) not in COMMAS:
            return False
        end = _capitals(text, end + 1)
    return False


def _place(text: Marked, place: int, head: Hit) -> Mention | None:
    """The name behind "the town of"."""
    after = place + head.length
    after += after < len(text.words) and text.hit(after, "of") is not None
    end = _capitals(text, after)
    if end <= after or text.hit(after, "place", "actor", "nation"):
        return None
    if _is_surname(text, after, end):
        return None  # «passed Collins the phone»
    own = text.capital(place) and after == place + head.length and place > 0
    if own and text.is_word(place - 1):
        after = place  # «at Port Loko», «on Mount Igman»
    return mention(text, (after, end), False)


def _capitals(text: Marked, first: int) -> int:
    """Where a run of words with a capital ends."""
    end = first
    while (
        end < min(len(text.words), first + _LONGEST)
        and text.is_word(end)
        and text.capital(end)
        and not text.hit(end, "months", "time_words", "titles")
    ):
        end += 1
    return end


def _of_state(text: Marked, place: int) -> Mention | None:
    """What a state has, by its people's name: "Sudanese army"."""
    nation = text.hit(place, "nation")
    if nation is None or not text.capital(place):
        return None
    after = place + nation.length
    heads = [hit for hit in text.hits[after] if hit.kind == "state_bodies"]
    if not heads:
        return None
    last = after + max(hit.length for hit in heads)
    one = mention(text, (place, last), True)
    return one._replace(name=replace(one.name, candidates=(nation.value.id,)))


def _is_road(text: Marked, place: int) -> bool:
    """Whether a word with a digit is the number of a road or the like, which stands behind it."""
    after = place + 1
    numbered = any(letter.isdigit() for letter in text.word(place))
    return numbered and after < len(text.words) and text.hit(after, "facilities") is not None


def _people(text: Marked, place: int) -> Mention | None:
    """A people as a side: "the Russians", not "two Russians"."""
    nation = text.hit(place, "nation")
    if nation is None or place == 0 or not text.capital(place) or nation.length > 1:
        return None
    if not text.word(place).endswith(_MANY) or not text.hit(place - 1, "articles"):
        return None
    one = mention(text, (place, place + 1), True)
    return one._replace(name=replace(one.name, candidates=(nation.value.id,)))


def _unknown(text: Marked, place: int) -> Mention | None:
    """A name that nobody knows: with a head it is an actor, after «in», «near» a place."""
    if not _begins_name(text, place):
        return None
    end = _capitals(text, place)
    if end == place + 1 and _is_road(text, place):
        return mention(text, (place, end + 1), False)  # «the EN1 highway»
    many = end == place + 1 and text.word(place).endswith(_MANY)
    aimed = end if many else _with_aim(text, end)  # «Units of the Karen army»
    if aimed > end or _is_group(text, place, with_acronym(text, end)):
        return mention(text, (place, with_acronym(text, aimed)), True)
    end = with_acronym(text, end)
    nation = text.hit(place, "nation")
    if nation is not None and nation.length >= end - place:
        return None  # «in Israeli shelling», «the Saudi Arabian port»
    if end < len(text.words) and text.hit(end, "facilities"):
        return mention(text, (place, end + 1), False)
    if nation is not None:
        return None  # «Bosnian Serb commander», «Kurdish Diyarbakir province»
    if end < len(text.words) and text.hit(end, "districts"):
        return mention(text, (place, end), False)
    if end < len(text.words) and text.hit(end, "papers"):
        return None  # «to the Minsk agreements»
    before = place - 1
    before -= before > 0 and _QUALIFIED.search(text.written(before)) is not None
    if before > 0 and text.hit(before, "articles"):
        before -= 1
    located = before >= 0 and (
        text.hit(before, "locatives", "reaching")
        and not text.hit(before, "loose")
        and not forms.is_possessive(text.word(end - 1))
    )
    if located and text.hit(before - 1, "loyal") is not None:
        return None  # «men loyal to Rizvon Sadirov»
    if not located or _is_surname(text, place, end) or _is_peoples(text, place, end):
        return None
    return mention(text, (place, end), False)


def _with_aim(text: Marked, end: int) -> int:
    """Where a group's name ends with what it is for: "Movement for Justice and Peace", "Front for … in Chad".

    A body that is sent somewhere is named with where that is: "United Nations Mission in South Sudan".
    """
    sent = text.hit(end - 1, "sent") is not None
    if text.hit(end - 1, "group_heads", "sent") is None:
        return end
    aimed = False
    for _ in range(_AIMS):
        link = end
        joined = aimed and is_conjunction(text, link)
        where = (sent or aimed) and text.hit(link, "inside") is not None
        if not (text.hit(link, "aims") or joined or where):
            break
        first = link + 1
        first += first < len(text.words) and text.hit(first, "articles") is not None
        after = _capitals(text, first)
        if after == first or (joined and text.hit(first, "actor", "group_heads")):
            break
        end, aimed = after, True
    return end


def as_sent(text: Marked, place: int, last: int) -> int:
    """Where the name of a body ends that a known one has sent: "UN Stabilisation Mission in Haiti"."""
    end = _capitals(text, place)
    sent = (
        end >= last and text.hit(end - 1, "sent") is not None and not text.is_possessive(last - 1)
    )
    return _with_aim(text, end) if sent else last


def as_army(text: Marked, last: int) -> int:
    """Where the name of a state's army ends that is told by whose it is: "Uganda's army"."""
    if not text.is_possessive(last - 1) or last >= len(text.words) or text.capital(last):
        return last
    army = text.hit(last, "armies")
    return last + army.length if army is not None else last


def _is_peoples(text: Marked, place: int, end: int) -> bool:
    """Whether a word with a capital says of what people or land the next one is: "the Himalayan nation"."""
    noun = end < len(text.words) and text.is_word(end) and not text.capital(end)
    if not noun or text.hit(end, *_NO_NOUNS) is not None or text.word(end) in _numbers():
        return False
    if end - place > 1:
        return text.word(end - 1).endswith(_OF_LANDS)  # «the West African force»
    counted = text.hit(end, *_COUNTED) is not None and text.hit(end, "place_heads") is None
    many = counted and text.word(end).endswith("s")  # «Serb attacks»
    return many or text.word(place).endswith(_OF_A_PEOPLE)


@cache
def _numbers() -> frozenset[str]:
    listed = numerals.lexicon("en")["cardinals"].values()
    return frozenset(word for words in listed for word in words)


def _is_surname(text: Marked, place: int, end: int) -> bool:
    """Whether a name of one word is that of a person named before: "loyal to Kiir"."""
    if end - place > 1:
        return False
    word, low = text.word(place), max(1, place - _TOLD)
    return word in text.words.text[low:place] and any(
        text.word(at) == word and text.capital(at - 1) and text.is_word(at - 1)
        and not text.hit(at - 1, *_NO_FIRST_NAMES)
        for at in range(low, place)
    )  # fmt: skip


def is_persons(text: Marked, place: int) -> bool:
    """Whether a name that a place has is a person's, here or before: "Mohammed Ibrahim Aden", then "Aden"."""
    if _ends_person(text, place):
        return True
    low, word = max(0, place - _TOLD), text.word(place)
    told = text.words.text[low:place]
    return word in told and any(
        one == word and _ends_person(text, at) for at, one in enumerate(told, low)
    )


def _ends_person(text: Marked, place: int) -> bool:
    """Whether a word stands behind two names that nobody knows, or one and a title, or between a title and one."""
    if place > 0 and text.hit(place - 1, "titles") and text.capital(place + 1):
        return not text.hits[place + 1]  # «President Vladimir Putin»
    if place <= 1 or not text.capital(place - 1) or text.hits[place - 1]:
        return False
    first = place - 2
    named = text.capital(first) and text.is_word(first) and not text.hits[first]
    return text.is_word(place - 1) and (named or text.hit(first, "titles") is not None)


def _begins_name(text: Marked, place: int) -> bool:
    """Whether a run of capitals begins that is more than the first word of a sentence."""
    if not text.capital(place) or text.hit(place, "starters", "titles", "months"):
        return False
    if _QUALIFIED.search(text.written(place)):
        return False
    before = place - 1
    goes_on = before >= 0 and text.is_word(before) and text.capital(before)
    described = goes_on and _QUALIFIED.search(text.written(before)) is not None
    return not goes_on or described or text.hit(before, "starters") is not None


def is_paper(text: Marked, place: int) -> bool:
    """Whether a town is part of the name of a newspaper or an agency: "the Jakarta Post"."""
    masthead = text.capital(place) and text.hit(place, "mastheads") is not None
    return masthead and not (text.capital(place + 1) and text.hit(place + 1, "sent"))


def with_acronym(text: Marked, end: int) -> int:
    """Where a name ends with the acronym behind it: «… (JEM)»."""
    if end + 2 >= len(text.words) or text.word(end) != "(" or text.word(end + 2) != ")":
        return end
    acronym = text.written(end + 1)
    return end + 3 if acronym.isupper() and len(acronym) > 1 else end


def _is_group(text: Marked, first: int, last: int) -> bool:
    """Whether a run of capitals is the name of a body: by its head, or as an acronym."""
    if last - first > 1:
        return text.has(first, last, "group_heads", "bodies")
    word = text.quote(text.name(first, last))
    if word[-1:].isdigit() and text.word(last) in COMMAS and text.word(last + 1).isdigit():
        return False  # «P65,000 in cash»
    return word.isupper() and len(word) >= _ACRONYM and word.isalnum() and not word.isdigit()
