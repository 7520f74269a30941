"""Obligations: pending, met, met late, missed or disputed, worked out by hand."""

import pytest

from hudna.agreement.force import event_dates
from hudna.agreement.obligations import DueStatus, dues
from hudna.agreement.worlds import Worlds
from hudna.instant import Interval, read

PENDING, MET, MET_LATE, MISSED, DISPUTED = (
    DueStatus.PENDING, DueStatus.MET, DueStatus.MET_LATE, DueStatus.MISSED, DueStatus.DISPUTED,
)  # fmt: skip


def day(text):
    return read(text, "Asia/Damascus")


@pytest.fixture
def due(document):
    """The one obligation of a small agreement at the end of a day."""

    def make(at, obligation, events=None, disputed=(), incidents=None, **parts):
        item = {"id": "talks", "what": "Talks"} | obligation
        written = document(
            terms={"T-talks": {"type": "P29", "obligations": [item]}},
            events={name: {"label": name} | about for name, about in (events or {}).items()},
            **parts,
        )
        happened = event_dates(written) | (incidents or {})
        (found,) = dues(Worlds(written).default(), written, happened, disputed, day(at).latest)
        assert (found.id, found.world, found.term) == ("talks", "R1", "T-talks")
        return found

    return make


# Talks within a month of 30 December: by the end of 30 January.
MONTH = {
    "due": {"at": "2016-12-30T00:00", "within": {"months": 1}},
    "met_by": ["astana"],
}


def met(at):
    return {"astana": {"at": at}}


@pytest.mark.parametrize(
    ("at", "events", "expected"),
    [
        ("2017-01-29", {"astana": {}}, PENDING),
        ("2017-01-30", {"astana": {}}, MISSED),  # its last day is over
        ("2017-01-22", met("2017-01-23"), PENDING),  # not yet
        ("2017-01-23", met("2017-01-23"), MET),
        ("2017-02-15", met("2017-01-23"), MET),
        ("2017-02-15", met("2017-01-30"), MET),  # on the last day
        ("2017-02-15", met("2017-01-30T23:59"), MET),
        ("2017-02-15", met("2017-01-31T00:00"), MET_LATE),  # the first moment after
        ("2017-02-15", met("2017-01-31"), MET_LATE),
        ("2017-01-30", met("2017-02-14"), MISSED),  # not by then
        ("2017-02-14", met("2017-02-14"), MET_LATE),
        # It lies across the deadline: nobody can tell.
        ("2017-02-15", {"astana": {"at": "2017-01-29", "to": "2017-01-31"}}, DISPUTED),
    ],
)
def test_within_a_month(due, at, events, expected):
    found = due(at, MONTH, events)
    assert found.status == expected
    assert found.due == day("2017-01-30")
    assert found.evidence == (() if expected in (PENDING, MISSED) else ("astana",))


def test_a_deadline_that_waits_for_an_event_is_pending(due):
    waits = {"due": {"event": "d-day", "within": {"days": 14}}, "met_by": ["withdrawn"]}
    events = {"d-day": {}, "withdrawn": {}}
    found = due("2020-01-01", waits, events)
    assert (found.status, found.due) == (PENDING, None)
    # Its date is set, then moved: 14 days of 1 December are over on the 15th.
    events["d-day"] = {"at": "2016-12-01"}
    assert due("2016-12-14", waits, events).status == PENDING
    assert due("2016-12-15", waits, events).status == MISSED
    events["d-day"] = {"at": "2016-12-12"}
    assert due("2016-12-15", waits, events).status == PENDING
    assert due("2016-12-26", waits, events).status == MISSED


def test_done_before_its_deadline_is_known_is_met(due):
    waits = {"due": {"event": "d-day", "within": {"days": 14}}, "met_by": ["withdrawn"]}
    found = due("2017-01-01", waits, {"d-day": {}, "withdrawn": {"at": "2016-12-30"}})
    assert (found.status, found.evidence) == (MET, ("withdrawn",))


def test_without_a_deadline_it_is_pending_until_it_is_met(due):
    never = {"met_by": ["astana"]}
    assert due("2030-01-01", never, {"astana": {}}).status == PENDING
    assert due("2017-06-01", never, met("2017-01-23")).status == MET


def test_a_duty_that_nothing_is_said_to_perform_is_missed_when_its_time_is_over(due):
    alone = {"due": MONTH["due"]}
    assert due("2017-01-29", alone).status == PENDING
    assert due("2017-01-30", alone).status == MISSED


TWO = MONTH | {"met_by": ["lists", "release"]}


@pytest.mark.parametrize(
    ("lists", "release", "expected"),
    [
        ("2017-01-10", "2017-01-20", MET),
        ("2017-01-10", None, MISSED),  # half is not all
        ("2017-01-10", "2017-02-01", MET_LATE),
        ("2017-02-01", "2017-01-10", MET_LATE),
    ],
)
def test_all_of_several_must_have_happened(due, lists, release, expected):
    events = {"lists": {"at": lists}, "release": {"at": release} if release else {}}
    found = due("2017-02-15", TWO, events)
    assert found.status == expected
    assert set(found.evidence) == {"lists"} | ({"release"} if release else set())


def test_one_surely_late_is_late_whatever_the_other(due):
    """Also where the other may have ended later still."""
    events = {
        "lists": {"at": "2017-02-01"},
        "release": {"at": "2017-01-25", "to": "2017-02-10"},
    }
    assert due("2017-02-15", TWO, events).status == MET_LATE


def test_half_done_before_its_time_is_over_is_pending(due):
    events = {"lists": {"at": "2017-01-10"}, "release": {}}
    found = due("2017-01-15", TWO, events)
    assert (found.status, found.evidence) == (PENDING, ("lists",))


# --- disputes -------------------------------------------------------------------------------------


def test_an_event_that_a_party_denies_is_disputed(due):
    found = due("2017-02-15", MONTH, met("2017-01-23"), disputed=["astana"])
    assert (found.status, found.evidence) == (DISPUTED, ("astana",))


CLAIM = {"id": "freeze", "by": ["x"], "at": "2017-01-02", "kind": "talks_frozen", "label": "x"}
CONTESTED = MONTH | {"disputed_by": ["freeze"]}


@pytest.mark.parametrize(
    ("at", "events", "expected", "evidence"),
    [
        ("2017-01-01", {"astana": {}}, PENDING, ()),
        ("2017-01-02", {"astana": {}}, PENDING, ("freeze",)),
        ("2017-01-30", {"astana": {}}, DISPUTED, ("freeze",)),
        ("2017-02-15", met("2017-01-23"), DISPUTED, ("astana", "freeze")),
        ("2017-01-01", met("2017-01-01"), MET, ("astana",)),  # before anybody said so
    ],
)
def test_a_status_claim_disputes_from_its_day(due, at, events, expected, evidence):
    found = due(at, CONTESTED, events, status_claims=[CLAIM])
    assert (found.status, found.evidence) == (expected, evidence)


@pytest.mark.parametrize(
    ("protest", "expected"),
    [({"at": "2017-01-25"}, DISPUTED), ({"at": "2017-03-01"}, MET), ({}, MET)],
)
def test_an_event_disputes_once_it_has_happened(due, protest, expected):
    item = MONTH | {"disputed_by": ["protest"]}
    found = due("2017-02-15", item, met("2017-01-23") | {"protest": protest})
    assert found.status == expected
    assert ("protest" in found.evidence) == (expected == DISPUTED)


def test_an_incident_may_perform_a_duty(due):
    item = MONTH | {"met_by": ["handed-over"]}
    found = due("2017-02-15", item, incidents={"handed-over": day("2017-01-12")})
    assert (found.status, found.evidence) == (MET, ("handed-over",))


# --- deadlines that are instants ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("done", "expected"),
    [("2016-12-31T19:59", MET), ("2016-12-31T20:00", MET), ("2016-12-31T20:01", MET_LATE)],
)
def test_by_an_hour(due, done, expected):
    item = {"due": {"at": "2016-12-31T20:00"}, "met_by": ["astana"]}
    found = due("2017-02-15", item, met(done))
    assert found.status == expected
    assert found.due.is_instant


def test_a_day_that_holds_the_hour_cannot_tell(due):
    item = {"due": {"at": "2016-12-31T20:00"}, "met_by": ["astana"]}
    assert due("2017-02-15", item, met("2016-12-31")).status == DISPUTED


# --- by reading -----------------------------------------------------------------------------------


def test_each_reading_has_its_own_deadline_and_what_does_not_bind_has_none(document):
    item = {"id": "talks", "what": "Talks", "met_by": ["astana"]}
    month = item | {"due": {"at": "2016-12-30T00:00", "within": {"months": 1}}}
    fortnight = item | {"due": {"at": "2016-12-30T00:00", "within": {"days": 14}}}
    written = document(
        terms={"T-talks": {"type": "P29", "obligations": [month]}},
        events={"astana": {"label": "x", "at": "2017-01-23"}},
        readings={
            "R1": {"label": "x", "status": "live"},
            "R2": {"label": "x", "status": "live", "terms": {"T-talks": {"obligations": [fortnight]}}},
            "R3": {"label": "x", "status": "live", "terms": {"T-talks": {"force": "aim_only"}}},
            "R4": {"label": "x", "status": "live", "terms": {"T-talks": {"basis": "silent"}}},
        },
    )  # fmt: skip
    found = dues(
        Worlds(written).default(), written, event_dates(written), (), day("2017-02-15").latest
    )
    assert [(d.world, d.status, d.due) for d in found] == [
        ("R1", MET, day("2017-01-30")),
        ("R2", MET_LATE, day("2017-01-13")),
    ]


def test_every_status_is_a_word_of_the_contract():
    assert {status.value for status in DueStatus} == {
        "pending", "met", "met_late", "missed", "disputed"
    }  # fmt: skip


def test_an_instant_at_the_end_of_a_day_is_not_in_it():
    """What the rule of the last day rests on."""
    last = day("2017-01-30")
    midnight = Interval(last.latest, last.latest)
    assert not last.meets(midnight)
