"""Names in Arabic that the lexicon does not hold: told by a head that stands before them.

In: a word of a marked text.  Out: the mention that begins there, or none («بلدة …», «الجيش السوداني»).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from hudna.text import forms, numerals
from hudna.text.letters import fold
from hudna.text.lexicon import Hit
from hudna.text.marked import QUOTES, Marked
from hudna.text.mention import Mention, is_other, mention
from hudna.text.when.vocabulary import tagger

# A name of fewer letters is more likely a word that is not known; one of more words is none.
_SHORTEST = 2
_LONGEST = 4
# A foreign name has so many letters at least, none of these endings, and no form of a broken plural.
_FOREIGN = 4
_ENDINGS = ("ه", "اء", "ات", "ين", "ون", "ان", "ها", "هم", "هما", "هن", "نا", "كم", "ي", "ا", "تي")
# Adjectives of places end so, the feminine and those of colours among them.
_DESCRIBING = ("ه", "ات", "ين", "ون", "ي", "اء", "يا")
_BROKEN = re.compile(
    r"ا..ا.$|ا...$|م.ا..$|م.ا.ي.$|..و.$|.وا..$|..اي.$|[تي].|ا[نس]ت|ا.ت.ا.$|ان..ا.$|..[اي].$|.ا..$|م[^ايو]|م...$"
)
# So end the words for several groups.
_MANY = "ات"
# So ends a noun of which an adjective ends likewise.
_SHE = ("ه", "ات")
# A noun that ends so is no name.
_TANWIN = ("اً", "ًا")
# With this letter begin participles, which tell what sort a group is of.
_PARTICIPLE = "م"
# Kinds of words at which a name may begin.
_BEGIN = (
    "actor", "place", "group_heads", "state_bodies", "named_groups", "forces", "epithets", "place_heads", "facilities", "regions"
)  # fmt: skip


def beginnings(text: Marked) -> Sequence[int]:
    """The words at which a name may begin."""
    end = len(text.words)
    behind = {place + 1 for place in text.places(0, end - 1, "directions")}
    behind |= {place + hit.length for place, hit in text.all(0, end, "plural_heads")}
    behind |= {
        place for place in map(_next, text.places(0, end - 1, "locatives")) if not text.hits[place]
    }
    behind.discard(end)
    return sorted(_listed(text, behind).union(text.places(0, end, *_BEGIN)))


def _next(place: int) -> int:
    return place + 1


def _listed(text: Marked, behind: set[int]) -> set[int]:
    """Words at which a name may begin, with those that go on with a list: «وبقين وسرغايا»."""
    places = set(behind)
    for first in text.places(0, len(text.words), "plural_heads"):
        place = first + 2
        while place < len(text.words) and text.word(place)[:1] == forms.AND:
            places.add(place)
            place += 1
    return places


def beside(text: Marked, place: int, other: Mention) -> Mention | None:
    """A name that nobody knows in a list of places behind a head of several: «بلدات مضايا وبقين»."""
    word = text.word(place)
    if other.last != place or word[:1] != forms.AND or len(word) <= _SHORTEST + 1:
        return None
    first = place
    while first > 0 and text.word(first)[:1] == forms.AND:
        first -= 1
    if first == 0 or text.hit(first - 1, "plural_heads") is None or not _may_be_name(text, place):
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
    if text.written(place).endswith(_TANWIN):
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
    if not text.hits[place]:
        return _located(text, place)
    own = text.hit(place, "own_country")
    if own is not None and own.suffix:
        return None
    heads = text.all(place, place + _LONGEST, "group_heads", "state_bodies")
    for group in sorted((hit for at, hit in heads if at == place), key=_length, reverse=True):
        if (one := _group(text, place, group)) is not None:
            return one
    if (one := _force(text, place) or _led(text, place)) is not None:
        return one
    head = text.hit(place, "place_heads", "facilities")
    named = None if head is None else _place(text, place, head)
    return named or _region(text, place) or _located(text, place)


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
    if place == 0 or not _is_unknown(text, place):
        return None
    if not text.hit(place - 1, "directions"):
        where = text.hit(place - 1, "locatives")
        named = where is not None and not where.suffix and not text.hit(place - 1, "loose")
        return (
            mention(text, (place, place + 1), False) if named and _is_foreign(text, place) else None
        )
    if forms.is_definite(text.word(place - 1)):  # «في الشمال كليا»
        return None
    return mention(text, (place, place + 1), False)


def _is_foreign(text: Marked, place: int) -> bool:
    """Whether a word that nobody knows has none of the forms of an Arabic noun: no article, ending or plural."""
    word = text.word(place)
    noun = forms.is_definite(word) or word.endswith(_ENDINGS) or _BROKEN.match(word) is not None
    return (
        len(word) >= _FOREIGN
        and not noun
        and word not in _numbers()
        and not tagger("ar").look(word)
    )


def _is_no_adjective(text: Marked, place: int) -> bool:
    """Whether a word behind «منطقة», «جبال» has neither the article nor an ending of what describes it."""
    word = text.word(place)
    described = forms.is_definite(word) or word.startswith(_PARTICIPLE)
    return len(word) >= _FOREIGN and not described and not word.endswith(_DESCRIBING)


@cache
def _numbers() -> frozenset[str]:
    listed = numerals.lexicon("ar")["cardinals"].values()
    return frozenset(fold(word) for words in listed for word in words)


def is_headed(text: Marked, place: int) -> bool:
    """Whether a head of places stands before a name: «بلدة …», «مدينة "…"»."""
    before = place - 1
    if before > 0 and text.word(before) in QUOTES:
        before -= 1
    if text.hit(before, "place_heads", "facilities") is not None:
        return True
    bordering = text.hit(before - 1, "place_heads") if before > 0 else None
    if bordering is not None and bordering.length > 1:
        return True  # «الحدود مع أوغندا»
    # «العاصمة الليبية طرابلس», «العاصمة المؤقتة عدن»
    head = text.hit(before - 1, "place_heads") if before > 0 else None
    both = all(forms.is_definite(text.word(at)) for at in (before - 1, before))
    named = text.hit(before - 1, "actor") is not None  # «الولايات المتحدة وفرنسا»
    return head is not None and head.length == 1 and head.skip <= 1 and both and not named


def is_located(text: Marked, place: int) -> bool:
    """Whether what stands before a name shows that it is a place's."""
    return place > 0 and text.hit(place - 1, "locatives") is not None


def _group(text: Marked, place: int, head: Hit) -> Mention | None:
    """«الجيش السوداني»: a state's."""
    after = place + head.length
    nation = text.hit(after, "nation") if after < len(text.words) else None
    if nation is None or nation.skip or not forms.is_definite(text.word(after)):
        return None  # «قوات إيرانية» are some
    if text.word(place).endswith(_SHE) and not text.word(after).endswith(_SHE):
        return None  # «وزير الخارجية الإيراني»
    one = mention(text, (place, after + nation.length), True, skip=head.skip)
    return one._replace(name=replace(one.name, candidates=(nation.value.id,)))


def _led(text: Marked, place: int) -> Mention | None:
    """A group that nobody knows, by who leads it, by a foreign name or one in quotes: «قوات اللواء فلان», «كتيبة "…"»."""
    head, first = text.hit(place, "named_groups"), place + 1
    if head is None or head.suffix or forms.is_definite(text.word(place)[head.skip :]):
        return None
    if first in text.closes:
        close = text.closes[first]
        quoted = first + 1 < close <= first + 1 + _LONGEST and not text.hit(first + 1, "actor")
        return mention(text, (place, close + 1), True, skip=head.skip) if quoted else None
    named = text.past(first, min(first + _LONGEST, len(text.words)), "titles")
    if named > first:
        after = _name_end(text, named)
        return mention(text, (place, after), True, skip=head.skip) if after > named else None
    if not _is_unknown(text, first):
        return None
    militia = text.hit(place, "militias") is not None and forms.is_definite(text.word(first))
    participle = text.word(first).startswith(_PARTICIPLE)  # «لواء متقاعد»
    if not militia and (participle or not _is_foreign(text, first)):
        return None
    return mention(text, (place, _name_end(text, first)), True, skip=head.skip)


def _force(text: Marked, place: int) -> Mention | None:
    """«الجيش», «التحالف»: a side without its name, where no adjective tells which."""
    heads = [hit for at, hit in text.all(place, place + _LONGEST, "forces") if at == place]
    heads = [hit for hit in heads if not hit.suffix]
    if not heads:
        return None
    head = max(heads, key=_length)
    after = place + head.length
    if not forms.is_definite(text.word(place)) and not forms.is_definite(text.word(after - 1)):
        return None
    if head.length == 1 and after < len(text.words) and _describes(text, after):
        return None
    return mention(text, (place, after), True, skip=head.skip)


def _describes(text: Marked, place: int) -> bool:
    """Whether a word with the article may describe the one before it; it is no noun that is known, nor has a pronoun."""
    if not forms.is_definite(text.word(place)):
        return False
    return text.hit(place, "titles", "deverbal", "striking", "parties", "place", "actor") is None


def _length(hit: Hit) -> int:
    return hit.length


def without_head(text: Marked, place: int, hits: Sequence[Hit]) -> int:
    """Where a name begins that is known without its head: «حركة حماس», not «حركة أحرار الشام»."""
    head, after = text.hit(place, "group_heads"), place + 1
    if head is None or head.length > 1 or not any(hit.length == 2 for hit in hits):
        return place
    name = text.hit(after, "actor")
    if name is None or name.skip or name.length > 1 or forms.is_definite(text.word(after)):
        return place
    same = any(hit.length == 2 and hit.value.id == name.value.id for hit in hits)
    return after if same else place


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
        _is_unknown(text, after) and _is_no_adjective(text, after)
    )
    end = _name_end(text, after) if sure else after
    if end == after:
        return None
    if whole:
        return mention(text, (place, end), False, skip=head.skip)
    return None if text.hit(after, "place") else mention(text, (after, end), False)


def _name_end(text: Marked, first: int) -> int:
    """Where a name ends that nobody knows: «تشاكان دا باغ»; with the article it is over («باب الهوى»)."""
    end = first
    while end < min(first + _LONGEST, len(text.words)):
        particle = (
            end + 1 < len(text.words)
            and text.hit(end, "name_particles")
            and _is_unknown(text, end + 1)
        )
        if not (particle or _is_unknown(text, end)) or _goes_on(text, first, end):
            break
        end += 1
        if forms.is_definite(text.word(end - 1)):
            break
    return end


def _goes_on(text: Marked, first: int, place: int) -> bool:
    """Whether a word begins another name, which «و» joins to the one before: «كرمير وتودجور»."""
    word = text.word(place)
    return place > first and word[:1] == forms.AND and len(word) > _FOREIGN


def _is_unknown(text: Marked, place: int) -> bool:
    """Whether a word may be a name because nobody knows it; what describes several things is none."""
    word = text.word(place)
    if place and text.hit(place - 1, "plural_heads") and text.is_feminine(place):
        return False  # «أحياء مكتظة»
    tanwin = text.written(place).endswith(_TANWIN)  # «واستنفاراً»
    return word.isalpha() and len(word) >= _SHORTEST and not tanwin and not text.lexicon.has(word)
