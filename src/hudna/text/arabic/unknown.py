"""Arabic words that may be names because nobody knows them.

In: a word of a marked text.  Out: whether it may be a name, whether it looks like a foreign one, and where a
name ends that begins there.  Nothing marks a name in Arabic: a word is told by what it is not.
"""

from __future__ import annotations

import re
from functools import cache

from hudna.text import forms, numerals
from hudna.text.letters import fold
from hudna.text.marked import Marked
from hudna.text.when.vocabulary import tagger

# A name of fewer letters is more likely a word that is not known; one of more words is none.
SHORTEST = 2
LONGEST = 4
# A foreign name has so many letters at least, none of these endings, and no form of a broken plural.
_FOREIGN = 4
_ENDINGS = ("ه", "اء", "ات", "ين", "ون", "ان", "ها", "هم", "هما", "هن", "نا", "كم", "ي", "ا", "تي")
# Adjectives of places end so, the feminine and those of colours among them.
_DESCRIBING = ("ه", "ات", "ين", "ون", "ي", "اء", "يا")
# A word of so many letters that ends with alif is foreign, but for plurals, pronouns and duals.
_LONG = 5
# One that ends with ya has more, and begins with none of the letters that words are derived with.
_LONGER = 8
_DERIVED = "اتم"
# Verbs that end with waw are shorter.
_LONGER_VERB = 6
_NO_ALIF = ("ايا", "ها", "هما", "نا", "تا", "يا")
_BROKEN = re.compile(
    r"ا..ا.$|ا...$|م.ا..$|م.ا.ي.$|..و.$|.وا..$|..اي.$|[تي].|ا[نس]ت|ا.ت.ا.$|ان..ا.$|..[اي].$|.ا..$|م[^ايو]|م...$"
)
# A noun that ends so is no name.
TANWIN = ("اً", "ًا")
# With this letter begin participles, which tell what sort a group is of.
PARTICIPLE = "م"


def name_end(text: Marked, first: int) -> int:
    """Where a name ends that nobody knows: «تشاكان دا باغ»; with the article it is over («باب الهوى»)."""
    end = first
    while end < min(first + LONGEST, len(text.words)):
        particle = (
            end + 1 < len(text.words)
            and text.hit(end, "name_particles")
            and is_unknown(text, end + 1)
        )
        if not (particle or is_unknown(text, end)) or _goes_on(text, first, end):
            break
        end += 1
        if forms.is_definite(text.word(end - 1)):
            break
    return end


def _goes_on(text: Marked, first: int, place: int) -> bool:
    """Whether a word begins another name, which «و» joins to the one before: «كرمير وتودجور»."""
    word = text.word(place)
    return place > first and word[:1] == forms.AND and len(word) > _FOREIGN


def is_unknown(text: Marked, place: int) -> bool:
    """Whether a word may be a name because nobody knows it; what describes several things is none."""
    if place >= len(text.words):
        return False
    word = text.word(place)
    if not word.isalpha() or len(word) < SHORTEST or text.lexicon.has(word):
        return False
    if place and text.hit(place - 1, "plural_heads") and text.is_feminine(place):
        return False  # «أحياء مكتظة»
    return not (forms.is_accusative(word) and text.written(place).endswith(TANWIN))  # «واستنفاراً»


def is_foreign(text: Marked, place: int) -> bool:
    """Whether a word that nobody knows has none of the forms of an Arabic noun: no article, ending or plural."""
    word = text.word(place)
    long = len(word) >= _LONG and word.endswith("ا") and not word.endswith(_NO_ALIF)  # «غورونغوزا»
    long = long or (len(word) >= _LONGER and word.endswith("ي") and word[0] not in _DERIVED)
    if len(word) >= _LONGER_VERB and word.endswith("و") and not forms.is_definite(word):
        return word not in _numbers() and not tagger("ar").look(word)  # «تيبيسو»
    noun = (
        forms.is_definite(word)
        or (word.endswith(_ENDINGS) and not long)
        or _BROKEN.match(word) is not None
    )
    return (
        len(word) >= _FOREIGN
        and not noun
        and word not in _numbers()
        and not tagger("ar").look(word)
    )


def is_no_adjective(text: Marked, place: int) -> bool:
    """Whether a word behind «منطقة», «جبال» has neither the article nor an ending of what describes it."""
    word = text.word(place)
    described = forms.is_definite(word) or word.startswith(PARTICIPLE)
    if forms.is_future(word) and len(word) < _LONGER:
        return False  # «منطقة ستخصص»
    return len(word) >= _FOREIGN and not described and not word.endswith(_DESCRIBING)


@cache
def _numbers() -> frozenset[str]:
    listed = numerals.lexicon("ar")["cardinals"].values()
    return frozenset(fold(word) for words in listed for word in words)
