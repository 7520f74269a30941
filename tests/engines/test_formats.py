"""Formats: the same rows in each, read back; and what a row may hold does no harm."""

import csv
import io
import json

import pyarrow.parquet as pq
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from hudna.engines.formats import FORMULA, Format, cell, written
from hudna.record.rows import columns
from hudna.record.tiers import Tier
from hudna.sources.delimited import HIDDEN

COLUMNS = columns(Tier.MISSION)
ABOUT = {"manifest": {"case": "c"}, "release": {"tier": "mission"}}
HOSTILE = '=HYPERLINK("http://x","y")\u202eevil\n\r\x00 \'quoted\', قرية'


def full(**told):
    value = {"string": "x", "list<item: string>": ["a", "b"], "list<element: string>": ["a", "b"],
             "double": 1.5, "int64": 3, "bool": False}  # fmt: skip
    return {c.name: value[str(c.type)] for c in COLUMNS} | told


def read(kind, rows, shapes=None):
    shapes = shapes or [None] * len(rows)
    files = written(kind, "export-x", COLUMNS, rows, shapes, ABOUT)
    if kind == Format.HXL:
        assert set(files) == {"export-x.csv", "export-x.manifest.json"}
        assert json.loads(files["export-x.manifest.json"]) == ABOUT
        return files["export-x.csv"]
    ((name, content),) = files.items()
    assert name == f"export-x.{kind}"
    return content


def test_each_format_gives_the_rows_back_and_carries_the_manifest():
    rows = [full(id="a", text=HOSTILE), full(id="b", lat=None, killed=None, acts=[], text=None)]
    told = json.loads(read(Format.JSON, rows))
    assert told["rows"] == rows
    assert {key: told[key] for key in ABOUT} == ABOUT
    assert [c["hxl"] for c in told["columns"]] == [c.tag for c in COLUMNS]

    shapes = [shapely.Point(36.2, 33.6), None]
    features = json.loads(read(Format.GEOJSON, rows, shapes))
    assert features["type"] == "FeatureCollection"
    assert features["release"] == ABOUT["release"]
    assert [f["properties"] for f in features["features"]] == rows
    assert [f["geometry"] for f in features["features"]] == [
        {"type": "Point", "coordinates": [36.2, 33.6]}, None,
    ]  # fmt: skip

    table = pq.read_table(io.BytesIO(read(Format.PARQUET, rows)))
    assert table.to_pylist() == rows
    assert json.loads(table.schema.metadata[b"hudna.manifest"]) == ABOUT["manifest"]
    assert table.schema.field("killed").metadata[b"hxl"] == b"#affected+killed"


def test_hxl_has_names_then_tags_then_rows():
    names, tags, first = csv.reader(io.StringIO(read(Format.HXL, [full(text=HOSTILE)]).decode()))
    assert names == [c.name for c in COLUMNS]
    assert tags == [c.tag for c in COLUMNS]
    row = dict(zip(names, first, strict=True))
    assert row["acts"] == "a|b"
    assert row["killed"] == "3"
    assert row["aggregate"] == "false"
    assert row["text"] == '\'=HYPERLINK("http://x","y")\\u202eevil \\u0000 \'quoted\', قرية'


def test_an_empty_release_is_a_whole_file():
    assert len(read(Format.HXL, []).splitlines()) == 2
    assert json.loads(read(Format.JSON, []))["rows"] == []
    assert pq.read_table(io.BytesIO(read(Format.PARQUET, []))).num_rows == 0


@pytest.mark.parametrize(
    "text", ["=1+1", " =1+1", "\t=1", "+1", "-1", "@x", "|x", "\u200b=1", "＝1"]
)
def test_no_cell_is_a_formula(text):
    found = cell(text)
    assert found[0] == "'" or found.startswith("\\u")


@given(st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text(), max_size=3))
def test_every_cell_is_one_line_that_shows_what_it_holds(value):
    found = cell(value)
    if isinstance(found, str):
        assert found[:1] not in FORMULA
        assert not HIDDEN.search(found)
        assert len(found.splitlines()) <= 1


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_json_hides_nothing_and_loses_nothing(text):
    content = read(Format.JSON, [full(text=text)]).decode()
    assert json.loads(content)["rows"][0]["text"] == text
    assert not HIDDEN.search(content)
