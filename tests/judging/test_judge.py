"""The bench: what it keeps equals what is derived afresh, and pivots are what they say."""

import random
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from little import (
    PLAIN_LEDGER,
    PLAIN_TERMS,
    PROVED,
    REGISTRY,
    ZONES,
    an_incident,
    at,
    noon,
    parties,
)

from hudna import taxonomy
from hudna.agreement.agreement import Agreement
from hudna.agreement.document import AgreementFile
from hudna.case import Case, read_case
from hudna.evidence import Level, Standing, Truth
from hudna.finding import Headline, Verdict, headline
from hudna.gazetteer import Gazetteer
from hudna.incident import Act, Candidate, Extent, Incident, Parties, Plea
from hudna.instant import Interval
from hudna.judging.alternatives import alternatives, parts
from hudna.judging.judge import Judge
from hudna.judging.reference import evaluate
from hudna.judging.rules import Rules
from hudna.zones import Region

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = {
    path.parent.name: path.parent
    for folder in ("src/hudna/cases", "tests/cases")
    for path in sorted((ROOT / folder).glob("*/scenarios.yaml"))
}
DAY = 86_400_000_000


@cache
def case(name) -> Case:
    opened, problems = read_case(FOLDERS[name])
    assert opened is not None, problems
    return opened


@cache
def bench(name):
    """One bench for all tests of a case, so that what it keeps is shared between incidents."""
    return Judge(case(name).agreement)


@cache
def rules(name, world):
    return Rules(case(name).agreement, case(name).agreement.worlds.select(world)[0])


@cache
def every_incident(name):
    opened = case(name)
    entries = [e for s in opened.scenarios_file.scenarios for e in s.incidents]
    return [*opened.incidents, *(opened.read_incident(entry) for entry in entries)]


def afresh(agreement, incident, world, these=None):
    """The verdict on each part of an incident, straight from the procedure."""
    these = these or Rules(agreement, world)
    return [
        evaluate(incident, alternatives(incident, agreement, span), these)
        for span in parts(incident, agreement)
    ]


def shown(verdict):
    """A verdict whose lists are sets: their order is for people."""
    return replace(verdict, by=tuple(sorted(verdict.by)), clauses=tuple(sorted(verdict.clauses)))


def breadth(name, incident):
    """How many alternatives it has: the procedure is slow, and written to be."""
    agreement = case(name).agreement
    return sum(len(alternatives(incident, agreement, s)) for s in parts(incident, agreement))


def assert_equal_afresh(name, incident):
    agreement = case(name).agreement
    found = bench(name).judge(incident, pivots=False)
    worlds = agreement.worlds.default()
    for world in worlds if breadth(name, incident) < 300 else worlds[-1:]:
        fresh = afresh(agreement, incident, world, rules(name, world.id))
        kept = [finding.verdicts[world.id] for finding in found]
        assert list(map(shown, kept)) == list(map(shown, fresh)), (incident.id, world.id)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(FOLDERS))
def test_what_is_kept_equals_what_is_derived_afresh(name):
    for incident in every_incident(name):
        assert_equal_afresh(name, incident)


@pytest.mark.parametrize("name", sorted(FOLDERS))
def test_the_order_of_incidents_does_not_matter(name):
    """Whatever was judged before: forwards on one bench, shuffled on another."""
    incidents = list(every_incident(name))
    once = {id(i): bench(name).judge(i, pivots=False) for i in incidents}
    random.Random(7).shuffle(incidents)
    other = Judge(case(name).agreement)
    for incident in incidents:
        assert other.judge(incident, pivots=False) == once[id(incident)]


# --- random incidents of the cases -------------------------------------------------------------------

CODES = sorted(taxonomy.acts())


@st.composite
def incidents_of(draw, name):
    opened = case(name)
    agreement = opened.agreement
    turning = [i for i in agreement.calendar if abs(i) < 2**61]
    start = draw(st.sampled_from(turning)) + draw(st.sampled_from([0, -DAY, DAY, -1, DAY // 3]))
    length = draw(st.sampled_from([0, 0, DAY, 3 * DAY, 40 * DAY]))
    actors = [*sorted(agreement.registry.entries), "unidentified"]

    def standing():
        level = draw(st.sampled_from([Level.E3, Level.E3, Level.E4, Level.E2, Level.E1, Level.E0]))
        return Standing(level, draw(st.sampled_from([False] * 5 + [True])))

    def some(least, most):
        return draw(st.lists(st.sampled_from(actors), min_size=least, max_size=most, unique=True))

    spots = sorted(agreement.gazetteer.spots)
    entry_place = draw(st.sampled_from([*spots, None]))
    region = Region()
    if entry_place is not None:
        spot = agreement.gazetteer.spots[entry_place]
        chain = agreement.gazetteer.chain(spot.id)
        region = Region(None, 0.0, chain, True) if spot.kind != "place" else Region(
            None if spot.point is None else shapely.Point(spot.point),
            draw(st.sampled_from([0.0, 5.0, 30.0])), chain[1:],
        )  # fmt: skip
    return an_incident(
        occurred=standing(), time_standing=standing(), place_standing=standing(),
        act_standing=standing(), time=Interval(start, start + length), region=region,
        extent=draw(st.sampled_from(list(Extent))),
        actors=parties(some(0, 3), standing()),
        targets=replace(parties(some(0, 3), standing()), together=draw(st.booleans())),
        acts=tuple(Act(code) for code in draw(
            st.lists(st.sampled_from(CODES), min_size=1, max_size=2, unique=True))),
        both_directions=draw(st.booleans()),
        holder=draw(st.sampled_from([None, None, 1])) and parties(some(1, 2), standing()),
        plea=draw(st.sampled_from([None, None, 1])) and Plea(
            draw(st.sampled_from(actors[:-1])),
            tuple((test, draw(st.sampled_from(list(Truth))), standing())
                  for test in ("direct_threat", "necessity", "proportionality",
                               "imminent_or_ongoing_threat"))),
    )  # fmt: skip


@pytest.mark.parametrize("name", sorted(FOLDERS))
def test_random_incidents_are_judged_as_afresh(name):
    many = 40 if len(case(name).agreement.worlds.default()) > 5 else 120

    @settings(max_examples=many)
    @given(incidents_of(name))
    def check(incident):
        assume(breadth(name, incident) < 150)
        assert_equal_afresh(name, incident)
        for finding in bench(name).judge(incident, pivots=False):
            for verdict in finding.verdicts.values():
                if verdict.verdict == Verdict.CANNOT_DETERMINE:
                    assert verdict.reasons

    check()


# --- incidents that share nearly everything --------------------------------------------------------------


def little_agreement():
    terms = PLAIN_TERMS | {
        "T-seize": {"type": "P02"},
        "T-attack": PLAIN_TERMS["T-attack"] | {"acts": ["H-ART"]},
        "T-force": {"type": "P03", "tests": ["direct_threat"], "available_to": ["gov"]},
        "T-lines": {
            "type": "P10", "duty_scope": "erga_omnes",
            "lines": [{"party": "reb", "weapons": ["artillery"], "zone": "reb-held",
                       "from": {"at": "2017-01-04"}}],
        },
        "T-hour": {"type": "P12", "acts": ["H-FORT"], "by": ["reb"], "zones": ["reb-held", "plain"],
                   "duty_scope": "erga_omnes", "from": {"at": "2017-01-03"},
                   "until": {"at": "2017-01-07"}},
    }  # fmt: skip
    terms["T-hour"]["zones"] = ["reb-held", "control"]
    document = AgreementFile.model_validate(
        {
            "case": {"id": "little", "title": "Little"},
            "agreement": {"id": "a", "title": "A", "kind": "preliminary", "zone": "UTC"},
            "terms": terms,
            "readings": {
                "P": {"label": "P", "status": "live", "terms": {"T-exclude": {"mode": "person"}}},
                "Q": {"label": "Q", "status": "live"},
                "D": {"label": "D", "status": "draft", "terms": {"T-exclude": {"mode": "both"}}},
            },
            "switches": {
                "owed": {
                    "label": "Owed to whom?",
                    "values": {
                        "inter": {"T-attack": {"duty_scope": "inter_partes"}},
                        "all": {"T-attack": {"duty_scope": "erga_omnes"}},
                    },
                    "readings": {"P": "open", "Q": "inter", "D": "all"},
                },
                "renamed": {
                    "label": "Renamed?",
                    "values": {
                        "true": {},
                        "false": {"T-exclude": {"follows_rename": False}},
                    },
                    "readings": {"P": True, "Q": "open"},
                },
            },
            "accessions": [
                *PLAIN_LEDGER,
                {"actor": "stranger", "mode": "declared", "at": "2017-01-08"},
            ],
        }
    )
    return Agreement(document, REGISTRY, ZONES, Gazetteer({}))


LITTLE = little_agreement()
KEPT = Judge(LITTLE)
PLACES = ["plain", "reb-held", "con-held", "nus-held", "combat", "weak"]


@pytest.mark.parametrize("code", ["H-ART", "H-TER-T", "H-FORT", "H-WIV", "H-SNI"])
@pytest.mark.parametrize("where", PLACES)
def test_incidents_that_differ_only_in_their_day_are_not_confused(code, where):
    """Who is bound, whom an exclusion names and who held the place change with the days."""
    for actor, target in (
        ("army", "civ"), ("army", "late"), ("unit", "army"), ("late", "civ"), ("army", "jfs"),
        ("umb", "army"), ("reb", "unit"), ("stranger", "mrg"), ("nus", "reb"),
    ):  # fmt: skip
        for holder in (None, parties(["late"], PROVED), parties(["jfs"], PROVED),
                       parties(["umb", "reb"], PROVED)):  # fmt: skip
            for n in range(1, 11):
                incident = an_incident(
                    time=Interval(noon(n), noon(n)), region=at(where), acts=(Act(code),),
                    actors=parties([actor], PROVED), targets=parties([target], PROVED),
                    holder=holder,
                )  # fmt: skip
                (found,) = KEPT.judge(incident, pivots=False)
                for world in LITTLE.worlds.default():
                    (fresh,) = afresh(LITTLE, incident, world, little_rules(world.id))
                    assert shown(found.verdicts[world.id]) == shown(fresh), (
                        actor, target, holder, n, world.id,
                    )  # fmt: skip


@cache
def little_rules(world):
    return Rules(LITTLE, LITTLE.worlds.select(world)[0])


@pytest.mark.slow
@settings(max_examples=120)
@given(
    st.lists(st.sampled_from(["army", "umb", "unit", "late", "reb", "unidentified", "nus"]),
             min_size=1, max_size=3, unique=True),
    st.lists(st.sampled_from(["civ", "reb", "umb", "late", "jfs", "stranger", "mrg"]),
             min_size=1, max_size=3, unique=True),
    st.lists(st.sampled_from(["H-ART", "H-TER-T", "H-FORT", "H-WIV", "H-SNI", "H-INF"]),
             min_size=1, max_size=2, unique=True),
    st.integers(1, 9), st.sampled_from([0, 1, 4]), st.sampled_from(PLACES), st.booleans(),
    st.sampled_from([Level.E1, Level.E2, Level.E3]), st.booleans(),
)  # fmt: skip
def test_one_bench_for_all_equals_a_bench_for_each(
    actors, targets, acts, n, more, where, both, level, together
):
    incident = an_incident(
        actors=parties(actors, Standing(level)),
        targets=replace(parties(targets, PROVED), together=together),
        acts=tuple(map(Act, acts)), time=Interval(noon(n), noon(n + more)), region=at(where),
        both_directions=both,
    )  # fmt: skip
    (found,) = KEPT.judge(incident)
    (alone,) = Judge(LITTLE).judge(incident)
    assert found == alone
    for world in LITTLE.worlds.default():
        (fresh,) = afresh(LITTLE, incident, world, little_rules(world.id))
        assert shown(found.verdicts[world.id]) == shown(fresh)


# --- worlds, headlines, pivots, flags ----------------------------------------------------------------------


def few(name):
    return every_incident(name)[::15] if name.startswith("syria") else every_incident(name)


@pytest.mark.parametrize("name", sorted(FOLDERS))
def test_a_verdict_does_not_depend_on_the_worlds_that_are_asked(name):
    agreement = case(name).agreement
    default = agreement.worlds.default()
    draft = [w for r in agreement.worlds.readings("draft") for w in agreement.worlds.of_reading(r)]
    for incident in few(name):
        whole = Judge(agreement).judge(incident, pivots=False)
        for one in (default[0], default[-1], *draft[:1]):
            alone = Judge(agreement).judge(incident, [one])
            assert [set(f.verdicts) for f in alone] == [{one.id}] * len(whole)
            for a, b in zip(alone, whole, strict=True):
                # The headline is over the default worlds, whatever was asked for.
                assert (a.headline, a.causes, a.flags) == (b.headline, b.causes, b.flags)
                if one in default:
                    assert a.verdicts[one.id] == b.verdicts[one.id]


def headline_of(verdicts):
    """domain.md 5(c): the headline over the live readings."""
    kinds = {
        "V" if v == "violation" else "CD" if v == "cannot_determine" else "N" for v in verdicts
    }
    if len(kinds) > 1:
        return "depends"
    return {"V": "violation", "N": "not_violation", "CD": "cannot_determine"}[kinds.pop()]


def brute_pivots(agreement, incident, span_of):
    """Over all worlds, and pairs of them that differ in one switch of which one is default."""
    document = agreement.document
    worlds = agreement.worlds.all()
    outcome = {w.id: span_of(w) for w in worlds}
    default = agreement.worlds.default()
    turning = set()
    for one in default:
        for other in worlds:
            differ = {k for k in one.switches if one.switches[k] != other.switches.get(k)}
            near = other.reading == one.reading and len(differ) == 1
            if near and outcome[one.id] != outcome[other.id]:
                turning |= differ
    whole = headline_of(outcome[w.id] for w in default)
    readings = list(dict.fromkeys(w.reading for w in default))
    for reading in readings if len(readings) > 1 else ():
        if headline_of(outcome[w.id] for w in default if w.reading != reading) != whole:
            turning.add(reading)
    return [name for name in (*document.switches, *readings) if name in turning]


@pytest.mark.parametrize("name", sorted(FOLDERS))
def test_pivots_by_brute_force(name):
    agreement = case(name).agreement
    chosen = [i for i in every_incident(name) if breadth(name, i) < 20]
    if name.startswith("syria"):
        chosen = chosen[:: max(1, len(chosen) // 12)]
    for incident in chosen:
        found = bench(name).judge(incident)
        for number, (finding, span) in enumerate(
            zip(found, parts(incident, agreement), strict=True)
        ):
            alone = replace(incident, time=span, extent=Extent.MOMENT)

            def verdict(world, alone=alone):
                these = rules_by_id(name, world)
                return evaluate(
                    alone, alternatives(alone, agreement, alone.time), these
                ).verdict.value

            expected = brute_pivots(agreement, alone, verdict)
            assert list(finding.pivots) == expected, (incident.id, number)


ALL_RULES = {}


def rules_by_id(name, world):
    key = (name, world.id)
    if key not in ALL_RULES:
        ALL_RULES[key] = Rules(case(name).agreement, world)
    return ALL_RULES[key]


def test_pivots_of_the_little_country_by_brute_force():
    for actor, target, n, where in (
        ("army", "stranger", 3, "plain"), ("army", "jfs", 5, "plain"), ("army", "reb", 5, "combat"),
        ("army", "reb", 5, "plain"), ("nus", "reb", 5, "plain"), ("army", "civ", 5, "plain"),
        ("army", "jfs", 2, "weak"), ("army", "stranger", 9, "combat2"),
    ):  # fmt: skip
        incident = an_incident(
            actors=parties([actor], PROVED), targets=parties([target], PROVED), region=at(where),
            time=Interval(noon(n), noon(n)),
        )  # fmt: skip

        def verdict(world, incident=incident):
            return afresh(LITTLE, incident, world)[0].verdict.value

        (finding,) = KEPT.judge(incident)
        assert list(finding.pivots) == brute_pivots(LITTLE, incident, verdict)


def test_some_pivots_of_the_little_country_by_hand():
    def pivots(**changes):
        (finding,) = KEPT.judge(an_incident(**changes))
        return finding.pivots

    # Before it acceded the stranger is owed nothing among parties, and all under erga omnes: in the
    # one reading that leaves it open, and in the other, where it is stated and set otherwise.
    stranger = parties(["stranger"], PROVED)
    assert pivots(targets=stranger, time=Interval(noon(5), noon(5))) == ("owed", "P")
    # In the area the one reading excludes all, the other only the group.
    assert pivots(region=at("combat")) == ("P", "Q")
    assert pivots() == ()


@pytest.mark.parametrize("name", sorted(FOLDERS))
def test_headlines_by_the_text(name):
    agreement = case(name).agreement
    default = [w.id for w in agreement.worlds.default()]
    for incident in every_incident(name):
        for finding in bench(name).judge(incident, pivots=False):
            verdicts = [finding.verdicts[w].verdict.value for w in default]
            if not incident.under_review:
                assert finding.headline.value == headline_of(verdicts)
            causes = {"outside": "outside", "permitted": "permitted", "not_occurred": "refuted"}
            assert set(finding.causes) == {causes[v] for v in verdicts if v in causes}
        review = replace(incident, under_review=True)
        for finding in bench(name).judge(review, pivots=False):
            assert finding.headline == Headline.UNDER_REVIEW


def test_a_headline_of_no_world_claims_nothing():
    assert headline([]) == Headline.DEPENDS


@pytest.mark.parametrize("name", sorted(FOLDERS))
def test_flags_do_not_depend_on_evidence_time_place_or_actors(name):
    for incident in few(name):
        weaker = replace(
            incident, occurred=Standing(Level.E0), time=Interval(0, 0), region=Region(),
            actors=Parties((Candidate("unidentified"),), Standing()), extent=Extent.MOMENT,
        )  # fmt: skip
        flags = {finding.flags for finding in bench(name).judge(incident, pivots=False)}
        (other,) = bench(name).judge(weaker, pivots=False)
        assert flags == {other.flags}


def test_an_incident_without_any_candidate_is_judged():
    bare = Incident(
        id="i", occurred=PROVED, time=Interval(noon(3), noon(3)), time_standing=PROVED,
        region=Region(), place_standing=PROVED, actors=Parties(), targets=Parties(),
        acts=(Act("H-ART"),), act_standing=PROVED,
    )  # fmt: skip
    (finding,) = KEPT.judge(bare)
    assert finding.headline == Headline.CANNOT_DETERMINE
    assert all(verdict.reasons for verdict in finding.verdicts.values())
