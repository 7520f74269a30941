"""What a statement stands for, so that another may stand against it.

In: a statement, and the words of what it says in a marked text.  Out: a `Stance`: what it denies, covers,
permits, counts, dates and lays at whose door, by classes of words (`data/lexicon/{ar,en}/stances.yaml`).
What is found out of words is found out when it is asked for, for most statements are compared with none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from math import inf
from typing import Literal, NamedTuple

from hudna import taxonomy
from hudna.text import forms
from hudna.text.letters import Span, fold
from hudna.text.marked import Marked, Stretch
from hudna.text.statement import Name, Number, Statement, When
from hudna.text.stems import stem

# Acts that say what is wanted or awaited, and claim nothing that another could deny.
CLAIMING_NOTHING = frozenset({"demand", "condition", "expect"})
# What takes up what was told stands among so many words of a content, which has so many at most.
_TAKEN_UP, _SHORT = 4, 9
# A pronoun takes up what was told where so many words are all that is said.
_ALONE = 3
# A figure that is taken up stands among so many words.
_FIGURED = 6
# Whom a deed is laid at the door of is named among so many words.
LAID = 4
# Units that measure time and ground: what is measured so differs without a contradiction.
_MEASURES = frozenset({
    "seconds", "minutes", "hours", "days", "nights", "weeks", "months", "years", "kilometres", "metres", "miles",
})  # fmt: skip
# Kinds of entries that say nothing of what a content is about.
_SMALL = frozenset({
    "that", "boundary", "opener", "negators", "failing", "still", "subordinate", "cause", "condition", "relative", "modal", "have", "be",
    "auxiliary", "adverbs", "connective", "conjunctions", "articles", "of", "by", "clock", "months", "time_words",
    "pronouns", "locatives", "existential", "expected", "maybe", "reportedly", "inclusion", "exclusion", "everywhere", "verb", "participle",
    "sweeping", "solely", "another", "frequent", "starting", "finishing", "permitting", "forbidding", "binding_on",
    "figures", "dating", "aftermath", "provides", "only",
})  # fmt: skip
# Kinds of what was told of, besides its pronouns.
_NOUNS = frozenset(
    {"topic", "weak", "event", "weak_event", "sort", "striking", "harming", "instruments", "noun"}
)
_LEAST = 3
# So many letters behind a number ends what it counts.
_COUNTED = 25
# How far from «about N» it may be.
_ABOUT = 0.15
# What is told by the provision alone, and by which force is denied («no sortie was flown»).
_FLIGHTS = "P11"
_TRUCE = "P01"
# What tells a deed.
DEEDS = ("event", "weak_event", "striking", "harming")
# Who may have done it.
_SIDES = ("actor", "nation", "group_heads", "bodies")
_AIR = "air"

# Whether the text permits, obliges, or somebody tells what is or will be.
Mode = Literal["allowed", "obliged", "to come", "plain"]


class Range(NamedTuple):
    """A count as its words leave it open: at least `low`, at most `high`."""

    low: float
    high: float


@dataclass(eq=False)
class Stance:
    """A statement with the words of what it says.

    `scoped`: it says what is covered or left out.  `withheld`: it only is not said («did not confirm»).
    """

    statement: Statement
    text: Marked
    content: Stretch
    scoped: bool = False
    withheld: bool = False

    @cached_property
    def everywhere(self) -> bool:
        """Whether it speaks of all ground."""
        return self.text.has(*self.content, "everywhere")

    @cached_property
    def solely(self) -> bool:
        """Whether it leaves out all that it does not name."""
        return self.text.has(*self.content, "solely")

    @cached_property
    def besides(self) -> bool:
        """Whether it speaks of others than were told of («another 40 trucks»)."""
        return self.text.has(*self.content, "another")

    @cached_property
    def recurs(self) -> bool:
        """Whether it tells how often so many come."""
        return self.text.has(*self.content, "frequent")

    @cached_property
    def blames(self) -> bool:
        """Whether it lays a deed at somebody's door."""
        return self.text.has(*self.content, "blaming")

    @cached_property
    def leaves(self) -> bool:
        """Whether it says that somebody or something has left where it was."""
        return self.text.has(*self.content, "leaving")

    @cached_property
    def stays(self) -> bool:
        """Whether it says that somebody or something is still where it was."""
        return self.text.has(*self.content, "still_there")

    @cached_property
    def ends(self) -> frozenset[str]:
        """Whether it tells when something begins («start»), or when it is over («end»)."""
        text = self.text
        begins, closes = text.has(*self.content, "starting"), text.has(*self.content, "finishing")
        return frozenset({"start"} if begins else ()) | frozenset({"end"} if closes else ())

    @cached_property
    def claims(self) -> bool:
        """Whether it claims that something is so, which another may deny."""
        if self.withheld or self.statement.act in CLAIMING_NOTHING:
            return False
        return not self.text.has(*self.content, "unaware")

    @cached_property
    def speaker(self) -> str | None:
        """Who speaks."""
        return None if self.statement.speaker is None else self.statement.speaker.name

    @cached_property
    def denies(self) -> bool:
        """Whether it says that something is not so, or calls it invented."""
        if self.withheld:
            return False
        if self.statement.polarity == "negated" or self.holds_back:
            return True
        return self.text.has(*self.content, "untrue") and (self.takes_up or self.figures)

    @cached_property
    def holds_back(self) -> bool:
        """Whether it says of a side that it used no force («held their fire»)."""
        if not self.text.has(*self.content, "holding_back"):
            return False
        negated = self.statement.polarity == "negated"
        return negated or not self.statement.event

    @cached_property
    def takes_up(self) -> bool:
        """Whether it only speaks of what another has told: «the gunship story», «ذلك»."""
        first, last = self.content
        if last - first > _SHORT or self.statement.places:
            return False
        end = min(last, first + _TAKEN_UP)
        return any(
            self._is_known(place) for place, _ in self.text.all(first, end, "anaphors", "tales")
        )

    def _is_known(self, place: int) -> bool:
        """Whether a noun is one that was told of; a pronoun is, where it is all that is said."""
        text, (first, last) = self.text, self.content
        if text.hit(place, "tales"):
            return (
                text.find(place + 1, last, "that") is None
            )  # «the allegation that …» tells its own
        if not any(hit.kind in _NOUNS or hit.length > 1 for hit in text.hits[place]):
            noun = forms.is_definite(text.word(place + 1)) or text.is_plain(place + 1)
            return last - first == 1 or (last - first <= _ALONE and not noun)
        return text.language == "en" or forms.is_definite(text.word(place))

    @cached_property
    def tells_of_a_tale(self) -> bool:
        """Whether it speaks of what another has told («the story as fabricated»)."""
        first, last = self.content
        return self.text.has(first, min(last, first + _TAKEN_UP), "tales")

    @cached_property
    def strikes(self) -> bool:
        """Whether it tells that somebody used force, not only what it cost."""
        return self.text.has(*self.content, "striking") or bool(self.agents)

    @cached_property
    def figures(self) -> bool:
        """Whether it speaks of a number that another has told: «put the figure at»."""
        first, last = self.content
        hits = self.text.all(first, min(last, first + _FIGURED), "figures")
        if self.text.language == "en":
            return bool(hits)
        return any(
            forms.is_definite(self.text.word(place)) or hit.length > 1 or hit.suffix
            for place, hit in hits
        )

    @cached_property
    def sweeping(self) -> bool:
        """Whether it speaks of all of a kind («any shell», «أي قذيفة»)."""
        hits = self.text.all(*self.content, "sweeping", "negators")
        if self.text.language == "en":
            return any(self.text.hit(place, "sweeping") for place, _ in hits)
        return any(
            not forms.is_definite(self.text.word(place))
            for place, hit in hits
            if hit.kind == "sweeping"
        )

    @cached_property
    def mode(self) -> Mode:
        """Whether it tells what is, what is to be, or what the text permits or obliges to."""
        if self.text.has(*self.content, "permitting", "forbidding"):
            return "allowed"
        if self.text.has(*self.content, "binding_on"):
            return "obliged"
        text, (first, last) = self.text, self.content
        future = text.has(first, last, "modal") or (
            text.language == "ar" and any(map(forms.is_future, text.words.text[first:last]))
        )
        return "to come" if future or self.statement.act == "commit" else "plain"

    @cached_property
    def affirms(self) -> bool:
        """Whether it is for what it names: what is forbidden and not so are one."""
        forbids = (
            self.mode == "allowed"
            and self.text.has(*self.content, "forbidding")
            and not self.text.has(*self.content, "permitting")
        )
        return self.denies == forbids

    @cached_property
    def codes(self) -> frozenset[str]:
        """The codes of what it tells or denies; of weapons that are only named, theirs."""
        if self.statement.event:
            return frozenset({self.statement.event})
        return frozenset(str(hit.value) for _, hit in self.text.all(*self.content, "event"))

    @cached_property
    def arms(self) -> frozenset[str]:
        """The weapons that it names."""
        text = self.text
        return frozenset(
            stem(text.word(place), text.language)
            for place, _ in text.all(*self.content, "instruments")
        )

    @cached_property
    def flights(self) -> bool:
        """Whether it speaks of flights."""
        return _FLIGHTS in self.statement.topics or any(
            taxonomy.act(code).family == _AIR for code in self.codes
        )

    @cached_property
    def counts(self) -> tuple[Number, ...]:
        """The numbers of things, which another may count otherwise; what is denied is only bounded."""
        return tuple(
            one for one in self.statement.numbers
            if one.unit not in _MEASURES and (one.modifier or not self.denies)
        )  # fmt: skip

    @cached_property
    def dated(self) -> tuple[When, ...]:
        """The times that have a day."""
        return tuple(one for one in self.statement.times if one.earliest or one.latest)

    @cached_property
    def days(self) -> tuple[When, ...]:
        """Of these those that are closed; else the open ones («from midnight on»)."""
        return tuple(one for one in self.dated if one.earliest and one.latest) or self.dated

    @cached_property
    def unknown(self) -> frozenset[str]:
        """Words that nobody knows, in English with a capital: names of places, most of them."""
        text, (first, last) = self.text, self.content
        english = text.language == "en"
        return frozenset(
            stem(text.word(place), text.language)
            for place in range(first + english, last)
            if text.is_plain(place)
            and len(text.word(place)) >= _LEAST
            and (text.capital(place) or not english)
        )

    @cached_property
    def words(self) -> frozenset[str]:
        """The stems of the words that say what it is about: no numbers, no times, not the truce itself."""
        return frozenset(word for word, _ in self._stems())

    @cached_property
    def matter(self) -> frozenset[str]:
        """Those of its words that name nobody and no place, nor what it counts."""
        return self._unnamed((*self.statement.places, *self.statement.actors), "nation")

    @cached_property
    def sides(self) -> frozenset[str]:
        """Those that name no place, nor what it counts: of whom it counts it."""
        return self._unnamed(self.statement.places)

    def _unnamed(self, names: Iterable[Name], *kinds: str) -> frozenset[str]:
        """The stems of its words that stand in none of some names, and are none of some kinds."""
        text = self.text
        held = [one.span for one in names]
        counted = [(one.span[1], one.span[1] + _COUNTED) for one in self.counts]
        return frozenset(
            word
            for word, place in self._stems()
            if not (kinds and text.hit(place, *kinds))
            and not (held and _within(text, place, held))
            and not (text.hit(place, "unit") and _within(text, place, counted))
        )

    @cached_property
    def swept(self) -> frozenset[str]:
        """Those right behind a word that speaks of all of a kind («no Turkish soldier»)."""
        after = {
            place + hit.length
            for place, hit in self.text.all(*self.content, "sweeping", "negators")
        }
        return frozenset(word for word, place in self._stems() if place in after)

    @cached_property
    def doers(self) -> frozenset[str]:
        """The ids of those whom it names before a deed."""
        text, (first, last) = self.text, self.content
        deed = text.find(first, last, *DEEDS)
        end = text.letters(deed, deed + 1)[0] if deed is not None else -1
        return frozenset(one.id for one in self.statement.actors if one.id and one.span[0] < end)

    @cached_property
    def agents(self) -> frozenset[str]:
        """Who it says did it: named before the deed, or before what is said («accused X of …»)."""
        text, (first, last) = self.text, self.content
        deed = text.find(first, last, *DEEDS)
        named = {
            word
            for word, place in self._stems()
            if deed is not None and place < deed and text.hit(place, *_SIDES)
        }
        named |= {
            stem(word, text.language)
            for one in self.statement.actors
            for word in fold(one.quote).split()
        }
        if named or self.statement.act != "accuse":
            return frozenset(named)
        spoken = {stem(word, text.language) for word in fold(self.speaker or "").split()}
        begin = first
        while begin > max(0, first - LAID) and text.is_word(begin - 1):
            begin -= 1
        return (
            frozenset(stem(text.word(place), text.language) for place in range(begin, first))
            - spoken
        )

    def _stems(self) -> Iterator[tuple[str, int]]:
        text, (first, last) = self.text, self.content
        statement = self.statement
        held = [*(one.span for one in statement.numbers), *(one.span for one in statement.times)]
        truce = {
            at
            for place, hit in text.all(first, last, "weak", "topic")
            if hit.value == _TRUCE
            for at in range(place, place + hit.length)
        }
        for place in range(first, last):
            word = text.word(place)
            if place in truce or not text.is_word(place) or len(word) < _LEAST or word[0].isdigit():
                continue
            if text.kinds[place].isdisjoint(_SMALL) and not (held and _within(text, place, held)):
                yield stem(word, text.language), place


def _within(text: Marked, place: int, spans: Iterable[Span]) -> bool:
    """Whether a word stands in one of some spans."""
    _, last = text.letters(place, place + 1)
    return any(start < last <= end for start, end in spans)


def span(number: Number, denied: bool) -> Range:
    """How many a number may be; what is denied to be more is at most so many."""
    value = float(number.value)
    more, less = ("less_than", "more_than") if denied else ("more_than", "less_than")
    if number.modifier == "about":
        return Range(value * (1 - _ABOUT), value * (1 + _ABOUT))
    return Range(0 if number.modifier == less else value, inf if number.modifier == more else value)
