"""Tables of incidents are judged as their rows are one by one, however they come."""

import sys
import threading
from dataclasses import replace
from random import Random
from typing import Any

import little
import pyarrow as pa
import pytest
from agreements import Written, agreements, windows
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_tables import ORIGINS, a_table, alike, incident_of
from syria_tables import CASE
from syria_tables import incidents as syrian

from hudna.agreement.agreement import Agreement
from hudna.agreement.worlds import World
from hudna.evidence import Level
from hudna.finding import Finding
from hudna.finding_table import verdicts_in, worlds_of
from hudna.incident import Incident
from hudna.incident_table import checked
from hudna.judging.afresh import Afresh
from hudna.judging.alternatives import alternatives, parts
from hudna.judging.court import Court
from hudna.judging.judge import Judge
from hudna.judging.listing import Listing
from hudna.problem import Refused

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
SIZES = (1, 2, 7, 50)
SYRIAN = syrian(180, seed=5)


@st.composite
def recurring(draw: Any) -> Written:
    """An agreement that holds in, or pauses at, hours that recur."""
    written = draw(agreements())
    terms = written.document["terms"]
    end = {"type": "P05", "clauses": ["end"]} | terms.get("end", {})
    end["force"] = "operative"
    end[draw(st.sampled_from(["windows", "pauses"]))] = [draw(windows())]
    found = replace(written, document=written.document | {"terms": terms | {"end": end}})
    return found if found.agreement.recurs else written


seeds = st.integers(0, 2**32 - 1)


# --- what is said -----------------------------------------------------------------------------------


def told(table: pa.Table) -> list[dict[str, Any]]:
    """A table of findings, row by row, with the verdict in each of its worlds."""
    plain = table.select(
        ["incident", "part", "headline", "causes", "reasons", "pivots", "flags", "aggregate"]
    )
    verdicts = {world: verdicts_in(table, world).to_pylist() for world in worlds_of(table)}
    return [
        row | {"verdicts": {world: found[i] for world, found in verdicts.items()}}
        for i, row in enumerate(plain.to_pylist())
    ]


def as_told(finding: Finding) -> dict[str, Any]:
    """A finding as a row of such a table: its reasons are those of every world."""
    reasons = {reason for found in finding.verdicts.values() for reason in found.reasons}
    return {
        "incident": finding.incident,
        "part": finding.part,
        "headline": finding.headline.value,
        "causes": "|".join(finding.causes),
        "reasons": sorted(f"{reason.element}:{reason.code}" for reason in reasons),
        "pivots": "|".join(finding.pivots),
        "flags": "|".join(f"{law}:{code}" for law, code in finding.flags),
        "aggregate": finding.aggregate,
        "verdicts": {world: found.verdict.value for world, found in finding.verdicts.items()},
    }


def in_any_order(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"reasons": sorted(filter(None, row["reasons"].split("|")))}


def by_incident(findings: list[Finding]) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding.incident, []).append(finding)
    return found


def pieces(table: pa.Table, chance: Random) -> list[pa.Table]:
    """Every row twice, in any order, a few at a time; some pieces in several chunks."""
    order = [*range(table.num_rows)] * 2
    chance.shuffle(order)
    mixed, found, at = table.take(order).combine_chunks(), [], 0
    while at < mixed.num_rows:
        size = chance.choice(SIZES)
        piece = mixed.slice(at, size)
        cut = chance.randint(0, piece.num_rows)
        if chance.random() < 0.3:
            piece = pa.concat_tables([piece.slice(0, cut), piece.slice(cut)])
        found.append(dressed(piece, chance))
        at += size
    return found


def dressed(table: pa.Table, chance: Random) -> pa.Table:
    """The same with lists of other types, as files and other programs write them."""
    words = pa.dictionary(pa.int16(), pa.string())
    kinds = [pa.list_(pa.string()), pa.large_list(pa.large_string()), pa.list_(words)]
    for place, field in enumerate(table.schema):
        if pa.types.is_list(field.type):
            values = pa.array(table[field.name].to_pylist(), chance.choice(kinds))
            table = table.set_column(place, field.name, values)
    return table


def breadth(agreement: Agreement, incident: Incident) -> int:
    """How many alternatives an incident has."""
    return sum(len(alternatives(incident, agreement, s)) for s in parts(incident, agreement))


def assert_as_one_by_one(
    agreement: Agreement, asked: list[Incident], worlds: list[World], given: list[pa.Table],
    court: Court, listing: Listing,
) -> None:  # fmt: skip
    """What a court says of tables is what a fresh judge says of their rows."""
    alone = by_incident(Judge(agreement).judge_all(asked, worlds))
    for table in given:
        source = checked(table)
        listed = listing.listed(source)
        expected = [f for name in source["incident_id"].to_pylist() for f in alone[name]]
        found = court.table(listed, source)
        assert found.schema == court.schema
        found.validate(full=True)
        assert [in_any_order(row) for row in told(found)] == [as_told(f) for f in expected]
        findings = list(court.findings_in(listed, source))
        assert findings == [replace(f, unmatched=True) for f in expected]
        assert {tuple(f.verdicts) for f in findings} <= {tuple(w.id for w in worlds)}


def assert_as_the_procedure(
    agreement: Agreement, asked: list[Incident], worlds: list[World], court: Court,
    listing: Listing, table: pa.Table, most: int,
) -> None:  # fmt: skip
    """What a court says of the rows that leave least open is what the procedure says."""
    procedure = Afresh(agreement)
    sizes = [breadth(agreement, incident) * len(worlds) for incident in asked]
    rows = [row for row in sorted(range(len(asked)), key=sizes.__getitem__) if sizes[row] < 2000]
    for row in rows[:: max(1, len(rows) // most)]:
        source = checked(table.slice(row, 1))
        found = court.table(listing.listed(source), source)
        expected = procedure.judge(asked[row], worlds)
        assert [in_any_order(each) for each in told(found)] == [as_told(f) for f in expected]


# --- the property -----------------------------------------------------------------------------------


def check(written: Written, seed: int, strict: bool) -> None:
    agreement, worlds = written.agreement, written.agreement.worlds.all()
    table = a_table(written, seed, 14, strict)
    asked = [incident_of(row, ORIGINS) for row in table.to_pylist()]
    court = Judge(agreement).court(worlds)
    listing = court.listing(ORIGINS, strict)
    given = pieces(table, Random(seed))
    assert_as_one_by_one(agreement, asked, worlds, given, court, listing)
    assert_as_the_procedure(agreement, asked, worlds, court, listing, table, 3)


@pytest.mark.slow
@settings(max_examples=45, suppress_health_check=SLOW)
@given(agreements(), seeds, st.booleans())
def test_a_table_is_judged_as_its_rows(written, seed, strict):
    check(written, seed, strict)


@pytest.mark.slow
@settings(max_examples=12, suppress_health_check=SLOW)
@given(recurring(), seeds)
def test_so_it_is_where_the_agreement_holds_at_hours_that_recur(written, seed):
    check(written, seed, strict=True)


@pytest.mark.slow
@settings(max_examples=40, suppress_health_check=SLOW)
@given(agreements(), seeds)
def test_rows_that_differ_in_one_thing_are_told_apart(written, seed):
    agreement, worlds = written.agreement, written.agreement.worlds.all()
    table = alike(written, seed)
    asked = [incident_of(row, ORIGINS) for row in table.to_pylist()]
    court = Judge(agreement).court(worlds)
    assert_as_one_by_one(agreement, asked, worlds, [table], court, court.listing(ORIGINS))


@pytest.mark.slow
def test_so_it_is_of_the_syrian_case():
    agreement, chance = CASE.agreement, Random(7)
    worlds = agreement.worlds.default()
    asked = [incident_of(row, CASE.registry.origins) for row in SYRIAN.to_pylist()]
    court = Judge(agreement).court()
    listing = court.listing(CASE.registry.origins)
    given = pieces(SYRIAN, chance)
    assert_as_one_by_one(agreement, asked, worlds, given, court, listing)
    assert_as_the_procedure(agreement, asked, worlds, court, listing, SYRIAN, 12)


@pytest.mark.parametrize(
    ("radius", "headline"), [(8.0, "not_violation"), (0.0, "cannot_determine")]
)
def test_a_differing_account_of_a_place_is_among_the_places_that_are_left_open(radius, headline):
    # Outside the scope, within 8 km of a line that no term reads, or on it: it may be two places,
    # both outside.  Where it can be but one, the account that differs names another.
    court = Judge(little.agreement(little.PLAIN_TERMS, accessions=little.PLAIN_LEDGER)).court()
    source = checked(
        pa.table(
            {"incident_id": ["i"], "level": [4], "contested": [["territory"]], "actors": [["army"]],
             "targets": [["reb"]], "acts": [["H-ART"]], "lon": [1.25], "lat": [0.5],
             "radius_km": [radius], "t_earliest": pa.array([little.day(3)], pa.timestamp("us", "UTC")),
             "t_latest": pa.array([little.day(3)], pa.timestamp("us", "UTC"))}
        )
    )  # fmt: skip
    (found,) = told(court.table(court.listing({}).listed(source), source))
    assert found["headline"] == headline


# --- several threads --------------------------------------------------------------------------------


@pytest.fixture
def hasty():
    """Threads take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def in_two_threads(court: Court, listing: Listing, given: list[pa.Table]) -> list[list[Any]]:
    """What each of two threads is told of the same tables, one going through them backwards."""
    start = threading.Barrier(2)
    found: list[list[Any]] = [[], []]

    def work(which: int) -> None:
        step = -1 if which else 1
        start.wait()
        several = []
        for table in given[::step]:
            source = checked(table)
            several.append(court.table(listing.listed(source), source))
        found[which] = [told(one) for one in several[::step]]

    threads = [threading.Thread(target=work, args=(which,)) for which in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def alone(court: Court, listing: Listing, given: list[pa.Table]) -> list[Any]:
    sources = map(checked, given)
    return [told(court.table(listing.listed(source), source)) for source in sources]


@pytest.mark.parametrize("seed", range(3))
def test_threads_may_share_a_court_and_a_listing(hasty, seed):
    agreement, origins = CASE.agreement, CASE.registry.origins
    given = pieces(syrian(40, seed), Random(seed))
    one, shared = (Judge(agreement).court() for _ in range(2))
    expected = alone(one, one.listing(origins), given)
    assert in_two_threads(shared, shared.listing(origins), given) == [expected] * 2


@pytest.mark.slow
@settings(max_examples=8, suppress_health_check=[*SLOW, HealthCheck.function_scoped_fixture])
@given(agreements(), seeds)
def test_so_they_may_of_any_agreement(hasty, written, seed):
    given = pieces(a_table(written, seed, 12), Random(seed))
    one, shared = (Judge(written.agreement).court() for _ in range(2))
    expected = alone(one, one.listing(ORIGINS), given)
    assert in_two_threads(shared, shared.listing(ORIGINS), given) == [expected] * 2


# --- what is not known ------------------------------------------------------------------------------


LISTING = Judge(CASE.agreement).court().listing(CASE.registry.origins)


def bare(**columns: Any) -> pa.Table:
    """Two rows, proved, that say no more than these columns."""
    return checked(pa.table({"incident_id": ["a", "b"], "level": [3, 3], **columns}))


@pytest.mark.parametrize(
    ("columns", "told_"),
    [
        ({"actors": [["hts"], ["nobody-knows"]]}, "“nobody-knows” is no actor of the case (`actors`)"),
        ({"targets": [[], [None]]}, "“” is no actor of the case (`targets`)"),
        ({"acts": [["H-ART"], ["H-NONE"]]}, "“H-NONE” is no code of an act (`acts`)"),
        ({"acts": [["H-ART"], [None]]}, "“” is no code of an act (`acts`)"),
        ({"weapon": [None, "spoon"]}, "“spoon” is no weapon class (`weapon`)"),
    ],
)  # fmt: skip
def test_a_name_that_is_not_known_is_refused(columns, told_):
    known = [*CASE.registry.entries][:1]
    columns = {name: [known if v == ["hts"] else v for v in some] for name, some in columns.items()}
    with pytest.raises(Refused) as refused:
        LISTING.listed(bare(**columns), "mine.parquet")
    (problem,) = refused.value.problems
    assert (problem.file, problem.what) == ("mine.parquet", told_)
    assert problem.remedy


def test_a_word_of_a_dictionary_that_no_row_has_is_not_asked_for():
    def one(word: str) -> pa.Array:
        words = pa.DictionaryArray.from_arrays(pa.array([1, 1], pa.int8()), ["nobody", word])
        return pa.ListArray.from_arrays([0, 1, 2], words)

    actor = next(iter(CASE.registry.entries))
    columns = {"actors": actor, "targets": actor, "acts": "H-ART", "contested": "actor"}
    found = LISTING.listed(bare(**{name: one(word) for name, word in columns.items()}))
    plain = {name: [[word], [word]] for name, word in columns.items()}
    expected = LISTING.listed(bare(**plain))
    assert (found.docket.standing == expected.docket.standing).all()
    assert found.docket.actor.tolist() == expected.docket.actor.tolist()


def test_who_is_not_known_is_unidentified_where_that_is_allowed():
    court = Judge(CASE.agreement).court()
    listing = court.listing(CASE.registry.origins, strict=False)
    (a, b) = (
        listing.listed(bare(acts=[["H-ART"]] * 2, actors=[[name], ["unidentified", name]]))
        for name in ("nobody-knows", "unidentified")
    )
    assert a.docket.actor.tolist() == b.docket.actor.tolist()
    assert len(set(a.docket.actor.tolist())) == 1


def test_an_account_of_nobody_is_a_claim_and_none_at_all_is_nothing():
    ids = {"incident_id": ["a", "b", "c"]}
    told_ = checked(pa.table(ids | {"origins": [[], None, ["no-such-origin"]]}))
    assert LISTING.listed(told_).docket.standing.tolist() == [[Level.E1] * 6]
    silent = checked(pa.table(ids | {"level": pa.nulls(3, pa.int8())}))
    assert LISTING.listed(silent).docket.standing.tolist() == [[Level.E0] * 6]


@pytest.mark.parametrize("rows", [0, 1])
def test_tables_of_no_row_and_of_one(rows):
    court = Judge(CASE.agreement).court()
    source = checked(SYRIAN.slice(17, rows))
    found = court.table(court.listing(CASE.registry.origins).listed(source), source)
    assert found.schema == court.schema
    assert set(found["incident"].to_pylist()) == set(source["incident_id"].to_pylist())
