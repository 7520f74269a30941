"""Spark gives what the local engine gives, row for row, however the rows are spread."""

import pickle
import shutil

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest
from syria_tables import CASE, incidents, plain

from hudna.engines import spark as engine
from hudna.incident_table import checked
from hudna.judging.judge import Judge
from hudna.problem import Refused

ROWS = 80
TABLE = incidents(ROWS)
ORDER = [("incident", "ascending"), ("part", "ascending")]


def local(**more):
    court = Judge(CASE.agreement).court(**more)
    listed = checked(TABLE)
    return plain(court.table(court.listing(CASE.registry.origins).listed(listed), listed))


@pytest.fixture(scope="module")
def expected():
    return in_spark_types(local())


def in_spark_types(table):
    fields = [
        pa.field(f.name, pa.binary() if pa.types.is_fixed_size_binary(f.type) else f.type)
        for f in table.schema
    ]
    return table.cast(pa.schema(fields))


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "in.parquet"
    pq.write_table(TABLE, path, row_group_size=30)
    return path


def ordered(table):
    return table.sort_by(ORDER).combine_chunks()


# --- the agreement that is sent ---------------------------------------------------------------------


def test_an_agreement_that_was_sent_judges_the_same():
    agreement = CASE.agreement
    for world in agreement.worlds.default():
        agreement.in_force(world)  # what is worked out is known by the ids of its terms
    packed = pickle.dumps((agreement, agreement.worlds.of_reading("R1"), True))
    sent, worlds, _ = pickle.loads(packed)
    assert sent._timelines == {}
    assert sent.calendar == agreement.calendar
    court = Judge(sent).court(worlds)
    listed = checked(TABLE)
    found = court.table(court.listing(sent.registry.origins).listed(listed), listed)
    assert plain(found).equals(local(worlds=agreement.worlds.of_reading("R1")))


def test_a_process_compiles_an_agreement_once_and_keeps_a_few(monkeypatch):
    monkeypatch.setattr(engine, "_courts", {})
    several = [pickle.dumps((CASE.agreement, None, bool(i % 2), i)[:3]) for i in range(2)]
    assert engine._court(several[0]) is engine._court(several[0])
    assert engine._court(several[0])[0] is not engine._court(several[1])[0]
    for reading in ("R1", "R2", "R3", "R4"):
        worlds = CASE.agreement.worlds.of_reading(reading)
        engine._court(pickle.dumps((CASE.agreement, worlds, False)))
    assert len(engine._courts) == engine._KEPT


def test_row_groups_make_pieces(tmp_path, monkeypatch):
    monkeypatch.setattr(engine, "_PIECE", 50)
    pq.write_table(TABLE, tmp_path / "a.parquet", row_group_size=30)  # 30, 30, 20
    pq.write_table(TABLE.slice(0, 0), tmp_path / "b.parquet")
    pieces = engine._pieces(engine.find(tmp_path))
    assert [(p.groups.start, p.groups.stop, p.first) for p in pieces] == [
        (0, 2, 1), (2, 3, 61),
    ]  # fmt: skip


def test_without_spark_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pyspark.sql", None)
    monkeypatch.setitem(__import__("sys").modules, "pyspark.errors", None)
    with pytest.raises(Refused, match=r"hudna\[spark\]"), engine.session():
        pass


# --- a DataFrame ------------------------------------------------------------------------------------


@pytest.mark.spark
@pytest.mark.parametrize("partitions", [1, 2, 7, 64])
def test_a_frame_gives_what_the_table_gives(spark, source, expected, partitions):
    frame = spark.read.parquet(str(source)).repartition(partitions)
    found = engine.judge(frame, CASE).toArrow()
    assert ordered(found).equals(ordered(expected))


@pytest.mark.spark
def test_worlds_reasons_and_pivots_are_chosen(spark, source):
    worlds = CASE.agreement.worlds.of_reading("R1")
    frame = spark.read.parquet(str(source))
    found = engine.judge(frame, CASE.agreement, worlds, reasons=False, pivots=False).toArrow()
    sets = in_spark_types(local(worlds=worlds))["violation"]
    assert found["violation"].to_pylist() == sets.to_pylist()
    assert found["reasons"].null_count == found["pivots"].null_count == found.num_rows


@pytest.mark.spark
def test_the_zone_of_a_session_does_not_matter(spark, source, expected):
    before = spark.conf.get("spark.sql.session.timeZone")
    spark.conf.set("spark.sql.session.timeZone", "Pacific/Kiritimati")
    try:
        found = engine.judge(spark.read.parquet(str(source)), CASE).toArrow()
    finally:
        spark.conf.set("spark.sql.session.timeZone", before)
    assert ordered(found).equals(ordered(expected))


@pytest.mark.spark
def test_columns_are_refused_before_anything_is_judged(spark, source):
    frame = spark.read.parquet(str(source))
    with pytest.raises(Refused, match="there is no column `incident_id`"):
        engine.judge(frame.drop("incident_id"), CASE)
    bare = frame.withColumn("t_earliest", frame["t_earliest"].cast("timestamp_ntz"))
    with pytest.raises(Refused, match="`t_earliest` has no time zone"):
        engine.judge(bare, CASE)


# --- files ------------------------------------------------------------------------------------------


@pytest.mark.spark
@pytest.mark.parametrize(("piece", "partitions"), [(60, 1), (1, 2), (1, 7), (1, 64), (1000, None)])
def test_files_give_their_rows_in_order(
    spark, source, tmp_path, expected, monkeypatch, piece, partitions
):
    monkeypatch.setattr(engine, "_PIECE", piece)
    done = engine.judge_file(spark, CASE, source, tmp_path / "out", partitions=partitions)
    assert (done.incidents, done.findings) == (ROWS, expected.num_rows)
    found = ds.dataset(tmp_path / "out").to_table()
    assert plain(found).equals(local())
    assert sorted(item.name for item in tmp_path.iterdir()) == ["in.parquet", "out"]
    assert spark.read.parquet(str(tmp_path / "out")).count() == expected.num_rows


@pytest.mark.spark
def test_a_row_that_cannot_be_judged_leaves_nothing(spark, tmp_path):
    actors = TABLE["actors"].to_pylist()
    actors[71] = ["who"]
    bad = TABLE.set_column(8, "actors", pa.array(actors, pa.list_(pa.string())))
    pq.write_table(bad, tmp_path / "in.parquet", row_group_size=30)
    with pytest.raises(Refused, match=r"in\.parquet: error: row 72 \(i1-71\): “who” is no actor"):
        engine.judge_file(spark, CASE, tmp_path / "in.parquet", tmp_path / "out")
    assert [item.name for item in tmp_path.iterdir()] == ["in.parquet"]


@pytest.mark.spark
def test_bytes_that_are_broken_leave_nothing(spark, source, tmp_path):
    raw = bytearray(source.read_bytes())
    group = pq.ParquetFile(source).metadata.row_group(2).column(0)
    raw[group.dictionary_page_offset : group.dictionary_page_offset + 40] = b"\xff" * 40
    source.write_bytes(raw)
    with pytest.raises(Refused, match=r"in\.parquet: error: cannot be judged"):
        engine.judge_file(spark, CASE, source, tmp_path / "out")
    assert [item.name for item in tmp_path.iterdir()] == ["in.parquet"]


@pytest.mark.spark
def test_outputs_that_are_there_and_rows_that_are_not(spark, source, tmp_path):
    (tmp_path / "out").mkdir()
    with pytest.raises(Refused, match="is there already"):
        engine.judge_file(spark, CASE, source, tmp_path / "out")
    (tmp_path / "out").rmdir()
    pq.write_table(TABLE.slice(0, 0), source)
    assert engine.judge_file(spark, CASE, source, tmp_path / "out").findings == 0
    assert ds.dataset(tmp_path / "out").count_rows() == 0


def test_what_a_worker_does_not_see_is_said(tmp_path):
    shutil.rmtree(tmp_path)
    with pytest.raises(Refused, match="is not there for the worker"):
        engine._check_seen(tmp_path)
