"""Documents are kept as received, under their hash; what is damaged is refused."""

import hashlib
import random

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from tampering import tampered

from hudna.problem import Refused
from hudna.record import documents
from hudna.record.schema import BLOB
from hudna.record.store import item, state_at


def kept(record, content, name="a.csv", **more):
    with record.writing("clerk") as writer:
        doc = documents.keep(writer, documents.pack(content), name, **more)
    with record.reading() as connection:
        return doc, item(connection, state_at(connection, None), "document", doc).value


@given(st.binary(max_size=3000))
def test_packing_loses_nothing(content):
    packed = documents.pack(content)
    assert packed.sha256 == hashlib.sha256(content).hexdigest()
    assert packed.length == len(content)
    assert b"".join(documents.unpacked(part, packed.sha256) for part in packed.parts) == content


def test_a_file_is_packed_like_its_bytes(tmp_path):
    content = random.Random(1).randbytes(documents.PART + 1000)
    (tmp_path / "a").write_bytes(content)
    assert documents.pack(tmp_path / "a") == documents.pack(content)
    assert len(documents.pack(content).parts) == 2


def test_what_is_known_of_a_document_is_kept_and_nothing_else(record):
    doc, told = kept(record, b"a,b\n", "/srv/mona/secret/a.csv")
    assert doc.startswith("doc-")
    assert told.pop("tool").startswith("hudna ")
    digest = hashlib.sha256(b"a,b\n").hexdigest()
    assert told == {"name": "a.csv", "sha256": digest, "bytes": 4, "media_type": "text/csv"}
    _, told = kept(
        record, b"x", "a.hudna-unknown", brought_by="mona", origin="the post", contributor="S-1"
    )
    assert (told["brought_by"], told["origin"], told["contributor"]) == ("mona", "the post", "S-1")
    assert "media_type" not in told


def test_a_document_comes_out_as_it_went_in(record):
    content = random.Random(2).randbytes(documents.PART + 7)
    _, told = kept(record, content)
    with record.reading() as connection:
        assert documents.content(connection, told["sha256"]) == content
        assert documents.find(connection, told["sha256"]) is not None
        assert documents.find(connection, "0" * 64) is None


def test_an_empty_document_is_one(record):
    _, told = kept(record, b"")
    assert told["bytes"] == 0
    with record.reading() as connection:
        assert documents.content(connection, told["sha256"]) == b""


def test_a_document_that_is_gone_or_altered_is_refused(record):
    _, told = kept(record, b"as received")
    other = documents.pack(b"something else").parts[0]
    with tampered(record) as connection:
        connection.execute(sa.update(BLOB).values(content=other))
    with record.reading() as connection, pytest.raises(Refused, match="its bytes were altered"):
        documents.content(connection, told["sha256"])
    with tampered(record) as connection:
        connection.execute(sa.delete(BLOB))
    with record.reading() as connection, pytest.raises(Refused, match="a document is missing"):
        documents.content(connection, told["sha256"])


@given(st.binary(max_size=60), st.integers(0, 2**32 - 1))
def test_a_part_that_is_damaged_is_refused_and_takes_no_more_than_its_size(rest, size):
    try:
        found = documents.unpacked(size.to_bytes(4, "big") + rest, "0" * 64)
    except Refused:
        return
    assert len(found) == size <= documents.PART
