"""Grounds: one derivation, element by element, for the worlds that share it.

In: worlds with the same verdict and the same derivation.  Out: lines on the readings and their
holders, the verdict, each element with its value, evidence and terms, and what cannot be
determined and what that needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hudna import codes
from hudna.agreement.provisions import ExclusionMode, Exclusions, kind_of
from hudna.agreement.worlds import World
from hudna.entry import Evidence, Sourced
from hudna.evidence import Level, Standing, Truth
from hudna.finding import ELEMENTS, Verdict, WorldVerdict
from hudna.incident import Incident
from hudna.judging.alternatives import standing_of
from hudna.judging.answer import Step, each
from hudna.judging.conditions import Conditions
from hudna.judging.derivation import Derivation
from hudna.judging.explanation import Teller
from hudna.judging.phrases import PHRASES
from hudna.judging.phrases import tell as sentences
from hudna.judging.reference import Weighed
from hudna.judging.whatif import standing

READ = {"time": ("P04", "P05", "P32", "P33"), "territory": ("P06",), "actor": ("P07",)}
"""The kinds of term that an element reads, whatever its steps name."""


def write_grounds(tell: Teller, case: Derivation, among: Sequence[World], where: str) -> None:
    """Write the lines of a derivation, in the section called `where`.

    `among` are all worlds that are explained.
    """
    _readings(tell, case, among)
    _verdict(tell, case)
    if not case.weighed:
        tell.line(tell.say("There is nothing to weigh: who acted on whom is told by nobody."))
        _reasons(tell, case)
        return
    conditions = Conditions(tell.words, case.span, tell.agreement.zone, case.found)
    if case.verdict.verdict == Verdict.NOT_OCCURRED:
        _element(tell, case, conditions, "occurred")
        return
    _left_open(tell, case, conditions)
    for element in ELEMENTS:
        start = tell.at()
        _element(tell, case, conditions, element)
        tell.once(start, where)
    _reasons(tell, case)


def title(tell: Teller, case: Derivation, number: int) -> str:
    """What the section of a derivation is called."""
    words = tell.words
    readings = dict.fromkeys(world.reading for world in case.worlds)
    return tell.say(
        "{n}. Reading {readings}: {verdict}",
        n=words.apart(str(number)),
        readings=words.listed(map(words.apart, readings)),
        verdict=words.verdict(case.verdict),
    )


# --- who holds it, and the verdict ----------------------------------------------------------------


def _readings(tell: Teller, case: Derivation, among: Sequence[World]) -> None:
    say, words, document = tell.say, tell.words, tell.agreement.document
    for name in dict.fromkeys(world.reading for world in case.worlds):
        reading = document.readings[name]
        label = words.apart(reading.label.text(words.lang))
        holders = words.actors(reading.holders, None) or say("nobody is named")
        told = {"id": words.apart(name), "label": label, "holders": holders}
        how = {
            "stated": say("{id}: {label}. Held by: {holders}, by their own statement."),
            "inferred_from_conduct": say(
                "{id}: {label}. Held by: {holders}, inferred from conduct."
            ),
            "analyst_hypothesis": say("{id}: {label}. An analyst's hypothesis; holder: {holders}."),
        }[reading.kind]
        tell.line(how.format(**told), on=[reading])
        _switches(tell, name, case.worlds, among)


def _switches(tell: Teller, reading: str, here: Sequence[World], among: Sequence[World]) -> None:
    """The switches that vary among the worlds of a reading: what these share, where they differ."""
    say, words = tell.say, tell.words
    mine = [world for world in here if world.reading == reading]
    every = [world for world in among if world.reading == reading]
    for switch in mine[0].switches:
        values = list(dict.fromkeys(world.switches[switch] for world in mine))
        told = {
            "switch": words.switch(switch),
            "value": words.listed(map(words.apart, values)),
        }
        if len(values) > 1:
            tell.line(say("Whichever of {value} holds for {switch}.", **told), 1)
        elif len({world.switches[switch] for world in every}) > 1:
            tell.line(say("Where {switch} is {value}.", **told), 1)


def _verdict(tell: Teller, case: Derivation) -> None:
    say, words, found = tell.say, tell.words, case.verdict
    text = say("Verdict: {verdict}.", verdict=words.verdict(found))
    meaning = codes.meaning("verdict", found.verdict.value, words.lang)
    tell.line(f"{text} {meaning}", clauses=found.clauses)
    if found.conditional:
        tell.line(codes.meaning("notice", "conditional", words.lang), 1)
    if len(found.by) == 1:
        tell.line(say("By: {actor}", actor=words.actor(found.by[0])), 1)
    elif found.by and tell.incident.actors.together:
        tell.line(say("By, together: {actors}", actors=words.actors(found.by)), 1)
    elif found.by:
        notice = codes.meaning("notice", "by_one_of", words.lang)
        tell.line(f"{words.actors(found.by)}. {notice}", 1)


def _left_open(tell: Teller, case: Derivation, conditions: Conditions) -> None:
    """What the verdict would be in each alternative, where they lead to different ones."""
    lots: dict[tuple[Verdict, tuple[str, ...]], list[Weighed]] = {}
    for w in case.weighed:
        lots.setdefault((w.verdict, w.failing if w.verdict == Verdict.OUTSIDE else ()), []).append(
            w
        )
    if len(lots) < 2:
        return
    tell.line(tell.say("The accounts leave open:"))
    for (verdict, failing), some in lots.items():
        told = tell.words.verdict(WorldVerdict(verdict, failing=failing))
        when = conditions.of(case.of(some), "")
        tell.line(tell.say("{condition}: {verdict}", condition=when, verdict=told), 1)


# --- an element -----------------------------------------------------------------------------------


def _element(tell: Teller, case: Derivation, conditions: Conditions, element: str) -> None:
    say, words = tell.say, tell.words
    question = codes.meaning("element", element, words.lang).rstrip(".")
    told = {"element": words.element(element), "question": question}
    lots: dict[tuple[object, ...], list[Weighed]] = {}
    for w in case.weighed:
        value = w.value(element)
        keys = tuple(step.key for step in _steps(case, w, element))
        lots.setdefault((value.truth, value.conditional, keys), []).append(w)
    first = case.weighed[0].value(element) if case.weighed else None
    if len(lots) == 1 and first is not None:
        truth = _truth(tell, first.truth, first.conditional)
        tell.line(say("{element} ({question}): {truth}", truth=truth, **told))
    elif len({w.value(element).truth for w in case.weighed}) == 1 and first is not None:
        truth = codes.label("truth", first.truth.name, words.lang)
        tell.line(say("{element} ({question}): {truth}", truth=truth, **told))
    else:
        tell.line(say("{element} ({question}): differs with what the accounts leave open", **told))
    _evidence(tell, case, element)
    for some in lots.values():
        value, depth = some[0].value(element), 1
        if len(lots) > 1:
            truth = _truth(tell, value.truth, value.conditional)
            when = conditions.of(case.of(some), element)
            tell.line(say("{condition}: {truth}", condition=when, truth=truth), 1)
            depth = 2
        chains = list(dict.fromkeys(_steps(case, w, element) for w in some))
        for text, steps in sentences(chains, words, case.world):
            _step(tell, text, depth, case.world, steps)
    for name in _terms(case, element):
        tell.term(name, case.world, 1)


def _steps(case: Derivation, w: Weighed, element: str) -> tuple[Step, ...]:
    """The steps of an element; of a protected target also why no exclusion reaches it."""
    value, here = w.value(element), w.alternative
    if element != "target" or value.truth != Truth.T:
        return value.steps
    persons, places = case.rules.persons, case.rules.places
    asked = []
    for name, term in persons.exclusions.items():
        named = [persons.excluded_by(name, target, here.instant) for target in here.targets]
        asked += named
        # Named, yet not in an area where it counts.
        if term.mode == ExclusionMode.BOTH and any(one.truth != Truth.F for one in named):
            asked.append(
                places.in_excluded_area(here.place, here.instant, ExclusionMode.BOTH, name)
            )
    return (*value.steps, *each(answer.steps for answer in asked))


def _truth(tell: Teller, truth: Truth, conditional: bool) -> str:
    label = codes.label("truth", truth.name, tell.words.lang)
    return tell.say("{verdict}, conditional", verdict=label) if conditional else label


def _evidence(tell: Teller, case: Derivation, element: str) -> None:
    """The level of an element, with the origins that it rests on."""
    incident, words, say = tell.incident, tell.words, tell.say
    if element == "justification":
        _tests(tell)
        return
    known = standing(incident, element)
    if element in ("actor", "target"):
        known = standing_of(incident.actors if element == "actor" else incident.targets)
    if element == "target" and not incident.targets.candidates and known == Standing():
        return
    text = say("Evidence: {evidence}", evidence=words.standing(known))
    tell.line(text, 1, origins=known.origins, sources=_sources(incident, element))
    if element == "actor" and any(w.alternative.reverse for w in case.weighed):
        reverse = standing_of(incident.targets)
        text = say("The other way round: {evidence}", evidence=words.standing(reverse))
        tell.line(text, 1, origins=reverse.origins)
    if element == "target" and incident.holder is not None:
        held = incident.holder.standing
        text = say("On who held the place: {evidence}", evidence=words.standing(held))
        tell.line(text, 1, origins=held.origins)


def _tests(tell: Teller) -> None:
    """What is known of each test of a justification."""
    if tell.incident.plea is None:
        return
    words, say = tell.words, tell.say
    for test, value, known in tell.incident.plea.tests:
        told = {
            "test": words.apart(test),
            "value": codes.label("truth", value.name, words.lang),
            "evidence": words.standing(known),
        }
        tell.line(
            say("Test {test}: {value}. Evidence: {evidence}", **told), 1, origins=known.origins
        )


def _sources(incident: Incident, element: str) -> tuple[str, ...]:
    """Where the evidence of an element was read, as the entry says."""
    entry = incident.entry
    if entry is None:
        return incident.sources
    own: dict[str, Evidence | None] = {
        "occurred": entry.occurred,
        "time": entry.time.evidence,
        "territory": entry.place.evidence,
        "actor": entry.actors.evidence,
        "target": entry.targets.evidence,
        "act": entry.acts.evidence,
    }
    evidence = own[element] or entry.evidence
    return tuple(evidence.sources or entry.sources)


def _terms(case: Derivation, element: str) -> list[str]:
    """The terms that an element was judged by: of its kind, and those that its steps name."""
    world = case.world
    names: dict[str, None] = {
        name: None
        for name, term in world.terms.items()
        if term.binds and kind_of(term) in READ.get(element, ())
    }
    for w in case.weighed:
        if element in ("target", "act") and w.term is not None:
            names[w.term] = None
        for step in w.value(element).steps:
            roles = PHRASES[step.key].roles
            about = zip(roles, step.about, strict=False)
            names.update((name, None) for role, name in about if role == "term")
    if element == "target":
        names.update((name, None) for name, term in world.of(Exclusions) if term.binds)
    if element == "justification" and case.rules.defences:
        names.update((name, None) for name, _ in case.rules.defences)
    return [name for name in names if name in world.terms]


def _step(tell: Teller, text: str, depth: int, world: World, steps: Iterable[Step]) -> None:
    """A sentence, with the entries, zones and origins behind the steps that it tells."""
    agreement = tell.agreement
    entries: list[Sourced] = []
    terms: list[str] = []
    origins: list[str] = []
    sources: list[str] = []
    unverified = False
    for step in steps:
        for role, name in zip(PHRASES[step.key].roles, step.about, strict=False):
            if role == "term" and name in world.terms:
                terms.append(name)
                if world.terms[name].unverified:
                    unverified = True
            if role == "zone" and name in agreement.zones.by_id:
                zone = agreement.zones.by_id[name]
                origins += zone.standing.origins
                sources += zone.sources
                unverified = unverified or zone.unverified
        if step.key.startswith("actor.ledger_"):
            document, actor = agreement.document, step.about[0]
            entries += [a for a in document.accessions if a.actor == actor]
            entries += [x for x in document.lists if actor in x.members]
        if step.key in ("actor.member", "actor.support", "exclusion.member"):
            entry = agreement.registry.entries[step.about[0]]
            ties = entry.supports if step.key == "actor.support" else entry.member_of
            entries += [tie for tie in ties if tie.of == step.about[1]]
    tell.line(
        text, depth, on=entries, terms=terms, origins=origins, sources=sources,
        unverified=unverified,
    )  # fmt: skip


# --- what cannot be determined --------------------------------------------------------------------


def _reasons(tell: Teller, case: Derivation) -> None:
    say, words = tell.say, tell.words
    if case.verdict.verdict != Verdict.CANNOT_DETERMINE:
        return
    tell.line(say("It cannot be determined because of:"))
    for reason in case.verdict.reasons:
        told = {
            "element": words.element(reason.element),
            "reason": codes.label("reason", reason.code, words.lang),
            "code": words.apart(reason.code),
        }
        meaning = codes.meaning("reason", reason.code, words.lang)
        tell.line(say("{element}: {reason} ({code}).", **told) + f" {meaning}", 1)
        needs = codes.needs(reason.code, words.lang)
        tell.line(say("Needed: {needs}.", needs=needs), 2)


def proof(level: Level, lang: str) -> str:
    """A level in the word of reports."""
    return codes.label("evidence", level.name, lang)
