"""Phrases: the sentence for each step of a derivation.

In: steps, as rules leave them behind.  Out: sentences, in which like steps of many alternatives
are told once.  A key without a phrase is an error of the program, met by its tests.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from hudna.agreement.worlds import World
from hudna.judging.answer import Step
from hudna.judging.words import SHOWN, Words


class Phrase(NamedTuple):
    """A sentence, and what each thing is that a step of this key is about, in order.

    A role is what a placeholder is called; `…s*` takes all that is left.  `many` is the role that
    may be a list where alternatives differ in nothing else.
    """

    text: str
    roles: tuple[str, ...] = ()
    many: str = "actor"


_TIE = ("actor", "other")
PHRASES: dict[str, Phrase] = {
    # occurred
    "occurred.proved": Phrase(
        "That it happened stands at the level that a finding needs, and is not contested."
    ),
    "occurred.refuted": Phrase("The account is refuted by evidence of the level that this needs."),
    "occurred.unproved": Phrase(
        "That it happened does not stand at the level that a finding needs, or is contested."
    ),
    # evidence
    "evidence.below": Phrase(
        "The evidence for this does not carry a finding: its level is too low, or it is contested."
    ),
    "evidence.burden": Phrase(
        "An exclusion is an exception, and whoever relies on it must show it: what would exclude "
        "is not shown by an origin of no side."
    ),
    # time
    "time.in_force": Phrase("The agreement was in force then."),
    "time.before": Phrase("The agreement was not yet in force then."),
    "time.after": Phrase("The agreement had been in force before, and was not in force then."),
    "time.open": Phrase(
        "Whether the agreement was in force then is open: an instant that this depends on is not "
        "certain."
    ),
    # territory
    "territory.no_term": Phrase("No binding term says where the agreement applies."),
    "territory.left_out": Phrase(
        "The place lies in {zone}, which {term} leaves out.", ("term", "zone"), "zone"
    ),
    "territory.not_in_area": Phrase(
        "The place does not lie wholly in the area of {term}.", ("term",)
    ),
    "territory.in_area": Phrase("The place lies in the area of {term}.", ("term",)),
    "area.none": Phrase("The place lies in no area that an exclusion takes out."),
    "area.inside": Phrase(
        "The place lies in {zone}, an area that the exclusion {term} takes out.",
        ("term", "zone"), "zone",
    ),
    "area.status_open": Phrase(
        "The place lies in {zone}; whether the exclusion {term} reaches those named there is open.",
        ("term", "zone"), "zone",
    ),
    "area.asserted_only": Phrase(
        "That {zone} was an area of the exclusion {term} is only asserted, or contested.",
        ("term", "zone"), "zone",
    ),
    # actor
    "actor.unidentified": Phrase("Who it was is not identified: it may have been anybody."),
    "actor.held_bound": Phrase("This reading holds these to be bound: {actor}.", ("actor",)),
    "actor.held_not_bound": Phrase(
        "This reading holds these not to be bound: {actor}.", ("actor",)
    ),
    "actor.ledger_T": Phrase(
        "Had undertaken the agreement by then, by the accession ledger: {actor}.", ("actor",)
    ),
    "actor.ledger_U": Phrase(
        "Whether these had undertaken the agreement by then is contested or not known: {actor}.",
        ("actor",),
    ),
    "actor.ledger_F": Phrase(
        "No entry of the accession ledger has these as having undertaken the agreement by then: "
        "{actor}.", ("actor",),
    ),
    "actor.member": Phrase("At that time part of {other}: {actor}.", _TIE),
    "actor.support": Phrase("At that time fighting on the side of {other}: {actor}.", _TIE),
    "actor.renamed": Phrase("The same as {other} under a new name: {actor}.", _TIE),
    "actor.merged_into": Phrase(
        "Had merged into {other} by then, so that its own word no longer settles it: {actor}.", _TIE
    ),
    "actor.came_from": Phrase(
        "Came from, or had left, {other}, which was bound or may have been; whether that still "
        "binds is open: {actor}.", _TIE,
    ),
    # exclusion
    "exclusion.named": Phrase("{term} names as excluded: {actor}.", ("term", "actor")),
    "exclusion.listed": Phrase(
        "{term} excludes whom the list {list} names; named on it at that time: {actor}.",
        ("term", "actor", "list"),
    ),
    "exclusion.none": Phrase("{term} excludes nobody of this name: {actor}.", ("term", "actor")),
    "exclusion.rename": Phrase("A new name of {other}: {actor}.", _TIE),
    "exclusion.merge": Phrase("Came out of a merger with {other}: {actor}.", _TIE),
    "exclusion.split": Phrase("Split from {other}: {actor}.", _TIE),
    "exclusion.member": Phrase("Said to be part of {other}: {actor}.", _TIE),
    "exclusion.linked": Phrase("Said to be linked to {other}: {actor}.", _TIE),
    # target
    "target.none": Phrase("The act is done to nobody whom the duty would have to protect."),
    "target.unidentified": Phrase("Who or what was hit is not identified."),
    "target.covered_place": Phrase(
        "This reading names {zone} as covered: whoever is there is protected.", ("zone",), "zone"
    ),
    "target.owed_to_all": Phrase(
        "The duty is owed to everybody who is not excluded, so to: {actor}.", ("actor",)
    ),
    "target.scope_open": Phrase("To whom the duty of {term} is owed is open.", ("term",)),
    "target.party": Phrase("The duty is owed to parties, and these are bound: {actor}.", ("actor",)),
    "target.no_party": Phrase(
        "The duty is owed to parties, and these are not bound: {actor}.", ("actor",)
    ),
    "target.status_open": Phrase(
        "The duty is owed to parties, and whether these are bound is open: {actor}.", ("actor",)
    ),
    "holder.unknown": Phrase("Who held the place is not known."),
    "holder.unproved": Phrase(
        "Who held the place is not established; named are: {holders}.", ("holders*",)
    ),
    "holder.party": Phrase(
        "The place was held by a party other than the actor: {holders}.", ("holders*",)
    ),
    "holder.no_party": Phrase(
        "The place was not held by another party that is protected; holder: {holders}.",
        ("holders*",),
    ),
    "holder.open": Phrase(
        "Whether the place was held by a protected party is open; holder: {holders}.",
        ("holders*",),
    ),
    # act
    "act.no_term": Phrase("No term of the agreement speaks of this act: {act}.", ("act",), "act"),
    "act.prohibited": Phrase("{term} binds and prohibits: {act}.", ("term", "act"), "act"),
    "act.not_within": Phrase(
        "{term} speaks of the act, but not by this actor, with this weapon, at this place or time: "
        "{act}.", ("term", "act"), "act",
    ),
    "act.open": Phrase(
        "Whether {term} prohibits it is open (actor, weapon, place or period): {act}.",
        ("term", "act"), "act",
    ),
    "act.aim_only": Phrase("{term} states an aim and does not bind.", ("term",)),
    "act.silent": Phrase("{term}: the text is silent on this, so nothing binds.", ("term",)),
    "act.operative": Phrase("{term} would bind, but no clause says it.", ("term",)),
    "act.obligation": Phrase("{term} would oblige, but no clause says it.", ("term",)),
    # justification
    "plea.none": Phrase("Nobody invokes a justification."),
    "plea.no_term": Phrase("A justification is invoked; no binding term allows one."),
    "plea.never_for": Phrase(
        "By {term}, no justification is open for this act: {act}.", ("term", "act"), "act"
    ),
    "plea.not_available": Phrase("{term} is not open to: {actor}.", ("term", "actor")),
    "plea.met": Phrase(
        "{actor} invokes {term}, and each of its tests is met.", ("term", "actor")
    ),
    "plea.not_met": Phrase(
        "{actor} invokes {term}, and one of its tests is not met.", ("term", "actor")
    ),
    "plea.open": Phrase(
        "{actor} invokes {term}; whether each of its tests is met is not established.",
        ("term", "actor"),
    ),
}  # fmt: skip


class Told(NamedTuple):
    """A sentence, and the steps that it tells."""

    text: str
    steps: tuple[Step, ...]


def tell(
    chains: Sequence[tuple[Step, ...]], words: Words, world: World | None = None
) -> list[Told]:
    """The sentences of chains of steps that have the same keys, each once, in order."""
    found: dict[str, Told] = {}
    for steps in zip(*chains, strict=True):
        for alike in _alike(dict.fromkeys(steps)):
            told = Told(_sentence(alike, words, world), tuple(alike))
            found.setdefault(told.text, told)
    return list(found.values())


def _alike(steps: Iterable[Step]) -> list[list[Step]]:
    """Steps that differ only in the role that may be a list, together; at most a few lots."""
    lots: dict[tuple[str, ...], list[Step]] = {}
    for step in steps:
        phrase = PHRASES[step.key]
        place = phrase.roles.index(phrase.many) if phrase.many in phrase.roles else None
        rest = tuple(x for i, x in enumerate(step.about) if i != place)
        lots.setdefault(rest, []).append(step)
    return list(lots.values())


def _sentence(steps: Sequence[Step], words: Words, world: World | None) -> str:
    phrase = PHRASES[steps[0].key]
    about: dict[str, str] = {}
    for place, role in enumerate(phrase.roles):
        if role.endswith("*"):
            about[role[:-1]] = words.actors(steps[0].about[place:])
        else:
            names = dict.fromkeys(step.about[place] for step in steps)
            about[role] = words.listed((_name(role, n, words, world) for n in names), SHOWN)
    return words.say(phrase.text, **about)


def _name(role: str, name: str, words: Words, world: World | None) -> str:
    match role:
        case "term":
            return words.term(name, world)
        case "zone":
            return words.zone(name)
        case "act":
            return words.act(name)
        case "list":
            return words.apart(name)
        case _:
            return words.actor(name)
