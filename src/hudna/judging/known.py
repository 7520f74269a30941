"""What is known of an incident: the first part of its explanation, before any rule is asked.

In: an incident.  Out: lines on its time, place, actors, targets, act, harm, claims and links, each
with what is not known said.  A claim stands as a claim of whoever makes it.
"""

from __future__ import annotations

from collections.abc import Mapping

from hudna import codes
from hudna.incident import UNIDENTIFIED, Candidate, Extent, Harm, Incident, Parties
from hudna.instant import Interval
from hudna.judging.explanation import Teller


def what_is_known(tell: Teller, span: Interval) -> None:
    """Write the section on what is known; `span` is the time of the part that is explained."""
    say, words, incident = tell.say, tell.words, tell.incident
    entry = incident.entry
    if incident.unmatched:
        tell.line(say("One report, judged by itself; it is not matched with others."))
    if incident.aggregate:
        tell.line(say("It sums up many events, and is counted in no period."))
    if entry is not None and (entry.unverified or entry.note):
        note = (
            words.apart(entry.note.text(words.lang)) if entry.note else say("This entry as a whole")
        )
        tell.line(say("Note: {note}", note=note), unverified=entry.unverified)
    evidence = words.standing(incident.occurred)
    origins = incident.occurred.origins
    tell.line(say("Whether it happened: {evidence}", evidence=evidence), origins=origins)
    _time(tell, span)
    place = words.written(incident.place_name)
    precision = words.region(incident.region)
    tell.line(
        say("Place: {place}. {precision}", place=place, precision=precision) if place
        else say("Place: {precision}", precision=precision)
    )  # fmt: skip
    _parties(tell, say("Actors"), incident.actors)
    _parties(tell, say("Targets"), incident.targets)
    if incident.both_directions:
        tell.line(say("Who began is not known: each may have acted on the other."))
    for actor, target in incident.pairs:
        pair = {"actor": words.actor(actor), "target": words.actor(target)}
        tell.line(say("{actor} on {target}", **pair), 1)
    if incident.holder is not None:
        _parties(tell, say("Who held the place"), incident.holder)
    acts = words.listed(map(words.act, incident.acts)) or say("not known")
    tell.line(
        say("Act: {act}", act=acts) if len(incident.acts) < 2
        else say("Act, one of: {acts}", acts=acts)
    )  # fmt: skip
    _harm(tell, incident)
    _said(tell, incident)
    tell.section("known", say("What is known"))


def _time(tell: Teller, span: Interval) -> None:
    say, words, incident = tell.say, tell.words, tell.incident
    case_zone = tell.agreement.zone
    tell.line(
        say(
            "Time: {local} ({zone}); in UTC: {utc}.",
            local=words.interval(span, case_zone),
            zone=words.apart(case_zone),
            utc=words.interval(span, "UTC"),
        )
    )
    if incident.zone not in (case_zone, "UTC"):
        tell.line(
            say(
                "On the clock of the source ({zone}): {local}.",
                zone=words.apart(incident.zone),
                local=words.interval(span, incident.zone),
            ),
            1,
        )
    if not span.is_instant:
        tell.line(
            {
                Extent.MOMENT: say("It was a moment within that time."),
                Extent.THROUGHOUT: say("It filled that time."),
                Extent.UNKNOWN: say("How long it lasted within that time is not known."),
            }[incident.extent],
            1,
        )


def _parties(tell: Teller, what: str, parties: Parties) -> None:
    say = tell.say
    if not parties.candidates:
        tell.line(say("{what}: not known.", what=what))
        return
    if len(parties.candidates) == 1:
        only = parties.candidates[0]
        text = say("{what}: {names}", what=what, names=_candidate(tell, only))
        tell.line(text, unverified=_unverified(tell, only))
        _covers(tell, only, 1)
        return
    tell.line(
        say("{what}, all of these together:", what=what) if parties.together
        else say("{what}, one of these:", what=what)
    )  # fmt: skip
    for candidate in parties.candidates:
        tell.line(_candidate(tell, candidate), 1, unverified=_unverified(tell, candidate))
        _covers(tell, candidate, 2)


def _candidate(tell: Teller, candidate: Candidate) -> str:
    words, say = tell.words, tell.say
    text = words.actor(candidate.actor)
    if candidate.level is not None:
        level = codes.label("evidence", candidate.level.name, words.lang)
        text = say("{actor}: {level} by itself", actor=text, level=level)
    if candidate.grounds:
        text = say(
            "{actor}. Grounds: {grounds}", actor=text, grounds=words.written(candidate.grounds)
        )
    return text


def _unverified(tell: Teller, candidate: Candidate) -> bool:
    entry = tell.agreement.registry.entries.get(candidate.actor)
    return candidate.unverified or (entry is not None and entry.unverified)


def _covers(tell: Teller, candidate: Candidate, depth: int) -> None:
    """Say whom an umbrella name may mean, at some time."""
    edges = tell.agreement.registry.covers.get(candidate.actor)
    if candidate.actor != UNIDENTIFIED and edges:
        names = tell.words.actors(edge.to for edge in edges)
        tell.line(tell.say("The name may stand for: {names}", names=names), depth)


def _harm(tell: Teller, incident: Incident) -> None:
    if not incident.harm:
        tell.line(tell.say("Persons harmed: nothing is recorded, which is not the same as nobody."))
    for harm in incident.harm:
        tell.line(_count(tell, harm))


def _count(tell: Teller, harm: Harm) -> str:
    say, words = tell.say, tell.words
    units: Mapping[str, str] = {
        "killed": say("persons killed"),
        "injured": say("persons injured"),
        "detained": say("persons detained"),
        "displaced": say("persons displaced"),
    }
    who: Mapping[str, str] = {
        "civilians": say("civilians"),
        "fighters": say("fighters"),
        "all": say("civilians and fighters"),
        "unknown": say("of whom is not known"),
    }
    about = {"unit": units[harm.kind], "who": who[harm.of]}
    if harm.low is None and harm.best is None and harm.high is None:
        return say("Number of {unit} ({who}): not known", **about)
    bounds = {
        name: say("not known") if n is None else words.apart(str(n))
        for name, n in (("low", harm.low), ("best", harm.best), ("high", harm.high))
    }
    return say("Number of {unit} ({who}): low {low}, best {best}, high {high}", **about, **bounds)


def _speaker(tell: Teller, name: str) -> str:
    """Who makes a claim: an actor, a side, or an origin by its first name."""
    origin = tell.agreement.registry.origins.get(name)
    if name in tell.agreement.registry.entries or origin is None:
        return tell.words.actor(name)
    return tell.words.apart(origin.names[0])


def _said(tell: Teller, incident: Incident) -> None:
    """Claims, links and pleas."""
    say, words, entry = tell.say, tell.words, incident.entry
    verbs: Mapping[str, str] = {
        "claims": say("Claim of {by} (a claim, not a finding): {text}"),
        "denies": say("Denial by {by} (a claim, not a finding): {text}"),
        "admits": say("Admission by {by}: {text}"),
        "accuses": say("Accusation by {by} (a claim, not a finding): {text}"),
    }
    for claim in entry.claims if entry else ():
        by, text = _speaker(tell, claim.by), words.apart(claim.text.text(words.lang))
        told = verbs[claim.says].format(by=by, text=text)
        tell.line(f"{told} ({words.apart(claim.at)})" if claim.at else told, on=[claim])
    if incident.plea is not None:
        by = words.actor(incident.plea.invoked_by)
        tell.line(say("A justification is invoked by: {by}", by=by))
    for link in entry.links if entry else ():
        kind = codes.label("relation", link.kind, words.lang)
        tell.line(say("Link: {kind} {to}", kind=kind, to=words.apart(link.to)))
    if incident.under_review:
        tell.line(codes.meaning("headline", "under_review", words.lang))
