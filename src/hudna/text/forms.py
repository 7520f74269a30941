"""The forms a word of a lexicon takes in a text, and the bare form that a word of a text may hide.

Arabic: verbs from their past and present, proclitics (و ف ب ل ك س ال) and pronoun suffixes.
English: regular endings.  Everything is folded (`letters.fold`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

# Arabic letters that are words, glued to the next: «و» adds a clause, «ف» follows from one.
AND = "و"
CONJUNCTIONS = (AND, "ف")
IN = "ب"
# Prepositions with which what is said may begin, and those that no verb stands after.
TO = "ل"
TAKEN = (IN, TO)
AS = "ك"
NOMINAL = (IN, AS)
# The first letters of verbs of the present, and what makes one of the future.
PRESENT = "يتن"
_WILL = "س"
# The first letter of «I» in the present, folded.
_I = "ا"
_PROCLITICS = (*TAKEN, AS, _WILL)
ARTICLE = "ال"
FOR_THE = "لل"
# An article before a word whose own first letters look like one.
_ROOTED = ARTICLE + ARTICLE
_DEFINITE = re.compile("[وف]?(?:[بك]?ال|لل)")
# Shorter, and what looks like the article belongs to the word («إلى», «التي»).
_BARE = 3
HIS = "ه"
# A participle of «she» ends so, folded.
FEMININE = "ه"
HER_OR_THEIR = ("ها", "هم")
OUR = "نا"
# Pronouns behind a verb that are spoken to, or of.
OBJECTS = frozenset((HIS, *HER_OR_THEIR, "هما"))
# The first letter of a verb of the present: «يؤكد», «نؤكد».
HE, WE = "ي", "ن"
MY = "ي"
PRONOUNS = ("هما", "كما", "ها", "هم", "هن", "نا", "كم", HIS, "ك", MY)
_ACCUSATIVE = "ا"
_OBLIQUE = "ين"
_NOMINATIVE = "ون"
POSSESSIVE = "'s"
# Regular English endings, and what the bare form has instead.
_ENDINGS = (("ies", "y"), ("es", ""), ("s", ""), ("ed", ""), ("d", ""), ("ing", ""))
_OF_VERBS = (("ied", "y"), ("ing", "e"))
_DOUBLING = (("ed", ""), ("ing", ""))

# What a word may hide: a bare form, how many letters stand before it, the pronoun behind it.
Hidden = tuple[str, int, str]
# Years of living memory, as they are written.
_YEAR = 4
_CENTURIES = ("19", "20")


def bare(word: str) -> str:
    """An Arabic word without the article."""
    if word.startswith(ARTICLE) and len(word) >= len(ARTICLE) + _BARE:
        return word[len(ARTICLE) :]
    return word


def is_definite(word: str) -> bool:
    """Whether an Arabic word has the article, behind a conjunction or a preposition or not."""
    return _DEFINITE.match(word) is not None


def is_accusative(word: str) -> bool:
    """Whether an Arabic word may be an indefinite accusative, as a participle that goes on is."""
    return word.endswith(_ACCUSATIVE)


def is_nominative(word: str) -> bool:
    """Whether an Arabic plural is a subject: «المانحون»."""
    return word.endswith(_NOMINATIVE) and is_definite(word)


def is_oblique(word: str) -> bool:
    """Whether an Arabic dual or plural is no subject: «الطرفين», not «الطرفان»."""
    return word.endswith(_OBLIQUE)


def hidden(word: str) -> Iterator[Hidden]:
    """What an Arabic word may hide, likeliest first."""
    heads = [(word, 0)]
    if word[:1] in CONJUNCTIONS and len(word) > 2:
        heads.append((word[1:], 1))
    for start, skip in tuple(heads):
        if start.startswith(FOR_THE) and len(start) > 3:
            heads.append((start[2:], skip + 2))
        elif start[:1] in _PROCLITICS and len(start) > 3 and _may_lose(start):
            heads.append((start[1:], skip + 1))
    for start, skip in heads:
        yield bare(start), skip, ""
        if start.startswith(_ROOTED) and len(start) > len(_ROOTED) + _BARE:
            yield bare(bare(start)), skip, ""  # entries lose what looks like an article: «الالتزام»
    for start, skip in heads:
        for suffix in PRONOUNS:
            if start.endswith(suffix) and len(start) - len(suffix) >= 2:
                stem = bare(start[: -len(suffix)])
                yield stem, skip, suffix
                if stem.endswith("ت"):
                    yield stem[:-1] + "ه", skip, suffix  # ta marbuta before a suffix


def _may_lose(word: str) -> bool:
    """Whether the first letter of a word may be a proclitic: «سيقول», not «سكانا»."""
    return word[0] != _WILL or word[1] in PRESENT + _I


def is_future(word: str) -> bool:
    """Whether an Arabic word may be a verb in the future, by its first letters: «سيبدأ»."""
    return len(word) > _BARE + 1 and word[0] == _WILL and word[1] in PRESENT


def goes_on(word: str) -> bool:
    """Whether an Arabic word may be a verb of «she» in the past with a conjunction: «وقررت», not «وبيروت»."""
    return (
        len(word) > _BARE + 1
        and word[0] in CONJUNCTIONS
        and word[-1] == "ت"
        and word[-2] not in "ايو"
        and not is_definite(word)
    )


def is_present(word: str) -> bool:
    """Whether an Arabic word may be a verb of the present by its first letter: «يشمل»."""
    return len(word) > _BARE and word[0] in "يت"


def is_feminine_name(word: str) -> bool:
    """Whether the name of a state has an ending of «she»: «تركيا», not «لبنان»."""
    return word.endswith(("ا", "ه"))


def is_of_her(verb: str) -> bool:
    """Whether a folded verb may be one of «she»: «دعت», «تدعو»."""
    return verb.startswith("ت") or verb.endswith("ت")


def is_past_of_her(verb: str) -> bool:
    """Whether a folded verb may be one of what «she» did: «دعت», not «تدعو»."""
    return verb.endswith("ت")


def without_pronoun(word: str) -> str:
    """An Arabic word without the pronoun behind it, of which at least three letters are left."""
    for suffix in PRONOUNS:
        if word.endswith(suffix) and len(word) - len(suffix) >= _BARE:
            return word[: -len(suffix)]
    return word


def arabic_verb(past: str, present: str, hamza: bool = False) -> Iterator[str]:
    """Third persons of a verb, singular, dual and plural, of its past and its present.

    A `hamza` at its end, which is folded, stays before every ending: «تبرأ», «تبرأت».
    """
    stem = past[:-1] if past[-1:] in "اي" and len(past) > 2 and not hamza else past
    yield from (past, stem + "ت", stem + "تا", stem + "وا", stem + "ن")
    yield from (stem + "يا", stem + "يت") if stem != past else (stem + "ا",)
    if not present:
        return
    core = present[1:]
    short = core[:-1] if core[-1:] in "ايو" and not hamza else core
    for letter in "يتن":
        yield letter + core
    for letter in "يت":
        yield from (letter + short + ending for ending in ("ون", "وا"))
        yield from (letter + core + ending for ending in ("ان", "ن"))


def arabic_participle(word: str) -> Iterator[str]:
    """An active participle in its genders and numbers."""
    yield word
    yield from (word + ending for ending in ("ا", "ه", "ين", "ان", "ون", "ات", "تين"))


def arabic_accusative(phrase: str) -> Iterator[str]:
    """An indefinite noun in the accusative, with its adjective: «هدوء نسبي», «هدوءا نسبيا»."""
    first, *rest = phrase.split(" ")
    if not _is_declined(first) or (rest and rest[0].startswith(ARTICLE)):
        return
    if rest and _is_declined(rest[0]) and rest[0][0] not in TAKEN:
        rest[0] += _ACCUSATIVE
    yield " ".join([first + _ACCUSATIVE, *rest])


def _is_declined(word: str) -> bool:
    """Whether an Arabic noun takes a letter in the indefinite accusative."""
    return (
        len(word) >= _BARE
        and word[-1] not in "اةىتوآ"
        and not word.endswith(("ين", "ون", "ان"))
        and not word.startswith(ARTICLE)
    )


def arabic_people(name: str) -> str:
    """What is of a land, as its name gives it: «سوريا», «سوري»."""
    return re.sub("(يا|ا|ة|يه)$", "", bare(name)) + "ي"


def arabic_peoples(stem: str) -> Iterator[str]:
    """What is of a land, in its genders and numbers."""
    yield stem
    yield from (stem + ending for ending in ("ة", "ون", "ين", "ان", "ات", "تان", "تين"))


def english_people(name: str) -> str:
    """What is of a land, as its name gives it: "Libya", "Libyan"."""
    return name + "n" if name.endswith("a") else name + "ian"


def english_peoples(stem: str) -> Iterator[str]:
    """What is of a land, and its people: "Libyan", "Libyans"; "Sudanese" is both."""
    yield stem
    if not stem.endswith(("ese", "ish", "ss", "ch")):
        yield stem + "s"


def english_verb(word: str) -> Iterator[str]:
    """The regular forms of a verb, of which the first word is inflected."""
    head, _, rest = word.partition(" ")
    for form in _english(head):
        yield f"{form} {rest}".strip()


def _english(verb: str) -> Iterable[str]:
    if verb.endswith("e"):
        return verb, verb + "s", verb + "d", verb[:-1] + "ing"
    if verb.endswith("y") and verb[-2:-1] not in tuple("aeiou"):
        return verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"
    if verb.endswith(("s", "sh", "ch", "x", "z")):
        return verb, verb + "es", verb + "ed", verb + "ing"
    return verb, verb + "s", verb + "ed", verb + "ing"


def is_ing(word: str) -> bool:
    """Whether an English word has the form of a present participle."""
    return word.endswith("ing")


def is_past(word: str) -> bool:
    """Whether an English word has the form of a regular past."""
    return word.endswith("ed")


def is_year(word: str) -> bool:
    """Whether a word is a year of living memory, in digits."""
    return len(word) == _YEAR and word.isdigit() and word.startswith(_CENTURIES)


def is_possessive(word: str) -> bool:
    """Whether an English word says whose something is («Russia's», «the rebels'»)."""
    return word.endswith((POSSESSIVE, "'"))


def english_hidden(word: str) -> Iterator[Hidden]:
    """What an English word may hide: itself, without a possessive, or without a regular ending."""
    yield word, 0, ""
    for ending in (POSSESSIVE, "'"):
        if word.endswith(ending):
            yield word[: -len(ending)], 0, ending
    yield from _without(word, _ENDINGS)


def english_within(word: str) -> Iterator[Hidden]:
    """What an English word may be within a phrase: in the forms of verbs, too."""
    yield from english_hidden(word)
    yield from _without(word, _OF_VERBS)
    for bare, before, suffix in _without(word, _DOUBLING):
        if bare[-1:] == bare[-2:-1]:  # «stopped» is a form of «stop»
            yield bare[:-1], before, suffix


def _without(word: str, endings: Iterable[tuple[str, str]]) -> Iterator[Hidden]:
    """A word without a regular ending, where enough of it is left."""
    for ending, instead in endings:
        if word.endswith(ending) and len(word) - len(ending) >= _BARE:
            yield word[: -len(ending)] + instead, 0, ""
