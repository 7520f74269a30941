"""Provenance: what was said of any way that a report came holds, unless it was said anew."""

import pyarrow as pa
import pytest

from hudna.record import documents, provenance, reports
from hudna.record.erasure import erase
from hudna.record.provenance import Batch, Provenance
from hudna.record.store import State, open_record, state_at
from hudna.record.tiers import Tier, Word
from hudna.report import SCHEMA
from hudna.sources.importing import batch_of

P, C, M, R = Tier.PUBLIC, Tier.PARTIES, Tier.MISSION, Tier.RESTRICTED


def tier(said=(), first=None, second=None, documents=("d-1", "d-2")):
    """The tier of a report that came in entries 1 and 2, whose versions are 10 and 20."""
    words = {what: Word(of, n) for what, of, n in said}
    batches = {
        1: Batch("reports/1", first and Word(first, 10), documents[0]),
        2: Batch("reports/2", second and Word(second, 20), documents[1]),
    }
    return Provenance(words, batches, {}, {"r": (1, 2)}, {}).tier("r", 2)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [(None, None, M), (R, None, R), (P, None, P), (None, P, P), (R, P, R), (P, M, M), (C, P, C)],
)
def test_the_strictest_of_its_imports_holds(first, second, expected):
    assert tier((), first, second) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        # of the import that brought the newest version: said anew of all before it
        ([("reports/2", P, 21)], P),
        # of the older one: in place of what it said itself, and no more
        ([("reports/1", P, 21)], P),
        ([("reports/1", R, 21), ("reports/2", P, 22)], P),
        ([("reports/2", P, 21), ("reports/1", M, 22)], M),
        # of the report itself
        ([("report/r", P, 21)], P),
        ([("report/r", M, 21), ("reports/2", P, 22)], M),
        ([("report/r", P, 21), ("reports/2", M, 22)], M),
        # of documents: they take back, and clear nothing
        ([("document/d-1", P, 11)], R),
        ([("report/r", P, 21), ("document/d-1", C, 22)], C),
        ([("report/r", P, 21), ("document/d-1", C, 12)], P),
    ],
)
def test_what_is_said_by_name(said, expected):
    assert tier(said, R, None) == expected


def test_a_document_clears_no_report():
    assert tier([("document/d-2", P, 11)]) == M
    assert tier([("document/d-2", R, 11)]) == R


def test_what_came_by_no_import_is_the_missions():
    found = Provenance({}, {}, {}, {}, {})
    assert found.tier("r", 7) == M
    assert found.import_of(7) is found.document(7) is None
    assert found.whose("r", 7, "S-1").givers == (("S-1", ("report/r",)),)


def table(name, text, contributor=None):
    values = dict.fromkeys(SCHEMA.names) | {
        "report_id": name, "source": "S", "source_row": name, "origins": (), "origin_names": (),
        "zone": "UTC", "extent": "unknown", "units": (), "is_unit": False, "actors": (),
        "targets": (), "both_directions": True, "acts": ("H-ART",), "aggregate": False,
        "text": text, "contributor": contributor,
    }  # fmt: skip
    row = tuple(values[column] for column in SCHEMA.names)
    return pa.Table.from_batches([batch_of([row])], schema=SCHEMA)


def test_each_way_that_a_report_came_is_known_as_it_was_then(database, tmp_path):
    quoted = 'he wrote "contributor":"S-9" in it'
    with open_record(tmp_path, "c", database, create=True) as record:
        states, seqs, kept = [], [], []
        for text, own, giver in (("a", "S-1", None), (quoted, None, "S-2"), ("c", None, None)):
            with record.writing("amal") as writer:
                document = documents.keep(
                    writer, documents.pack(text.encode()), "x", contributor=giver
                )
                kept.append(f"document/{document}")
                _, seq = reports.add(writer, table("r", text, own), {"document": document})
                reports.add(writer, table(f"other-{text[0]}", text), {})
            seqs.append(seq)
            states.append(record.state())
        whose = []
        for state, seq in zip(states, seqs, strict=True):
            with record.reading() as connection:
                found = provenance.read(connection, state)
                whose.append(found.whose("r", seq, "S-1" if seq == seqs[0] else None))
                assert set(found.again) <= {"r"}
        assert whose[0].givers == (("S-1", ("report/r", kept[0])),)
        assert whose[0].things == ("report/r", kept[0])
        assert dict(whose[1].givers) == {
            "S-1": ("report/r", kept[0]), "S-2": ("report/r", kept[1]),
        }  # fmt: skip
        assert whose[2].contributors == {"S-1", "S-2"}
        assert whose[2].things == ("report/r", *kept)
        erase(record, "report", "r", "amal", "asked")
        with record.reading() as connection:
            found = provenance.read(connection, state_at(connection, None))
            assert found.again == {"r": tuple(seqs)}
            assert provenance.read(connection, State(0, 0)).batches == {}
