"""Groups in Arabic: told by the head that stands before their name, and by what they are for.

In: a word of a marked text.  Out: the mention of the group that begins there, or none («الجيش السوداني»,
«جبهة تحرير …», «كتيبة "…"»).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from hudna.text import forms, numerals
from hudna.text.arabic.unknown import (
    LONGEST,
    PARTICIPLE,
    SHORTEST,
    is_foreign,
    is_unknown,
    name_end,
)
from hudna.text.letters import fold
from hudna.text.lexicon import Hit
from hudna.text.marked import Marked
from hudna.text.mention import Mention, is_other, mention
from hudna.text.when.vocabulary import tagger

# So ends a noun of which an adjective ends likewise.
_SHE = ("ه", "ات")
# So end adjectives and what is no name of a person; so begin verbs and what is glued to a noun.
_NO_NAME = ("ه", "ات", "ين", "ون", "ها", "هم")
_GLUED = "يتنسبلكف"
# The words of a person's name.
_FULL = 2
# An adjective that tells of what sort a group is ends so.
_NISBA = ("ي", "يه")
# Behind a group: for what.
_FOR = "ل"
# Kinds of words that name no group behind a head; groups that need no other head than their own.
_NO_TITLES = ("motions", "compass", "nation", "titles", "forces", "actor")
_HEADS = ("group_heads", "state_bodies")
# Kinds of words with which a group may begin.
ANY_HEAD = frozenset({
    *_HEADS, "named_groups", "named_bodies", "of_lands", "numbered", "militias", "forces", "sent",
})  # fmt: skip
# The numbers of units have so many digits at most; behind an ordinal these go on with it.
_DIGITS = 4
_TENS = range(10, 100, 10)
# Kinds of words with the article that describe no army before them.
_NOUNS = (
    "titles", "deverbal", "striking", "parties", "place", "actor", "place_heads", "facilities", "named_groups",
)  # fmt: skip
# A group is described by at most so many adjectives.
_ADJECTIVES = 2


def group(text: Marked, place: int) -> Mention | None:
    """The group that begins at a word with a head; in marks, all that stands in them."""
    if text.kinds[place].isdisjoint(ANY_HEAD):
        return None
    if place and text.hit(place - 1, "negators") and forms.is_present(text.word(place)):
        return None  # «لن تجمع "تبرعات"»
    one = _group(text, place) or _in_marks(text, place)
    if one is None:
        return None
    end = _past_aim(text, one.last)
    close = text.closes.get(place - 1)
    described = close is not None and all(
        forms.is_definite(text.word(at)) for at in range(end, close)
    )
    if close is not None and described and end < close <= end + LONGEST:
        end = close
    if end == one.last:
        return one
    skip = one.name.span[0] - text.letters(place, place + 1)[0]
    return mention(text, (place, end), True, skip=skip, ids=one.name.candidates)


def _in_marks(text: Marked, place: int) -> Mention | None:
    """A group whose whole name stands in marks: «قوة مراقبة السلام»."""
    close = text.closes.get(place - 1)
    if close is None or not place + 1 < close <= place + 1 + LONGEST:
        return None
    head = text.hit(place, "named_groups", "sent")
    if head is None or head.suffix or forms.is_definite(text.word(place)):
        return None
    plain = all(text.is_word(at) for at in range(place, close))
    return mention(text, (place, close), True) if plain else None


def _past_aim(text: Marked, end: int) -> int:
    """Where a group's name ends with what it is for: «التجمع الكونغولي من أجل الديمقراطية»."""
    if text.word(end).startswith(forms.FOR_THE) and text.hit(end, "group_heads") is not None:
        return end + 1 + _describes(text, end + 1)  # «القوة المشتركة للحركات المسلحة»
    aim = text.hit(end, "aims") if end < len(text.words) else None
    if aim is None or end + aim.length >= len(text.words):
        return end
    named = end + aim.length
    return _past_adjectives(text, named + 1) if forms.is_definite(text.word(named)) else end


def _group(text: Marked, place: int) -> Mention | None:
    heads = text.all(place, place + LONGEST, "group_heads", "state_bodies")
    for head in sorted((hit for at, hit in heads if at == place), key=_length, reverse=True):
        if (one := _of_state(text, place, head)) is not None:
            return one
    return (
        _for_what(text, place)
        or _of_named(text, place)
        or _numbered(text, place)
        or _force(text, place)
        or _led(text, place)
        or _titled(text, place)
        or _body(text, place)
    )


def _for_what(text: Marked, place: int) -> Mention | None:
    """A group by what it is for: «جبهة تحرير أزواد», «الحركة الوطنية لتحرير أزواد»."""
    head = text.hit(place, "named_groups")
    if head is None or head.suffix or head.length > 1:
        return None
    aim, skip = place + 1, 0
    if forms.is_definite(text.word(place)[head.skip :]):
        aim = _past_adjectives(text, place + 1)
        skip = 1
        if aim == place + 1 or aim >= len(text.words) or text.word(aim)[:1] != _FOR:
            return None
    hit = text.hit(aim, "liberating") if aim < len(text.words) else None
    if hit is None or hit.suffix or hit.skip != skip or aim + 1 >= len(text.words):
        return None
    of = aim + 1
    if text.hit(of, "directions") is not None and text.hit(of, "place") is None:
        of += 1  # «حركة تحرير شرق …»
    named = text.hit(of, "actor", "place", "nation")
    if named is not None:
        end = of + named.length
    elif forms.is_definite(text.word(of)):
        end = of + 1
    else:
        end = name_end(text, of)
    if end == of:
        return None
    return mention(text, (place, _past_adjectives(text, end)), True, skip=head.skip)


def _titled(text: Marked, place: int) -> Mention | None:
    """A group whose name is a word with the article: «عصبة الأنصار», «جبهة الإنقاذ الوطني», not «حركة المرور»."""
    head, first = text.hit(place, "named_groups"), place + 1
    if head is None or head.suffix or head.length > 1 or first >= len(text.words):
        return None
    if forms.is_definite(text.word(place)[head.skip :]):
        return None
    militia = text.hit(place, "militias") is not None
    where = text.hit(first, "place")
    unit = text.hit(place, "numbered") is not None  # «لواء» is a district, too
    if militia and not unit and where and not where.skip and not is_other(text, first):
        return mention(text, (place, first + where.length), True, skip=head.skip)  # «كتائب مصراتة»
    if not forms.is_definite(text.word(first)):
        return None
    if text.hit(first, *_NO_TITLES, *(() if militia else _HEADS)) is not None:
        return None
    if tagger("ar").look(text.word(first)) is not None:
        return None  # «قوات للجيش الليلة الماضية»
    end = _past_adjectives(text, first + 1)
    alone = end == first + 1
    if alone and (not militia or text.hit(first, "place_heads", "facilities") is not None):
        return None  # «حركة الاحتجاج», «عشائر المنطقة»
    return mention(text, (place, end), True, skip=head.skip)


def _numbered(text: Marked, place: int) -> Mention | None:
    """A unit by its number: «الفيلق الثالث», «اللواء 22 مشاة», «كتيبة 301»."""
    head = text.hit(place, "numbered")
    if head is None or head.suffix:
        return None
    after = place + head.length
    end = after
    if text.word(after).isdecimal() and len(text.word(after)) <= _DIGITS:
        end += 1
    elif forms.is_definite(text.word(place)) and _is_ordinal(text.word(after)):
        end += 1 + _is_of_ordinal(text.word(after + 1))
    if end == after:
        return None
    arms = text.hit(end, "arms")
    if arms is not None and not arms.skip and not arms.suffix:
        end += arms.length
    if text.hit(end, "nation") is not None and forms.is_definite(text.word(end)):
        end += 1
    return mention(text, (place, end), True, skip=head.skip)


def _of_named(text: Marked, place: int) -> Mention | None:
    """What a state has, and a unit that bears a name which is known: «حكومة اليمن», «كتيبة آزوف»."""
    head, first = text.hit(place, "of_lands", "numbered", "militias"), place + 1
    if head is None or head.suffix or head.length > 1 or text.hit(place, "plain_heads"):
        return None
    named = text.hit(first, "actor")
    if named is None or named.skip or forms.is_definite(text.word(place)[head.skip :]):
        return None
    if (head.kind == "of_lands") != (named.value.sort in ("state", "capital")):
        return None
    ids = (named.value.id,) if named.value.id else ()
    return mention(text, (place, first + named.length), True, skip=head.skip, ids=ids)


def _is_ordinal(word: str) -> bool:
    return word.startswith(forms.ARTICLE) and forms.bare(word) in _said("ordinals")


def _is_of_ordinal(word: str) -> bool:
    """Whether a word goes on with an ordinal: «الثانية عشرة», «الحادي والعشرون»."""
    return forms.bare(word.removeprefix(forms.AND)) in _said("cardinals", *_TENS)


@cache
def _said(listed: str, *worth: int) -> frozenset[str]:
    """The words for some numbers, folded; for all of a list if none is given."""
    known = numerals.lexicon("ar")[listed]
    return frozenset(
        fold(word)
        for value, words in known.items()
        if not worth or int(value) in worth
        for word in words
    )


def _body(text: Marked, place: int) -> Mention | None:
    """A body by what it is for, or where, and of which sort: «مجلس القيادة الرئاسي», «مجلس منبج العسكري»."""
    head = text.hit(place, "named_bodies")
    if head is None or head.suffix or forms.is_definite(text.word(place)[head.skip :]):
        return None
    first = place + head.length
    where = text.hit(first, "place")
    if where is not None and where.skip:
        return None
    named = first + where.length if where is not None else first + 1
    if where is None and not forms.is_definite(text.word(first)):
        return None
    if text.hit(first, "titles", "motions") or tagger("ar").look(text.word(first)) is not None:
        return None
    if where is not None and (more := text.hit(named, "place")) is not None and not more.skip:
        named += more.length  # «غرفة عمليات سرت الجفرة»
    end = _past_adjectives(text, named)
    whole = head.length > 1 or (end > named and _agrees(text, place, end - 1))
    return mention(text, (place, end), True, skip=head.skip) if whole else None


def _agrees(text: Marked, head: int, adjective: int) -> bool:
    return text.word(head).endswith(_SHE[0]) == text.word(adjective).endswith(_SHE[0])


def _past_adjectives(text: Marked, place: int) -> int:
    """Where the adjectives with the article end that begin at a word."""
    end = place
    while end < min(len(text.words), place + _ADJECTIVES):
        word = text.word(end)
        if not forms.is_definite(word) or not word.endswith(_NISBA):
            break
        if text.hit(end, "titles", "relative") or tagger("ar").look(word) is not None:
            break
        end += 1
    return end


def _of_state(text: Marked, place: int, head: Hit) -> Mention | None:
    """«الجيش السوداني»: a state's."""
    after = place + head.length
    definite = forms.is_definite(text.word(place))
    if definite and text.hit(after + 1, "nation") is not None and _describes(text, after):
        after += 1  # «الجيش الملكي الكمبودي»
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
        quoted = first + 1 < close <= first + 1 + LONGEST and not text.hit(first + 1, "actor")
        if quoted and text.hit(place, "plain_heads"):
            return mention(text, (first + 1, close), True)  # «مجموعات "…"»
        return mention(text, (place, close + 1), True, skip=head.skip) if quoted else None
    if not text.is_word(first):
        return None
    named = text.past(first, min(first + LONGEST, len(text.words)), "titles")
    if named > first:
        after = name_end(text, named)
        return mention(text, (place, after), True, skip=head.skip) if after > named else None
    if not is_unknown(text, first):
        return None
    militia = text.hit(place, "militias") is not None and forms.is_definite(text.word(first))
    bare = text.hit(place, "plain_heads") is not None and not militia
    participle = text.word(first).startswith(PARTICIPLE)  # «لواء متقاعد»
    if not militia and (participle or not is_foreign(text, first)) and not _is_leader(text, first):
        return None
    end = name_end(text, first)
    if bare:
        return mention(text, (first, end), True)  # «ميليشيا فانو»
    return mention(text, (place, end), True, skip=head.skip)


def _is_leader(text: Marked, first: int) -> bool:
    """Whether two words that nobody knows may name a person: «قوات رياك مشار»; no adjective or verb, none glued."""
    both = range(first, first + _FULL)
    return both.stop <= len(text.words) and all(_may_be_persons(text, place) for place in both)


def _may_be_persons(text: Marked, place: int) -> bool:
    word = text.word(place)
    shaped = len(word) > SHORTEST and not word.endswith(_NO_NAME) and word[0] not in _GLUED
    return shaped and not forms.is_definite(word) and is_unknown(text, place)


def _force(text: Marked, place: int) -> Mention | None:
    """«الجيش», «التحالف»: a side without its name, where no adjective tells which."""
    heads = [hit for at, hit in text.all(place, place + LONGEST, "forces") if at == place]
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
    return not any(hit.kind in _NOUNS and hit.suffix != forms.MY for hit in text.hits[place])


def _length(hit: Hit) -> int:
    return hit.length


def without_head(text: Marked, place: int, hits: Sequence[Hit]) -> int:
    """Where a name begins that is known without its head: «حركة حماس», not «حركة أحرار الشام»."""
    head, after = text.hit(place, "group_heads"), place + 1
    if head is None or head.length > 1 or not any(hit.length == 2 for hit in hits):
        return place
    if text.hit(place, "numbered", "militias") and not text.hit(place, "plain_heads"):
        return place  # «كتيبة آزوف»
    name = text.hit(after, "actor")
    if name is None or name.skip or name.length > 1 or forms.is_definite(text.word(after)):
        return place
    same = any(hit.length == 2 and hit.value.id == name.value.id for hit in hits)
    return after if same else place
