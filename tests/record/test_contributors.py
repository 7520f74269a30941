"""Contributors: a pseudonym in the record, the rest sealed, and every opening in the log."""

import json

import pytest
import sqlalchemy as sa

from hudna.problem import Refused
from hudna.record import contributors, seal
from hudna.record.erasure import erase, tombstones
from hudna.record.schema import VERSION
from hudna.record.store import history, items, lines, open_record, reasons, state_at
from hudna.record.verify import verify

PHRASE, OTHER = "velvet anchor mirror", "another long passphrase"
WHO = {"name": "Zaynab al-Example", "contact": "+963 000 4711"}


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    monkeypatch.setattr(seal, "COST", seal.Cost(memory=8, passes=1, lanes=1))


@pytest.fixture
def record(database, tmp_path):
    case = tmp_path / "case"
    case.mkdir()
    with open_record(case, "c", database, create=True) as opened:
        yield opened


@pytest.fixture
def keyed(record, tmp_path):
    contributors.new_key(record, tmp_path / "seal.json", PHRASE, "amal")
    return record


def openings(record):
    with record.reading() as connection:
        found = [line for line in lines(connection) if line.kind == "opening"]
        why = reasons(connection, found)
        told = {i.id: i.value for i in items(connection, state_at(connection, None), "opening")}
        return [(line.author, line.subject, why[line.seq]) for line in found], told


def test_a_source_is_a_pseudonym_and_a_seal_and_nothing_else(keyed):
    name = contributors.add(keyed, WHO, "amal")
    with keyed.reading() as connection:
        found = contributors.find(connection, state_at(connection, None), name)
        stored = b"".join(bytes(b) for b in connection.scalars(sa.select(VERSION.c.body)))
    assert set(found.value) == {"sealed", "key"}
    for text in WHO.values():
        assert text.encode() not in stored


def test_without_a_key_nobody_can_be_protected(record):
    with pytest.raises(Refused, match="no sealing key"):
        contributors.add(record, WHO, "amal")


def test_a_case_has_one_key_until_it_is_resealed(keyed, tmp_path):
    with pytest.raises(Refused, match="already"):
        contributors.new_key(keyed, tmp_path / "second.json", PHRASE, "amal")
    assert not (tmp_path / "second.json").exists()


@pytest.mark.parametrize("who", [{}, {"name": "  "}, {"name": "x", "pseudonym": "S-AAAA-AAAA"}])
def test_an_identity_that_is_none_is_refused(keyed, who):
    with pytest.raises(Refused, match="identity"):
        contributors.add(keyed, who, "amal")


def test_opening_stands_in_the_log_with_who_and_why(keyed, tmp_path):
    name = contributors.add(keyed, WHO, "amal")
    found = contributors.open_source(
        keyed, name, tmp_path / "seal.json", PHRASE, "basim", "to arrange a safe route"
    )
    assert found == WHO
    told, values = openings(keyed)
    assert told == [("basim", f"source/{name}", "to arrange a safe route")]
    assert values[f"source/{name}"]["outcome"] == "opened"


def test_what_does_not_open_shows_nothing_and_is_an_attempt(keyed, tmp_path):
    name = contributors.add(keyed, WHO, "amal")
    seal.new_sealing_key(tmp_path / "stranger.json", PHRASE)
    for file, phrase in (
        ("seal.json", "not the passphrase"), ("stranger.json", PHRASE), ("nowhere.json", PHRASE),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            contributors.open_source(keyed, name, tmp_path / file, phrase, "basim", "curious")
        assert "Zaynab" not in str(refused.value)
    told, values = openings(keyed)
    assert told == [("basim", f"source/{name}", "curious (an attempt: nothing was opened)")] * 3
    assert values[f"source/{name}"]["outcome"] == "refused"


def test_nothing_is_shown_that_could_not_be_logged(keyed, tmp_path, monkeypatch):
    name = contributors.add(keyed, WHO, "amal")

    def full(*_):
        raise Refused([])

    monkeypatch.setattr(type(keyed), "writing", full)
    with pytest.raises(Refused):
        contributors.open_source(keyed, name, tmp_path / "seal.json", PHRASE, "basim", "why")


@pytest.mark.parametrize(("author", "reason"), [(None, "why"), ("basim", " ")])
def test_who_and_why_must_be_said(keyed, tmp_path, author, reason):
    name = contributors.add(keyed, WHO, "amal")
    with pytest.raises(Refused, match="--as PERSON and --reason"):
        contributors.open_source(keyed, name, tmp_path / "seal.json", PHRASE, author, reason)
    assert openings(keyed)[0] == []


def test_a_seal_that_was_exchanged_for_anothers_is_noticed(keyed, tmp_path):
    one, two = (contributors.add(keyed, {"name": n}, "amal") for n in ("One", "Two"))
    with keyed.reading() as connection:
        other = contributors.find(connection, state_at(connection, None), two).value
    with keyed.writing("mallory") as writer:
        writer.put(contributors.KIND, one, other)
    with pytest.raises(Refused, match="exchanged"):
        contributors.open_source(keyed, one, tmp_path / "seal.json", PHRASE, "basim", "why")


def test_a_pseudonym_that_nobody_has_is_refused(keyed, tmp_path):
    with pytest.raises(Refused, match="no source"):
        contributors.open_source(keyed, "S-0000-0000", tmp_path / "k", PHRASE, "basim", "why")


def test_resealing_destroys_what_the_old_key_opens(keyed, tmp_path):
    names = [contributors.add(keyed, {"name": f"Person {n}"}, "amal") for n in range(3)]
    with keyed.reading() as connection:
        (before,) = history(connection, "source", names[0])
    old, new = tmp_path / "seal.json", tmp_path / "new.json"
    assert contributors.reseal(keyed, (old, PHRASE), (new, OTHER), "amal", "a stick was lost") == 3
    with keyed.reading() as connection:
        gone, now = history(connection, "source", names[0])
        assert gone.n == before.n
        assert gone.body is None
        assert now.value["key"] != json.loads(before.body)["key"]
        key = contributors.current_key(connection, state_at(connection, None))
        assert now.value["key"] == key.id
        assert tombstones(connection, state_at(connection, None)) == []
    assert contributors.open_source(keyed, names[1], new, OTHER, "b", "w") == {"name": "Person 1"}
    with pytest.raises(Refused, match="another key"):
        contributors.open_source(keyed, names[1], old, PHRASE, "b", "w")
    assert verify(keyed).holds
    later = contributors.add(keyed, {"name": "Later"}, "amal")
    assert contributors.open_source(keyed, later, new, OTHER, "b", "w") == {"name": "Later"}


def test_resealing_is_all_or_nothing(keyed, tmp_path):
    one, two = (contributors.add(keyed, {"name": n}, "amal") for n in ("One", "Two"))
    with keyed.reading() as connection:
        other = contributors.find(connection, state_at(connection, None), two).value
    with keyed.writing("mallory") as writer:
        writer.put(contributors.KIND, one, other)
    before = keyed.state()
    with pytest.raises(Refused, match="exchanged"):
        contributors.reseal(
            keyed, (tmp_path / "seal.json", PHRASE), (tmp_path / "new.json", OTHER), "a", "why"
        )
    assert keyed.state() == before
    assert contributors.open_source(keyed, two, tmp_path / "seal.json", PHRASE, "b", "w")


def test_only_the_key_of_the_case_reseals(keyed, tmp_path):
    seal.new_sealing_key(tmp_path / "stranger.json", PHRASE)
    with pytest.raises(Refused, match="not a key of this case"):
        contributors.reseal(
            keyed, (tmp_path / "stranger.json", PHRASE), (tmp_path / "n.json", OTHER), "a", "why"
        )
    with pytest.raises(Refused, match="is the old key"):
        contributors.reseal(
            keyed, (tmp_path / "seal.json", PHRASE), (tmp_path / "seal.json", PHRASE), "a", "why"
        )


def test_who_was_erased_is_listed_as_that_and_opens_no_more(keyed, tmp_path):
    name = contributors.add(keyed, WHO, "amal")
    erase(keyed, "source", name, "amal", "asked to be forgotten")
    with keyed.reading() as connection:
        assert contributors.listed(connection, state_at(connection, None)) == [(name, None)]
    with pytest.raises(Refused, match="was erased"):
        contributors.open_source(keyed, name, tmp_path / "seal.json", PHRASE, "basim", "why")
