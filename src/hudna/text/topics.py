"""What a content is about: provision types and observation codes, by the phrases that show them.

In: the words of a content in a marked text.  Out: codes of the taxonomy, hedges, clauses of cause.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from hudna import taxonomy
from hudna.text import forms
from hudna.text.clauses import clause_end
from hudna.text.lexicon import Hit, Speech
from hudna.text.marked import COMMAS, Marked, Stretch
from hudna.text.mention import Mention
from hudna.text.pairs import DATED, Pair
from hudna.text.statement import Hedge, Quote, SpeechAct

# Acts that speak of what should be or may be, not of what happened.
_NOT_TOLD = frozenset({"demand", "commit", "condition", "expect"})
# The code of an act of force that is not told apart.
UNDETERMINED = "H-LET-U"
# Ground that was taken.
_TAKEN = "H-TER-T"
# Acts that are told by what they hit, where no weapon tells them.
_BY_TARGET = frozenset({"H-CIV", "H-MED", "H-INF-S", "H-AID-A"})
_TRUCE, _START, _AREAS, _ACTORS = "P01", "P04", "P06", "P08"
# Codes that are of a provision, too, and the provision that acts of force are inquired into by.
_OF_TERMS = frozenset({
    "H-AID-P", "H-AID-D", "H-AID-L", "H-AID-S", "H-AID-R", "H-PRI", "H-ABD", "H-ULT", "H-MON", "H-JOIN", "H-SIE",
    "H-DIS", "H-REC",
})  # fmt: skip
_INQUIRY = "P23"
_MOST = 2
# What is shown less than this share of the first is only touched upon.
_NEAR = 0.4
# What the start of a truce weighs for the truce.
_BESIDE = 0.5
# What a phrase weighs more for each word after its first, an exclusion of what is named and of what is
# not, and the coverage of a place.
_LENGTH = 0.25
_EXCLUDED, _UNNAMED, _COVERED = 2.0, 1.0, 1.5
SCOPES = ("exclusion", "inclusion")
# What two words of sorts weigh, and what is only touched upon, behind what dates something.
_TOGETHER = 1.0
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
# What an act is of takes so many words behind it, none of them of these kinds.
_OF = 6
_PREDICATES = (
    "subordinate", "relative", "boundary", "that", "connective", "auxiliary", "have",
    "striking", "harming", "verb", "event", "weak_event", "dating",
)  # fmt: skip
# Words that say that it stops are so many at most.
_CEASING = 4
# So many, and commas between, what bars it.
_BARRED = 20
_HEDGES: dict[str, Hedge] = {
    "expected": "expectation", "hoped": "expectation", "maybe": "expectation",
    "reportedly": "hearsay", "opinion": "opinion",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Content:
    """The words of a content, with the kinds of what stands among them: by these most questions end."""

    text: Marked
    first: int
    last: int
    kinds: frozenset[str]

    @classmethod
    def of(cls, text: Marked, first: int, last: int) -> Content:
        """Words `first` to before `last` of a text."""
        return cls(text, first, last, frozenset().union(*text.kinds[first:last]))

    def all(self, *kinds: str) -> list[tuple[int, Hit]]:
        """The entries of some kinds that lie in it."""
        if self.kinds.isdisjoint(kinds):
            return []
        return self.text.all(self.first, self.last, *kinds)

    def has(self, *kinds: str) -> bool:
        """Whether an entry of some kinds lies in it."""
        return bool(self.all(*kinds))

    def find_behind(self, *kinds: str) -> int | None:
        """The first word behind its first at which an entry of some kinds begins."""
        if self.kinds.isdisjoint(kinds):
            return None
        return self.text.find(self.first + 1, self.last, *kinds)


def topics(said: Content, inside: Sequence[Mention], pairs: Sequence[Pair]) -> tuple[str, ...]:
    """Provision types, most shown first; at most two.

    `inside` are the names in the content, `pairs` what two words of it show together.
    """
    weights: defaultdict[str, float] = defaultdict(float)
    dated = said.first - 1 - DATED
    for place, hit in said.all("topic", "dating"):
        if hit.kind == "topic":
            weight = 1 + _LENGTH * (hit.length - 1)
            weights[hit.value] += weight * (_ASIDE if place <= dated + DATED else 1)
        else:
            dated = place
    after = _aftermath(said)
    acts = taxonomy.acts()
    for pair in pairs:
        if pair.code not in acts:
            weight = _weight(pair) * (_ASIDE if pair.places[0] > after else 1)
            weights[pair.code] = max(weights[pair.code], weight)
    _weigh_scope(weights, said, inside)
    if not weights or (after < said.last and max(weights.values()) < _NEAR):
        for place, hit in said.all("weak"):
            if place + hit.length <= after:
                weights[hit.value] += 1
    if _TRUCE not in weights and weights.get(_START) == max(weights.values(), default=0):
        weights[_TRUCE] = _BESIDE * weights[_START] * _of_truce(said, after)
    order = sorted(weights, key=lambda code: -weights[code])
    return tuple(code for code in order[:_MOST] if weights[code] >= _NEAR * weights[order[0]])


def _of_truce(said: Content, after: int) -> bool:
    """Whether a content speaks of a truce: what begins then is the truce itself."""
    return any(
        hit.value == _TRUCE and place + hit.length <= after for place, hit in said.all("weak")
    )


def _weight(pair: Pair) -> float:
    """What a pair weighs."""
    return _TOGETHER * (_ASIDE if pair.aside else 1)


def beside(event: str | None, about: tuple[str, ...]) -> tuple[str, ...]:
    """The provisions that a content is about which tells an event.

    An act of force is told and no provision, unless who did it is being found out; aid that passed,
    prisoners freed, talks left are of their provision.
    """
    if event is None or event in _OF_TERMS:
        return about
    return tuple(code for code in about if code == _INQUIRY)


def _weigh_scope(
    weights: defaultdict[str, float], said: Content, inside: Sequence[Mention]
) -> None:
    """Add what is covered and left out: areas (P06) or actors (P08), by what is named."""
    if said.kinds.isdisjoint(SCOPES):
        return
    actors = any(one.is_actor for one in inside)
    places = any(not one.is_actor for one in inside)
    includes = said.has("inclusion")
    near = min(said.last, said.first + _NEGATED)
    negated = includes and said.text.has(said.first, near, "negators")
    excludes = negated or said.has("exclusion")
    if excludes and (actors or not places):
        weights[_ACTORS] += _EXCLUDED if actors else _UNNAMED
    if excludes and places:
        weights[_AREAS] += _EXCLUDED
    elif includes and places:
        weights[_AREAS] += _COVERED


def scope(text: Marked, first: int, last: int) -> bool:
    """Whether a content says what is covered or left out: before its first subordinate clause."""
    end = text.find(first + 1, last, "subordinate", "boundary", "relative")
    said = text.find(first, last if end is None else end, *SCOPES)
    return said is not None


def event(said: Content, act: SpeechAct, pairs: Sequence[Pair]) -> str | None:
    """The observation code of what a content says happened: of the longest phrase, then the first.

    A weapon by itself is no event; with a word of what weapons do it tells which, and such a word
    alone is an act that is not told apart (H-LET-U).
    """
    text, first = said.text, said.first
    if act in _NOT_TOLD or text.has(first, min(said.last, first + _PROVIDED), "provides"):
        return None
    struck = _happened(said, "striking")
    harmed = struck or _happened(said, "harming")
    told: list[tuple[int, int, str]] = []
    for place, hit in said.all("event"):
        force = taxonomy.act(hit.value).force
        weapon = text.hit(place, "instruments")
        idle = force and not harmed and weapon is not None and weapon.length == hit.length
        if not idle and not _ceased(text, place) and not _only_may(text, first, place, hit.length):
            told.append((-hit.length - (force and harmed), place, hit.value))
    acts = taxonomy.acts()
    told += [
        (-1, pair.places[0], pair.code)
        for pair in pairs
        if pair.code in acts and not pair.aside and not _is_denied(text, first, pair.places)
    ]
    told += [
        (-hit.length - 1, place, _TAKEN)
        for place, hit in said.all("conquering")
        if _names_a_place(said, place + hit.length)
        and not _is_denied(text, first, (place, place + hit.length))
    ]
    if any(code not in _BY_TARGET and taxonomy.act(code).weapons for _, _, code in told):
        told = [one for one in told if one[2] not in _BY_TARGET]
    if told:
        return _main(said, told)
    if struck:
        return UNDETERMINED
    weak = next(
        (one for one in said.all("weak_event") if not _only_may(text, first, one[0], one[1].length)),
        None,
    )  # fmt: skip
    if weak is None or said.has("topic"):
        return None
    return None if weak[0] > _aftermath(said) else str(weak[1].value)


def _names_a_place(said: Content, at: int) -> bool:
    """Whether a place is named right behind a word, with a small word between at most."""
    text = said.text
    return any(
        text.hit(place, "place") is not None
        if text.language == "ar"
        else text.capital(place) and (text.hit(place, "place") or text.is_plain(place))
        for place in range(at, min(at + 2, said.last))
    )


def _aftermath(said: Content) -> int:
    """Where a content of a truce only says when or why it is: «a truce after days of combat»."""
    after = said.find_behind("aftermath", "relative")
    if after is None or all(
        hit.value != _TRUCE for _, hit in said.text.all(said.first, after, "weak")
    ):
        return said.last
    return after


def _main(said: Content, told: list[tuple[int, int, str]]) -> str | None:
    """The code of the longest phrase, then the first; of acts of force before what only dates them.

    What stands behind that dates a term, where one is told before («calm returned after clashes»).
    """
    after = said.find_behind("aftermath")
    if after is None:
        return min(told)[2]
    before = [one for one in told if one[1] < after]
    if not before and said.text.has(said.first, after, "topic", "weak"):
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
    near = text.places(max(0, place - _CEASING), place, "ceasing")
    return any(
        hit is not None and hit.length == place - before
        for before in near
        for hit in [text.hit(before, "ceasing")]
    )


def _only_may(text: Marked, first: int, place: int, length: int = 1) -> bool:
    """Whether what words tell is only what will or must be, or must not: «would repel any attack»."""
    if _must_or_stops(text, place + length):
        return True  # «shelling of the town must stop», «العملية ستتوقف»
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


def _must_or_stops(text: Marked, after: int) -> bool:
    """Whether behind an act, and what it is of, words say that it must or will be, or stopped."""
    for at in range(after, min(after + _OF, len(text.words))):
        if text.hit(at, "modal", "stopped") or (at == after and _is_future(text, at)):
            return not text.hit(at + 1, "have")
        if not text.is_word(at) or text.hit(at, *_PREDICATES):
            return False
    return False


def _is_future(text: Marked, place: int) -> bool:
    """Whether an Arabic word is a verb of what will be: «ستتوقف», not «سيارة»."""
    if text.language != "ar" or place >= len(text.words):
        return False
    known = any(not hit.skip for hit in text.hits[place])
    return not known and forms.is_future(text.word(place))


def _happened(said: Content, kind: str) -> bool:
    """Whether a content says that weapons did something, not that they cease to."""
    return any(
        not _ceased(said.text, place) and not _only_may(said.text, said.first, place, hit.length)
        for place, hit in said.all(kind)
    )


def hedge(said: Content) -> Hedge:
    """What the words of a content take back of its certainty, before its first subordinate clause."""
    text, first = said.text, said.first
    for _, hit in text.all(first, min(said.last, first + _VERB), "verb", "participle"):
        speech: Speech = hit.value
        if speech.hedge != "none":
            return speech.hedge
    if said.kinds.isdisjoint(_HEDGES):
        return "none"
    end = min(said.last, first + _HEDGED)
    clause = text.find(first + 1, end, "subordinate")
    for _, hit in text.all(first, end if clause is None else clause + 1, *_HEDGES):
        return _HEDGES[hit.kind]
    return "none"


def causes(said: Content) -> tuple[Quote, ...]:
    """The clauses of a content that give a cause, each to its comma or end."""
    text, last = said.text, said.last
    found = []
    for place, hit in said.all("cause"):
        end = clause_end(text, place + hit.length, last)
        if end > place + hit.length:
            span = text.letters(place, end, hit.skip)
            found.append(Quote(span, text.quote(span)))
    return tuple(found)
