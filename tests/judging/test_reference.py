"""The procedure of domain.md 5(c): its evidence table cell by cell, and an oracle typed anew.

The oracle below is written from the text of the procedure and shares no code with `hudna.judging`.
"""

from dataclasses import dataclass
from itertools import product

import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from little import (
    CELLS,
    DAY,
    PLAIN_LEDGER,
    PLAIN_TERMS,
    PROVED,
    agreement,
    an_incident,
    at,
    day,
    noon,
    parties,
    signed,
)

from hudna import taxonomy
from hudna.evidence import Level, Standing, Truth
from hudna.finding import ELEMENTS, Verdict
from hudna.incident import Act, Candidate, Parties, Plea
from hudna.instant import Interval
from hudna.judging.alternatives import alternatives
from hudna.judging.alternatives import parts as split
from hudna.judging.reference import evaluate
from hudna.judging.rules import Rules
from hudna.zones import Region


def judged(agreed, incident):
    """The verdict in the one world, straight from the procedure: no bench, nothing kept."""
    (world,) = agreed.worlds.default()
    (span,) = split(incident, agreed)
    return evaluate(incident, alternatives(incident, agreed, span), Rules(agreed, world))


# --- the evidence table, typed from the text -------------------------------------------------------

# For what the world's rule says (T, F, U): the element at E0 E1 E2 E3 E4, the level needed being E3.
# A small f is F on the condition of a level below the one needed.  Several: more than one candidate,
# so that a differing account is another alternative.
ORDINARY = {
    ("T", "uncontested", "one"): "U U U T T",
    ("T", "uncontested", "several"): "U U U T T",
    ("T", "contested", "one"): "U U U U U",
    ("T", "contested", "several"): "U U U U U",
    ("F", "uncontested", "one"): "U f f F F",
    ("F", "uncontested", "several"): "U f f F F",
    ("F", "contested", "one"): "U U U U U",
    ("F", "contested", "several"): "U f f F F",
    ("U", "uncontested", "one"): "U U U U U",
    ("U", "uncontested", "several"): "U U U U U",
    ("U", "contested", "one"): "U U U U U",
    ("U", "contested", "several"): "U U U U U",
}
# An exclusion is an exception: who invokes it bears the burden, so E1 does not make it F.
EXCEPTION = ORDINARY | {
    ("F", "uncontested", "one"): "U U f F F",
    ("F", "uncontested", "several"): "U U f F F",
    ("F", "contested", "several"): "U U f F F",
}
OCCURRED = {
    "uncontested": "U U U T T",
    "contested": "U U U U U",
    "refuted": "U U U F F",
}


def days(first, last):
    return Interval(noon(first), noon(last))


# element → rule → (one, several): what is put in the place of the plain incident's element.
# Each several has candidates on which the rule says the same.
LEFT_OPEN = {
    "time": {
        # Day 6, on which a group accedes, cuts time into slices; the terms say the same in both.
        "T": (days(3, 3), days(5, 7)),
        "F": (Interval(noon(1), noon(1)), Interval(day(1) - 5 * DAY, noon(1))),
        "U": (days(20, 20), days(20, 21)),
    },
    "territory": {
        # Astride two cells inside; astride the edge of a strip that says nothing about scope.
        "T": (at("plain"), Region(shapely.box(5.9, 0.2, 6.1, 0.8))),
        "F": (at("out"), Region(shapely.box(1.25, 0.2, 1.35, 0.8))),
        "U": (at("weak"), at("weak")),
    },
    "actor": {
        "T": (("army",), ("army", "ally")),
        "F": (("stranger",), ("stranger", "nus")),
        "U": (("con",), ("con", "unidentified")),
    },
    "target": {
        "T": (("reb",), ("reb", "unit")),
        "F": (("nus",), ("nus", "jfs")),
        "U": (("con",), ("con", "unidentified")),
    },
    "act": {
        "T": (("H-ART",), ("H-ART", "H-TNK")),
        "F": (("H-SNI",), ("H-SNI", "H-MOR")),
        "U": (("H-EXP-U",), ("H-EXP-U",)),
    },
}


def with_element(element, rule, several, standing):
    found = LEFT_OPEN[element][rule][several]
    match element:
        case "time":
            return an_incident(time=found, time_standing=standing)
        case "territory":
            return an_incident(region=found, place_standing=standing)
        case "actor":
            return an_incident(actors=parties(found, standing))
        case "target":
            # Day 5: the unit is part of the rebels by then.
            return an_incident(time=days(5, 5), targets=parties(found, standing))
        case _:
            return an_incident(acts=tuple(map(Act, found)), act_standing=standing)


def table_terms(element):
    if element == "time":  # an end of which sources differ: between the two nothing is certain
        end = {"any_of": [{"at": "2017-01-19"}, {"at": "2017-01-25"}]}
        return PLAIN_TERMS | {"T-end": {"type": "P05", "end": end}}
    return PLAIN_TERMS


TABLE = [
    (element, *key, level, cell_)
    for element in LEFT_OPEN
    for key, row in (EXCEPTION if element == "target" else ORDINARY).items()
    for level, cell_ in zip(Level, row.split(), strict=True)
    # One zone of the table's U cannot be several; nor can one undetermined act.
    if not (key[0] == "U" and key[2] == "several" and element in ("territory", "act"))
]


@pytest.mark.parametrize("element", LEFT_OPEN)
def test_the_evidence_table(element):
    agreed = agreement(table_terms(element), accessions=PLAIN_LEDGER)
    wrong = []
    for name, rule, contested, several, level, expected in TABLE:
        if name != element:
            continue
        standing = Standing(level, contested == "contested")
        verdict = judged(agreed, with_element(element, rule, several == "several", standing))
        got = verdict.element(element).name
        if got == "F" and verdict.conditional:
            got = "f"
        if got != expected:
            wrong.append((rule, contested, several, level.name, expected, got))
        outcome = {"T": "violation", "F": "outside", "f": "outside", "U": "cannot_determine"}
        assert verdict.verdict == outcome[got]
    assert wrong == []


def test_the_table_is_whole():
    assert len(ORDINARY) == len(EXCEPTION) == 3 * 2 * 2
    assert len(TABLE) == 5 * 12 * 5 - 2 * 2 * 5  # two elements whose U has one candidate only


@pytest.mark.parametrize("contested", ["uncontested", "contested"])
def test_an_area_of_an_exclusion_follows_the_row_of_the_target(contested):
    agreed = agreement(PLAIN_TERMS, accessions=PLAIN_LEDGER)
    row = EXCEPTION["F", contested, "one"].split()
    got = ""
    for level in Level:
        standing = Standing(level, contested == "contested")
        found = judged(agreed, an_incident(region=at("combat"), place_standing=standing))
        letter = found.element("territory").name
        got += "f" if letter == "F" and found.conditional else letter
    assert got == "".join(row)


@pytest.mark.parametrize("area", ["combat2", "combat", "weak"])
def test_an_area_stands_as_its_own_evidence_does(area):
    """However well the place is known, the area it lies in is known at E2, E3, E1."""
    agreed = agreement(PLAIN_TERMS, accessions=PLAIN_LEDGER)
    found = judged(agreed, an_incident(region=at(area)))
    expected = {"combat2": (Truth.F, True), "combat": (Truth.F, False), "weak": (Truth.U, False)}
    assert (found.element("territory"), found.conditional) == expected[area]


@pytest.mark.parametrize("state", OCCURRED)
def test_whether_it_occurred(state):
    agreed = agreement(PLAIN_TERMS, accessions=PLAIN_LEDGER)
    outcome = {"T": "violation", "U": "cannot_determine", "F": "not_occurred"}
    for level, letter in zip(Level, OCCURRED[state].split(), strict=True):
        standing = Standing(level, state == "contested", state == "refuted")
        found = judged(agreed, an_incident(occurred=standing))
        assert (found.element("occurred").name, found.verdict) == (letter, outcome[letter])


def test_what_was_refuted_ends_the_inquiry_before_all_else():
    agreed = agreement(PLAIN_TERMS, accessions=PLAIN_LEDGER)
    refuted = Standing(Level.E3, refuted=True)
    found = judged(agreed, an_incident(occurred=refuted, region=at("out")))
    assert found.verdict == Verdict.NOT_OCCURRED


@pytest.mark.parametrize("level", list(Level))
def test_what_is_outside_in_any_case_is_outside_on_condition_that_it_occurred(level):
    agreed = agreement(PLAIN_TERMS, accessions=PLAIN_LEDGER)
    found = judged(agreed, an_incident(occurred=Standing(level), region=at("out")))
    assert found.verdict == Verdict.OUTSIDE
    assert found.conditional == (level < Level.E3)


def test_sole_control_by_an_excluded_group_proves_what_was_hit():
    agreed = agreement(PLAIN_TERMS, accessions=PLAIN_LEDGER)
    weak = parties(["nus"], Standing(Level.E1))
    assert judged(agreed, an_incident(targets=weak)).verdict == Verdict.CANNOT_DETERMINE
    held = judged(agreed, an_incident(targets=weak, region=at("nus-held")))
    assert (held.verdict, held.failing, held.conditional) == (Verdict.OUTSIDE, ("target",), False)
    # … not where an excluded group held it together with another.
    together = Parties((Candidate("nus"), Candidate("reb")), PROVED, together=True)
    shared = judged(agreed, an_incident(targets=weak, holder=together))
    assert shared.verdict == Verdict.CANNOT_DETERMINE


def test_a_finding_closes_a_candidate_that_is_only_claimed():
    agreed = agreement(PLAIN_TERMS, accessions=PLAIN_LEDGER)
    claimed = Parties((Candidate("army", Level.E3), Candidate("stranger", Level.E1)), PROVED)
    assert judged(agreed, an_incident(actors=claimed)).verdict == Verdict.VIOLATION
    equal = Parties((Candidate("army", Level.E3), Candidate("stranger", Level.E3)), PROVED)
    assert judged(agreed, an_incident(actors=equal)).verdict == Verdict.CANNOT_DETERMINE


@pytest.mark.parametrize(("standard", "letters"), [("E2", "U U T T T"), ("E4", "U U U U T")])
def test_the_level_a_verdict_needs_is_the_agreements(standard, letters):
    agreed = agreement(PLAIN_TERMS, accessions=PLAIN_LEDGER, standards={"verdict": standard})
    for level, letter in zip(Level, letters.split(), strict=True):
        for changes in (
            {"occurred": Standing(level)},
            {"time_standing": Standing(level)},
            {"place_standing": Standing(level)},
            {"act_standing": Standing(level)},
            {"actors": parties(["army"], Standing(level))},
            {"targets": parties(["reb"], Standing(level))},
        ):
            found = judged(agreed, an_incident(**changes))
            expected = Verdict.VIOLATION if letter == "T" else Verdict.CANNOT_DETERMINE
            assert found.verdict == expected, (changes, level)


# --- the oracle ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Oracle:
    """5(c), by brute force: one alternative at a time, days as integers, T F U as letters."""

    start: int
    end: int | None
    covered: bool
    parties: bool
    members: bool
    supporters: bool
    acts: tuple[str, ...]
    duty: str
    force: str
    seizure: bool
    excluded: tuple[str, ...]
    listed: bool
    mode: str
    renames: bool
    inherits: str
    kinds: tuple[str, ...]
    accessions: tuple = ()
    lists: tuple = ()
    defence: bool = False
    plea: tuple | None = None  # (value, level) of the one test

    def all_(self, *letters):
        return "F" if "F" in letters else "U" if "U" in letters else "T"

    def any_(self, *letters):
        return "T" if "T" in letters else "U" if "U" in letters else "F"

    def not_(self, letter):
        return {"T": "F", "F": "T", "U": "U"}[letter]

    # T
    def in_force(self, n):
        return "T" if self.start <= n and (self.end is None or n < self.end) else "F"

    # A
    def undertook(self, actor, n):
        own = [
            mode for who, mode, since, contested in self.accessions if who == actor and since <= n
        ]
        contested = any(c for who, _, since, c in self.accessions if who == actor and since <= n)
        if contested or {"denied", "reserved", "withdrew_claimed"} & set(own):
            return "U"
        if {"signed", "declared"} & set(own):
            return "T"
        if not any(actor in members for _, members in self.lists):
            return "F"
        published = [members for since, members in self.lists if since <= n]
        return "T" if published and all(actor in members for members in published) else "U"

    def bound(self, actor, n):
        if actor == "unidentified":
            return "U"
        ways = [self.undertook(actor, n)]
        if actor == "army" and self.parties and self.members:
            ways.append(self.bound("gov", n))
        if actor == "unit" and n >= 5 and self.parties and self.members:
            ways.append(self.bound("reb", n))
        if actor == "ally" and self.parties and self.supporters:
            ways.append(self.bound("gov", n))
        return self.any_(*ways)

    # exclusions
    def is_excluded(self, actor, n):
        """Whether the exclusion names the actor: never unknown here but for the unidentified."""
        if actor == "unidentified":
            return "U"
        if actor == "civ":
            return "F"
        if actor in self.excluded:
            return "T"
        if self.listed and ((actor == "nus" and n >= 2) or (actor == "jfs" and n >= 9)):
            return "T"
        ways = []
        if actor == "jfs" and n >= 3 and self.renames:
            ways.append(self.is_excluded("nus", n))
        if actor == "mrg" and n >= 4:
            passed_on = {"any": ("nus", "oth"), "dominant": ("nus",), "none": ()}[self.inherits]
            ways += [self.is_excluded(former, n) for former in passed_on]
        if actor == "unit" and n >= 5:
            ways.append(self.is_excluded("reb", n))
        if actor == "army":
            ways.append(self.is_excluded("gov", n))
        return self.any_(*ways)

    def in_area(self, where, n):
        """In an area that the exclusion leaves out: T, F, or U where that is only asserted."""
        if where in ("combat", "combat2", "weak") and "combat-area" in self.kinds:
            truth = self.is_excluded("nus", n)
            return "U" if truth == "T" and where == "weak" else truth
        if where.endswith("-held") and "control" in self.kinds:
            return self.is_excluded(where.removesuffix("-held"), n)
        return "F"

    # L
    def scope(self, where, n):
        if where == "out":
            return "F"
        return self.not_(self.in_area(where, n)) if self.mode == "area" else "T"

    # G
    def held_by_party(self, where, n, but_not=()):
        if not where.endswith("-held"):
            return "U"
        holder = where.removesuffix("-held")
        if holder in but_not:
            return "F"
        return self.all_(self.not_(self.is_excluded(holder, n)), self.bound(holder, n))

    def protected(self, target, where, n, clause):
        excluded = self.is_excluded(target, n)
        if self.mode == "both" and excluded != "F":
            excluded = self.all_(excluded, self.in_area(where, n))
        if (self.covered and where == "covered") or clause is None or self.duty == "erga_omnes":
            owed = "T"
        elif target == "unidentified":
            owed = "U"
        elif target == "civ":
            owed = self.held_by_party(where, n)
        else:
            owed = self.bound(target, n)
        return self.all_(self.not_(excluded), owed)

    def ground(self, actor, where, n):
        if self.covered and where == "covered":
            return "T"
        own = {actor} | ({"reb"} if actor == "unit" and n >= 5 else set())
        return self.held_by_party(where, n, own)

    # M
    def clause_on(self, act):
        if act in self.acts:
            return "T-attack"
        return "T-seize" if act == "H-TER-T" and self.seizure else None

    def prohibited(self, act):
        clause = self.clause_on(act)
        if clause is None or (clause == "T-attack" and self.force != "operative"):
            return "F"
        return "U" if act == "H-EXP-U" else "T"

    # J
    def justified(self, act):
        if self.plea is None or not self.defence or act == "H-TER-T":
            return "F"
        value, level = self.plea
        if level == 0:
            return "F"  # the invoker put nothing forward
        if value == "met":
            return "T" if level >= 3 else "U"
        return "F" if value == "not_met" else "U"

    def one(self, actor, target, act, where, n):
        """The letters of the seven elements, and what follows, for one alternative at E3."""
        g = (
            self.ground(actor, where, n)
            if taxonomy.act(act).object == "ground"
            else self.protected(target, where, n, self.clause_on(act))
        )
        letters = (
            "T", self.in_force(n), self.scope(where, n), self.bound(actor, n), g,
            self.prohibited(act), self.justified(act),
        )  # fmt: skip
        scope = self.all_(*letters[1:6])
        if scope == "F":
            return letters, "outside"
        if scope == "U":
            return letters, "cannot_determine"
        return letters, {"T": "permitted", "U": "cannot_determine", "F": "violation"}[letters[6]]


def meant(name, n):
    if name == "umb":
        return ("reb", "con") if n >= 5 else ("reb",)
    return (name,)


def told(oracle, actors, targets, acts, where, first, last, both_ways):
    """The verdict over every joint assignment: product of candidates, both directions of a clash."""
    found = []
    for n, act in product(range(first, last + 1), acts):
        whom = [t for name in targets for t in meant(name, n)]
        for actor, target in product([a for name in actors for a in meant(name, n)], whom):
            if actor == target != "unidentified":
                continue
            found.append((actor, *oracle.one(actor, target, act, where, n)))
            if both_ways and target != "civ":
                found.append((target, *oracle.one(target, actor, act, where, n)))
    return found


def brought_together(found):
    """(verdict, failing, by, conditional) of all alternatives, by the text."""
    verdicts = {verdict for _, _, verdict in found}
    if verdicts == {"outside"}:
        return "outside"
    if verdicts == {"violation"}:
        return "violation"
    if verdicts <= {"outside", "permitted"}:
        return "permitted"
    return "cannot_determine"


def as_document(oracle):
    """The oracle's parameters as an agreement that the system reads."""

    def on(n):
        return f"2017-01-{n:02d}"

    terms = {
        "T-start": {"type": "P04", "start": {"at": on(oracle.start)}},
        "T-scope": {
            "type": "P06", "area": ["country"], "outside": ["out"],
            "covered_places": ["covered"] if oracle.covered else [],
        },
        "T-attack": {
            "type": "P01", "acts": list(oracle.acts), "duty_scope": oracle.duty,
            "force": oracle.force,
        },
        "T-exclude": {
            "type": "P08", "actors": list(oracle.excluded), "lists": ["un"] if oracle.listed else [],
            "mode": oracle.mode, "follows_rename": oracle.renames, "inherits": oracle.inherits,
            "area_kinds": list(oracle.kinds),
        },
    }  # fmt: skip
    if oracle.parties:
        terms["T-parties"] = {
            "type": "P07", "members": oracle.members, "supporting_forces": oracle.supporters,
        }  # fmt: skip
    if oracle.end is not None:
        terms["T-end"] = {"type": "P05", "end": {"at": on(oracle.end)}}
    if oracle.seizure:
        terms["T-seize"] = {"type": "P02", "acts": ["H-TER-T"]}
    if oracle.defence:
        terms["T-force"] = {"type": "P03", "tests": ["direct_threat"]}
    return agreement(
        terms,
        accessions=[
            signed(who, since, mode, contested_by=["nus"] if contested else [])
            for who, mode, since, contested in oracle.accessions
        ],
        lists=[
            {"id": f"L{i}", "by": "gov", "published": on(since), "members": list(members)}
            for i, (since, members) in enumerate(oracle.lists)
        ],
    )


JOINING = ["gov", "reb", "con", "late", "stranger"]


@st.composite
def accessions(draw):
    found = []
    for actor in JOINING:
        kind = draw(
            st.sampled_from(["signed"] * 4 + ["declared", "none", "denied", "both", "contested"])
        )
        since = draw(st.sampled_from([1, 1, 1, 4, 6]))
        if kind in ("signed", "declared", "denied"):
            found.append((actor, kind, since, False))
        elif kind == "both":
            found.append((actor, "signed", since, False))
            left = draw(st.sampled_from(["denied", "reserved", "withdrew_claimed"]))
            found.append((actor, left, since + 1, False))
        elif kind == "contested":
            found.append((actor, "signed", since, True))
    return tuple(found)


ORACLES = st.builds(
    Oracle,
    start=st.sampled_from([2, 3]),
    end=st.sampled_from([None, None, None, 8]),
    covered=st.booleans(),
    parties=st.sampled_from([True, True, True, False]),
    members=st.booleans(),
    supporters=st.booleans(),
    acts=st.sampled_from([("H-ART",), ("H-ART", "H-EXP-U"), ("H-ART", "H-ARR", "H-EXP-U")]),
    duty=st.sampled_from(["inter_partes", "erga_omnes"]),
    force=st.sampled_from(["operative"] * 6 + ["aim_only"]),
    seizure=st.booleans(),
    excluded=st.sampled_from([("nus",), (), ("nus", "stranger"), ("nus",), ("oth",), ("reb",)]),
    listed=st.booleans(),
    mode=st.sampled_from(["area", "person", "both"]),
    renames=st.booleans(),
    inherits=st.sampled_from(["dominant", "any", "none"]),
    kinds=st.sampled_from([("combat-area",), ("combat-area", "control")]),
    accessions=accessions(),
    lists=st.lists(
        st.tuples(
            st.sampled_from([1, 5]),
            st.lists(st.sampled_from(JOINING), min_size=1, max_size=4, unique=True).map(tuple),
        ),
        max_size=2,
    ).map(tuple),
    defence=st.booleans(),
    plea=st.one_of(
        st.none(),
        st.tuples(st.sampled_from(["met", "not_met", "unknown"]), st.sampled_from([0, 1, 3])),
    ),
)
# Often the parties, in a plain place while it is in force: most else is outside at once.
PARTIES = ["army", "reb", "gov", "unit", "ally", "con", "late", "umb"]
WHO = [*PARTIES, *PARTIES, *PARTIES, "stranger", "nus", "jfs", "mrg", "unidentified"]
WHOM = [*WHO, "civ", "civ"]
ACTS = ["H-ART", "H-ART", "H-ART", "H-TER-T", "H-ARR", "H-EXP-U"]
WHERE = [*CELLS, *["plain"] * 6, "reb-held", "con-held", "covered"]
WHEN = [5, 6, 4, 7, 3, 8, 9, 2, 1, 5, 6]


def asked(oracle, actors, targets, acts, where, first, last, both_ways):
    """The same question, as an incident."""
    e3 = Standing(Level.E3)
    plea = None
    if oracle.plea is not None:
        value, level = oracle.plea
        truth = {"met": Truth.T, "not_met": Truth.F, "unknown": Truth.U}[value]
        plea = Plea("gov", (("direct_threat", truth, Standing(Level(level))),))
    return an_incident(
        occurred=e3, time_standing=e3, place_standing=e3, act_standing=e3,
        time=Interval(noon(first), noon(last) + (first < last)),
        region=at(where), actors=parties(actors, e3), targets=parties(targets, e3),
        acts=tuple(map(Act, acts)), both_directions=both_ways, plea=plea,
    )  # fmt: skip


def compare(oracle, *question):
    found = told(oracle, *question)
    assume(found)
    agreed = as_document(oracle)
    got = judged(agreed, asked(oracle, *question))
    assert got.verdict == brought_together(found)
    columns = list(zip(*(letters for _, letters, _ in found), strict=True))
    agreed_on = ["".join(c[:1]) if len(set(c)) == 1 else "U" for c in columns]
    assert [t.name for t in got.elements] == agreed_on
    if got.verdict == "outside":
        each = [{e for e, v in zip(ELEMENTS, x, strict=True) if v == "F"} - {"justification"}
                for _, x, _ in found]  # fmt: skip
        common = set.intersection(*each)
        assert set(got.failing) == (common or set.union(*each))
    assert got.by == (
        tuple(dict.fromkeys(a for a, _, _ in found)) if got.verdict == "violation" else ()
    )
    if got.verdict == "cannot_determine":
        assert got.reasons
        open_ = {e for e, v in zip(ELEMENTS, agreed_on, strict=True) if v == "U"}
        assert {reason.element for reason in got.reasons} <= open_
    else:
        assert got.reasons == ()


@settings(max_examples=300)
@given(ORACLES, st.sampled_from(WHO), st.sampled_from(WHOM), st.sampled_from(ACTS),
       st.sampled_from(WHERE), st.sampled_from(WHEN))  # fmt: skip
def test_one_alternative_equals_the_oracle(oracle, actor, target, act, where, n):
    compare(oracle, [actor], [target], [act], where, n, n, False)


@pytest.mark.slow
@settings(max_examples=300)
@given(
    ORACLES,
    st.lists(st.sampled_from(WHO), min_size=1, max_size=3, unique=True),
    st.lists(st.sampled_from(WHOM), min_size=1, max_size=3, unique=True),
    st.lists(st.sampled_from(ACTS), min_size=1, max_size=2, unique=True),
    st.sampled_from(WHERE),
    st.sampled_from(WHEN),
    st.sampled_from([0, 0, 1, 3]),
    st.booleans(),
)
def test_many_alternatives_equal_the_oracle(oracle, actors, targets, acts, where, n, more, both):
    compare(oracle, actors, targets, acts, where, n, min(n + more, 10), both)


# --- the toy oracle's own expectations, as Appendix A prints them -----------------------------------


def kleene(*letters):
    return "F" if "F" in letters else "U" if "U" in letters else "T"


def quantified(letters):
    return letters[0] if len(set(letters)) == 1 and letters[0] != "U" else "U"


def appendix_a(o, time, place, actors, targets, act, plea="F"):
    """Appendix A, typed again: actors and targets apart, as it takes them."""
    if o == "F":
        return "not_occurred"
    scope = kleene(time, place, quantified(actors), quantified(targets), act)
    if scope == "F":
        return "outside"
    if "U" in (o, scope):
        return "cannot_determine"
    return {"T": "permitted", "U": "cannot_determine", "F": "violation"}[plea]


KNOWN = {
    "T": {"actor": "army", "target": "reb"},
    "F": {"actor": "stranger", "target": "nus"},
    "U": {"actor": "con", "target": "con"},
}


@pytest.mark.parametrize(
    ("o", "time", "place", "act"), list(product("TUF", "TF", "TF", "TUF")), ids="".join
)
def test_where_one_side_is_certain_the_toy_is_right(o, time, place, act):
    """With one candidate of one of the two, apart and jointly are the same."""
    agreed = agreement(PLAIN_TERMS, accessions=PLAIN_LEDGER)
    for actors, targets in product(["T", "F", "U", "TF", "TU", "FU"], ["T", "F", "U"]):
        if actors == targets == "U":
            continue  # con does not attack itself
        if "U" in actors and targets == "U":
            continue
        occurred = {"T": PROVED, "U": Standing(Level.E2), "F": Standing(Level.E3, refuted=True)}[o]
        incident = an_incident(
            occurred=occurred,
            time=Interval(noon(3), noon(3)) if time == "T" else Interval(noon(1), noon(1)),
            region=at("plain" if place == "T" else "out"),
            acts=(Act({"T": "H-ART", "U": "H-EXP-U", "F": "H-SNI"}[act]),),
            actors=parties([KNOWN[letter]["actor"] for letter in actors], PROVED),
            targets=parties([KNOWN[letter]["target"] for letter in targets], PROVED),
        )
        expected = appendix_a(o, time, place, actors, targets, act)
        assert judged(agreed, incident).verdict == expected, (actors, targets)


def test_where_they_differ_the_joint_one_is_right():
    """A clash between a party and an outsider, initiator unknown: outside one way by target …"""
    agreed = agreement(PLAIN_TERMS, accessions=PLAIN_LEDGER)
    clash = an_incident(
        actors=parties(["army"], PROVED), targets=parties(["nus"], PROVED), both_directions=True
    )
    assert appendix_a("T", "T", "T", "TF", "TF", "T") == "cannot_determine"
    found = judged(agreed, clash)
    assert (found.verdict, found.failing) == (Verdict.OUTSIDE, ("actor", "target"))
    assert found.element("actor") == found.element("target") == Truth.U
