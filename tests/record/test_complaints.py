"""Complaints: steps with clocks from receipt; late is shown as late, and no clock closes anything."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hudna.agreement.provisions import Complaints
from hudna.case import open_case
from hudna.problem import Refused
from hudna.record import store
from hudna.record.complaints import (
    DEFAULTS,
    KIND,
    Clock,
    Complaint,
    Done,
    extend,
    open_about,
    open_complaint,
    overdue,
    procedure,
    read,
    take_step,
)
from hudna.record.erasure import erase
from hudna.record.people import add
from hudna.record.roles import Complainant, Role
from hudna.record.store import history, open_record

HOUR = 3_600_000_000
NOON = 1_483_185_600_000_000  # 31 December 2016, 12:00 UTC
MINSK = Path(__file__).parents[1] / "cases/minsk-2015"


@pytest.fixture
def hours(monkeypatch):
    """Sets the clock of the record, in hours after noon."""

    def to(hour):
        monkeypatch.setattr(store, "clock", lambda: NOON + round(hour * HOUR))

    to(0)
    return to


@pytest.fixture
def record(database, tmp_path, hours):
    with open_record(tmp_path, "case", database, create=True) as opened:
        add(opened, "p-1", [Role.MONITOR], None, "hired")
        add(opened, "p-0", [Role.PUBLIC], None, "reads")
        yield opened


def opened(record, **options):
    return open_complaint(record, Complainant.NGO, "They shelled us.", "p-1", **options)


def known(record, at=None):
    state = record.state() if at is None else record.known_at(at)
    with record.reading() as connection:
        return read(connection, state)


def late(record, at):
    return [(x.step, x.by / HOUR, x.done) for c in known(record) for x in overdue(c, at)]


def test_the_default_clocks_are_those_of_the_domain_document():
    # domain.md 3.5: 1 h, 2 h, 4 h, 24 h, 48 h, 72 h, 7 d, 10 d, as agreed, as policy.
    assert [hours for _, hours in DEFAULTS] == [1, 2, 4, 24, 48, 72, 168, 240, None, None]


def test_a_complaint_says_what_and_of_which_class_never_who(record):
    name = opened(record, about="i-1")
    (found,) = known(record)
    assert (found.id, found.complainant, found.allegation) == (name, "ngo", "They shelled us.")
    assert (found.about, found.received, found.recorded) == ("i-1", NOON, NOON)
    assert [clock.due for clock in found.clocks.values()] == [
        None if hours is None else NOON + hours * HOUR for _, hours in DEFAULTS
    ]
    with record.reading() as connection:
        (version,) = history(connection, KIND, name)
    assert set(version.value) == {"received", "complainant", "allegation", "steps", "about"}
    assert open_about(known(record), "i-1") == (name,)
    assert open_about(known(record), "i-2") == ()


def test_clocks_run_from_receipt_not_from_when_it_was_recorded(record, hours):
    hours(3)
    opened(record, received=NOON)
    # Acknowledged within 1 h, triaged within 2 h: both are late when it is recorded at 3 h.
    assert late(record, NOON + 3 * HOUR) == [("receive", 2, False), ("triage", 1, False)]


def test_a_step_that_was_done_late_stays_late(record, hours):
    name = opened(record)
    hours(1)
    take_step(record, name, "receive", "p-1", "receipt given")
    hours(5)
    take_step(record, name, "triage", "p-1", "in the mandate")
    take_step(record, name, "notify", "p-1", "told at once", at=NOON + 4 * HOUR)
    assert late(record, NOON + 1 * HOUR) == []
    assert late(record, NOON + 2 * HOUR) == []  # the clock runs to its very end
    assert late(record, NOON + 3 * HOUR) == [("triage", 1, False)]
    assert late(record, NOON + 100 * HOUR)[0] == ("triage", 3, True)
    assert [step for step, _, _ in late(record, NOON + 100 * HOUR)] == [
        "triage", "inquire", "reply", "verify",
    ]  # fmt: skip


def test_the_end_stops_clocks_and_hides_none(record, hours):
    name = opened(record, about="i-1")
    hours(3)
    take_step(record, name, "end", "p-1", "withdrawn by the complainant")
    assert late(record, NOON + 99 * HOUR) == [("receive", 2, False), ("triage", 1, False)]
    assert open_about(known(record), "i-1") == ()
    assert open_about(known(record, NOON), "i-1") == (name,)  # as it was known before
    with pytest.raises(Refused, match="has ended"):
        take_step(record, name, "triage", "p-1", "x")
    hours(4)
    take_step(record, name, "reopen", "p-1", "new evidence")
    assert open_about(known(record), "i-1") == (name,)
    assert ("triage", 7, False) in late(record, NOON + 9 * HOUR)


def test_an_extension_is_reasoned_and_comes_in_time(record, hours):
    name = opened(record)
    extend(record, name, "verify", "p-1", 24, "no access yet")
    (found,) = known(record)
    assert found.clocks["verify"].due == NOON + 96 * HOUR
    assert found.clocks["verify"].extensions[0].reason == "no access yet"
    hours(97)
    with pytest.raises(Refused, match="ran out"):
        extend(record, name, "verify", "p-1", 24, "no access yet")
    for step, amount, reason, said in (
        ("assess", 24, " ", "no reason"),
        ("assess", 0, "r", "no time"),
        ("remedy", 24, "r", "no clock"),
        ("dance", 24, "r", "no step"),
        ("end", 24, "r", "no step"),
    ):
        with pytest.raises(Refused, match=said):
            extend(record, name, step, "p-1", amount, reason)


def test_what_is_refused(record, hours):
    name = opened(record)
    hours(1)
    take_step(record, name, "triage", "p-1", "fits")
    size = record.state().size
    for arguments, said in (
        ((name, "triage", "p-1", "again"), "done already"),
        ((name, "dance", "p-1", "x"), "no step of this complaint"),
        ((name, "notify", "p-1", " "), "no outcome"),
        ((name, "notify", None, "x"), "not said who decides"),
        ((name, "notify", "p-9", "x"), "not a person of this record"),
        ((name, "notify", "p-0", "x"), "no role now"),
        ((name, "reopen", "p-1", "x"), "is open"),
        (("c-none", "notify", "p-1", "x"), "no complaint"),
        ((name, "notify", "p-1", "x", NOON - 1), "before the complaint"),
        ((name, "notify", "p-1", "x", NOON + 2 * HOUR), "to come"),
    ):
        with pytest.raises(Refused, match=said):
            take_step(record, *arguments)
    with pytest.raises(Refused, match="empty"):
        open_complaint(record, Complainant.PARTY, " \n", "p-1")
    with pytest.raises(Refused, match="future"):
        opened(record, received=NOON + 9 * HOUR)
    assert record.state().size == size


def test_which_incident_may_become_known_later(record):
    name = opened(record)
    take_step(record, name, "triage", "p-1", "it is about i-7", about="i-7")
    assert open_about(known(record), "i-7") == (name,)


def test_an_erased_complaint_is_gone_and_reviews_nothing(record):
    name = opened(record, about="i-1")
    erase(record, KIND, name, "p-1", "asked for")
    assert known(record) == ()


def agreement(steps):
    term = Complaints.model_validate({"type": "P23", "clauses": ["c"], "steps": steps})
    return open_case(MINSK).agreement.document.model_copy(update={"terms": {"T-c": term}})


def test_the_agreement_sets_the_clocks():
    found = procedure(agreement([
        {"step": "reply", "hours": 24}, {"step": "2", "hours": 6}, {"step": "verify"},
        {"step": "Joint visit", "hours": 36},
    ]))  # fmt: skip
    assert dict(found)["reply"] == 24
    assert dict(found)["triage"] == 6
    assert dict(found)["verify"] == 72
    assert found[-1] == ("joint visit", 36)
    assert procedure(agreement([])) == DEFAULTS


def test_clocks_that_were_promised_do_not_move_with_the_agreement(record):
    name = opened(record, steps=[("receive", 1), ("joint visit", 36)])
    (found,) = known(record)
    assert list(found.clocks) == ["receive", "joint visit"]
    take_step(record, name, "joint visit", "p-1", "done")


@given(
    st.lists(st.tuples(st.none() | st.integers(0, 50), st.none() | st.integers(0, 50))),
    st.none() | st.integers(0, 50), st.integers(0, 50), st.integers(0, 50),
)  # fmt: skip
def test_what_is_late_stays_late(steps, ended, at, more):
    clocks = {
        str(i): Clock(str(i), due, None if done is None else Done(done, done, "p", "x"))
        for i, (due, done) in enumerate(steps)
    }
    end = None if ended is None else Done(ended, ended, "p", "x")
    complaint = Complaint("c", 0, 0, "p", Complainant.NGO, "x", None, clocks, end)
    now = {each.step: each for each in overdue(complaint, at)}
    later = {each.step: each for each in overdue(complaint, at + more)}
    assert now.keys() <= later.keys()
    for name, each in now.items():
        assert later[name].since == each.since == clocks[name].due
        assert 0 < each.by <= at - each.since
        assert later[name].by >= each.by or (ended is not None and later[name].done)
