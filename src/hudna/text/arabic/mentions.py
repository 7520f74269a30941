"""Names in Arabic that the lexicon does not hold: told by a head that stands before them.

In: a word of a marked text.  Out: the mention that begins there, or none («بلدة …», «الجيش السوداني»).
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from hudna.text import forms
from hudna.text.arabic.groups import ANY_HEAD, group
from hudna.text.arabic.unknown import (
    SHORTEST,
    TANWIN,
    is_foreign,
    is_no_adjective,
    is_unknown,
    name_end,
)
from hudna.text.lexicon import Hit
from hudna.text.marked import COMMAS, QUOTES, Marked
from hudna.text.mention import Mention, is_other, mention
from hudna.text.when.vocabulary import tagger

# So end the words for several groups.
_MANY = "ات"
# What several places are like is told in so many words before they are named.
_DESCRIBED = 5
# Who reaches a place stands so many words before the verb.
_SUBJECT = 4
# Kinds of words at which a name may begin.
_BEGIN = (
    "actor", "place", "group_heads", "state_bodies", "named_groups", "forces", "epithets", "place_heads", "facilities", "regions",
    "numbered", "named_bodies", "collectives",
)  # fmt: skip
# Kinds of words that may be or head a name that the lexicon does not hold.
_HEADS = ANY_HEAD.union(("own_country", "collectives", "place_heads", "facilities", "regions"))


def beginnings(text: Marked) -> Sequence[int]:
    """The words at which a name may begin."""
    end = len(text.words)
    behind = {place + 1 for place in text.places(0, end - 1, "directions")}
    behind |= {place + hit.length for place, hit in text.all(0, end, "plural_heads")}
    behind |= {
        place
        for place in map(_next, text.places(0, end - 1, "locatives", "reaching"))
        if not text.hits[place]
    }
    behind.discard(end)
    return sorted(_listed(text, behind).union(text.places(0, end, *_BEGIN)))


def _next(place: int) -> int:
    return place + 1


def _listed(text: Marked, behind: set[int]) -> set[int]:
    """Words at which a name may begin, with those that go on with a list: «وبقين وسرغايا»."""
    places = set(behind)
    ends = [first + 2 for first in text.places(0, len(text.words), "plural_heads")]
    named = [at + 1 for at in text.places(0, len(text.words) - 1, "taking_up")]
    named = [place for place in named if _is_enumerated(text, place)]
    places.update(named)
    ends += [place + 1 for place in named]
    for end in ends:
        goes_on = itertools.takewhile(
            lambda place: text.word(place)[:1] == forms.AND, range(end, len(text.words))
        )
        places.update(goes_on)
    return places


def _is_enumerated(text: Marked, place: int) -> bool:
    """Whether a word is the first name behind «أربع قرى، هي …»: several, and a pronoun that takes them up."""
    if place == 0 or text.hit(place - 1, "taking_up") is None:
        return False
    for at in range(place - 2, max(-1, place - 2 - _DESCRIBED), -1):
        if text.hit(at, "plural_heads", "several"):
            return True
        if not text.is_word(at) and text.word(at) not in COMMAS:
            return False
    return False


def beside(text: Marked, place: int, other: Mention) -> Mention | None:
    """A name that nobody knows in a list of places behind a head of several: «بلدات مضايا وبقين»."""
    word = text.word(place)
    if other.last != place or word[:1] != forms.AND or len(word) <= SHORTEST + 1:
        return None
    first = place
    while first > 0 and text.word(first)[:1] == forms.AND:
        first -= 1
    named = first > 0 and text.hit(first - 1, "plural_heads") and _may_be_name(text, place)
    listed = _is_enumerated(text, first) or _is_between(text, first)
    if not named and not (listed and not text.lexicon.has(word[1:])):
        return None
    return mention(text, (place, place + 1), False, skip=1)


def joins(text: Marked, last: int, first: int) -> bool:
    """Whether only «و» stands between two names."""
    return first == last and text.word(first)[:1] == forms.AND


def goes_on(_text: Marked, _place: int) -> bool:
    """Whether what stands behind a name is no verb of which it is the subject: in Arabic that stands before it."""
    return True


def takes_up(text: Marked, place: int) -> bool:
    """Whether words of a group may stand for one that was named: «التنظيم المتشدد», not «الجماعات الإرهابية»."""
    word = text.word(place)
    return forms.is_definite(word) and not word.endswith(_MANY)


def _may_be_name(text: Marked, place: int) -> bool:
    """Whether a word behind «و» may be a name: unknown, without an article, and nothing behind it is its object."""
    word = text.word(place)
    if text.written(place).endswith(TANWIN):
        return False
    after = place + 1
    ends = after >= len(text.words) or not text.is_word(after) or text.word(after)[:1] == forms.AND
    ends = ends or text.hit(after, "nation") is not None
    unknown = word.isalpha() and not text.lexicon.has(word) and not text.lexicon.has(word[1:])
    return (
        unknown
        and not forms.is_definite(word[1:])
        and (ends or text.hit(after, "locatives") is not None)
    )


def described(text: Marked, place: int) -> Mention | None:
    """The actor or place that a head names."""
    if text.kinds[place].isdisjoint(_HEADS):
        return _located(text, place)
    own = text.hit(place, "own_country")
    if own is not None and own.suffix:
        return None
    if (one := group(text, place)) is not None:
        return one
    if (people := _people(text, place)) is not None:
        return people
    head = text.hit(place, "place_heads", "facilities")
    named = None if head is None else _place(text, place, head)
    return named or _region(text, place) or _located(text, place)


def _people(text: Marked, place: int) -> Mention | None:
    """A people as a side: «الأكراد», not «قرى الأكراد» or «المدنيين الأكراد»."""
    hit = text.hit(place, "collectives")
    if hit is None or hit.suffix or not forms.is_definite(text.word(place)):
        return None
    if place and text.word(place)[:1] == forms.AND:
        described = text.hit(place - 1, "nation", "collectives") is not None
        if described and _people(text, place - 1) is None:
            return None  # «المرتزقة السوريين والأتراك»
    elif place:
        if forms.is_definite(text.word(place - 1)):
            return None
        if text.hit(place - 1, "place_heads", "plural_heads", "titles"):
            return None
    return mention(text, (place, place + hit.length), True, skip=hit.skip)


def _region(text: Marked, place: int) -> Mention | None:
    """«الغوطة», «الضفة الغربية»: a head that is a name by itself, if it is definite."""
    head = text.hit(place, "regions")
    if head is None or head.suffix or not forms.is_definite(text.word(place)):
        return None
    after = place + head.length
    compass = text.hit(after, "compass") if after < len(text.words) else None
    if compass is not None and forms.is_definite(text.word(after)):
        after += compass.length
    return mention(text, (place, after), False, skip=head.skip)


def _located(text: Marked, place: int) -> Mention | None:
    """A word that nobody knows behind a direction: «شمال مايتشو», or that looks like a name: «في كراكاس»."""
    if place == 0 or not is_unknown(text, place):
        return None
    if _is_enumerated(text, place) or _is_between(text, place):
        return mention(text, (place, place + 1), False)
    if text.hit(place - 1, "reaching"):
        return mention(text, (place, place + 1), False) if _is_reached(text, place) else None
    if not text.hit(place - 1, "directions"):
        where = text.hit(place - 1, "locatives")
        named = where is not None and not where.suffix and not text.hit(place - 1, "loose")
        if named and _is_of_land(text, place):
            return mention(text, (place, place + 1), False)
        return (
            mention(text, (place, place + 1), False) if named and is_foreign(text, place) else None
        )
    if forms.is_definite(text.word(place - 1)):  # «في الشمال كليا»
        return None
    return mention(text, (place, place + 1 + _goes_on_foreign(text, place + 1)), False)


def _is_of_land(text: Marked, place: int) -> bool:
    """Whether a word behind says in which land a place lies: «في بوزنيقة المغربية»."""
    after = place + 1
    if after >= len(text.words) or forms.is_definite(text.word(place)):
        return False
    land = text.hit(after, "nation")
    return (
        land is not None and forms.is_definite(text.word(after)) and text.word(after).endswith("يه")
    )


def _goes_on_foreign(text: Marked, place: int) -> bool:
    """Whether a second word of a name stands at a place: «قرب هاج عمران»."""
    if place >= len(text.words) or not text.is_word(place):
        return False
    known = text.hit(place, "place")
    if known is not None:
        return not known.skip and known.length == 1
    return is_unknown(text, place) and is_foreign(text, place) and text.word(place)[0] != forms.AND


def _is_between(text: Marked, place: int) -> bool:
    """Whether a word is the first of two places that something lies between: «جسرا بين شقلاوة وكويسنجق»."""
    if place < 2 or text.hit(place - 1, "between") is None or place + 1 >= len(text.words):
        return False
    other = text.word(place + 1)
    named = text.hit(place + 1, "place") is not None or not text.lexicon.has(other)
    if other[:1] != forms.AND or forms.is_definite(text.word(place)) or not named:
        return False
    before = range(max(0, place - 1 - _SUBJECT), place - 1)
    return any(text.hit(at, "facilities", "place_heads", "stretching", "joining") for at in before)


def _is_reached(text: Marked, place: int) -> bool:
    """Whether a word behind a verb is a place that is reached or struck: who does so is told before the verb."""
    before = range(max(0, place - 1 - _SUBJECT), place - 1)
    told = any(
        text.hit(at, "actor", "nation", "group_heads", "forces", "state_bodies") for at in before
    )
    return told and is_foreign(text, place)


def is_headed(text: Marked, place: int) -> bool:
    """Whether a head of places stands before a name: «بلدة …», «مدينة "…"»."""
    if place == 0:
        return False
    before = place - 1
    if _is_enumerated(text, place):
        return True
    if before > 0 and text.word(before) in QUOTES:
        before -= 1
    if text.hit(before, "place_heads", "facilities") is not None:
        return True
    bordering = text.hit(before - 1, "place_heads") if before > 0 else None
    if bordering is not None and bordering.length > 1:
        return True  # «الحدود مع أوغندا»
    # «العاصمة الليبية طرابلس», «العاصمة المؤقتة عدن»
    if bordering is None or bordering.skip > 1:
        return False
    both = all(forms.is_definite(text.word(at)) for at in (before - 1, before))
    named = text.hit(before - 1, "actor") is not None  # «الولايات المتحدة وفرنسا»
    return (
        both and not named and tagger("ar").look(text.word(before)) is None
    )  # «البلدة الأسبوع الفائت»


def is_located(text: Marked, place: int) -> bool:
    """Whether what stands before a name shows that it is a place's."""
    if place == 0:
        return False
    between = _is_between(text, place) or (
        text.word(place)[:1] == forms.AND and _is_between(text, place - 1)
    )
    named = text.hit(place, "place")
    covered = named is not None and not named.skip and text.hit(place - 1, "inclusion", "exclusion")
    return between or bool(covered) or text.hit(place - 1, "locatives") is not None


def _place(text: Marked, place: int, head: Hit) -> Mention | None:
    """The name behind «بلدة»; a bridge, a port or a road is named with its head."""
    after = place + head.length
    if after >= len(text.words) or not text.is_word(after):
        return None
    whole = text.hit(place, "facilities") is not None
    if forms.is_definite(text.word(place)):
        return None  # «الجسر المؤدي إلى …», «المدينة هادئة»
    known = text.hit(after, "place", "actor")
    if known is not None and not known.skip and whole and not is_other(text, after):
        return mention(text, (place, after + known.length), False, skip=head.skip)
    sure = text.hit(place, "sites", "facilities") or (
        is_unknown(text, after) and is_no_adjective(text, after)
    )
    end = name_end(text, after) if sure else after
    if end == after:
        return None
    if whole:
        return mention(text, (place, end), False, skip=head.skip)
    return None if text.hit(after, "place") else mention(text, (after, end), False)
