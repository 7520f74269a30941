"""What a content is about: provision types and observation codes, by the phrases that show them.

In: the words of a content in a marked text.  Out: codes of the taxonomy, hedges, clauses of cause.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

from hudna import taxonomy
from hudna.text import forms
from hudna.text.clauses import clause_end
from hudna.text.lexicon import Speech
from hudna.text.marked import COMMAS, Marked, Stretch
from hudna.text.mention import Mention
from hudna.text.statement import Hedge, Quote, SpeechAct

# What two words show: the words, a code, its weight.
Pair = tuple[Stretch, str, float]
# Acts that speak of what should be or may be, not of what happened.
_NOT_TOLD = frozenset({"demand", "commit", "condition", "expect"})
# The code of an act of force that is not told apart.
UNDETERMINED = "H-LET-U"
# Acts that are told by what they hit, where no weapon tells them.
_BY_TARGET = frozenset({"H-CIV", "H-MED", "H-INF-S", "H-AID-A"})
_TRUCE, _AREAS, _ACTORS = "P01", "P06", "P08"
# Codes that are of a provision, too, and the provision that acts of force are inquired into by.
_OF_TERMS = frozenset({
    "H-AID-P", "H-AID-D", "H-AID-L", "H-AID-S", "H-AID-R", "H-PRI", "H-ABD", "H-ULT", "H-MON", "H-JOIN", "H-SIE",
    "H-DIS", "H-REC",
})  # fmt: skip
_INQUIRY = "P23"
_MOST = 2
# What is shown less than this share of the first is only touched upon.
_NEAR = 0.4
# What a phrase weighs more for each word after its first, an exclusion of what is named and of what is
# not, and the coverage of a place.
_LENGTH = 0.25
_EXCLUDED, _UNNAMED, _COVERED = 2.0, 1.0, 1.5
# What two words of sorts weigh, and how far from each other they may stand.
_TOGETHER = 1.0
_APART = 5
# So many words behind what only dates, a phrase weighs so much less.
_DATED = 3
_ASIDE = 0.1
# What says that an agreement provides something stands among so many words of a content.
_PROVIDED = 4
# So many words behind a negator, two words tell no event.
_DENIED = 2
# A negator of a content, and its hedge, stand within so many words; its own verb within two.
_NEGATED = 6
_HEDGED = 14
_VERB = 2
# A word that makes what happens something that may or must stands at most so many words before it.
_MODAL = 8
# Words that say that it stops are so many at most.
_CEASING = 4
# So many, and commas between, what bars it.
_BARRED = 20
_HEDGES: dict[str, Hedge] = {
    "expected": "expectation", "hoped": "expectation", "maybe": "expectation",
    "reportedly": "hearsay", "opinion": "opinion",
}  # fmt: skip


def topics(
    text: Marked, first: int, last: int, inside: Sequence[Mention], pairs: Sequence[Pair]
) -> tuple[str, ...]:
    """Provision types, most shown first; at most two.

    `inside` are the names in the content, `pairs` what its words show `together`.
    """
    weights: defaultdict[str, float] = defaultdict(float)
    dated = first - 1 - _DATED
    for place, hit in text.all(first, last, "topic", "dating"):
        if hit.kind == "topic":
            weight = 1 + _LENGTH * (hit.length - 1)
            weights[hit.value] += weight * (_ASIDE if place <= dated + _DATED else 1)
        else:
            dated = place
    after = _aftermath(text, first, last)
    for places, code, weight in pairs:
        if code not in taxonomy.acts():
            weights[code] = max(weights[code], weight * (_ASIDE if places[0] > after else 1))
    _weigh_scope(weights, text, first, last, inside)
    if not weights or (after < last and max(weights.values()) < _NEAR):
        for _, hit in text.all(first, after, "weak"):
            weights[hit.value] += 1
    order = sorted(weights, key=lambda code: -weights[code])
    return tuple(code for code in order[:_MOST] if weights[code] >= _NEAR * weights[order[0]])


def together(text: Marked, first: int, last: int) -> tuple[Pair, ...]:
    """What words of sorts show in a content: of topics and of events alike."""
    return tuple(_together(text, first, last))


def _together(text: Marked, first: int, last: int) -> Iterator[Pair]:
    """What two words of sorts show that stand near each other («سحبت … مدافعها»): where, code, weight."""
    if len(text.places(first, last, "sort")) <= 1:
        return
    seen: dict[str, int] = {}
    dated = first - 1 - _DATED
    for place, hit in text.all(first, last, "sort", "dating"):
        if hit.kind == "dating":
            dated = place
            continue
        sort, shown = _sort(hit.value)
        for other, code in shown:
            before = seen.get(other, place)
            if place - _APART <= before < place:
                yield (
                    (before, place),
                    code,
                    _TOGETHER * (_ASIDE if 0 <= before - dated <= _DATED else 1),
                )
        seen[sort] = place


@cache
def _sort(value: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """A sort of words, and what it shows beside which others: "arms withdraw=P10"."""
    sort, *shown = value.split()
    return sort, tuple((other, code) for other, _, code in (one.partition("=") for one in shown))


def beside(event: str | None, about: tuple[str, ...]) -> tuple[str, ...]:
    """The provisions that a content is about which tells an event.

    An act of force is told and no provision, unless who did it is being found out; aid that passed,
    prisoners freed, talks left are of their provision.
    """
    if event is None or event in _OF_TERMS:
        return about
    return tuple(code for code in about if code == _INQUIRY)


def _weigh_scope(
    weights: defaultdict[str, float], text: Marked, first: int, last: int, inside: Sequence[Mention]
) -> None:
    """Add what is covered and left out: areas (P06) or actors (P08), by what is named."""
    actors = any(one.is_actor for one in inside)
    places = any(not one.is_actor for one in inside)
    includes = text.has(first, last, "inclusion")
    negated = includes and text.has(first, min(last, first + _NEGATED), "negators")
    excludes = negated or text.has(first, last, "exclusion")
    if excludes and (actors or not places):
        weights[_ACTORS] += _EXCLUDED if actors else _UNNAMED
    if excludes and places:
        weights[_AREAS] += _EXCLUDED
    elif includes and places:
        weights[_AREAS] += _COVERED


def scope(text: Marked, first: int, last: int) -> bool:
    """Whether a content says what is covered or left out: before its first subordinate clause."""
    end = text.find(first + 1, last, "subordinate", "boundary", "relative")
    said = text.find(first, last if end is None else end, "exclusion", "inclusion")
    return said is not None


def event(text: Marked, act: SpeechAct, first: int, last: int, pairs: Sequence[Pair]) -> str | None:
    """The observation code of what a content says happened: of the longest phrase, then the first.

    A weapon by itself is no event; with a word of what weapons do it tells which, and such a word
    alone is an act that is not told apart (H-LET-U).
    """
    if act in _NOT_TOLD or text.has(first, min(last, first + _PROVIDED), "provides"):
        return None
    struck = _happened(text, first, last, "striking")
    harmed = struck or _happened(text, first, last, "harming")
    told: list[tuple[int, int, str]] = []
    for place, hit in text.all(first, last, "event"):
        force = taxonomy.act(hit.value).force
        weapon = text.hit(place, "instruments")
        idle = force and not harmed and weapon is not None and weapon.length == hit.length
        if not idle and not _ceased(text, place) and not _only_may(text, first, place, hit.length):
            told.append((-hit.length - (force and harmed), place, hit.value))
    for near, code, weight in pairs:
        if code in taxonomy.acts() and weight >= _TOGETHER and not _is_denied(text, first, near):
            told.append((-1, near[0], code))
    if any(code not in _BY_TARGET and taxonomy.act(code).weapons for _, _, code in told):
        told = [one for one in told if one[2] not in _BY_TARGET]
    if told:
        return _main(text, first, last, told)
    if struck:
        return UNDETERMINED
    all_weak = text.all(first, last, "weak_event")
    weak = next(
        (one for one in all_weak if not _only_may(text, first, one[0], one[1].length)), None
    )
    if weak is None or text.has(first, last, "topic"):
        return None
    return None if weak[0] > _aftermath(text, first, last) else str(weak[1].value)


def _aftermath(text: Marked, first: int, last: int) -> int:
    """Where a content of a truce only says when or why it is: «a truce after days of combat»."""
    after = text.find(first + 1, last, "aftermath", "relative")
    if after is None or all(hit.value != _TRUCE for _, hit in text.all(first, after, "weak")):
        return last
    return after


def _main(text: Marked, first: int, last: int, told: list[tuple[int, int, str]]) -> str | None:
    """The code of the longest phrase, then the first; of acts of force before what only dates them.

    What stands behind that dates a term, where one is told before («calm returned after clashes»).
    """
    after = text.find(first + 1, last, "aftermath")
    if after is None:
        return min(told)[2]
    before = [one for one in told if one[1] < after]
    if not before and text.has(first, after, "topic", "weak"):
        return None
    return min([one for one in before if taxonomy.act(one[2]).force] or told)[2]


def _is_denied(text: Marked, first: int, places: Stretch) -> bool:
    """Whether a negator, or what makes an act cease, stands right before one of two words."""
    one, other = places
    return any(
        text.has(max(low, place - _DENIED), place, "ceasing", "negators", "thatnot")
        or _only_may(text, first, place)
        for low, place in ((first, one), (one + 1, other))
    )


def _ceased(text: Marked, place: int) -> bool:
    """Whether words right before an act say that it stops or does not come: «a halt to strikes»."""
    return any(
        hit is not None and hit.length == place - before
        for before in range(max(0, place - _CEASING), place)
        for hit in [text.hit(before, "ceasing")]
    )


def _only_may(text: Marked, first: int, place: int, length: int = 1) -> bool:
    """Whether what words tell is only what will or must be, or must not: «would repel any attack»."""
    if text.hit(place + length, "modal") or _is_future(text, place + length):
        return True  # «shelling must stop», «العملية ستتوقف»
    listed = False  # whether a comma was passed: «bars them from laying mines, looting homes»
    for before in range(place - 1, max(first, place - _BARRED) - 1, -1):
        if text.is_plain(before):
            continue
        near = place - before <= _MODAL and not listed
        if near and _is_future(text, before):
            return True
        if text.hit(before, "barring") or (near and text.hit(before, "modal")):
            return not text.hit(before + 1, "have")
        if near and text.hit(before, "condition"):
            return True
        listed = listed or text.word(before) in COMMAS
        ends = text.hit(before, "subordinate", "relative", "boundary", "that")
        if ends or not (text.is_word(before) or text.word(before) in COMMAS):
            return False
    return False


def _is_future(text: Marked, place: int) -> bool:
    """Whether an Arabic word is a verb of what will be: «ستتوقف», not «سيارة»."""
    if text.language != "ar" or place >= len(text.words):
        return False
    known = any(not hit.skip for hit in text.hits[place])
    return not known and forms.is_future(text.word(place))


def _happened(text: Marked, first: int, last: int, kind: str) -> bool:
    """Whether a content says that weapons did something, not that they cease to."""
    return any(
        not _ceased(text, place) and not _only_may(text, first, place, hit.length)
        for place, hit in text.all(first, last, kind)
    )


def hedge(text: Marked, first: int, last: int) -> Hedge:
    """What the words of a content take back of its certainty, before its first subordinate clause."""
    for _, said in text.all(first, min(last, first + _VERB), "verb", "participle"):
        speech: Speech = said.value
        if speech.hedge != "none":
            return speech.hedge
    end = min(last, first + _HEDGED)
    clause = text.find(first + 1, end, "subordinate")
    for _, hit in text.all(first, end if clause is None else clause + 1, *_HEDGES):
        return _HEDGES[hit.kind]
    return "none"


def causes(text: Marked, first: int, last: int) -> tuple[Quote, ...]:
    """The clauses of a content that give a cause, each to its comma or end."""
    found = []
    for place, hit in text.all(first, last, "cause"):
        end = clause_end(text, place + hit.length, last)
        if end > place + hit.length:
            span = text.letters(place, end, hit.skip)
            found.append(Quote(span, text.quote(span)))
    return tuple(found)
