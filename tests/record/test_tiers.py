"""Tiers: a thing goes no further down than a person said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hudna.problem import Refused
from hudna.record.store import open_record, state_at
from hudna.record.tiers import Tier, of, said, say

P, C, M, R = Tier.PUBLIC, Tier.PARTIES, Tier.MISSION, Tier.RESTRICTED


def test_who_sees_what():
    seen = {reader: [t for t in Tier if reader.sees(t)] for reader in Tier}
    assert seen == {P: [P], C: [P, C], M: [P, C, M], R: [P, C, M, R]}


def test_the_thing_itself_then_its_import_then_the_mission():
    told = {"report/r-1": C, "reports/7": R}
    assert of(told, "report/r-1", "reports/7", {"tier": "public"}) == C
    assert of(told, "report/r-2", "reports/7", {"tier": "public"}) == R
    assert of(told, "report/r-3", "reports/8", {"tier": "public"}) == P
    assert of(told, "report/r-3", "reports/8", {"format": "ucdp"}) == M
    assert of({}, "incident/i") == M


@given(st.text() | st.none() | st.integers())
def test_a_tier_that_is_not_known_is_never_less_than_the_missions(name):
    tier = of({}, "report/r", "reports/1", {"tier": name})
    assert tier in (M, R) or name in set(Tier)


def test_the_newest_word_holds(database, tmp_path):
    with open_record(tmp_path, "c", database, create=True) as record:
        for tier in (P, M):
            with record.writing("amal") as writer:
                say(writer, "report/r-1", tier, "agreed in the meeting")
        with record.reading() as connection:
            assert said(connection, state_at(connection, None)) == {"report/r-1": M}
        for what, reason, why in (("source/S-1", "x", "restricted"), ("report/r-1", "", "reason")):
            with pytest.raises(Refused, match=why), record.writing("amal") as writer:
                say(writer, what, P, reason)
