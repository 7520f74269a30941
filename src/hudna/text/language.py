"""In what language a text is, by its script and its small words.

In: a text.  Out: the share of its words that each language has, by ISO code; `und` (undetermined)
has those that nothing tells of.  What is known of the languages stands in
`data/lexicon/languages.yaml`.  A long text is judged by samples, so the cost does not grow with it.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from hudna.codes import load
from hudna.text.letters import fold

UNKNOWN: Final = "und"

_WORD: Final = re.compile(r"[^\W\d_]+(?:['\u200c-][^\W\d_]+)*")
_WINDOW: Final = 40  # words that are told together: about two sentences
_SAMPLES: Final = 48
_SAMPLE: Final = 4_000  # characters
# Of the words of a language, at least this part are small ones of our lists; most have three times it.
_LEAST: Final = 0.08
_AHEAD: Final = 1.25  # how far the first must be ahead of the second


@dataclass(frozen=True, slots=True)
class _Profile:
    """What `languages.yaml` says: the languages of a word, and of the letters it begins with."""

    words: Mapping[str, Mapping[str, Mapping[str, float]]]  # script -> word -> language -> weight
    codes: Mapping[str, tuple[str, ...]]  # of a script
    starts: tuple[tuple[str, str], ...]  # letters, language
    letters: Mapping[str, tuple[frozenset[str], float]]  # of a language, up to so many words
    scripts: Mapping[str, str]  # a script that one language has


def shares(text: str) -> dict[str, float]:
    """The part of the words of `text` that is in each language, the largest first; sums to 1.

    Empty where the text has no words.
    """
    counts: Counter[str] = Counter()
    open_: Counter[str] = Counter()  # words by script of which nothing is told
    for window in _windows(text):
        for script, words in _by_script(window).items():
            code = _told(script, words)
            (counts if code else open_)[code or script] += len(words)
    for script, count in open_.items():
        counts[_of_rest(script, count, counts, text)] += count
    total = counts.total()
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return {code: count / total for code, count in ranked}


def read_language(found: Mapping[str, float]) -> Literal["ar", "en"] | None:
    """The language in which a text with these shares is read: that of most of it, or None."""
    first = next(iter(found), None)
    return "ar" if first == "ar" else "en" if first == "en" else None


def remark(found: Mapping[str, float]) -> str | None:
    """What a person should know of the languages of a text: None where it is in one that is read."""
    if not found:
        return "The text has no words"
    large = {code: share for code, share in found.items() if share >= 0.05}
    is_read = read_language(found) is not None
    if is_read and len(large) <= 1:
        return None
    named = [f"{_name(code)} ({share:.0%} of its words)" for code, share in large.items()]
    if is_read:
        return f"The text is read as {named[0]}; there is also {', '.join(named[1:])}"
    return f"The text is in {named[0]}, which Hudna does not read"


def hits(text: str) -> float:
    """The part of the words of `text` that are small words of some language.

    Of one text decoded in several ways, that is highest for the right one.
    """
    found, total = 0.0, 0
    for window in _windows(text):
        for script, words in _by_script(window).items():
            total += len(words)
            found += max(_scores(script, words).values(), default=0.0)
    return found / total if total else 0.0


def _name(code: str) -> str:
    from babel import Locale  # noqa: PLC0415  # only of a text that needs a remark

    if code == UNKNOWN:
        return "a language that is not known"
    return str(Locale("en").languages.get(code, code))


def _windows(text: str) -> Iterator[list[str]]:
    """The folded words of a text, or of samples of a long one, some together."""
    pieces = [text]
    if len(text) > _SAMPLES * _SAMPLE:
        step = len(text) // _SAMPLES
        pieces = [text[at : at + _SAMPLE] for at in range(0, step * _SAMPLES, step)]
    for piece in pieces:
        for line in fold(piece).splitlines():
            words = _WORD.findall(line)
            for at in range(0, len(words), _WINDOW):
                yield words[at : at + _WINDOW]


def _by_script(words: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for word in words:
        found.setdefault(_script(word[0]), []).append(word)
    return found


@cache
def _script(letter: str) -> str:
    """`ARABIC`, `LATIN`: the first word of the letter's name."""
    return unicodedata.name(letter, "UNKNOWN").split()[0]


def _scores(script: str, words: list[str]) -> dict[str, float]:
    profile = _profile()
    known = profile.words.get(script, {})
    scores: dict[str, float] = dict.fromkeys(profile.codes.get(script, ()), 0.0)
    for word in words:
        languages = known.get(word)
        if languages is not None:
            for code, weight in languages.items():
                scores[code] += weight
        else:
            for start, code in profile.starts:
                if code in scores and word.startswith(start) and len(word) > len(start) + 2:
                    scores[code] += 1
                    break
    return scores


def _told(script: str, words: list[str]) -> str | None:
    """The language of some words of one script, or None."""
    profile = _profile()
    if script in profile.scripts:
        return profile.scripts[script]
    ranked = sorted(_scores(script, words).items(), key=lambda item: (-item[1], item[0]))
    if not ranked:
        return UNKNOWN
    code, best = ranked[0]
    second = ranked[1][1] if len(ranked) > 1 else 0.0
    least = max(1.0 if len(words) > 3 else 0.5, _LEAST * len(words))
    sure = best >= least and best > _AHEAD * second
    return code if sure else None


def _of_rest(script: str, count: int, counts: Counter[str], text: str) -> str:
    """The language of words of which nothing is told by themselves.

    It is that of the other words of the script, where these are more.  Else it is one of whose plain
    letters they all are, if they are not too many.
    """
    profile = _profile()
    codes = profile.codes[script]
    first = max(codes, key=lambda code: counts[code])
    if counts[first] >= count:
        return first
    there = {
        letter for letter in set(text.lower()) if letter.isalpha() and _script(letter) == script
    }
    fits = (
        code for code in codes if code in profile.letters
        and there <= profile.letters[code][0] and count <= profile.letters[code][1]
    )  # fmt: skip
    return next(fits, UNKNOWN)


@cache
def _profile() -> _Profile:
    told = load("lexicon/languages.yaml", plain=True)
    languages = told["languages"]
    codes: dict[str, list[str]] = {}
    words: dict[str, dict[str, dict[str, float]]] = {}
    for code, language in languages.items():
        codes.setdefault(language["script"], []).append(code)
        of_script = words.setdefault(language["script"], {})
        for word in {fold(word) for word in language["words"]}:
            of_script.setdefault(word, {})[code] = 1.0
    for of_script in words.values():
        for of_word in of_script.values():
            of_word.update(dict.fromkeys(of_word, 1.0 / len(of_word)))
    starts = [
        (fold(start), code)
        for code, language in languages.items()
        for start in language.get("starts", ())
    ]
    return _Profile(
        words=words,
        codes={script: tuple(listed) for script, listed in codes.items()},
        starts=tuple(sorted(starts, key=lambda start: -len(start[0]))),
        letters={
            code: (frozenset(language["letters"]), float(language.get("up_to", math.inf)))
            for code, language in languages.items()
            if "letters" in language
        },
        scripts=told["scripts"],
    )
