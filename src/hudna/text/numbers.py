"""Numbers of things: how many of what, in a text.

In: words, the numerals in them, units, and the times found (a day of the month counts nothing).
Out: `Number`s with the words that they stand on; their span is that of the number alone, without
unit and modifier.

- `12-14 trucks` are two numbers, each with its own span and the unit that follows: what is written
  is two counts, and neither is the other's.
- A number after «القرار», `Resolution`, `No.` is a name.  So are `F-16` and `M5`.
- Ordinals count nothing.  `one` and «ألف» alone count only if a unit stands beside them.
- «عشرات», `hundreds of` say no number, and none is made up.
- An Arabic dual is a number: «أسيرين» is 2 prisoners.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from hudna.text import forms, numerals
from hudna.text.counted import (
    COMMAS,
    PEOPLE,
    PERCENT,
    Counting,
    listed,
    number,
    phrases,
    shared,
    suffered,
)
from hudna.text.duals import duals, often
from hudna.text.found import Found
from hudna.text.letters import fold
from hudna.text.numerals import Numeral, lexicon
from hudna.text.statement import Number, When
from hudna.text.tags import Language, without_article
from hudna.text.units import Units, units
from hudna.text.words import Words

# How many words may stand between a number and what it counts, and between a label and its number.
_BETWEEN = 3
_LABELLED = 4
_YEARS = range(1800, 2101)
_OLDEST = 120
_DASHES = frozenset("-–—")
_OPENING = frozenset('«“"')
_MARKERS = frozenset(".)-–—")
__all__ = ["Units", "find", "units"]

# What ages are counted in, and calibres.
_AGES = frozenset({"years", "months"})
_SIZES = frozenset({"millimetres"})
# Of these a fraction looks like the number; how old one is at most who is called by it.
_SHARES = range(3, 11)
_GROWN = 21
# Of scales without a number before them, those from here on count: "a dozen".
_DOZEN = 12
# «عدد» stands at most so many words before what it comes to.
_TALLIED = 14
# Of people who are counted, what became of them; it stands so many words before a number at most.  What
# else may have become of them is only told of whole numbers: «3,400 were displaced».
_FATES = frozenset({"killed", "wounded", "missing"})
_OTHER_FATES = frozenset({"displaced", "detainees", "abductees"})
_FATED = 6
# An English plural that nobody listed has so many letters at least, and none of these endings.
_PLURAL = 5
_PLURALS = ("men", "people", "children")
_SINGULARS = ("ss", "us", "is", "'s")
_DEFINITE = ("ال", "لل")


def find(
    words: Words,
    language: Language,
    counted: Units,
    times: Sequence[Found[When]],
    said: Sequence[Numeral] | None = None,
) -> list[Found[Number]]:
    """The numbers of a text, in order.

    `times` are those found in it: what belongs to a date or a clock time counts nothing.  `said`
    are its numerals, if they are known already.
    """
    if said is None:
        said = numerals.find(words, language)
    taken = {
        place
        for time in times
        for place in range(time.first, time.last)
        if not any(count <= place <= count + _BETWEEN for count in time.counts)
    }
    text = Counting(words, language, counted, taken)
    found = [*duals(text), *often(text)]
    joined: str | None = None  # the unit of the number right after
    after: Numeral | None = None
    for numeral, name in reversed(_told(text, said)):
        if name:
            continue
        unit, end = _unit(text, numeral)
        if (
            unit is None
            and after is not None
            and (
                _joins(text, numeral, after) or (not numeral.bare and _parts(text, numeral, after))
            )
        ):
            unit = joined
        joined, after = unit, numeral
        if _is_count(text, numeral, unit):
            modifier = counted.modifier(words.text, numeral.first, numeral.last, end)
            found.append(number(text, numeral, suffered(text, numeral, unit), modifier))
    return shared(text, sorted(found, key=lambda one: one.first))


# --- names and counts -----------------------------------------------------------------------------


def _told(text: Counting, said: Sequence[Numeral]) -> list[tuple[Numeral, bool]]:
    """The cardinals that no time has, each with whether it is part of a name."""
    told: list[tuple[Numeral, bool]] = []
    for numeral in said:
        if numeral.kind != "cardinal" or numeral.first in text.taken:
            continue
        after_name = bool(told) and told[-1][1] and _joins(text, told[-1][0], numeral)
        told.append((numeral, _is_name(text, numeral, after_name)))
    return told


def _is_name(text: Counting, numeral: Numeral, after_name: bool) -> bool:
    """Whether a number is part of a name: «القرار 2254», `Article 5`, or a point of a list."""
    if numeral.definite:
        return False
    before = numeral.first - 1
    if text.at(before) == "." and numeral.first > 1:  # No. 5
        before -= 1
    labelled = _is_label(text, before)
    if numeral.spelt:
        named = text.language == "en" and _is_capital(text, numeral)
        return (labelled or named) and _unit(text, numeral)[0] is None
    if labelled and _is_measured(text, numeral):
        return False  # "a buffer zone 15 km wide"
    if labelled or _marks_point(text, numeral):
        return True
    if _unit(text, numeral)[0] is not None:
        return False
    return after_name or (text.language == "ar" and _is_labelled(text, numeral.first))


def _is_measured(text: Counting, numeral: Numeral) -> bool:
    """Whether what is measured, and not counted, stands right behind a number: «60 يوما»."""
    found = text.units.at(text.words.text, numeral.last)
    return found is not None and found[0] in listed(text.language, "measures") - _SIZES


def _is_capital(text: Counting, numeral: Numeral) -> bool:
    """Whether a number word has a capital within a sentence: "the Three Brotherhood Alliance"."""
    low, _ = text.words.folded.span(numeral.start, numeral.end)
    before = text.at(numeral.first - 1)
    return text.words.folded.source[low : low + 1].isupper() and before[:1].isalpha()


def _is_label(text: Counting, place: int) -> bool:
    word = text.at(place)
    if text.language == "ar":
        bare = without_article(word)
        return any(
            form in phrases("ar", "labels") for form in (bare, word[1:], without_article(word[1:]))
        )
    return word in phrases("en", "labels")


def _is_labelled(text: Counting, first: int) -> bool:
    """Whether a label stands a few words before, in the same phrase: «القرار الأممي 2254»."""
    for place in range(first - 2, max(-1, first - 2 - _LABELLED), -1):
        if not text.at(place + 1)[0].isalpha() or text.at(place + 1) in phrases("ar", "stop"):
            return False
        if _is_label(text, place):
            return True
    return False


def _marks_point(text: Counting, numeral: Numeral) -> bool:
    """Whether a number begins a line as the mark of a point: `1.`, `2)`."""
    letters = text.words.folded.text
    if numeral.start and letters[numeral.start - 1] != "\n":
        return False
    after = numeral.last + 1
    spaced = after < len(text.words) and text.words.start[after] > text.words.end[numeral.last]
    return spaced and text.at(numeral.last) in _MARKERS


def _is_count(text: Counting, numeral: Numeral, unit: str | None) -> bool:
    """Whether a number that is no name counts something."""
    two = text.units.word(text.at(numeral.first - 1))
    if numeral.spelt and numeral.value == 2 and two is not None and two.two:
        return False  # «شخصان اثنان»
    if numeral.bare and text.phrase(numeral.first - 1, "not"):
        return False
    if numeral.definite and numeral.value == 0:
        return False  # «نقطة الصفر»
    both = numeral.spelt and numeral.value == 2 and unit in listed(text.language, "both")
    if both and text.phrase(numeral.first - 1, "these"):
        return False  # "the two sides"
    if _is_year_of(text, numeral) or _is_vague(text, numeral) or _is_size(text, numeral):
        return False
    if _is_many(text, numeral) or _is_share(text, numeral) or _is_of_age(text, numeral):
        return False
    if unit is not None:
        return True
    if (
        numeral.bare
        and text.phrase(numeral.first - 1, "article")
        and text.phrase(numeral.last, "stop")
    ):
        return bool(numeral.value >= _DOZEN)  # "only a dozen could be verified"
    if numeral.spelt and numeral.value < 1:
        return False  # "within half a year"
    if numeral.bare or numeral.rest or "+" in (text.at(numeral.first - 1), text.at(numeral.last)):
        return False
    before = text.at(numeral.first - 1)
    if numeral.definite and text.phrase(numeral.last, "rest"):
        return True  # «الأربعة الباقين»
    if numeral.definite and without_article(before) == before:
        return False  # «بوابة الخمسين»
    if numeral.spelt:
        return True
    year = numeral.value in _YEARS and numeral.end - numeral.start == 4
    between = text.at(numeral.first - 1) in COMMAS and text.at(numeral.last) in COMMAS
    return not year and not (between and numeral.value <= _OLDEST)  # an age


def _is_many(text: Counting, numeral: Numeral) -> bool:
    """Whether only many are spoken of: «آلاف النازحين»."""
    single = numeral.last == numeral.first + 1 and numeral.spelt
    word = text.at(numeral.first)
    many = phrases(text.language, "many")
    return single and not numeral.joined and (word in many or word[1:] in many)


def _is_share(text: Counting, numeral: Numeral) -> bool:
    """Whether a number in words is of a fraction: «عشر العدد» is a tenth of it, «العشر» would be ten."""
    if numeral.spelt and text.phrase(numeral.last, "shares"):
        return True  # "three quarters of them"
    if text.language != "ar" or not numeral.spelt or numeral.definite or numeral.joined:
        return False
    single = numeral.last == numeral.first + 1 and numeral.value in _SHARES
    share = text.at(numeral.last).startswith(_DEFINITE)
    return single and share and not text.phrase(numeral.last, "stop")


def _is_of_age(text: Counting, numeral: Numeral) -> bool:
    """Whether an English number says how old some are: "children under five"."""
    if (
        text.language != "en"
        or numeral.value > _GROWN
        or not text.phrase(numeral.first - 1, "of_age")
    ):
        return False
    who = text.units.word(text.at(numeral.first - 2))
    return (
        who is not None and who.unit in listed("en", "persons") and _unit(text, numeral)[0] is None
    )


def _is_year_of(text: Counting, numeral: Numeral) -> bool:
    """Whether an English number is the year of one thing: "the 2002 ceasefire"."""
    if text.language != "en" or numeral.spelt or numeral.value not in _YEARS:
        return False
    found = text.units.at(text.words.text, numeral.last)
    return (
        numeral.end - numeral.start == 4
        and found is not None
        and found[0] in listed("en", "dated")
        and not text.at(numeral.last + found[1] - 1).endswith("s")
    )


def _is_size(text: Counting, numeral: Numeral) -> bool:
    """Whether an English number says how old or of what size one is: "a 60-year-old woman", "60mm shells"."""
    if text.language != "en":
        return False
    unit, _, tail = numeral.rest.strip("-").partition("-")
    place = numeral.last
    if not unit:
        place += text.at(place) in _DASHES
        unit, _, tail = text.at(place).partition("-")
        place += 1
    calibre = text.units.word(unit)
    if calibre is None:
        return False
    aged = tail in listed("en", "aged") or (
        text.at(place) in _DASHES and text.phrase(place + 1, "aged") > 0
    )
    sized = calibre.unit in _SIZES and text.units.at(text.words.text, place) is not None
    return (calibre.unit in _AGES and aged) or sized


def _is_vague(text: Counting, numeral: Numeral) -> bool:
    """Whether only a scale is named: "several thousand"."""
    before = text.at(numeral.first - 1)
    forms_ = (before, before[1:]) if text.language == "ar" else (before,)
    return numeral.spelt and any(form in phrases(text.language, "vague") for form in forms_)


# --- units ----------------------------------------------------------------------------------------


def _unit(text: Counting, numeral: Numeral) -> tuple[str | None, int]:
    """What a number counts, and the place after the words that say so."""
    place = numeral.last
    if numeral.rest:
        glued = text.units.word(numeral.rest.strip("-").split("-")[0])
        return (glued.unit if glued else None), place
    if length := text.phrase(place, "percent"):
        return PERCENT, place + length
    if (money := _currencies(text.language).get(text.at(numeral.first - 1))) is not None:
        return money, place
    if text.language == "ar":
        return _arabic_unit(text, numeral)
    of = text.phrase(place, "of")
    if of and (owned := text.units.at(text.words.text, place)):
        return owned[0], place + owned[1]  # "four of his men"
    hyphened = text.at(place) in _DASHES and text.at(place + 1)[:1].isalpha()
    place += hyphened
    if hyphened and (size := text.units.word(text.at(place).partition("-")[0])) is not None:
        return size.unit, place + 1  # "a 15-kilometre-wide zone"
    if not numeral.bare:  # one of them is no count
        place += text.phrase(place, "of")
    plural: tuple[str, int] | None = None
    for at in range(place, place + _BETWEEN + 1):
        if at == place and _is_calibre(text, at):
            continue
        if (head := _joined_head(text, at)) is not None:
            return head
        if at in text.taken or text.phrase(at, "stop") or not text.at(at)[:1].isalpha():
            break
        found = text.units.at(text.words.text, at)
        if found is None:
            plural = (text.at(at), at + 1) if _is_plural(text.at(at)) else plural
            continue
        unit, length = found
        head = text.units.at(text.words.text, at + length)
        if head is None or hyphened or unit in listed("en", "measures"):
            return unit, at + length
        if head[0] in _FATES or not text.at(at + length - 1).endswith("s"):
            return head[0], at + length + head[1]  # "rebel groups", "six civilians dead"
        return unit, at + length
    fate = _fate(text, numeral)
    return (fate, numeral.last) if fate or plural is None else plural


def _joined_head(text: Counting, place: int) -> tuple[str, int] | None:
    """What a noun behind two joined adjectives counts: "120 Ukrainian and Russian prisoners"."""
    word, other = text.at(place), text.at(place + 2)
    if not text.phrase(place + 1, "and") or word.endswith("s") or other.endswith("s"):
        return None
    if not other[:1].isalpha() or place + 2 in text.taken or text.phrase(place + 2, "stop"):
        return None
    known = text.units.word(word)
    if word.endswith(_PLURALS) or (known is not None and known.unit != PEOPLE):
        return None
    found = text.units.at(text.words.text, place + 3)
    several = found is not None and text.at(place + 2 + found[1]).endswith(("s", *_PLURALS))
    return (found[0], place + 3 + found[1]) if found is not None and several else None


def _is_calibre(text: Counting, place: int) -> bool:
    """Whether a word is a size between a number and what it counts: "three 60mm shells"."""
    word = text.at(place)
    letters = word.lstrip("0123456789.")
    unit = text.units.word(letters) if letters != word else None
    return unit is not None and unit.unit in _SIZES


@cache
def _currencies(language: Language) -> dict[str, str]:
    """What is counted behind a sign of money: "$30 million"."""
    written = lexicon(language)["currencies"]
    return {fold(sign): unit for unit, signs in written.items() for sign in signs}


def _is_plural(word: str) -> bool:
    """Whether an English word that is no unit's looks like a plural, which is its own unit then."""
    return len(word) >= _PLURAL and word.endswith("s") and not word.endswith(_SINGULARS)


def _fate(text: Counting, numeral: Numeral) -> str | None:
    """What became of people who are not named: «wounded three of its rangers», «the toll at 26»."""
    for behind in range(numeral.last + 1, numeral.last + 4):  # «a further 30 have been wounded»
        if not text.phrase(behind - 1, "stop") or text.phrase(behind - 1, "join"):
            break
        met = text.units.word(text.at(behind))
        if met is not None and met.unit in _FATES | _OTHER_FATES | listed(text.language, "persons"):
            return met.unit
    for at in range(numeral.first - 1, max(-1, numeral.first - 1 - _FATED), -1):
        if not text.at(at)[:1].isalpha() or text.phrase(at, "join"):
            return None
        found = text.units.word(text.at(at))
        if found is not None and found.unit in _FATES:
            return found.unit
    return None


def _arabic_unit(text: Counting, numeral: Numeral) -> tuple[str | None, int]:
    place = numeral.last
    near = numeral.first - 1
    article = text.at(near) == _DEFINITE[0]  # «النقاط الـ12»
    before = text.units.word(text.at(near - article))
    if before is None and numeral.definite:  # «بحارتها التسعة»
        before = text.units.word(forms.without_pronoun(text.at(near)))
    if (article or numeral.definite) and _is_measured(text, numeral):
        found = text.units.at(text.words.text, place)
        return (found[0], place + found[1]) if found else (None, place)  # «هدنة الـ72 ساعة»
    if before is not None and numeral.definite and text.at(near).startswith(_DEFINITE[0]):
        head = text.units.word(text.at(near - 1))
        if head is not None and text.at(near - 1).startswith(_DEFINITE):
            return head.unit, place  # «الدول الضامنة الثلاث»
    if before is not None and (
        article or numeral.definite or (numeral.spelt and numeral.value == 1)
    ):
        return before.unit, place
    of = text.phrase(place, "of")
    place += of + (of > 0 and text.at(place + of) in _OPENING)  # «خمسة من «البيشمركة»»
    more = text.at(place)[:1] == forms.AND and text.at(place) not in text.units.words
    found = None if place in text.taken or more else text.units.at(text.words.text, place)
    if found is None and place > numeral.last:  # «ثلاثة من جنوده»
        bare = forms.without_pronoun(text.at(place))
        owned = text.units.word(bare) or text.units.word(bare.removesuffix("ت") + "ه")
        found = (owned.unit, 1) if owned else None
        if found is None and forms.is_definite(text.at(place)) and text.at(place).endswith("ين"):
            found = PEOPLE, 1  # «عشرة من الراغبين»
    glued = found is not None and numeral.definite and text.at(place) not in text.units.words
    if found and not (glued and numeral.spelt and of == 0):  # not «تحتفظ الجيوش الثلاثة بالبلدات»
        return found[0], place + found[1]
    if (article or numeral.definite) and text.at(near - article).startswith(_DEFINITE):
        before = text.units.word(text.at(near - article - 1))  # «نقاط المراقبة الـ12»
    if text.phrase(near, "reached"):  # «ارتفع عدد القتلى إلى 865»
        tallies = (
            at for at in range(near - 1, max(-1, near - _TALLIED), -1) if text.phrase(at, "tally")
        )
        before = text.units.word(text.at(next(tallies, near) + 1))
    return (before.unit if before and not numeral.joined else None), numeral.last


def _parts(text: Counting, one: Numeral, after: Numeral) -> bool:
    """Whether a number is part of the next: «28,000 of the 72,000 trucks»."""
    of = text.phrase(one.last, "of")
    first = after.first - text.before(after.first)  # "of an estimated 45,000"
    return of > 0 and one.last + of in (first, after.first)


def _joins(text: Counting, one: Numeral, after: Numeral) -> bool:
    """Whether two numbers stand together: «12 و14», `12-14`, `12 to 14`, `2254 and 2336`."""
    last = one.last
    if after.first == last:
        return after.joined
    if after.first == last + 1 and (text.at(last) in _DASHES or text.at(last) in COMMAS):
        return True
    joined = text.phrase(last, "join")
    return joined > 0 and after.first == last + joined
