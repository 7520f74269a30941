"""Side by side: the tellings of one incident, field by field, with what holds them together.

In: a case whose reports were matched, the id of an incident or of a report in one, a language.  Out: lines of
text: each report with its source and whose account it gives; what each says by field, on what they agree, where
they differ; how surely each belongs, by field, in words; how many independent origins there are, and whose.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Any, Final

import numpy as np

from hudna.engines.matching_case import CaseMatched, Row, scores
from hudna.evidence import independent
from hudna.judging.words import Words
from hudna.matching.accounts import Agreed
from hudna.matching.elements import Spot
from hudna.matching.incidents import (
    Elements,
    Setting,
    elements,
    incident_of,
    is_dated,
    is_placed,
    named,
    spot_of,
)
from hudna.matching.matched import REVIEW
from hudna.problem import refuse
from hudna.report import span_of

_LINKS: Final = 12  # pairs that are written out: half of them the least certain, half the surest
_STRONG, _SOME = 2.5, 0.5  # log weights from which a field speaks strongly, or at all


def side_by_side(case: CaseMatched, name: str, lang: str) -> Iterator[str]:
    """The lines on one incident.  Raises `Refused` where there is none of that id."""
    rows, known_as = _find(case, name)
    yield from _Telling(case, known_as, rows, Words(case.known.case.agreement, lang)).lines()


def pair(case: CaseMatched, one: int, other: int, lang: str) -> Iterator[str]:
    """The lines on two reports, by their rows, that may be of one incident."""
    telling = _Telling(case, "", (one, other), Words(case.known.case.agreement, lang))
    yield from telling.compared()


def _find(case: CaseMatched, name: str) -> tuple[Sequence[int], str]:
    for rows, known_as in zip(case.sets, case.names.ids, strict=True):
        if name == known_as or any(case.rows[row]["report_id"] == name for row in rows):
            return rows, known_as
    what = f"no reports are matched to an incident “{name}”"
    some = ", ".join(case.names.ids[:5]) or "none yet"
    raise refuse(
        str(case.known.case.path), what, f"The incidents are {some}; a report's id will do"
    )


@dataclass(frozen=True, slots=True)
class _Telling:
    """One incident, told in one language."""

    case: CaseMatched
    name: str
    rows: Sequence[int]
    words: Words

    def lines(self) -> Iterator[str]:
        """All of it."""
        rows, whose, setting = self._told()
        title = self.words.written(incident_of(self.name, rows, whose, setting).title)
        yield from self._headed(f"{self.words.apart(self.name)}: {title}", "=")
        yield self._origins(whose)
        yield from self.compared()
        say, sure = self.words.say, scores(self.case)
        for at, row in enumerate(self.rows):
            yield say(
                "{letter} is of this incident with a probability of {score}.",
                letter=self._letter(at), score=self._probability(sure[row]),
            )  # fmt: skip

    def compared(self) -> Iterator[str]:
        """The reports, what each says, and what holds them together."""
        rows, whose, setting = self._told()
        yield from self._reports(rows)
        yield from self._fields(rows, elements(rows, whose, setting))
        yield from self._links()

    def _told(self) -> tuple[list[Row], list[tuple[str, ...]], Setting]:
        agreement = self.case.known.case.agreement
        return (
            [self.case.rows[row] for row in self.rows],
            [self.case.whose[row] for row in self.rows],
            Setting(agreement.registry, agreement.gazetteer, agreement.zone),
        )

    def _headed(self, text: str, line: str = "-") -> Iterator[str]:
        yield from (text, line * min(len(text), 79))

    def _origins(self, whose: Sequence[tuple[str, ...]]) -> str:
        say, words = self.words.say, self.words
        origins = dict.fromkeys(name for names in whose for name in names)
        known = self.case.known.case.registry.origins
        count = len(independent(origins, known))
        told = say.count("{n} report", "{n} reports", len(whose))
        voices = say.count("{n} independent origin", "{n} independent origins", count)
        shown = words.listed(words.origin(name) for name in sorted(origins)) or say("none is named")
        return say("{told}, {voices}: {origins}.", told=told, voices=voices, origins=shown)

    # --- the reports ------------------------------------------------------------------------------

    def _letter(self, at: int) -> str:
        return ascii_uppercase[at] if at < len(ascii_uppercase) else str(at + 1)

    def _reports(self, rows: Sequence[Row]) -> Iterator[str]:
        say, words = self.words.say, self.words
        how = {
            "declared": say("as the source says"),
            "in its text": say("as its text says"),
            "copied": say("for its words are a copy"),
            "the source itself": say("for it names no other"),
        }
        yield ""
        yield from self._headed(say("Who tells it"))
        for at, (row, number) in enumerate(zip(rows, self.rows, strict=True)):
            origins = words.listed(words.origin(name) for name in self.case.whose[number])
            yield say(
                "{letter}. {report}, {source}. Whose account: {origins}, {how}.",
                letter=self._letter(at), report=words.apart(row["report_id"]),
                source=words.apart(row["source"]), origins=origins or say("not known"),
                how=how[self.case.how[number]],
            )  # fmt: skip
            if row["text"]:
                yield f"   {words.apart(row['text'][:300])}"

    # --- field by field ---------------------------------------------------------------------------

    def _fields(self, rows: Sequence[Row], found: Elements) -> Iterator[str]:
        say, words = self.words.say, self.words
        zone = self.case.known.case.agreement.zone

        def span(value: Any) -> str:
            return words.interval(value, zone)

        def spot(value: Spot) -> str:
            return words.region(value.region())

        def sides(side: str) -> list[str]:
            return [self._names(named(row, side), words.actor) for row in rows]

        yield ""
        yield from self._headed(say("What each says"))
        told = [span(span_of(row)) if is_dated(row) else "" for row in rows]
        yield from self._field(say("Time"), told, found.time, span)
        told = [self._place(row) if is_placed(row) or row["place"] else "" for row in rows]
        yield from self._field(say("Place"), told, found.place, spot)
        for label, side, of in (
            (say("Actors"), "actors", found.actors), (say("Targets"), "targets", found.targets)
        ):  # fmt: skip
            yield from self._field(label, sides(side), of, lambda v: self._names(v, words.actor))
        told = [self._names(row["acts"], words.act) for row in rows]
        yield from self._field(say("Act"), told, found.acts, lambda v: self._names(v, words.act))
        yield from self._field(say("Persons killed"), [self._dead(row) for row in rows], None, str)

    def _names(self, names: Iterable[str], called: Callable[[str], str]) -> str:
        some = sorted(names)
        return self.words.one_of(map(called, some)) if some else ""

    def _place(self, row: Row) -> str:
        region = self.words.region(spot_of(row).region())
        return f"{self.words.apart(row['place'])}. {region}" if row["place"] else region

    def _dead(self, row: Row) -> str:
        numbers = [row[f"deaths_{name}"] for name in ("low", "best", "high")]
        given = sorted({number for number in numbers if number is not None})
        if not given:
            return ""
        return self.words.apart("–".join(map(str, dict.fromkeys((given[0], given[-1])))))

    def _field(
        self,
        label: str,
        told: Sequence[str],
        found: Agreed[Any] | None,
        shown: Callable[[Any], str],
    ) -> Iterator[str]:
        """One field: what is agreed, and what each says of it; equal words once."""
        yield f"{label}: {self._agreement(told, found, shown)}"
        said: dict[str, list[str]] = {}
        for at, text in enumerate(told):
            said.setdefault(text or self.words.say("says nothing of it"), []).append(
                self._letter(at)
            )
        for text, letters in said.items():
            yield f"   {self.words.listed(letters)}: {text}"

    def _agreement(
        self, told: Sequence[str], found: Agreed[Any] | None, shown: Callable[[Any], str]
    ) -> str:
        say, words = self.words.say, self.words
        values = {text for text in told if text}
        if not values:
            return say("nobody says it.")
        if found is None or not found.open:
            return say("they agree.") if len(values) == 1 else say("they differ.")
        level = words.level(found.standing)
        if len(found.open) > 1:
            accounts = words.joined(
                f"{shown(a.what).rstrip('.')} ({words.apart(a.level.name)})" for a in found.open
            )
            return say("they differ: {accounts}. {level}.", accounts=accounts, level=level)
        if len(values) == 1:
            return say("they agree. {level}.", level=level)
        what = shown(found.open[0].what).rstrip(".")
        return say("all can be right; what stands: {what}. {level}.", what=what, level=level)

    # --- what holds them together -----------------------------------------------------------------

    def _links(self) -> Iterator[str]:
        say, words = self.words.say, self.words
        yield ""
        yield from self._headed(say("What holds them together"))
        pairs, more = self._pairs()
        for one, other, probability, parts in pairs:
            yield say(
                "{one} and {other}: {score}, {how}.",
                one=self._letter(one), other=self._letter(other),
                score=self._probability(probability), how=self._surely(probability),
            )  # fmt: skip
            yield f"   {words.joined(self._weighed(parts))}"
        if more:
            yield say.count("and {n} pair more", "and {n} pairs more", more)

    def _probability(self, value: float) -> str:
        """A probability in two digits; what rounds to certainty is not certain."""
        shown = self.words.apart(f"{min(value, 0.99):.2f}")
        return self.words.say("more than {score}", score=shown) if value > 0.99 else shown

    def _surely(self, probability: float) -> str:
        say = self.words.say
        if probability >= REVIEW[1]:
            return say("one incident")
        return say("uncertain") if probability >= REVIEW[0] else say("hardly one incident")

    def _pairs(self) -> tuple[list[tuple[int, int, float, dict[str, float]]], int]:
        """Pairs within the incident, the least certain first, with the log weight of each field.

        Also how many pairs are not among them.
        """
        found, place = self.case.found, {row: at for at, row in enumerate(self.rows)}
        mine = np.flatnonzero(np.isin(found.pairs.a, self.rows) & np.isin(found.pairs.b, self.rows))
        pairs, probability = found.pairs.some(mine), found.probability[mine]
        order = np.lexsort((pairs.b, pairs.a, probability))
        half = _LINKS // 2
        kept = np.concatenate([order[:half], order[-half:]]) if len(order) > _LINKS else order
        pairs, probability = pairs.some(kept), probability[kept]
        parts = found.weights.parts(pairs, found.traits)
        return [
            (place[a], place[b], value, {field: float(of[i]) for field, of in parts.items()})
            for i, (a, b, value) in enumerate(
                zip(pairs.a.tolist(), pairs.b.tolist(), probability.tolist(), strict=True)
            )
        ], len(mine) - len(kept)

    def _weighed(self, parts: dict[str, float]) -> Iterator[str]:
        """How each field speaks, in words; what says little is left out."""
        say = self.words.say
        fields = {
            "sources": say("how often these sources tell the same"),
            "time and place": say("time and place"),
            "name": say("the name of the place"),
            "deaths": say("persons killed"),
            "origin": say("the origin"),
            "actors": say("who acted"),
            "targets": say("who was hit"),
            "acts": say("the act"),
            "words": say("the words"),
            "neighbours": say("others like it near by"),
        }
        for field, weight in parts.items():
            what = fields.get(field, field)
            if weight >= _STRONG:
                yield say("{what}: strongly for it", what=what)
            elif weight >= _SOME:
                yield say("{what}: for it", what=what)
            elif weight <= -_STRONG:
                yield say("{what}: strongly against it", what=what)
            elif weight <= -_SOME:
                yield say("{what}: against it", what=what)
