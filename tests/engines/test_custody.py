"""Custody: what is received is kept as it was, and nothing is said of what is not there."""

from pathlib import Path

import pytest

from crash import ged
from hudna.engines import custody
from hudna.engines.intake import import_files
from hudna.problem import Refused
from hudna.record import contributors, documents
from hudna.record.canonical import table
from hudna.record.consent import Use
from hudna.record.erasure import erase
from hudna.record.store import item, items, state_at
from hudna.record.tiers import Tier
from hudna.report import SCHEMA


@pytest.fixture
def source(opened, tmp_path):
    with opened() as known:
        contributors.new_key(known.record, tmp_path / "seal", "velvet anchor mirror", "amal")
        return contributors.add(known.record, {"name": "Zaynab"}, "amal")


def thing(known, kind, name):
    with known.record.reading() as connection:
        return item(connection, state_at(connection, None), kind, name).value


def test_a_document_is_kept_byte_for_byte(opened, tmp_path, source):
    content = bytes(range(256)) * 40
    file = tmp_path / "Zaynab at home.MP4"
    file.write_bytes(content)
    with opened() as known:
        name, new = custody.keep_document(known, file, source, author="amal")
        assert new
        told = thing(known, "document", name)
        assert told["contributor"] == source
        assert told["name"] == "received.mp4"  # a file's name may tell whose it is
        assert told["brought_by"] == "amal"
        with known.record.reading() as connection:
            assert documents.content(connection, told["sha256"]) == content
        assert custody.keep_document(known, file, source) == (name, False)
        other, new = custody.keep_document(known, file)
        assert new
        assert thing(known, "document", other)["name"] == "Zaynab at home.MP4"


def test_a_report_carries_its_contributor_and_its_document(opened, written, source):
    with opened() as known:
        (name,), document = custody.add_reports(known, written(), source, Tier.PARTIES, "amal")
        with known.record.reading() as connection:
            state = state_at(connection, None)
            found = item(connection, state, "report", name)
            (head,) = items(connection, state, "batch")
        (row,) = table([found.body], SCHEMA).to_pylist()
        assert row["contributor"] == source
        assert head.value["document"] == document
        assert head.value["tier"] == "parties"
        assert thing(known, "document", document)["contributor"] == source


def test_the_same_file_twice_adds_nothing(opened, written):
    file = written()
    with opened() as known:
        (_,), document = custody.add_reports(known, file)
        before = known.record.state()
        assert custody.add_reports(known, file) == ([], document)
        assert known.record.state() == before


def test_an_id_that_is_taken_is_refused_whole(opened, written, case):
    with opened() as known:
        custody.add_reports(known, written(id="form-1"))
        before = known.record.state()
        with pytest.raises(Refused, match="form-1"):
            custody.add_reports(known, written(id="form-1", text="another story"))
        taken = known.case.incidents[0].id
        with pytest.raises(Refused, match=taken):
            custody.add_reports(known, written(id=taken))
        assert known.record.state() == before


@pytest.mark.parametrize("call", ["keep", "add"])
def test_a_source_that_there_is_not_is_refused(opened, written, call):
    with opened() as known:
        before = known.record.state()
        work = custody.keep_document if call == "keep" else custody.add_reports
        with pytest.raises(Refused, match="no source"):
            work(known, written(), "S-0000-0000")
        assert known.record.state() == before


def test_tiers_and_consent_are_of_things_that_are_there(opened, written, source):
    with opened() as known:
        (name,), document = custody.add_reports(known, written(id="r-1"), source)
        incident = known.case.incidents[0].id
        with known.record.reading() as connection:
            (head,) = items(connection, state_at(connection, None), "batch")
        good = (f"report/{name}", f"document/{document}", f"incident/{incident}", head.id)
        for what in good:
            custody.set_tier(known, what, Tier.PUBLIC, "as agreed", "amal")
        for what in (*good[:3], f"source/{source}"):
            custody.set_consent(known, what, [Use.PUBLIC], True, "No name", "by phone", "amal")
        before = known.record.state()
        for what in ("report/none", "incident/none", "reports/99", "r-1", "report/", "file/x"):
            with pytest.raises(Refused):
                custody.set_tier(known, what, Tier.PUBLIC, "why", "amal")
            with pytest.raises(Refused):
                custody.set_consent(known, what, [Use.PUBLIC], False, None, "why", "amal")
        with pytest.raises(Refused, match="restricted"):
            custody.set_tier(known, f"source/{source}", Tier.PUBLIC, "why", "amal")
        assert known.record.state() == before


def test_what_an_erased_report_came_in_goes_with_it(opened, written, source, case):
    marker = "the sentence that only this source would write"
    with opened() as known:
        (name,), _ = custody.add_reports(known, written(text=marker), source)
        assert (
            marker.encode()
            in Path(case / "record.db").read_bytes() + Path(case / "record.db-wal").read_bytes()
        )
        erase(known.record, "report", name, "amal", "asked to be forgotten")
    for file in case.glob("record.db*"):
        assert marker.encode() not in file.read_bytes()


# --- a tier that would be dropped -----------------------------------------------------------------


def refused(opened, call, *remedies):
    """The call is refused, names what would help, and writes nothing."""
    with opened() as known:
        before = known.record.state()
        with pytest.raises(Refused) as caught:
            call(known)
        assert known.record.state() == before
    assert len(caught.value.problems) == len(remedies)
    for problem, remedy in zip(caught.value.problems, remedies, strict=True):
        assert f"`hudna tier CASE {remedy} --reason" in problem.remedy


def head(opened):
    with opened() as known, known.record.reading() as connection:
        return [found.id for found in items(connection, state_at(connection, None), "batch")][-1]


def test_a_tier_for_what_was_imported_before_is_refused(opened, tmp_path):
    file = tmp_path / "ged.csv"
    file.write_text(ged(1, 3))

    def bring(tier):
        return lambda known: list(import_files(known, [file], tier=tier))

    with opened() as known:
        bring(None)(known)
    first = head(opened)
    refused(opened, bring(Tier.RESTRICTED), f"{first} restricted")
    with opened() as known:
        before = known.record.state()
        bring(Tier.MISSION)(known)  # as it is
        bring(None)(known)
        assert known.record.state() == before
        custody.set_tier(known, "report/ucdp-2", Tier.PARTIES, "cleared", "amal")
    refused(opened, bring(Tier.PUBLIC), "report/ucdp-2 public", f"{first} public")
    file.write_text(ged(1, 4).replace("Small village", "Large village", 1))
    refused(opened, bring(Tier.PUBLIC), "report/ucdp-2 public", f"{first} public")
    with opened() as known:
        for what in (first, "report/ucdp-2"):
            custody.set_tier(known, what, Tier.PUBLIC, "cleared", "amal")
        bring(Tier.PUBLIC)(known)
    refused(opened, bring(Tier.MISSION), "report/ucdp-2 mission", f"{first} mission",
            f"{head(opened)} mission")  # fmt: skip


def test_a_tier_for_a_document_that_is_kept_is_refused(opened, written):
    file = written()
    with opened() as known:
        name, _ = custody.keep_document(known, file)
    refused(opened, lambda k: custody.keep_document(k, file, tier=Tier.PUBLIC),
            f"document/{name} public")  # fmt: skip
    with opened() as known:
        assert custody.keep_document(known, file, tier=Tier.MISSION) == (name, False)
        custody.set_tier(known, f"document/{name}", Tier.RESTRICTED, "a face", "amal")
    refused(opened, lambda k: custody.add_reports(k, file, tier=Tier.PUBLIC),
            f"document/{name} public")  # fmt: skip
    with opened() as known:
        assert custody.add_reports(known, file, tier=Tier.RESTRICTED)[0]


def test_a_tier_for_reports_that_were_added_is_refused(opened, written):
    file = written()
    with opened() as known:
        custody.add_reports(known, file, tier=Tier.PARTIES)
    refused(opened, lambda k: custody.add_reports(k, file, tier=Tier.RESTRICTED),
            f"{head(opened)} restricted")  # fmt: skip
    with opened() as known:
        assert custody.add_reports(known, file, tier=Tier.PARTIES)[0] == []
        custody.add_reports(known, written(id="r-1"), tier=Tier.PARTIES)
    again = written(id="r-1")
    again.write_text(again.read_text("utf-8") + "# a comment\n", "utf-8")
    refused(opened, lambda k: custody.add_reports(k, again, tier=Tier.PUBLIC),
            f"{head(opened)} public")  # fmt: skip


def test_a_record_that_may_not_be_written_is_none_to_write_to(opened, case):
    with opened() as known:
        known.record.writes = False
        for call in (
            lambda: custody.recorded(known),
            lambda: custody.keep_document(known, case / "incidents.yaml"),
            lambda: list(import_files(known, [case / "incidents.yaml"])),
        ):
            with pytest.raises(Refused, match="no record that may be written"):
                call()
        assert custody.recorded(known, writes=False) is known.record
