"""Decisions: four eyes, nobody twice, dissent that blocks nothing, corrections that keep the old."""

import contextlib
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hudna.problem import Refused
from hudna.record import decisions, store
from hudna.record.canonical import canonical
from hudna.record.complaints import open_complaint, take_step
from hudna.record.decisions import KIND, decide, said
from hudna.record.people import add, end
from hudna.record.roles import Complainant, Role
from hudna.record.states import RULES, Action, Stage, changes
from hudna.record.store import history, open_record

NOON = 1_483_185_600_000_000  # 31 December 2016, 12:00 UTC
HOUR = 3_600_000_000
ONE = "incident/i-1"
TEAM = {
    "ana": [Role.ANALYST],
    "leo": [Role.LEGAL],
    "rev": [Role.REVIEWER],
    "both": [Role.ANALYST, Role.REVIEWER],
    "info": [Role.INFORMATION_OFFICER],
    "liaison": [Role.PARTY_LIAISON],
    "mon": [Role.MONITOR],
    "reader": [Role.PUBLIC],
}


def value(headline="violation", verdicts="aa", engine="hudna 0", **more):
    return {
        "headline": headline, "causes": [], "pivots": [], "flags": [], "verdicts": verdicts,
        "engine": engine, "agreement": "ab", **more,
    }  # fmt: skip


V1 = {ONE: value("cannot_determine", "aa")}
V2 = {ONE: value("violation", "bb")}


class Desk:
    """A record with people, whose finding is set by hand, and whose clock ticks."""

    def __init__(self, record):
        self.record, self.current = record, {}
        for name, roles in TEAM.items():
            add(record, name, roles, None, "hired")

    def find(self, current):
        self.current = current
        rows = [("finding", name, canonical(what)) for name, what in current.items()]
        with self.record.writing(None) as writer:
            writer.put_rows("findings", rows, {"engine": "hudna 0"})

    def decide(self, action, by, subject=ONE, **options):
        current = self.current if subject == ONE else {}
        return decide(self.record, subject, Action(action), by, current, **options)

    def refused(self, action, by, words, **options):
        size = self.record.state().size
        with pytest.raises(Refused, match=words):
            self.decide(action, by, **options)
        assert self.record.state().size == size

    def workflow(self, state=None):
        with self.record.reading() as connection:
            return decisions.read(connection, state or self.record.state())

    def state(self, at=None, current=None):
        found = {name: said(what) for name, what in (current or self.current).items()}
        return self.workflow(at).incident("i-1", found)

    @property
    def stage(self):
        return self.state().stage


@pytest.fixture
def hours(monkeypatch):
    """Sets the clock of the record, in hours after noon."""

    def to(hour):
        monkeypatch.setattr(store, "clock", lambda: NOON + hour * HOUR)

    to(0)
    return to


@pytest.fixture
def desk(database, tmp_path, hours):
    with open_record(tmp_path, "case", database, create=True) as record:
        yield Desk(record)


def published(desk):
    desk.find(V1)
    for action, by in (("sign", "ana"), ("sign", "rev"), ("publish", "info")):
        desk.decide(action, by)


def test_from_derived_to_published(desk):
    assert desk.state().silent
    desk.find(V1)
    assert desk.stage == Stage.DERIVED
    number = desk.decide("sign", "ana")
    assert number.startswith("d-")
    assert "i-1" not in number
    assert desk.stage == Stage.SIGNED_ONCE
    desk.decide("sign", "rev")
    assert desk.stage == Stage.SIGNED
    desk.decide("publish", "info")
    state = desk.state()
    assert state.stage == Stage.PUBLISHED
    assert [(s.by, s.role) for s in state.signatures] == [("ana", "analyst"), ("rev", "reviewer")]
    with desk.record.reading() as connection:
        (version,) = history(connection, KIND, number)
    assert version.value["subject"] == ONE
    assert (version.value["by"], version.value["role"]) == ("ana", "analyst")


def test_a_finding_that_is_not_recorded_is_not_signed(desk):
    desk.refused("sign", "ana", "no finding that was recorded")
    desk.current = V1  # derived, not recorded
    desk.refused("sign", "ana", "not in the record")
    desk.find(V1)
    desk.current = {ONE: value("violation", "bb")}  # changed since
    desk.refused("sign", "ana", "not in the record")


def test_four_eyes(desk):
    desk.find(V1)
    desk.refused("sign", "rev", "the author signs first")
    desk.refused("sign", "info", "analyst or legal")
    desk.decide("sign", "both")
    desk.refused("sign", "both", "has signed this finding already")
    desk.refused("sign", "ana", "another pair of eyes")
    desk.decide("sign", "rev")
    desk.refused("sign", "leo", "have signed already")


def test_publishing_needs_both_signatures_and_an_information_officer(desk):
    desk.find(V1)
    desk.refused("publish", "info", "signatures of an author and of a reviewer")
    desk.decide("sign", "leo")
    desk.refused("publish", "info", "a reviewer as well")
    desk.decide("sign", "both")
    desk.refused("publish", "rev", "information-officer")
    desk.decide("publish", "info")
    desk.refused("publish", "info", "does not follow")


def test_who_may_decide(desk, hours):
    desk.find(V1)
    desk.refused("sign", None, "not said who decides")
    desk.refused("sign", "nobody", "not a person of this record")
    desk.refused("sign", "reader", "analyst or legal")
    hours(1)
    end(desk.record, "ana", [], None, "left")
    desk.refused("sign", "ana", "analyst or legal")


def test_a_signature_stands_when_the_role_ends(desk, hours):
    desk.find(V1)
    desk.decide("sign", "ana")
    hours(1)
    end(desk.record, "ana", [], None, "left")
    desk.decide("sign", "rev")
    assert desk.stage == Stage.SIGNED


def test_dissent_blocks_nothing_and_is_kept(desk):
    desk.find(V1)
    desk.refused("dissent", "rev", "no reason")
    desk.refused("dissent", "reader", "for a person with the role", reason="r")
    desk.decide("dissent", "mon", reason="I was there.")
    desk.decide("sign", "ana")
    desk.decide("sign", "rev")
    desk.decide("publish", "info")
    (dissent,) = desk.state().dissents
    assert (dissent.by, dissent.reason) == ("mon", "I was there.")


def test_a_change_of_the_finding_makes_a_correction_due(desk):
    published(desk)
    at = desk.record.state()
    desk.refused("correct", "info", "nothing to correct", reason="r")
    desk.find(V2)
    state = desk.state()
    assert state.stage == Stage.CORRECTION_DUE
    (change,) = state.due
    assert (change.before.headline, change.after.headline) == ("cannot_determine", "violation")
    assert change.what == ("headline", "verdicts")
    desk.refused("sign", "ana", "differs from the finding")
    desk.refused("publish", "info", "older finding")
    desk.refused("correct", "info", "no reason")
    desk.refused("correct", "ana", "information-officer", reason="r")
    desk.decide("correct", "info", reason="a second origin")
    state = desk.state()
    assert (state.stage, state.signatures) == (Stage.CORRECTED, ())
    assert state.corrections[0].changes == (change,)
    assert state.corrections[0].reason == "a second origin"
    assert desk.state(at, V1).stage == Stage.PUBLISHED
    # Signed and published anew; and corrected back, if the evidence falls away.
    for action, by in (("sign", "leo"), ("sign", "rev"), ("publish", "info")):
        desk.decide(action, by)
    assert desk.stage == Stage.PUBLISHED
    desk.find(V1)
    assert desk.stage == Stage.CORRECTION_DUE
    desk.decide("correct", "info", reason="it was no origin")
    assert len(desk.state().corrections) == 2


def test_what_was_signed_by_two_needs_a_correction_as_well(desk):
    desk.find(V1)
    desk.decide("sign", "ana")
    desk.find(V2)
    assert desk.stage == Stage.DERIVED  # one signature lapses
    assert desk.state().signatures == ()
    desk.decide("sign", "ana")
    desk.decide("sign", "rev")
    desk.find(V1)
    assert desk.stage == Stage.CORRECTION_DUE


def test_a_new_engine_or_file_that_finds_the_same_changes_nothing(desk):
    published(desk)
    desk.find({ONE: value("cannot_determine", "aa", engine="hudna 9", agreement="cd")})
    assert desk.stage == Stage.PUBLISHED


def test_parts_of_a_split_act_are_decided_together(desk):
    parts = {f"{ONE}/1": value("not_violation", "aa", causes=["outside"]), f"{ONE}/2": value()}
    desk.find(parts)
    desk.decide("sign", "ana")
    desk.decide("sign", "rev")
    assert set(desk.state().signatures[0].findings) == set(parts)
    desk.find({**parts, f"{ONE}/2": value("depends", "cc")})
    (change,) = desk.state().due
    assert change.finding == f"{ONE}/2"
    desk.find({ONE: value()})  # split no more
    assert [c.finding for c in desk.state().due] == [ONE, f"{ONE}/1", f"{ONE}/2"]
    desk.current = {**parts, f"{ONE}/2": value("violation", "zz")}
    desk.refused("correct", "info", "not in the record", reason="r")  # one part is not recorded


def test_a_right_of_reply_holds_publication(desk, hours):
    desk.find(V1)
    desk.decide("sign", "ana")
    desk.decide("sign", "rev")
    desk.refused("ask-reply", "liaison", "no party")
    desk.decide("ask-reply", "liaison", party="army")
    desk.decide("ask-reply", "liaison", party="rebels")
    desk.refused("ask-reply", "liaison", "asked already", party="army")
    desk.refused("publish", "info", r"right of reply is open \(army, rebels\)")
    assert desk.workflow().under_review() == {"i-1"}
    hours(1000)  # no clock closes it
    desk.refused("publish", "info", "no clock closes it")
    desk.decide("reply", "liaison", party="army", text="We did not fire.")
    desk.refused("reply", "liaison", "no reply of army", party="army", text="And again.")
    assert desk.workflow().under_review() == {"i-1"}
    desk.decide("reply", "liaison", party="rebels")  # none came
    assert desk.workflow().under_review() == frozenset()
    assert [(r.party, r.text) for r in desk.state().replies] == [
        ("army", "We did not fire."), ("rebels", None),
    ]  # fmt: skip
    assert desk.state().replies[0].due == NOON + 48 * HOUR  # domain.md 3.5
    desk.decide("publish", "info")


def test_that_it_is_under_review_is_no_change_of_the_finding(desk):
    desk.find(V1)
    desk.decide("sign", "ana")
    desk.find({ONE: value("under_review", "aa")})
    assert desk.stage == Stage.SIGNED_ONCE
    desk.refused("sign", "rev", "under review")
    desk.find(V1)
    desk.decide("sign", "rev")
    assert desk.stage == Stage.SIGNED


def test_an_open_complaint_holds_signing_and_publication(desk):
    desk.find(V1)
    desk.decide("sign", "ana")
    name = open_complaint(desk.record, Complainant.PARTY, "Not us.", "mon", about="i-1")
    assert desk.workflow().under_review() == {"i-1"}
    desk.refused("sign", "rev", "a complaint about it is open")
    take_step(desk.record, name, "end", "mon", "unfounded")
    desk.decide("sign", "rev")
    open_complaint(desk.record, Complainant.PARTY, "Not us.", "mon", about="i-1")
    desk.refused("publish", "info", "a complaint about it is open")


def test_withdrawn_and_reopened(desk):
    published(desk)
    desk.refused("withdraw", "info", "no reason")
    desk.refused("reopen", "ana", "no reason")
    desk.decide("withdraw", "info", reason="coded twice")
    assert desk.state().stage == Stage.WITHDRAWN
    assert desk.state().last.reason == "coded twice"
    desk.refused("sign", "ana", "withdrawn")
    desk.decide("reopen", "leo", reason="it was not")
    assert (desk.state().stage, desk.state().signatures) == (Stage.DERIVED, ())
    desk.decide("sign", "ana")


def test_what_was_published_stays_to_be_corrected_when_it_is_reopened(desk):
    published(desk)
    desk.decide("reopen", "leo", reason="new evidence is announced")
    assert desk.stage == Stage.DERIVED
    desk.find(V2)
    assert desk.stage == Stage.CORRECTION_DUE


def test_an_incident_that_is_in_the_case_no_more(desk):
    published(desk)
    desk.current = {}
    found = desk.workflow().incident("i-1", {})
    assert found.stage == Stage.CORRECTION_DUE
    assert found.due[0].after is None
    desk.decide("correct", "info", reason="it was another's")
    assert desk.workflow().incident("i-1", {}).stage == Stage.CORRECTED


def test_the_course_of_a_report(desk):
    report = "report/r-1"

    def refused(action, by, words, **options):
        desk.refused(action, by, words, subject=report, **options)

    assert desk.workflow().report("r-1") == Stage.RECEIVED
    refused("sign", "ana", "no decision on a report")
    refused("accept", "ana", "Triage it first")
    desk.decide("triage", "mon", report)
    refused("accept", "mon", "analyst or legal")
    desk.decide("accept", "ana", report)
    assert desk.workflow().report("r-1") == Stage.ACCEPTED
    refused("set-aside", "leo", "no reason")
    desk.decide("set-aside", "leo", report, reason="a copy of r-0")
    (out,) = desk.workflow().left_out()
    assert (out.id, out.stage, out.reason) == ("r-1", Stage.SET_ASIDE, "a copy of r-0")
    desk.decide("reopen", "leo", report, reason="it is none")
    assert desk.workflow().left_out() == ()
    desk.decide("withdraw", "info", report, reason="the source asks for it")
    assert desk.workflow().left_out()[0].stage == Stage.WITHDRAWN
    refused("accept", "ana", "Reopen it first")


def test_a_decision_that_the_rules_do_not_allow_moves_nothing(desk):
    """However it came into the record: by another program, or with the rights of the host."""
    desk.find(V1)
    with desk.record.reading() as connection:
        (finding,) = history(connection, "finding", ONE)
    told = {"subject": ONE, "action": "publish", "by": "info", "role": "information-officer"}
    forged = [
        {**told, "finding": {ONE: finding.n}},
        {**told, "finding": {ONE: 1 << 40}},
        {**told, "action": "sign", "role": "analyst", "finding": {ONE: finding.n}},  # is not his
        {**told, "action": "sign", "by": "nobody", "role": "analyst", "finding": {ONE: finding.n}},
        {**told, "action": "crown", "finding": {ONE: finding.n}},
    ]
    for number, payload in enumerate(forged):
        with desk.record.writing("intruder") as writer:
            writer.put(KIND, f"d-{number}", payload)
    assert (desk.stage, desk.state().signatures) == (Stage.DERIVED, ())


def test_the_rules_reach_every_stage_and_leave_none_without_a_way_on():
    for of, first in (("report", Stage.RECEIVED), ("incident", Stage.DERIVED)):
        mine = [rule for rule in RULES if rule.of == of]
        reached = {first} | {rule.after for rule in mine if rule.after}
        asked = {stage for rule in mine for stage in rule.before}
        assert reached | {Stage.CORRECTION_DUE} == asked | {Stage.CORRECTION_DUE}


# --- any sequence of decisions --------------------------------------------------------------------

FINDINGS = [V1, V2, {ONE: value("depends", "cc")}, {ONE: value("cannot_determine", "aa")}]
LIKELY = [
    ("sign", "ana"), ("sign", "rev"), ("sign", "both"), ("publish", "info"), ("publish", "info"),
    ("correct", "info"), ("ask-reply", "liaison"), ("reply", "liaison"), ("withdraw", "info"),
    ("reopen", "leo"), ("dissent", "mon"),
]  # fmt: skip
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("find"), st.sampled_from(range(len(FINDINGS)))),
        st.sampled_from(LIKELY),  # at random alone, few would come to a publication
        st.sampled_from(LIKELY),
        st.tuples(st.sampled_from([a.value for a in Action]), st.sampled_from(list(TEAM))),
    ),
    min_size=5,
    max_size=25,
)


WAY = [("sign", "ana"), ("sign", "rev"), ("publish", "info"), ("find", 1), ("correct", "info")]


@pytest.mark.slow
@settings(max_examples=30)
@given(st.integers(0, len(WAY)), STEPS)
def test_any_sequence_keeps_the_rules(come, steps):
    with (
        tempfile.TemporaryDirectory() as folder,
        open_record(Path(folder), "case", create=True) as record,
    ):
        desk = Desk(record)
        desk.find(V1)
        seen = []
        for what, argument in [*WAY[:come], *steps]:
            if what == "find":
                desk.find(FINDINGS[argument])
            else:
                with contextlib.suppress(Refused):
                    desk.decide(what, argument, reason="r", party="army")
            seen.append((record.state(), desk.current, desk.state()))
            held(desk.state(), desk.current)
        for state, current, found in seen:
            assert desk.state(state, current) == found


def held(state, current):
    """What no sequence may break."""
    now = {name: said(what) for name, what in current.items()}
    signers = [s for s in state.signatures if not changes(s.findings, now)]
    if state.stage in (Stage.SIGNED, Stage.PUBLISHED):
        author, reviewer = signers
        assert author.by != reviewer.by
        assert author.role in (Role.ANALYST, Role.LEGAL)
        assert reviewer.role == Role.REVIEWER
    if state.stage == Stage.SIGNED_ONCE:
        assert len(signers) == 1
    assert (state.stage == Stage.CORRECTION_DUE) == bool(state.due)
    if state.last is not None and state.last.action == Action.PUBLISH:
        assert state.stage in (Stage.PUBLISHED, Stage.CORRECTION_DUE)
        assert not any(r.asked < state.last.at and r.open for r in state.replies)
