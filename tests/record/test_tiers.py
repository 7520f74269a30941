"""Tiers: a thing goes no further down than a person said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hudna.problem import Refused
from hudna.record.store import open_record, state_at
from hudna.record.tiers import Tier, Word, of, said, say, strictest, told

P, C, M, R = Tier.PUBLIC, Tier.PARTIES, Tier.MISSION, Tier.RESTRICTED


def test_who_sees_what():
    seen = {reader: [t for t in Tier if reader.sees(t)] for reader in Tier}
    assert seen == {P: [P], C: [P, C], M: [P, C, M], R: [P, C, M, R]}


def test_what_nothing_is_said_of_is_the_missions():
    said_ = {"incident/i": Word(C, 3)}
    assert of(said_, "incident/i") == C
    assert of(said_, "incident/j") == of({}, "incident/i") == M


@given(st.lists(st.sampled_from(Tier), min_size=1))
def test_the_strictest_is_seen_by_whoever_sees_all(some):
    for reader in Tier:
        assert reader.sees(strictest(some)) == all(map(reader.sees, some))


@given(st.text() | st.none() | st.integers())
def test_a_tier_that_is_not_known_is_for_nobody(name):
    tier = told({"tier": name})
    if name is None:
        assert tier is None
    else:
        assert tier == R or name in set(Tier)


def test_the_newest_word_holds(database, tmp_path):
    with open_record(tmp_path, "c", database, create=True) as record:
        for tier in (P, M):
            with record.writing("amal") as writer:
                say(writer, "report/r-1", tier, "agreed in the meeting")
        with record.reading() as connection:
            assert said(connection, state_at(connection, None))["report/r-1"].tier == M
        for what, reason, why in (("source/S-1", "x", "restricted"), ("report/r-1", "", "reason")):
            with pytest.raises(Refused, match=why), record.writing("amal") as writer:
                say(writer, what, P, reason)
