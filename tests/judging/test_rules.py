"""Rules and reasons: from each cause its code, and what must hold whatever the incident."""

from dataclasses import replace
from itertools import pairwise, product

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
    REGISTRY,
    ZONES,
    agreement,
    an_incident,
    at,
    day,
    noon,
    parties,
    signed,
)

from hudna import codes
from hudna.actors import ActorsFile, registry
from hudna.agreement.agreement import Agreement
from hudna.evidence import Level, Standing, Truth
from hudna.finding import ELEMENTS, Verdict
from hudna.gazetteer import Gazetteer
from hudna.incident import UNIDENTIFIED, Act, Candidate, Extent, Parties, Plea
from hudna.instant import Interval
from hudna.judging.alternatives import alternatives
from hudna.judging.alternatives import parts as split
from hudna.judging.judge import Judge
from hudna.judging.reference import evaluate
from hudna.judging.rules import Rules
from hudna.zones import Region, Zone, ZoneKind

AGREED = agreement(PLAIN_TERMS, accessions=PLAIN_LEDGER)
E1, E2, E3 = Standing(Level.E1), Standing(Level.E2), Standing(Level.E3)


def judged(incident, agreed=AGREED, world=None):
    """Straight from the procedure."""
    world = world or agreed.worlds.default()[0]
    (span,) = split(incident, agreed)
    rules = Rules(agreed, world) if agreed is not RICH else RICH_RULES[world.id]
    return evaluate(incident, alternatives(incident, agreed, span), rules)


def reasons(incident, agreed=AGREED):
    found = judged(incident, agreed)
    assert found.verdict == Verdict.CANNOT_DETERMINE
    return {(reason.element, reason.code) for reason in found.reasons}


def with_terms(*zones, **terms):
    changed = {k: v for k, v in (PLAIN_TERMS | terms).items() if v is not None}
    return agreement(changed, accessions=PLAIN_LEDGER, zones=[*ZONES, *zones])


# --- from element and cause to code ----------------------------------------------------------------

GRADED = {
    "occurred": lambda s: {"occurred": s},
    "time": lambda s: {"time_standing": s},
    "territory": lambda s: {"place_standing": s},
    "actor": lambda s: {"actors": parties(["army"], s)},
    "target": lambda s: {"targets": parties(["reb"], s)},
    "act": lambda s: {"act_standing": s},
}


@pytest.mark.parametrize("element", GRADED)
@pytest.mark.parametrize(
    ("standing", "code"),
    [
        (Standing(Level.E2), "SINGLE_ORIGIN"),
        (Standing(Level.E1), "OCCURRENCE_UNCORROBORATED"),
        (Standing(Level.E3, contested=True), "SOURCES_CONTRADICT"),
        (Standing(Level.E1, contested=True), "SOURCES_CONTRADICT"),
    ],
)
def test_a_level_too_low(element, standing, code):
    assert reasons(an_incident(**GRADED[element](standing))) == {(element, code)}


def test_time_straddles_the_start():
    found = reasons(an_incident(time=Interval(noon(1), noon(2))))
    assert found == {("time", "TIME_STRADDLES_START")}


def test_time_straddles_the_end():
    ended = with_terms(**{"T-end": {"type": "P05", "end": {"at": "2017-01-08"}}})
    found = reasons(an_incident(time=Interval(noon(7), noon(8))), ended)
    assert found == {("time", "TIME_STRADDLES_END")}


def test_time_straddles_both():
    ended = with_terms(**{"T-end": {"type": "P05", "end": {"at": "2017-01-08"}}})
    found = reasons(an_incident(time=Interval(noon(1), noon(8))), ended)
    assert found & {("time", "TIME_STRADDLES_START"), ("time", "TIME_STRADDLES_END")}


def test_an_end_that_is_itself_uncertain_is_an_end():
    either = {"any_of": [{"at": "2017-01-08"}, {"at": "2017-01-10"}]}
    agreed = with_terms(**{"T-end": {"type": "P05", "end": either}})
    found = reasons(an_incident(time=Interval(noon(9), noon(9))), agreed)
    assert found == {("time", "TIME_STRADDLES_END")}


def test_a_start_that_is_itself_uncertain_is_a_start():
    either = {"any_of": [{"at": "2017-01-08"}, {"at": "2017-01-10"}]}
    agreed = with_terms(**{"T-start": {"type": "P04", "start": either}})
    found = reasons(an_incident(time=Interval(noon(9), noon(9))), agreed)
    assert found == {("time", "TIME_STRADDLES_START")}


def test_place_partly_in_scope():
    astride = Region(shapely.box(0.9, 0.2, 1.1, 0.8))
    assert reasons(an_incident(region=astride)) == {("territory", "PLACE_IMPRECISE")}


def test_an_area_that_is_only_asserted():
    assert reasons(an_incident(region=at("weak"))) == {("territory", "CONTROL_UNKNOWN")}


def test_an_area_whose_place_is_only_claimed():
    """How well the place is known is a matter of levels, not of which target it was."""
    claimed = an_incident(region=at("combat"), place_standing=E1)
    assert reasons(claimed) == {("territory", "OCCURRENCE_UNCORROBORATED")}


def test_who_held_the_ground_where_civilians_were_hit():
    found = reasons(an_incident(targets=parties(["civ"], PROVED)))
    assert found == {("target", "CONTROL_UNKNOWN")}


def test_the_actor_is_one_of_a_party_and_an_outsider():
    found = reasons(an_incident(actors=parties(["army", "stranger"], PROVED)))
    assert found == {("actor", "ACTOR_UNIDENTIFIED")}


def test_nobody_knows_the_actor():
    found = reasons(an_incident(actors=parties([UNIDENTIFIED], PROVED)))
    assert found == {("actor", "ACTOR_UNIDENTIFIED")}


def test_only_the_direction_is_open():
    found = reasons(
        an_incident(
            actors=parties(["army"], PROVED),
            targets=parties(["reb"], PROVED),
            both_directions=True,
        ),
        with_terms(**{"T-attack": PLAIN_TERMS["T-attack"] | {"by": ["gov"]}}),
    )
    # Prohibited to the one and not to the other: that is the act.
    assert found == {("act", "ACT_UNKNOWN")}
    clash = an_incident(targets=parties(["stranger"], PROVED), both_directions=True)
    assert judged(clash).verdict == Verdict.OUTSIDE
    everybody = with_terms(**{"T-attack": PLAIN_TERMS["T-attack"] | {"duty_scope": "erga_omnes"}})
    assert reasons(clash, everybody) == {("actor", "INITIATOR_UNKNOWN")}


@pytest.mark.parametrize(
    ("changes", "element"),
    [
        ({"actors": parties(["con"], PROVED)}, "actor"),
        ({"targets": parties(["con"], PROVED)}, "target"),
        ({"targets": parties(["civ"], PROVED), "region": at("con-held")}, "target"),
    ],
)
def test_a_contested_accession(changes, element):
    assert reasons(an_incident(**changes)) == {(element, "ACTOR_STATUS_CONTESTED")}


def test_a_contested_accession_of_whoever_held_the_ground():
    agreed = with_terms(**{"T-seize": {"type": "P02"}})
    taken = an_incident(acts=(Act("H-TER-T"),), region=at("con-held"), targets=Parties())
    assert reasons(taken, agreed) == {("target", "ACTOR_STATUS_CONTESTED")}


def test_which_target_it_was():
    found = reasons(an_incident(targets=parties(["reb", "nus"], PROVED)))
    assert found == {("target", "TARGET_IDENTITY")}
    found = reasons(an_incident(targets=parties([UNIDENTIFIED], PROVED)))
    assert found == {("target", "TARGET_IDENTITY")}


def test_targets_hit_together():
    both = Parties((Candidate("reb"), Candidate("nus")), PROVED, together=True)
    assert reasons(an_incident(targets=both)) == {("target", "TARGET_MIXED")}


def test_an_excluded_target_that_only_the_attackers_side_asserts():
    found = reasons(an_incident(targets=parties(["nus"], E1)))
    assert {element for element, _ in found} == {"target"}


@pytest.mark.parametrize("acts", [["H-EXP-U"], ["H-ART", "H-SNI"]])
def test_the_act_is_open(acts):
    found = reasons(an_incident(acts=tuple(map(Act, acts))))
    assert found == {("act", "ACT_UNKNOWN")}


def test_the_justification_is_open():
    agreed = with_terms(**{"T-force": {"type": "P03", "tests": ["direct_threat"]}})
    plea = Plea("gov", (("direct_threat", Truth.T, E1),))
    assert reasons(an_incident(plea=plea), agreed) == {
        ("justification", "JUSTIFICATION_UNRESOLVED")
    }


@pytest.mark.parametrize("code", ["TEXT_UNAVAILABLE", "ACCESS_DENIED", "TECHNICAL_LIMIT"])
def test_a_reason_that_a_person_set_is_kept(code):
    found = reasons(an_incident(occurred=E2, reasons=(code,)))
    assert {c for _, c in found} == {"SINGLE_ORIGIN", code}


def test_every_code_has_what_would_resolve_it():
    for code in codes.codes("reason"):
        for lang in ("en", "ar"):
            assert codes.needs(code, lang)


# --- what is never permitted by default --------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [
        {"actors": parties(["army"], PROVED), "targets": parties(["army"], PROVED)},
        {"actors": parties([UNIDENTIFIED], PROVED), "pairs": ((UNIDENTIFIED, UNIDENTIFIED),)},
        {"pairs": (("army", "army"),)},
    ],
)
def test_an_incident_whose_accounts_leave_no_pair_is_not_permitted(changes):
    found = judged(an_incident(**changes))
    assert found.verdict == Verdict.CANNOT_DETERMINE
    assert found.reasons


def linked_country(level):
    """A signatory that is said to be linked to the excluded group, and holds ground."""
    file = {
        "actors": [
            {"id": "army", "kind": "state-force", "names": {"en": ["Army"]}},
            {"id": "fac", "kind": "armed-group", "names": {"en": ["Fac"]}},
            {"id": "nus", "kind": "armed-group", "names": {"en": ["Nus"]}},
            {"id": "civ", "kind": "civilians", "names": {"en": ["Civ"]}},
            {"id": "name", "kind": "umbrella", "names": {"en": ["Name"]},
             "covers": [{"actor": "fac", "to": "2017-01-02"}]},
        ],
        "links": [{"actor": "fac", "linked_to": "nus", "level": level}],
    }  # fmt: skip
    terms = PLAIN_TERMS | {
        "T-exclude": PLAIN_TERMS["T-exclude"] | {"linked": True, "mode": "person"},
        "T-seize": {"type": "P02"},
    }
    ledger = [signed("army"), signed("fac")]
    zones = [
        *ZONES,
        Zone("fac-held", ZoneKind.CONTROL, {}, geometry=shapely.box(20, 0, 21, 1),
             holders=("fac",), standing=E3),
        Zone("name-held", ZoneKind.CONTROL, {}, geometry=shapely.box(30, 0, 31, 1),
             holders=("name",), standing=E3),
        Zone("far", ZoneKind.SCOPE_IN, {}, geometry=shapely.box(20, 0, 31, 1)),
    ]  # fmt: skip
    terms["T-scope"] = {"type": "P06", "area": ["far"]}
    document = agreement(terms, accessions=ledger, zones=zones).document
    return Agreement(
        document, registry(ActorsFile.model_validate(file), "UTC"), zones, Gazetteer({})
    )


def test_ground_of_a_party_that_may_be_excluded():
    """Its accession is certain, its link is not: there is a reason, and it says so."""
    agreed = linked_country("E2")
    place = Region(shapely.Point(20.5, 0.5))
    taken = an_incident(acts=(Act("H-TER-T"),), region=place, targets=Parties())
    found = judged(taken, agreed)
    assert found.element("target") == Truth.U
    assert found.verdict == Verdict.CANNOT_DETERMINE
    assert [r.element for r in found.reasons] == ["target"]
    hit = an_incident(region=place, targets=parties(["civ"], PROVED))
    assert [r.element for r in judged(hit, agreed).reasons] == ["target"]


def test_ground_held_under_a_name_that_covers_nobody():
    """On 3 January the name covers nobody: who held the ground is then not known."""
    agreed = linked_country("E3")
    place = Region(shapely.Point(30.5, 0.5))
    taken = an_incident(acts=(Act("H-TER-T"),), region=place, targets=Parties())
    assert reasons(taken, agreed) == {("target", "CONTROL_UNKNOWN")}


def test_nobody_is_no_sole_control_of_an_excluded_group():
    agreed = linked_country("E3")
    hit = an_incident(region=Region(shapely.Point(30.5, 0.5)), targets=parties(["nus"], E1))
    assert judged(hit, agreed).verdict == Verdict.CANNOT_DETERMINE


def test_a_zone_held_under_an_umbrella_name_is_held_by_whom_it_covers():
    """An umbrella stands for its candidates, also as the holder of an excluded area."""
    zones = [
        Zone("u", ZoneKind.COMBAT_AREA, {}, geometry=shapely.box(50, 0, 51, 1), against=("umb",),
             standing=E3),
        Zone("r", ZoneKind.COMBAT_AREA, {}, geometry=shapely.box(60, 0, 61, 1),
             against=("reb", "con"), standing=E3),
        Zone("far", ZoneKind.SCOPE_IN, {}, geometry=shapely.box(40, 0, 70, 1)),
    ]  # fmt: skip
    agreed = with_terms(
        *zones,
        **{
            "T-scope": {"type": "P06", "area": ["far"]},
            "T-exclude": PLAIN_TERMS["T-exclude"] | {"actors": ["reb"]},
        },
    )
    target = parties(["late"], PROVED)
    when = Interval(noon(7), noon(7))
    verdicts = {
        judged(an_incident(region=Region(shapely.Point(x, 0.5)), targets=target, time=when), agreed).verdict
        for x in (50.5, 60.5)
    }  # fmt: skip
    assert verdicts == {Verdict.OUTSIDE}


# --- conditional -----------------------------------------------------------------------------------


def test_a_zone_of_no_concern_does_not_make_an_area_certain():
    """The area is known at E2; who controls the town in it, at E4, says nothing of the area."""
    town = Zone("town", ZoneKind.CONTROL, {}, geometry=shapely.box(3.4, 0.4, 3.6, 0.6),
                holders=("reb",), standing=PROVED)  # fmt: skip
    alone = judged(an_incident(region=at("combat2")))
    assert (alone.verdict, alone.conditional) == (Verdict.OUTSIDE, True)
    agreed = with_terms(town)
    (sign,) = agreed.zones.signatures(agreed.zones.statuses(at("combat2")), noon(3))
    assert {"combat2", "town"} <= sign.zones
    found = judged(an_incident(region=at("combat2")), agreed)
    assert (found.verdict, found.conditional) == (Verdict.OUTSIDE, True)


def test_conditional_only_where_every_false_element_is():
    low = {"actors": parties(["stranger"], E2)}
    assert judged(an_incident(**low)).conditional
    assert not judged(an_incident(**low, acts=(Act("H-SNI"),))).conditional
    assert judged(an_incident(**low, acts=(Act("H-SNI"),), act_standing=E1)).conditional


def test_conditional_in_some_alternative_is_conditional():
    astride = Region(shapely.box(3.1, 0.2, 3.2, 0.3))  # wholly in the area known at E2
    both = an_incident(
        region=astride, acts=(Act("H-ART"), Act("H-SNI")), targets=parties(["reb"], PROVED)
    )
    found = judged(both)
    assert (found.verdict, found.conditional) == (Verdict.OUTSIDE, True)


# --- exclusions --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mode", "where", "target", "failing"),
    [
        ("area", "combat", "reb", ("territory",)),
        ("area", "combat", "nus", ("territory", "target")),
        ("area", "plain", "nus", ("target",)),
        ("area", "plain", "reb", ()),
        ("person", "combat", "reb", ()),
        ("person", "combat", "nus", ("target",)),
        ("person", "plain", "nus", ("target",)),
        ("both", "combat", "reb", ()),
        ("both", "combat", "nus", ("target",)),
    ],
)
def test_modes_of_an_exclusion(mode, where, target, failing):
    exclude = PLAIN_TERMS["T-exclude"] | {"mode": mode}
    owed = PLAIN_TERMS["T-attack"] | {"duty_scope": "erga_omnes"}
    agreed = with_terms(**{"T-exclude": exclude, "T-attack": owed})
    found = judged(an_incident(region=at(where), targets=parties([target], PROVED)), agreed)
    assert (found.verdict == Verdict.OUTSIDE, found.failing) == (bool(failing), failing)


def test_the_excluded_actor_outside_every_area_is_protected_where_both_are_asked():
    exclude = PLAIN_TERMS["T-exclude"] | {"mode": "both"}
    owed = PLAIN_TERMS["T-attack"] | {"duty_scope": "erga_omnes"}
    agreed = with_terms(**{"T-exclude": exclude, "T-attack": owed})
    hit = an_incident(targets=parties(["nus"], PROVED))
    assert judged(hit, agreed).verdict == Verdict.VIOLATION


def test_where_both_are_asked_the_area_is_one_of_the_exclusion_that_names_the_target():
    """domain.md 2.3, 5(c): the excluded actor, inside an area of that exclusion, not of another."""
    both = PLAIN_TERMS["T-exclude"] | {"mode": "both"}
    owed = PLAIN_TERMS["T-attack"] | {"duty_scope": "erga_omnes"}
    agreed = with_terms(**{
        "T-exclude": both, "T-attack": owed, "T-other": both | {"actors": ["reb"]},
    })  # fmt: skip
    # The combat area is against nus: it is an area of the first exclusion only.
    inside = {"region": at("combat")}
    assert judged(an_incident(targets=parties(["nus"], PROVED), **inside), agreed).verdict == (
        Verdict.OUTSIDE
    )
    assert judged(an_incident(targets=parties(["reb"], PROVED), **inside), agreed).verdict == (
        Verdict.VIOLATION
    )


def test_where_both_are_asked_the_place_is_part_of_the_exception():
    """The excluded actor, inside such an area: that it was inside is claimed by one side only."""
    exclude = PLAIN_TERMS["T-exclude"] | {"mode": "both"}
    agreed = with_terms(**{"T-exclude": exclude})
    owed = with_terms(
        **{"T-exclude": exclude, "T-attack": PLAIN_TERMS["T-attack"] | {"duty_scope": "erga_omnes"}}
    )
    hit = an_incident(region=at("combat"), place_standing=E1, targets=parties(["nus"], PROVED))
    assert judged(hit, owed).element("target") == Truth.U
    # Owed to parties only, it is outside whatever the place.
    assert judged(hit, agreed).element("target") == Truth.F


def test_who_held_the_ground_needs_the_level_that_the_agreement_asks():
    agreed = agreement(
        PLAIN_TERMS | {"T-seize": {"type": "P02"}}, accessions=PLAIN_LEDGER,
        standards={"verdict": "E4"},
    )  # fmt: skip
    taken = an_incident(acts=(Act("H-TER-T"),), region=at("reb-held"), targets=Parties())
    assert judged(taken, agreed).verdict == Verdict.CANNOT_DETERMINE


# --- slices of worlds that are asked for -------------------------------------------------------------


def test_a_draft_reading_with_its_switch_set_otherwise_still_sees_the_start():
    """An interval astride the start that only the switch sets: not certain on either side."""
    document = AGREED.document.model_dump(by_alias=True, exclude_unset=True)
    document["readings"]["D"] = {"label": "D", "status": "draft"}
    document["switches"] = {
        "later": {
            "label": "Later?",
            "values": {"no": {}, "yes": {"T-start": {"start": {"at": "2017-01-20"}}}},
            "readings": {"D": "no"},
        }
    }
    agreed = Agreement(
        type(AGREED.document).model_validate(document), REGISTRY, ZONES, Gazetteer({})
    )
    (world,) = agreed.worlds.select("D[later=yes]")
    found = judged(an_incident(time=Interval(noon(19), noon(20))), agreed, world)
    assert found.verdict == Verdict.CANNOT_DETERMINE


# --- properties over incidents of the little country ---------------------------------------------------

WHO = ["gov", "army", "ally", "reb", "unit", "con", "late", "stranger", "nus", "jfs", "mrg",
       "unidentified"]  # fmt: skip
RICH = agreement(
    PLAIN_TERMS
    | {
        "T-end": {"type": "P05", "end": {"any_of": [{"at": "2017-01-08"}, {"at": "2017-01-09"}]}},
        "T-seize": {"type": "P02"},
        "T-force": {"type": "P03", "tests": ["direct_threat"]},
        "T-lines": {
            "type": "P10",
            "duty_scope": "erga_omnes",
            "lines": [{"party": "reb", "weapons": ["artillery"], "zone": "reb-held",
                       "from": {"at": "2017-01-04"}}],
        },
    },
    readings={
        "P": {"T-exclude": {"mode": "person"}},
        "A": {},
        "B": {"T-exclude": {"mode": "both"}, "T-attack": {"duty_scope": "erga_omnes"}},
    },
    accessions=PLAIN_LEDGER,
)  # fmt: skip
RICH_RULES = {world.id: Rules(RICH, world) for world in RICH.worlds.default()}
STANDINGS = st.builds(Standing, st.sampled_from(list(Level)), st.sampled_from([False, False, True]))
PLAIN_STANDINGS = st.builds(Standing, st.sampled_from([Level.E2, Level.E3, Level.E3, Level.E4]))
CORNER = st.floats(-0.5, 9, allow_nan=False)
PLACES = st.one_of(
    st.sampled_from(CELLS).map(at),
    st.tuples(CORNER, st.floats(0, 2)).map(
        lambda b: Region(shapely.box(b[0], 0.2, b[0] + b[1], 0.8))
    ),
    st.just(Region()),
)
TIMES = st.tuples(st.integers(-2, 24), st.integers(0, 6)).map(
    lambda t: Interval(day(1) + t[0] * DAY // 2, day(1) + (t[0] + t[1]) * DAY // 2)
)


@st.composite
def incidents(draw, standings=STANDINGS, candidates=3):
    def some(pool, size):
        return draw(st.lists(st.sampled_from(pool), max_size=size, unique=True))

    whom = some([*WHO, "civ", "umb"], candidates)
    return an_incident(
        occurred=draw(standings), time_standing=draw(standings), place_standing=draw(standings),
        act_standing=draw(standings), time=draw(TIMES), region=draw(PLACES),
        actors=parties(some([*WHO, "umb"], candidates), draw(standings)),
        targets=Parties(tuple(map(Candidate, whom)), draw(standings), draw(st.booleans())),
        acts=tuple(Act(code) for code in some(
            ["H-ART", "H-SNI", "H-EXP-U", "H-TER-T", "H-TER-A", "H-WIV", "H-INF"], 2) or ["H-ART"]),
        both_directions=draw(st.booleans()),
        holder=draw(st.one_of(st.none(), st.builds(
            parties, st.lists(st.sampled_from(["gov", "reb", "con", "nus", "umb"]), min_size=1,
                              max_size=2, unique=True), standings))),
        plea=draw(st.sampled_from([None, None, Plea("gov", (("direct_threat", Truth.T, E3),)),
                                   Plea("gov", (("direct_threat", Truth.T, E1),)), Plea("gov")])),
    )  # fmt: skip


def everywhere(incident):
    return [judged(incident, RICH, world) for world in RICH.worlds.default()]


DETERMINATE = set(Verdict) - {Verdict.CANNOT_DETERMINE}


@pytest.mark.slow
@settings(max_examples=200)
@given(incidents())
def test_what_cannot_be_determined_says_why(incident):
    for found in everywhere(incident):
        if found.verdict == Verdict.CANNOT_DETERMINE:
            assert found.reasons
            for reason in found.reasons:
                assert found.element(reason.element) == Truth.U
        else:
            assert found.reasons == ()
        assert (found.failing != ()) == (found.verdict == Verdict.OUTSIDE)
        assert not found.conditional or found.verdict == Verdict.OUTSIDE
        assert (found.by != ()) == (found.verdict == Verdict.VIOLATION)


@pytest.mark.slow
@settings(max_examples=80)
@given(incidents(), st.randoms(use_true_random=False))
def test_the_order_of_accounts_does_not_matter(incident, random):
    def shuffled(parties_):
        return replace(
            parties_, candidates=tuple(random.sample(parties_.candidates, len(parties_.candidates)))
        )

    other = replace(
        incident,
        actors=shuffled(incident.actors),
        targets=shuffled(incident.targets),
        acts=tuple(random.sample(incident.acts, len(incident.acts))),
        holder=incident.holder and shuffled(incident.holder),
    )
    for one, two in zip(everywhere(incident), everywhere(other), strict=True):
        assert replace(one, by=(), clauses=()) == replace(two, by=(), clauses=())
        assert set(one.by) == set(two.by)
        assert set(one.clauses) == set(two.clauses)


@pytest.mark.slow
@settings(max_examples=80)
@given(
    incidents(PLAIN_STANDINGS),
    st.sampled_from(["actor", "target", "act", "time", "place"]),
    st.data(),
)
def test_one_more_alternative_never_settles_anything(incident, what, data):
    """Of accounts that nobody contests: to know less cannot decide more."""
    before = everywhere(incident)
    match what:
        case "actor":
            assume(incident.actors.candidates)
            more = Candidate(data.draw(st.sampled_from(WHO)))
            grown = replace(incident.actors, candidates=(*incident.actors.candidates, more))
            other = replace(incident, actors=grown)
        case "target":
            assume(incident.targets.candidates and not incident.targets.together)
            more = Candidate(data.draw(st.sampled_from([*WHO, "civ"])))
            grown = replace(incident.targets, candidates=(*incident.targets.candidates, more))
            other = replace(incident, targets=grown)
        case "act":
            more = Act(data.draw(st.sampled_from(["H-ART", "H-SNI", "H-TER-T", "H-WIV"])))
            other = replace(incident, acts=tuple(dict.fromkeys((*incident.acts, more))))
        case "time":
            longer = Interval(incident.time.earliest - DAY, incident.time.latest + DAY)
            other = replace(incident, time=longer)
        case _:
            assume(incident.region.geometry is not None)
            wider = Region(incident.region.geometry.buffer(0.6).envelope)
            other = replace(incident, region=wider)
    assume(list(alternatives(incident, RICH, incident.time)))
    for one, two in zip(before, everywhere(other), strict=True):
        if one.verdict == Verdict.CANNOT_DETERMINE:
            assert two.verdict == Verdict.CANNOT_DETERMINE


@pytest.mark.slow
@settings(max_examples=80)
@given(incidents())
def test_more_evidence_never_unsettles_anything(incident):
    """Every element verified and uncontested: what was determinate stays so."""

    def verified(standing):
        return Standing(Level.E4, refuted=standing.refuted)

    def raised(parties_):
        return parties_ and replace(parties_, standing=verified(parties_.standing))

    other = replace(
        incident,
        occurred=verified(incident.occurred),
        time_standing=verified(incident.time_standing),
        place_standing=verified(incident.place_standing),
        act_standing=verified(incident.act_standing),
        actors=raised(incident.actors),
        targets=raised(incident.targets),
        holder=raised(incident.holder),
    )
    for one, two in zip(everywhere(incident), everywhere(other), strict=True):
        if one.verdict in DETERMINATE:
            assert two.verdict == one.verdict
            if not one.conditional:
                assert not two.conditional


@pytest.mark.slow
@settings(max_examples=80)
@given(incidents(), st.sampled_from([3, 4, 5, 6]))
def test_an_umbrella_stands_for_its_candidates(incident, n):
    """It covers the rebels, and from 5 January another group."""
    when = Interval(noon(n), noon(n))
    covered = ["reb", "con"] if n >= 5 else ["reb"]

    def named(parties_, names):
        return Parties(tuple(map(Candidate, names)), parties_.standing, parties_.together)

    umbrella, listed = (
        replace(
            incident, time=when,
            actors=named(incident.actors, [*names, "army"]),
            targets=named(incident.targets, ["late", *names]),
            holder=named(incident.holder, names) if incident.holder else None,
        )
        for names in (["umb"], covered)
    )  # fmt: skip
    assert everywhere(umbrella) == everywhere(listed)


@settings(max_examples=80)
@given(incidents())
def test_a_violation_names_every_candidate(incident):
    actors = parties(["army", "ally", "reb"], PROVED)
    plain = an_incident(
        actors=actors, targets=parties(["gov", "unit"], PROVED), time=Interval(noon(5), noon(5)),
        both_directions=incident.both_directions,
    )  # fmt: skip
    found = judged(plain)
    assert found.verdict == Verdict.VIOLATION
    both = {"gov", "unit"} if incident.both_directions else set()
    assert set(found.by) == {"army", "ally", "reb"} | both


# --- acts that filled their time -------------------------------------------------------------------


@pytest.mark.slow
@settings(max_examples=80)
@given(incidents(candidates=2), TIMES)
def test_an_act_that_filled_its_time_is_split_into_parts(incident, time):
    assume(not time.is_instant)
    whole = replace(incident, time=time, extent=Extent.THROUGHOUT)
    pieces = split(whole, RICH)
    assert pieces[0].earliest == time.earliest
    assert pieces[-1].latest == time.latest
    for one, two in pairwise(pieces):
        assert one.latest == two.earliest
        assert one.earliest < one.latest
    found = Judge(RICH).judge(whole)
    assert [f.part for f in found] == (
        [None] if len(pieces) == 1 else list(range(1, len(pieces) + 1))
    )
    for piece, part in zip(pieces, found, strict=True):
        (alone,) = Judge(RICH).judge(replace(incident, time=piece, extent=Extent.MOMENT))
        assert part.verdicts == alone.verdicts
        assert (part.headline, part.causes) == (alone.headline, alone.causes)


def test_the_start_splits_an_act_that_filled_it():
    whole = an_incident(time=Interval(noon(1), noon(2)), extent=Extent.THROUGHOUT)
    before, after = Judge(AGREED).judge(whole)
    assert before.verdicts["R"].failing == ("time",)
    assert after.verdicts["R"].verdict == Verdict.VIOLATION
    assert split(whole, AGREED) == [Interval(noon(1), day(2)), Interval(day(2), noon(2))]


def test_a_moment_is_never_split():
    for extent, time in product((Extent.MOMENT, Extent.UNKNOWN), (Interval(noon(1), noon(2)),)):
        assert split(an_incident(time=time, extent=extent), AGREED) == [time]
    instant = Interval(day(2), day(2))
    assert split(an_incident(time=instant, extent=Extent.THROUGHOUT), AGREED) == [instant]


def test_elements_have_their_order():
    assert ELEMENTS == (
        "occurred", "time", "territory", "actor", "target", "act", "justification",
    )  # fmt: skip


def test_a_differing_account_of_who_was_hit_is_another_alternative_also_the_other_way_round():
    """domain.md 5(c): A is false where the rule says no and no account differs; one that differs
    is another alternative.  Army against a stranger or another, begun by nobody knows whom: outside
    by the target one way, by the actor the other, whichever of the two it was.
    """
    doubt = replace(PROVED, contested=True)
    clash = an_incident(targets=parties(["stranger", "oth"], doubt), both_directions=True)
    found = judged(clash)
    assert (found.verdict, found.reasons) == (Verdict.OUTSIDE, ())
