"""Consent: not recorded is not given, one withdrawal withdraws, and the past stays told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hudna.problem import Refused
from hudna.record.consent import USE_OF, Consent, Use, said, say, standing, standing_of_all
from hudna.record.store import State, open_record, state_at
from hudna.record.tiers import Tier

THING, OTHER, SOURCE = "report/r-1", "report/r-2", "source/S-1"


def how(told, things=(THING,), voices=("S-1",), use=Use.PUBLIC):
    return standing({(what, use): yes for what, yes in told.items()}, things, voices, use)


def test_what_nobody_said_is_not_given():
    assert how({}) == Consent.UNSAID
    assert how({OTHER: True}) == Consent.UNSAID
    told = {(SOURCE, Use.PUBLIC): True}
    for use in (Use.INTERNAL, Use.PARTIES, Use.COURT):
        assert standing(told, [THING], ["S-1"], use) == Consent.UNSAID


def test_a_source_agrees_for_all_it_gives_or_for_one_thing():
    assert how({SOURCE: True}) == Consent.GIVEN
    assert how({THING: True}) == Consent.GIVEN
    assert how({"document/d-1": True}, (THING, "document/d-1")) == Consent.GIVEN


@pytest.mark.parametrize(
    "told", [{SOURCE: False}, {THING: False}, {SOURCE: True, THING: False},
             {SOURCE: False, THING: True}]
)  # fmt: skip
def test_one_withdrawal_is_enough(told):
    assert how(told) == Consent.WITHDRAWN


def test_every_contributor_must_have_agreed():
    two = ("S-1", "S-2")
    assert how({SOURCE: True}, voices=two) == Consent.UNSAID
    assert how({SOURCE: True, "source/S-2": True}, voices=two) == Consent.GIVEN
    assert how({SOURCE: True, "source/S-2": False}, voices=two) == Consent.WITHDRAWN


@given(
    st.dictionaries(st.sampled_from([THING, SOURCE, "source/S-2"]), st.booleans()),
    st.sampled_from([THING, SOURCE, "source/S-2"]),
)
def test_dropping_consent_never_gives_it(told, dropped):
    less = {what: yes for what, yes in told.items() if what != dropped or not yes}
    if how(told, voices=("S-1", "S-2")) != Consent.GIVEN:
        assert how(less, voices=("S-1", "S-2")) != Consent.GIVEN
    withdrawn = {**told, dropped: False}
    assert how(withdrawn, voices=("S-1", "S-2")) == Consent.WITHDRAWN


def test_of_several_each_must_have_agreed_to_his_own():
    one, two = ("S-1", ["document/d-1"]), ("S-2", ["document/d-2"])
    names = ["report/r-1", "document/d-1", "document/d-2"]

    def how_all(told, givers=(one, two)):
        return standing_of_all(
            {(k, Use.PUBLIC): v for k, v in told.items()}, names, givers, Use.PUBLIC
        )

    first = {"document/d-1": True}
    assert how_all(first) == Consent.UNSAID  # the second said nothing of his
    assert how_all({**first, "source/S-2": True}) == Consent.GIVEN
    assert how_all({**first, "document/d-2": True}) == Consent.GIVEN
    for gone in (*names, "source/S-1", "source/S-2"):
        assert how_all({**first, "document/d-2": True, gone: False}) == Consent.WITHDRAWN
    assert how_all({}, ()) == Consent.UNSAID
    assert how_all({"document/d-2": False}, ()) == Consent.WITHDRAWN


def test_each_release_is_a_use():
    assert USE_OF == {
        Tier.PUBLIC: Use.PUBLIC, Tier.PARTIES: Use.PARTIES, Tier.MISSION: Use.INTERNAL,
    }  # fmt: skip


def test_the_newest_word_holds_as_it_was_known(database, tmp_path):
    with open_record(tmp_path, "c", database, create=True) as record:
        states = []
        for given_, reason in ((True, "by phone"), (False, "fears for a brother"), (True, "back")):
            with record.writing("amal") as writer:
                say(writer, SOURCE, Use.PUBLIC, given_, "Never your name", reason)
                say(writer, SOURCE, Use.COURT, True, "Only a judge", reason)
            states.append(record.state())
        with record.reading() as connection:
            told = [said(connection, state)[SOURCE, Use.PUBLIC] for state in states]
            assert said(connection, State(0, 0)) == {}
            assert said(connection, state_at(connection, None)) == {
                (SOURCE, Use.PUBLIC): True, (SOURCE, Use.COURT): True,
            }  # fmt: skip
    assert told == [True, False, True]


@pytest.mark.parametrize(
    ("given_", "promised", "reason", "why"),
    [(True, None, "x", "promised"), (True, " ", "x", "promised"), (False, None, " ", "reason")],
)
def test_what_must_be_said_is_asked_for(database, tmp_path, given_, promised, reason, why):
    with open_record(tmp_path, "c", database, create=True) as record:
        with pytest.raises(Refused, match=why), record.writing("amal") as writer:
            say(writer, SOURCE, Use.PUBLIC, given_, promised, reason)
        assert record.state().size == 1
