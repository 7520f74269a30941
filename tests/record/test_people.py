"""People: roles from when to when, as they were known; nobody is deleted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hudna.problem import Refused
from hudna.record import store
from hudna.record.people import KIND, Person, Term, add, end, read
from hudna.record.roles import STAFF, Role
from hudna.record.store import history, open_record

HOUR = 3_600_000_000
NOON = 1_483_185_600_000_000  # 31 December 2016, 12:00 UTC


@pytest.fixture
def hours(monkeypatch):
    """Sets the clock of the record, in hours after noon."""

    def to(hour):
        monkeypatch.setattr(store, "clock", lambda: NOON + hour * HOUR)
        return NOON + hour * HOUR

    to(0)
    return to


@pytest.fixture
def record(database, tmp_path, hours):
    with open_record(tmp_path, "case", database, create=True) as opened:
        yield opened


def known(record, at=None):
    state = record.state() if at is None else record.known_at(at)
    with record.reading() as connection:
        return read(connection, state)


def test_the_roles_are_those_of_the_domain_document():
    # domain.md 5(e), feature 23.
    listed = "monitor, analyst, legal, reviewer, information officer, party liaison, public"
    assert [role.replace("-", " ") for role in Role] == listed.split(", ")
    assert set(Role) - set(STAFF) == {Role.PUBLIC}


def test_a_role_holds_from_when_it_was_given(record, hours):
    at = hours(1)
    add(record, "p-1", [Role.ANALYST, Role.LEGAL], "admin", "hired", shown="A. Name")
    person = known(record).one("p-1")
    assert person.name == "A. Name"
    assert person.roles(at - 1) == ()
    assert person.roles(at) == person.roles(at + 1000 * HOUR) == (Role.ANALYST, Role.LEGAL)
    assert known(record).one("p-2") is None


def test_a_role_may_be_given_for_a_past_or_a_coming_time(record, hours):
    add(record, "p-1", [Role.MONITOR], None, "was there", start=NOON - 5 * HOUR)
    add(record, "p-1", [Role.REVIEWER], None, "will be", start=NOON + 5 * HOUR)
    person = known(record).one("p-1")
    assert person.roles(NOON) == (Role.MONITOR,)
    assert person.roles(NOON + 5 * HOUR) == (Role.MONITOR, Role.REVIEWER)


def test_roles_end_and_the_person_stays(record, hours):
    add(record, "p-1", [Role.ANALYST, Role.REVIEWER], None, "hired")
    at = hours(2)
    end(record, "p-1", [Role.ANALYST], "admin", "moved on")
    assert known(record).one("p-1").roles(at - 1) == (Role.ANALYST, Role.REVIEWER)
    assert known(record).one("p-1").roles(at) == (Role.REVIEWER,)
    later = hours(3)
    end(record, "p-1", [], "admin", "left")
    assert known(record).one("p-1").roles(later) == ()
    # As it was known before: nothing had ended.
    assert known(record, at - 1).one("p-1").roles(later) == (Role.ANALYST, Role.REVIEWER)
    with record.reading() as connection:
        reasons = [v.value["reason"] for v in history(connection, KIND, "p-1")]
    assert reasons == ["hired", "moved on", "left"]


def test_a_role_can_be_given_again(record, hours):
    add(record, "p-1", [Role.ANALYST], None, "hired")
    hours(1)
    end(record, "p-1", [], None, "left")
    assert known(record).one("p-1").roles(NOON + 2 * HOUR) == ()
    hours(3)
    add(record, "p-1", [Role.ANALYST], None, "came back")
    assert known(record).one("p-1").roles(NOON + 2 * HOUR) == ()
    assert known(record).one("p-1").roles(NOON + 3 * HOUR) == (Role.ANALYST,)


@pytest.mark.parametrize(
    ("name", "roles", "reason", "said"),
    [
        ("", [Role.ANALYST], "r", "not an id"),
        ("unnamed", [Role.ANALYST], "r", "not an id"),
        ("Jane Doe", [Role.ANALYST], "r", "not an id"),
        ("p\n", [Role.ANALYST], "r", "not an id"),
        ("p-1", [], "r", "no role"),
        ("p-1", [Role.ANALYST], " ", "no reason"),
        ("there", [Role.ANALYST], "r", "already"),
    ],
)
def test_what_cannot_be_added(record, name, roles, reason, said):
    add(record, "there", [Role.ANALYST], None, "hired")
    size = record.state().size
    with pytest.raises(Refused, match=said):
        add(record, name, roles, None, reason)
    assert record.state().size == size


def test_what_cannot_be_ended(record):
    add(record, "p-1", [Role.ANALYST], None, "hired")
    for name, roles, reason, said in (
        ("nobody", [], "r", "not a person of this record"),
        ("p-1", [Role.LEGAL], "r", "does not have the role legal"),
        ("p-1", [], "", "no reason"),
    ):
        with pytest.raises(Refused, match=said):
            end(record, name, roles, None, reason)
    end(record, "p-1", [], None, "left")
    with pytest.raises(Refused, match="does not have the role"):
        end(record, "p-1", [], None, "left again")


@given(
    st.lists(st.tuples(st.sampled_from(Role), st.integers(0, 9), st.none() | st.integers(0, 9))),
    st.integers(0, 9),
)
def test_the_roles_at_a_time_are_the_terms_around_it(terms, at):
    person = Person("p", tuple(Term(*term) for term in terms))
    expected = {r for r, start, until in terms if start <= at and (until is None or at < until)}
    assert set(person.roles(at)) == expected
    assert list(person.roles(at)) == sorted(expected, key=list(Role).index)
