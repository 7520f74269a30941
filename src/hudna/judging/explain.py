"""Explanations: why a finding is what it is, told from its derivation, in English or Arabic.

In: an incident, an agreement, the worlds to explain.  Out: an `Explanation` for each part of the
incident: sections of lines, each line with the facts that it stands on.  `as_text` prints one,
`as_html` makes a line's text fit for a page.

Nothing here decides.  What was derived is told step by step (`phrases.py`), once for all worlds
that share it (`grounds.py`), with the single facts that would change it (`whatif.py`).
"""

from __future__ import annotations

from collections.abc import Sequence

import hudna
from hudna import codes
from hudna.agreement.agreement import Agreement
from hudna.agreement.worlds import World
from hudna.finding import Finding, Headline
from hudna.incident import Incident
from hudna.instant import Interval
from hudna.judging.alternatives import parts
from hudna.judging.conditions import Conditions
from hudna.judging.derivation import Derivation, derive
from hudna.judging.explanation import Explanation, Line, Section, Teller, as_html, as_text
from hudna.judging.grounds import proof, title, write_grounds
from hudna.judging.judge import Judge
from hudna.judging.known import what_is_known
from hudna.judging.whatif import Change, changes, outcome

__all__ = ["Explanation", "Line", "Section", "as_html", "as_text", "explain"]


def explain(
    incident: Incident,
    agreement: Agreement,
    worlds: Sequence[World] | None = None,
    lang: str = "en",
    agreement_sha256: str = "",
    headline_worlds: Sequence[World] | None = None,
    judge: Judge | None = None,
    signed: bool = False,
) -> tuple[Explanation, ...]:
    """Explain an incident under `worlds`: one explanation, or one for each part of a split act.

    `worlds` are the default worlds unless given.  The headline is over `headline_worlds`, by
    default the default worlds, whatever is explained.  A `judge` that has judged already is used
    again.  `signed` says that somebody signed the finding: what then follows tells who.  Raises
    `ValueError` for a language other than `en` and `ar`.
    """
    judge = judge or Judge(agreement)
    shown = agreement.worlds.default() if worlds is None else worlds
    spans = parts(incident, agreement)
    findings = judge.judge(incident, shown, headline_worlds)
    told: list[Explanation] = []
    for finding, span in zip(findings, spans, strict=True):
        tell = Teller(agreement, incident, lang)
        what_is_known(tell, span)
        _headline(tell, finding)
        cases = derive(incident, judge, shown, finding.verdicts, span)
        for number, case in enumerate(cases, 1):
            where = title(tell, case, number)
            write_grounds(tell, case, shown, where)
            _changes(tell, case)
            _switched(tell, case, judge, len(told))
            tell.section(f"reading:{number}", where)
        _pivots(tell, finding)
        _other_law(tell, finding)
        _clauses(tell)
        _sources(tell)
        _closing(tell, agreement_sha256, signed)
        told.append(
            Explanation(
                incident.id, finding.part, lang, _name(tell, finding, span), tuple(tell.sections)
            )
        )
    return tuple(told)


def _name(tell: Teller, finding: Finding, span: Interval) -> str:
    say, words = tell.say, tell.words
    title = words.written(tell.incident.title)
    told = {"id": words.apart(finding.incident), "title": title}
    if finding.part is None:
        return say("{id}: {title}", **told) if title else told["id"]
    when = words.interval(span, tell.agreement.zone)
    return say("{id}, part {n} ({when}): {title}", n=words.apart(str(finding.part)), when=when,
               **told)  # fmt: skip


# --- the headline, and what it turns on -----------------------------------------------------------


def _headline(tell: Teller, finding: Finding) -> None:
    say, lang = tell.say, tell.words.lang
    if finding.headline == Headline.NOT_VIOLATION:
        causes = tell.words.listed(codes.label("cause", cause, lang) for cause in finding.causes)
        tell.line(say("Under every live reading: {causes}.", causes=causes))
        for cause in finding.causes:
            tell.line(codes.meaning("cause", cause, lang), 1)
        tell.line(codes.meaning("notice", "other_law", lang))
    else:
        label = codes.label("headline", finding.headline.value, lang)
        meaning = codes.meaning("headline", finding.headline.value, lang)
        tell.line(say("Headline: {headline}. {meaning}", headline=label, meaning=meaning))
    tell.section("headline", say("Finding"))


def _pivots(tell: Teller, finding: Finding) -> None:
    say, words, document = tell.say, tell.words, tell.agreement.document
    for name in finding.pivots:
        if name in document.switches:
            switch = document.switches[name]
            told = {
                "switch": words.switch(name),
                "values": words.listed(map(words.apart, switch.values)),
            }
            tell.line(say("The outcome turns on: {switch}. It may be: {values}.", **told))
        else:
            reading = document.readings[name]
            label = words.apart(reading.label.text(words.lang))
            tell.line(
                say("The headline turns on the reading {id}: {label}",
                    id=words.apart(name), label=label), on=[reading],
            )  # fmt: skip
    if not finding.pivots:
        tell.line(say("No single switch and no single reading changes it."))
    tell.section("pivots", say("What the outcome turns on"))


# --- what would change a finding ------------------------------------------------------------------


def _changes(tell: Teller, case: Derivation) -> None:
    """The single facts, and the settings of a switch, that lead to another verdict here."""
    say, words = tell.say, tell.words
    lots: dict[tuple[str, str], list[Change]] = {}
    found = changes(tell.incident, case)
    for change in found:
        kind = change.kind.removeprefix("all_")
        lots.setdefault((kind, words.verdict(change.verdict)), []).append(change)
    tell.line(say("What would change this:"))
    if any(change.kind.startswith("all_") for change in found):
        tell.line(say("No single fact. With all elements proved as told, and besides:"), 1)
    conditions = Conditions(words, case.span, tell.agreement.zone, case.found)
    for (_, verdict), some in lots.items():
        text = _supposition(tell, some, conditions)
        tell.line(say("{condition}: {verdict}", condition=text, verdict=verdict), 1)
    if not found:
        tell.line(
            say("No fact of this incident, proved alone or all together; see also what is needed."),
            1,
        )


def _switched(tell: Teller, case: Derivation, judge: Judge, part: int) -> None:
    """The switches that, set otherwise alone, lead to another verdict on this part."""
    say, words = tell.say, tell.words
    beside = {w: list(judge.agreement.worlds.neighbours(w)) for w in case.worlds}
    others = [other for found in beside.values() for _, other in found]
    verdicts = judge.judge(tell.incident, others, pivots=False)[part].verdicts
    lots: dict[tuple[str, str, str], int] = {}
    for neighbours in beside.values():
        for switch, other in neighbours:
            found = verdicts[other.id]
            if outcome(found) != outcome(case.verdict):
                key = (switch, other.switches[switch], words.verdict(found))
                lots[key] = lots.get(key, 0) + 1
    for (switch, value, verdict), count in lots.items():
        told = {"switch": words.switch(switch), "value": words.apart(value), "verdict": verdict}
        if count == len(case.worlds):
            tell.line(say("If {switch} were {value}: {verdict}", **told), 1)
        else:
            share = words.apart(f"{count}/{len(case.worlds)}")
            tell.line(
                say("If {switch} were {value}, in {share} of these settings: {verdict}",
                    share=share, **told), 1,
            )  # fmt: skip


def _supposition(tell: Teller, some: Sequence[Change], conditions: Conditions) -> str:
    say, words = tell.say, tell.words
    kind = some[0].kind.removeprefix("all_")
    about = [change.about for change in some]
    level = proof(tell.agreement.document.standards.verdict, words.lang)
    match kind:
        case "raised":
            return say(
                "If this alone were {level} and not contested ({elements})",
                level=level, elements=words.elements(map(str, about)),
            )  # fmt: skip
        case "contested":
            return say(
                "If an account of equal level contradicted it ({elements})",
                elements=words.elements(map(str, about)),
            )
        case "all":
            return say("No single fact; if every element were {level} and not contested",
                       level=level)  # fmt: skip
        case "plea_met":
            return say("If every test of the justification were proved met")
        case "plea_not_met":
            return say("If the tests of the justification were proved not met")
        case "target_alone":
            names = words.one_of(words.actor(str(name)) for name in about)
            return say("If it were proved that nobody was hit but {target}", target=names)
        case "joined":
            names = words.one_of(words.actor(str(name)) for name in about)
            return say("If it were proved to have joined by then: {actor}", actor=names)
        case "not_joined":
            names = words.one_of(words.actor(str(name)) for name in about)
            return say("If it were proved not to have joined by then: {actor}", actor=names)
        case "holder":
            return say("If it were proved that the place was held as told")
        case "holder_alone":
            names = words.one_of(words.actor(str(name)) for name in about)
            return say("If it were proved that the place was held by {holder}", holder=names)
        case "actor":
            names = words.one_of(words.hit(actors) for actors in about)  # type: ignore[arg-type]
            return say("If it were proved that {fact}",
                       fact=say("the actor was {actor}", actor=names))  # fmt: skip
        case _:
            return say("If it were proved that {fact}", fact=conditions.phrase(kind, about))


# --- other law, clauses, sources, closing ---------------------------------------------------------


def _other_law(tell: Teller, finding: Finding) -> None:
    say, lang = tell.say, tell.words.lang
    entry = tell.incident.entry
    notes = {(str(f.law), f.code): f.note for f in entry.flags} if entry else {}
    for law, code in finding.flags:
        known = codes.codes("flag").get(f"{law}:{code}")
        label = known.label.in_(lang) if known else tell.words.apart(code)
        told = {"law": codes.label("law", law, lang), "flag": label}
        text = say("For a lawyer to look at ({law}): {flag}.", **told)
        tell.line(f"{text} {known.meaning.in_(lang)}" if known else text)
        note = notes.get((law, code))
        if note is not None:
            tell.line(tell.words.apart(note.text(lang)), 1)
    if not finding.flags:
        tell.line(say("Nothing is flagged under other law."))
    tell.line(codes.meaning("notice", "other_law", lang))
    tell.section("other_law", say("Other law, whatever the finding"))


def _clauses(tell: Teller) -> None:
    say, words = tell.say, tell.words
    for name in list(tell.cited_clauses):
        if name not in tell.clauses:
            continue
        instrument, clause = tell.clauses[name]
        told = {
            "clause": words.apart(name),
            "instrument": words.apart(instrument.title.text(words.lang)),
            "text": words.apart(clause.text.text(words.lang)),
        }
        if clause.status == "paraphrase":
            text = say("{clause}, {instrument} (paraphrase, not the official text): {text}", **told)
        else:
            text = say("{clause}, {instrument} (quotation): “{text}”", **told)
        tell.line(text, on=[clause], clauses=[name], unverified=instrument.unverified)
    tell.section("clauses", say("Clauses"))


def _sources(tell: Teller) -> None:
    words, register = tell.words, tell.agreement.document.sources
    tell.cited_sources.update(dict.fromkeys(map(words.plain, tell.incident.sources)))
    for name in list(tell.cited_sources):
        source = register.get(name)
        title = words.apart(source.title) if source else tell.say("not in the register")
        tell.line(f"{words.apart(name)}: {title}", sources=[])
    tell.section("sources", tell.say("Sources"))


def _closing(tell: Teller, agreement_sha256: str, signed: bool) -> None:
    say, words = tell.say, tell.words
    if not signed:
        tell.line(codes.meaning("notice", "unsigned", words.lang))
    tell.line(say("Software derives; people sign."))
    document = tell.agreement.document
    level = proof(document.standards.verdict, words.lang)
    name = words.apart(document.standards.verdict.name)
    tell.line(say("Standard of a finding: {level} ({name}).", level=level, name=name))
    told = {
        "id": words.apart(document.agreement.id),
        "hash": words.apart(agreement_sha256),
        "algorithm": words.apart("SHA-256"),
        "file": words.apart("agreement.yaml"),
    }
    tell.line(
        say("Agreement {id}, {algorithm} of {file}: {hash}", **told) if agreement_sha256
        else say("Agreement {id}; the hash of its file was not given.", id=told["id"])
    )  # fmt: skip
    tell.line(say("Engine: {engine}", engine=words.apart(f"hudna {hudna.__version__}")))
    tell.section("closing", say("How this was made"))
