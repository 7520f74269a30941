"""When two statements cannot both hold.

In: two stances, the earlier one first.  Out: the conflict, if there is one: of what is covered (P06, P08),
of an event that one tells and the other denies, of what the text permits or obliges to, of two counts, of
two days, of who did it.  Where it is not plain that both speak of one thing, there is none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from hudna import taxonomy
from hudna.text.comparing import (
    APART,
    CLASH,
    GROUND,
    OF_A_SIDE,
    are_apart,
    are_near,
    at_once,
    called,
    common_deed,
    common_event,
    common_name,
    differ,
    holds,
    is_in_time,
    is_of_speaker,
    is_within,
    may_be_theirs,
    others,
    unlike,
)
from hudna.text.stance import Mode, Stance
from hudna.text.statement import Conflict

COVERED = "one says that it is covered, the other that it is not"
HAPPENED = "one says that it happened, the other that it did not"
_SO = "one says that it is so, the other that it is not"
_PERMITTED = "one says that it is permitted, the other that it is not"
_OBLIGED = "one says that it is owed, the other that it is not"
COUNTED = "they count it differently"
DATED = "they give different times for it"
DONE = "each says that the other did it"
_AREAS, _ACTORS = "P06", "P08"
_BEGUN = "P04"
# And so many, one of force that is not told apart.
_RIGHT_BEFORE = 2
# Words that two statements share, so that they speak of one thing.
_SHARED = 2
# What has more words than so many speaks of more than one thing.
_LONG = 8
# Provisions that every statement of a truce may have.
_COMMON = frozenset({"P01", "P04", "P05"})
_WHY: Mapping[Mode, str] = {
    "allowed": _PERMITTED, "obliged": _OBLIGED, "to come": _SO, "plain": _SO,
}  # fmt: skip


def contrary(one: Stance, other: Stance, apart: int) -> Conflict | None:
    """The conflict of two statements; `apart` is how many stand between them."""
    if one.statement.id == other.statement.id:
        return None
    for rule in _RULES if apart < APART else _FROM_AFAR:
        found = rule(one, other, apart)
        if found is not None:
            if holds(one, other) or holds(other, one):
                return None
            about, why = found
            return Conflict((one.statement.id, other.statement.id), about, why)
    return None


def may_be(one: Stance, other: Stance, apart: int) -> bool:
    """Whether two may be contrary: far apart, where both tell what is covered, or one denies."""
    return apart < APART or (one.scoped and other.scoped) or one.denies != other.denies


def taken_up(one: Stance, recent: Sequence[Stance]) -> Conflict | None:
    """What a statement denies that only takes up what another told, or counts otherwise than they."""
    if not one.claims or not one.speaker:
        return None
    figures = one.figures and (one.counts or one.denies)
    if not figures and not (one.denies and one.takes_up):
        return None
    told = [
        other for at, other in enumerate(recent)
        if others(other, one) and other.claims and (other.speaker or at == 0)
        and not holds(one, other) and not holds(other, one)
    ]  # fmt: skip
    if figures:
        counted = [other for other in told if other.counts and other.mode != "to come"]
        if one.counts:
            counted = [other for other in counted if differ(other, one)]
        return _conflict(counted[0], one, _counted(counted[0]), COUNTED) if counted else None
    event = one.statement.event
    claimed = [other for other in told if not other.denies]
    fitting = [
        other for other in claimed if event is None or common_event(other.statement.event, event)
    ]
    if not fitting and one.tells_of_a_tale:
        fitting = [other for other in claimed if other.statement.event][:1]
    if not fitting:
        return None
    best = max(fitting, key=lambda other: len(other.words & one.words))
    if not best.words & one.words and (event is None or best.statement.event is None):
        return None
    return _conflict(best, one, _about(best), HAPPENED if best.statement.event else _SO)


def _conflict(one: Stance, other: Stance, about: str, why: str) -> Conflict:
    return Conflict((one.statement.id, other.statement.id), about, why)


Rule = Callable[[Stance, Stance, int], tuple[str, str] | None]


def _retold(one: Stance, other: Stance, apart: int) -> tuple[str, str] | None:
    """One denies in so many words what another says («denied Kyiv's charge that …»)."""
    outer, inner = (one, other) if is_within(other, one) else (other, one)
    if apart or not is_within(inner, outer) or not others(one, other):
        return None
    if outer.statement.act != "deny" or not outer.denies or inner.denies or not inner.claims:
        return None
    return (_about(inner), HAPPENED) if inner.statement.event else (_about(inner), _SO)


def _scope(one: Stance, other: Stance, apart: int) -> tuple[str, str] | None:
    """One says that a place or an actor is covered, and the other that it is not."""
    if not (one.scoped and other.scoped) or one.statement.event or other.statement.event:
        return None
    first, second = one.statement, other.statement
    if one.denies != other.denies:
        for kind, mine, theirs in (
            (_AREAS, first.places, second.places), (_ACTORS, first.actors, second.actors),
        ):  # fmt: skip
            shared = common_name(mine, theirs)
            if shared is not None:
                return f"{kind}:{shared}", COVERED
    if not others(one, other) or apart > APART:
        return None
    found = _part(one, other) or _part(other, one)
    return None if found is None else (found, COVERED)


def _part(whole: Stance, part: Stance) -> str | None:
    """What one names that the other speaks of without its name: all ground, what is not named, «the town»."""
    places, actors = part.statement.places, part.statement.actors
    if not places and not actors:
        return None
    named = f"{_AREAS}:{called(places[0])}" if places else f"{_ACTORS}:{called(actors[0])}"
    if whole.denies == part.denies:
        left_out = not whole.denies and whole.solely and whole.statement.places and places
        return named if left_out and not common_name(whole.statement.places, places) else None
    if places and not whole.denies and whole.everywhere:
        return named
    if whole.statement.places or whole.statement.actors or whole.everywhere:
        return None
    speaker = whole.statement.speaker
    theirs = any(name.id == speaker.actor for name in actors if speaker and name.id)
    return named if theirs or (places and not unlike(whole, part)) else None


def _happened(one: Stance, other: Stance, apart: int) -> tuple[str, str] | None:
    """One tells an event, and the other denies it."""
    if one.denies == other.denies or not others(one, other):
        return None
    told, denial = (other, one) if one.denies else (one, other)
    event = told.statement.event
    if event is None or not told.claims or not denial.claims or not at_once(told, denial):
        return None
    if denial.mode != "plain":
        return None
    shared = common_name(told.statement.places, denial.statement.places)
    if denial.statement.event and shared is not None:
        both = common_event(event, denial.statement.event)
        if both is not None:
            return f"{both}:{shared}", HAPPENED
    if denial.statement.places and shared is None:
        return None
    if not told.speaker or not denial.speaker:
        return None
    named = bool(shared) or bool(told.unknown & denial.unknown)
    if not named and not (are_near(told, denial, apart) and may_be_theirs(told, denial)):
        return None
    if denial.besides or (not named and denial.text.language == "en" and denial.unknown):
        return None
    return (_about(told), HAPPENED) if _denies_it(denial, told, event, apart) else None


def _denies_it(denial: Stance, told: Stance, event: str, apart: int) -> bool:
    """Whether what is denied of all of a kind, or of all that a side did, takes in an event."""
    vague = taxonomy.says_nothing(event)
    if event in denial.codes and (told.blames or (denial.sweeping and not vague)):
        return True
    if denial.holds_back and is_in_time(told, denial) and (
        not vague or (apart < _RIGHT_BEFORE and told.strikes)
    ):  # fmt: skip
        family = taxonomy.act(event).family
        fired = denial.statement.event is None or family != GROUND
        return event != CLASH and family in OF_A_SIDE and fired
    return denial.sweeping and bool((denial.flights and told.flights) or denial.arms & told.arms)


def _so(one: Stance, other: Stance, apart: int) -> tuple[str, str] | None:
    """One says of a term that it is so, permitted or owed, and the other that it is not."""
    if apart >= APART or not others(one, other) or one.affirms == other.affirms:
        return None
    if not (one.claims and other.claims) or not at_once(one, other) or unlike(one, other):
        return None
    yes, no = (one, other) if one.affirms else (other, one)
    ruled = (
        no.statement.act == "deny" and no.sweeping and {yes.mode, no.mode} == {"plain", "to come"}
    )
    if yes.mode != no.mode and not ruled:
        return None
    topics = set(one.statement.topics) & set(other.statement.topics)
    if yes.mode in ("allowed", "obliged"):
        shared = one.words & other.words
        enough = len(shared) >= (1 if topics - _COMMON else _SHARED)
        return (_about(yes), _WHY[yes.mode]) if enough else None
    if not one.speaker or not other.speaker:
        return None
    if topics or common_name(one.statement.places, other.statement.places) is not None:
        less, more = sorted((one.matter, other.matter), key=len)
        shared = less & more
        alike = (
            len(shared) >= min(_SHARED, len(less))
            and len(shared) * 2 >= len(less)
            and len(more) <= min(len(less) * 3, _LONG)
        )
        if shared and alike:
            return _about(yes), _SO
    swept = topics - _COMMON and yes.words & no.swept
    return (_about(yes), _SO) if swept else None


def _still(one: Stance, other: Stance, apart: int) -> tuple[str, str] | None:
    """One says that what the other says has left a place is still there."""
    if not others(one, other) or apart >= APART or not (one.claims and other.claims):
        return None
    gone, there = (one, other) if one.leaves else (other, one)
    if not (gone.leaves and there.stays) or gone.stays or gone.denies or there.denies:
        return None
    if not gone.mode == there.mode == "plain" or not at_once(one, other) or unlike(one, other):
        return None
    somewhere = common_name(gone.statement.places, there.statement.places) is not None
    shared = gone.matter & there.matter
    return (_about(gone), _SO) if shared and (somewhere or apart == 0) else None


def _numbers(one: Stance, other: Stance, apart: int) -> tuple[str, str] | None:
    """Each gives another count of the same."""
    if not (one.counts and other.counts) or not others(one, other) or apart >= APART:
        return None
    if not (one.claims and other.claims) or one.besides or other.besides:
        return None
    if not one.speaker or not other.speaker:
        return None
    if one.recurs != other.recurs or one.mode != other.mode:
        return None
    if not at_once(one, other) or unlike(one, other) or not differ(one, other):
        return None
    events = one.statement.event, other.statement.event
    if None not in events and common_event(*events) is None:
        return None
    if other.sides:
        same_matter = other.sides & one.sides or is_of_speaker(other, one)
    else:
        same_matter = other.statement.event is None
    return (_counted(one), COUNTED) if same_matter else None


def _days(one: Stance, other: Stance, apart: int) -> tuple[str, str] | None:
    """Each has one thing begin or end at another time."""
    if apart >= APART or len(one.days) != 1 or len(other.days) != 1 or not others(one, other):
        return None
    if one.denies or other.denies or not (one.claims and other.claims):
        return None
    if one.counts or other.counts:
        return None
    ends = sorted(one.ends & other.ends, reverse=True)
    topics = [code for code in one.statement.topics if code in other.statement.topics]
    alike = topics or one.words & other.words
    if not ends or not alike or unlike(one, other) or not are_apart(one.days[0], other.days[0]):
        return None
    return f"{(topics or one.statement.topics or (_BEGUN,))[0]}:{ends[0]}", DATED


def _who(one: Stance, other: Stance, apart: int) -> tuple[str, str] | None:
    """Each lays one deed at another's door."""
    if apart >= APART or one.denies or other.denies or not others(one, other):
        return None
    if other.statement.act != "accuse" and not other.blames:
        return None
    event = common_deed(one.statement.event, other.statement.event)
    shared = common_name(one.statement.places, other.statement.places)
    if event is None or shared is None or not at_once(one, other):
        return None
    if not one.agents or not other.agents or one.agents & other.agents:
        return None
    return f"{event}:{shared}", DONE


_RULES: tuple[Rule, ...] = (_retold, _scope, _happened, _who, _so, _still, _numbers, _days)
# Those by which two may be contrary that stand as far from each other as `APART`.
_FROM_AFAR: tuple[Rule, ...] = (_scope, _happened)


def _about(told: Stance) -> str:
    """What a statement is about: its event or provision, and a place or actor that it names."""
    statement = told.statement
    code = statement.event or next(iter(statement.topics), "P01")
    names = statement.places or statement.actors
    return f"{code}:{called(names[0])}" if names else code


def _counted(told: Stance) -> str:
    """What a count is about: its provision or event, and what is counted."""
    statement = told.statement
    code = next(iter(statement.topics), None) or statement.event or "P01"
    unit = next((one.unit for one in told.counts if one.unit), None)
    return f"{code}:{unit}" if unit else code
