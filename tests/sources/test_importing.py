"""Accounting and large files."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hudna.instant import from_datetime
from hudna.problem import Refused
from hudna.report import SCHEMA
from hudna.sources import importing, ucdp
from hudna.sources.importing import batch_of


def attempt(take, *args):
    """What an import gives, or None where it is refused: always with remedies."""
    try:
        return take(*args)
    except Refused as refused:
        if not all(problem.what and problem.remedy for problem in refused.problems):
            pytest.fail(str(refused))
        return None


SETTINGS = settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60
)


def bare(report_id, text="x", origins=("obs",), best=1, lon=1.5):
    values = dict.fromkeys(SCHEMA.names) | {
        "report_id": report_id, "source": "S", "source_row": report_id, "origins": origins,
        "origin_names": origins, "zone": "UTC", "extent": "unknown", "units": (), "is_unit": False,
        "actors": ("a",), "targets": ("b",), "both_directions": True, "acts": ("H-LET-U",),
        "deaths_best": best, "lon": lon, "aggregate": False, "text": text,
    }  # fmt: skip
    return tuple(values[name] for name in SCHEMA.names)


def table(*rows):
    return pa.Table.from_batches([batch_of(rows)], schema=SCHEMA)


# --- accounting -----------------------------------------------------------------------------------

words = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12),
    st.sampled_from(
        ["", "1", "2", "3", "5", "7", "-1", "NA", "2016-12-30", "2017-01-02", "36.5", "340", "=1+1",
         "Observatory, Airwatch", "Northern Front", "East", "1e5", "١", "\u202e", "a\nb", '"', "'"]
    ),
)  # fmt: skip
changes = st.lists(
    st.tuples(
        st.integers(0, 4).map(str),
        st.dictionaries(st.sampled_from(sorted(ucdp.NEEDED + ucdp.WANTED)), words, max_size=4),
    ),
    max_size=6,
)


@SETTINGS
@given(rows=changes, order=st.permutations(sorted(ucdp.NEEDED + ucdp.WANTED)))
def test_every_row_becomes_a_report_or_is_listed(take, rows, order):
    content = [{"id": number} | cells for number, cells in rows]
    found = attempt(take, content, order)
    if found is None:
        return
    made, report = found
    assert report.rows == len(content)
    assert report.rows == report.reports + report.refused_count + report.duplicates
    assert report.reports == len(made) == len({row["report_id"] for row in made})
    assert len(report.refused_rows) == report.refused_count
    assert json.loads(json.dumps(report.as_dict()))["rows"] == len(content)
    assert f"{report.rows:,} rows = " in report.as_text()
    ids = {str(int(row["id"])) for row in content if row["id"].isascii() and row["id"].isdigit()}
    for row in made:
        assert row["source_row"] in ids
        assert row["t_latest"] - row["t_earliest"] >= timedelta(hours=23)
        assert row["actors"]
        assert row["targets"]
        assert (row["lon"] is None) == (row["lat"] is None) == (row["radius_km"] is None)
        assert not row["is_unit"] or (row["units"] and row["lon"] is None)
        assert len(set(row["origins"])) == len(row["origins"]) <= len(row["origin_names"])
        assert from_datetime(row["t_earliest"]) < from_datetime(row["t_latest"])


@SETTINGS
@given(content=st.binary(max_size=400))
def test_arbitrary_bytes_are_read_or_refused(take, content):
    attempt(take, content)


@SETTINGS
@given(
    content=st.one_of(st.binary(max_size=200), st.text('a1,"\n\r;=\u202e\ufeff', max_size=60)),
    where=st.integers(0, 10_000),
)
def test_damaged_files_are_read_or_refused(take, write_csv, content, where):
    whole = write_csv([{"id": str(n)} for n in range(4)]).encode()
    patch = content if isinstance(content, bytes) else content.encode()
    at = where % len(whole)
    found = attempt(take, whole[:at] + patch + whole[at + len(patch) :])
    if found is None:
        return
    made, report = found
    assert report.rows == report.reports + report.refused_count + report.duplicates
    assert len(made) == report.reports


def test_ragged_rows_are_listed_with_their_lines(take, write_csv):
    lines = write_csv([{"id": str(n)} for n in range(3)]).splitlines()
    lines[2] = lines[2].rpartition(",")[0]
    lines[3] += ",more"
    rows, report = take("\n".join([*lines, "", "x"]))
    assert [row["report_id"] for row in rows] == ["ucdp-0"]
    assert report.refused_rows == [
        (3, "40 cells, the header has 41"),
        (4, "42 cells, the header has 41"),
        (6, "1 cells, the header has 41"),
    ]
    assert report.empty_lines == 1


def test_the_text_is_cut_but_the_list_is_not(take):
    rows = [{"id": "1"}, *({"id": str(n), "best": "x"} for n in range(2, 60))]
    _, report = take(rows)
    assert "and 38 more rows" in report.as_text(limit=20)
    assert len(report.as_dict()["refused"]) == 58
    with pytest.raises(Refused, match="38 more rows cannot be taken"):
        report.be_strict()


def test_a_file_of_rubbish_is_given_up(take, monkeypatch):
    monkeypatch.setattr(importing, "MAX_REFUSED", 10)
    with pytest.raises(Refused, match="more than 10 rows"):
        take([{"id": "x"}] * 12)


# --- large files ----------------------------------------------------------------------------------


def test_a_table_on_disk_is_the_table_in_memory(take, monkeypatch, tmp_path):
    # Ids 0 to 44, then 0 to 4 again, and 5 again with other figures.
    rows = [{"id": str(n % 45)} for n in range(50)] + [{"id": "5", "best": "8"}]
    held, counted = take(rows)
    monkeypatch.setattr(importing, "IN_MEMORY", 10)
    monkeypatch.setattr(ucdp, "BATCH", 7)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = set(tmp_path.iterdir())
    mapped, again = take(rows)
    assert mapped == held
    assert again.as_dict() == counted.as_dict()
    assert (counted.rows, counted.duplicates, counted.refused_count) == (51, 5, 2)
    assert set(tmp_path.iterdir()) - before <= {tmp_path / "ged.csv"}


LARGE = """
import sys
from pathlib import Path
from hudna.actors import ActorsFile, registry
from hudna.gazetteer import Gazetteer
from hudna.sources import importing, ucdp
importing.IN_MEMORY = 2_000
people = registry(ActorsFile(), "UTC")
table, report = ucdp.read(Path(sys.argv[1]), people, Gazetteer({}), "UTC")
assert table.num_rows == int(sys.argv[2])
status = dict(x.split(":") for x in Path("/proc/self/status").read_text().splitlines())
print(int(status["VmHWM"].split()[0]) / 1024)
"""


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="no /proc to read memory from")
def test_memory_does_not_grow_with_the_file(tmp_path, write_csv):
    header, line = write_csv([{"id": "ID", "source_article": "x" * 500}]).splitlines()
    peaks = []
    for count in (4_000, 34_000):
        path = tmp_path / "large.csv"
        with path.open("w", encoding="utf-8") as file:
            file.write(header + "\n")
            file.writelines(line.replace("ID", str(n), 1) + "\n" for n in range(count))
        done = subprocess.run(
            [sys.executable, "-c", LARGE, str(path), str(count)],
            capture_output=True, text=True, check=True, env=os.environ,
        )  # fmt: skip
        peaks.append(float(done.stdout))
    # The file grows by 27 MB and the table by 14; what remains is some tens of bytes a row.
    assert peaks[1] - peaks[0] < 8, peaks
