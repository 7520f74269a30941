"""Matching of tables: the contract of the links, bad input, and the same whatever the order."""

import collections
import csv
import itertools
import sys
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pv
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import hudna
from hudna.engines.matching import match_files
from hudna.matching.links import LINKS
from hudna.matching.matched import REVIEW
from hudna.problem import Refused

sys.path.insert(0, str(Path(__file__).parents[1] / "matching"))
from tables import report, table, write
from worlds import world


def run(folder, *tables, **how):
    """Match tables of rows as files: the links as dicts, the pairs, and what was said."""
    paths = [write(folder / f"{chr(97 + n)}.csv", rows) for n, rows in enumerate(tables)]
    return matched(folder, paths, **how)


def matched(folder, paths, **how):
    said = list(match_files(paths, folder / "links.csv", folder / "pairs.csv", **how))
    return rows_of(folder / "links.csv"), rows_of(folder / "pairs.csv"), said


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def incidents(links):
    """The incidents as sets of reports."""
    groups = collections.defaultdict(set)
    for row in links:
        if row["relation"] == "same":
            groups[row["incident_id"]].add(row["report_id"])
    return {frozenset(group) for group in groups.values()}


def check(links, rows):
    """What holds of any links: `rows` are the reports."""
    ids = {str(row["report_id"]) for row in rows}
    same = collections.Counter(row["report_id"] for row in links if row["relation"] == "same")
    assert set(same.values()) <= {1}, "two incidents of one report"
    aggregates = ids - set(same)
    for row in links:
        assert row["report_id"] in ids
        assert row["relation"] in {"same", "contains", "review"}
        assert 0 <= float(row["score"]) <= 1
        assert row["origin_id"]
        assert row["incident_id"]
        if row["relation"] == "contains":
            assert row["report_id"] in aggregates
        if row["relation"] == "review":
            assert REVIEW[0] <= float(row["score"]) <= REVIEW[1]
            assert row["report_id"] not in aggregates
    named = {row["incident_id"] for row in links if row["relation"] == "same"}
    assert {row["incident_id"] for row in links} <= named
    keys = [(row["report_id"], row["incident_id"]) for row in links]
    assert len(keys) == len(set(keys)), "a report and an incident stand together twice"
    return aggregates


# --- the contract ----------------------------------------------------------------------------------


def test_the_links_of_a_war(tmp_path):
    rows = world()
    links, pairs, said = run(tmp_path, *sources(rows))
    assert check(links, rows) == set()
    with (tmp_path / "links.csv").open(encoding="utf-8") as file:
        assert next(csv.reader(file)) == LINKS.names
    assert [row["report_id"] for row in links] == sorted(row["report_id"] for row in links)
    where = {row["report_id"]: row["incident_id"] for row in links if row["relation"] == "same"}
    for row in pairs:
        assert row["report_a"] < row["report_b"]
        assert REVIEW[0] <= float(row["score"]) <= 1
    assert {"report_a", "report_b", "score", "time_and_place", "acts", "words"} <= set(pairs[0])
    assert f"{len(rows)} reports of 3 sources." in said
    assert any(line.startswith(f"{len(set(where.values()))} incidents found.") for line in said)


def sources(rows):
    return [
        [row for row in rows if row["source"] == name]
        for name in sorted({r["source"] for r in rows})
    ]


def test_a_war_of_few_towns_is_told_apart(tmp_path):
    """Most pairs are right: a floor for what is certain, not a benchmark."""
    rows = world(incidents=100, days=200)
    links, _, _ = run(tmp_path, *sources(rows))
    truth = {row["report_id"]: row["truth"] for row in rows}
    found = {
        pair for group in incidents(links) for pair in itertools.combinations(sorted(group), 2)
    }
    true = {
        pair
        for pair in itertools.combinations(sorted(truth), 2)
        if truth[pair[0]] == truth[pair[1]]
    }
    assert len(found & true) / len(found) > 0.9
    assert len(found & true) / len(true) > 0.9


@settings(max_examples=12)
@given(st.integers(0, 2**32), st.integers(0, 3))
def test_the_order_of_rows_columns_and_files_changes_nothing(tmp_path_factory, seed, which):
    folder = tmp_path_factory.mktemp("order")
    rows = world(which, 40, days=12)
    for row in rows[::7]:
        row["lat"] = row["lon"] = None
    random = np.random.default_rng(seed)
    run(folder, *sources(rows))
    first = [(folder / name).read_bytes() for name in ("links.csv", "pairs.csv")]
    shuffled = [rows[at] for at in random.permutation(len(rows))]
    names = list(rows[0])
    random.shuffle(names)
    parts = [shuffled[: len(rows) // 3], shuffled[len(rows) // 3 :]]
    paths = [write(folder / f"p{n}.csv", part, names) for n, part in enumerate(parts)]
    matched(folder, paths)
    assert [(folder / name).read_bytes() for name in ("links.csv", "pairs.csv")] == first


def test_a_source_that_does_not_repeat_itself_gives_one_report_to_an_incident(tmp_path):
    rows = world(3, 80, days=5)
    links, _, _ = run(tmp_path, rows, no_repeats=["A", "B"])
    for group in incidents(links):
        named = collections.Counter(name.split("-")[0] for name in group)
        assert named["A"] <= 1
        assert named["B"] <= 1


def test_who_is_not_surely_of_an_incident_is_named(tmp_path):
    twice = {"place": "Madaya", "actors": "army", "targets": "rebels", "acts": "shelling"}
    rows = [
        report("a", "A", deaths_best=2, text="Shelling of the market kills two", **twice),
        report("b", "A", deaths_best=5, text="Shells hit the hospital and five die", **twice),
        report("c", "B", lat=33.0, lon=36.0),
    ]
    links, _, said = run(tmp_path, rows)
    unsure = [
        row["report_id"] for row in links if row["relation"] == "same" and float(row["score"]) < 0.8
    ]
    assert unsure == ["a", "b"]
    assert "In their incident with a probability below 0.8: 2 reports (a, b)." in said


def test_a_file_is_its_own_source(tmp_path):
    rows = [{key: row[key] for key in row if key != "source"} for row in world(1, 10)]
    (tmp_path / "in").mkdir()
    one = write(tmp_path / "in" / "SOHR.csv", rows[::2])
    two = write(tmp_path / "in" / "GED.csv", rows[1::2])
    links, _, said = matched(tmp_path, [one, two], no_repeats=["GED"])
    assert {row["origin_id"] for row in links} == {"SOHR", "GED"}
    assert any("of 2 sources" in line for line in said)


@pytest.mark.parametrize(
    "missing",
    [("lat", "lon"), ("radius_km",), ("t_latest",), ("t_earliest", "t_latest"), ("place",), ("text", "actors", "acts"),
     ("lat", "lon", "place"), ("source",), ("deaths_best",)],
)  # fmt: skip
def test_any_columns_may_be_missing(tmp_path, missing):
    rows = [{key: row[key] for key in row if key not in missing} for row in world(1, 12)]
    links, _, _ = run(tmp_path, rows)
    assert check(links, rows) == set()
    assert {row["report_id"] for row in links} == {row["report_id"] for row in rows}


def test_only_ids_are_enough(tmp_path):
    links, pairs, said = run(tmp_path, [{"report_id": "1"}, {"report_id": "2"}])
    assert incidents(links) == {frozenset("1"), frozenset("2")}
    assert pairs == []
    assert any("no place" in line and "(1, 2)" in line for line in said)


# --- bad input -------------------------------------------------------------------------------------


def test_an_empty_table_and_one_report(tmp_path):
    empty = write(tmp_path / "a.csv", [], ["report_id", "lat"])
    links, _, said = matched(tmp_path, [empty])
    assert links == []
    assert said[0] == "0 reports of 0 sources."
    links, _, said = run(tmp_path, [report("1")])
    (row,) = links
    assert (row["report_id"], row["relation"], float(row["score"])) == ("1", "same", 1.0)
    assert said[:2] == [
        "1 report of 1 source.", "1 incident found. As far as can be known there are 1 to 1.",
    ]  # fmt: skip


def test_one_source_alone(tmp_path):
    rows = [row for row in world(2, 30) if row["source"] == "A"]
    check(run(tmp_path, rows)[0], rows)
    links, pairs, _ = run(tmp_path, rows, no_repeats=["A"])
    assert pairs == []
    assert len(incidents(links)) == len(rows)


def test_a_hundred_sources(tmp_path):
    names = [f"paper {n}" for n in range(100)]
    rows = world(4, 30, names, chance=0.2)
    links, _, said = run(tmp_path, rows, no_repeats=names[:70])
    check(links, rows)
    assert f"{len(rows)} reports of {len({row['source'] for row in rows})} sources." in said
    for group in incidents(links):
        once = [name.split("-")[0] for name in group]
        assert all(once.count(name) <= 1 for name in names[:70])


def test_reports_without_place_or_time_are_left_alone_and_said(tmp_path):
    rows = world(5, 10)
    rows += [report("no place", lat=None, lon=None), report("half a place", lon=None),
             report("no day", t_earliest=None), report("no end", t_latest=None)]  # fmt: skip
    links, _, said = run(tmp_path, rows)
    check(links, rows)
    lost = {"no place", "half a place", "no day", "no end"}
    assert {frozenset({name}) for name in lost} <= incidents(links)
    text = "\n".join(said)
    assert (
        "no place, and no name that another report locates: 2 reports (half a place, no place)"
        in text
    )
    assert "when the time of theirs begins: 1 report (no day)" in text
    assert "when the time of theirs ends: 1 report (no end)" in text


def test_coordinates_0_0_are_none(tmp_path):
    rows = world(5, 10)
    rows += [report(f"z{n}", "AB"[n % 2], lat=0, lon=0) for n in range(4)]
    rows += [report("named", lat="0.0", lon="0", place="Idlib")]
    links, pairs, said = run(tmp_path, rows)
    assert {frozenset({f"z{n}"}) for n in range(4)} <= incidents(links)
    assert not any(row["report_a"].startswith("z") for row in pairs)
    assert any("0, 0" in line and "(z0, z1, z2, z3)" in line for line in said)


def test_identical_reports(tmp_path):
    rows = [dict(world(1, 1, "A", 1)[0], report_id=str(n), source="AB"[n % 2]) for n in range(30)]
    links, _, _ = run(tmp_path, rows)
    check(links, rows)
    links, _, said = run(tmp_path, rows, no_repeats=["A"])
    assert all(len({n for n in group if int(n) % 2 == 0}) <= 1 for group in incidents(links))
    (told,) = [line for line in said if line.startswith("A is said to tell each incident once")]
    assert "14 times" in told


def test_what_is_not_a_repetition_is_not_called_one(tmp_path):
    rows = world(1, 40)
    said = run(tmp_path, rows, no_repeats=["A", "B", "C"])[2]
    assert not any("very same again" in line for line in said)


def test_all_reports_at_one_place(tmp_path):
    rows = [
        report(str(n), "ABC"[n % 3], f"2017-{1 + n % 12:02}-{1 + n % 28:02}") for n in range(3000)
    ]
    start = time.perf_counter()
    links, _, _ = run(tmp_path, rows)
    check(links, rows)
    assert time.perf_counter() - start < 20


def test_regions_of_a_whole_country(tmp_path):
    rows = world(6, 40)
    rows += [report(f"w{n}", "W", lat=35, lon=38, radius=500) for n in range(10)]
    rows += [report("world", "W", lat=35, lon=38, radius=20_000)]
    links, _, _ = run(tmp_path, rows)
    check(links, rows)


def test_years_and_the_ends_of_time(tmp_path):
    rows = [
        report("1", "A", t_earliest="0001-01-01", t_latest="9999-12-31"),
        report("2", "B", t_earliest="9999-12-31", t_latest="9999-12-31"),
        report("3", "C", t_earliest="1850-01-01T00:00", t_latest="2400-01-01"),
        report("4", "C"),
        report("5", "D", lat=90, lon=180), report("6", "E", lat=-90, lon=-180),
    ]  # fmt: skip
    check(run(tmp_path, rows)[0], rows)


HOSTILE = ["=cmd|' /C calc'!A0", "\u202eevil\u2066", "a" * 100_000, "', DROP TABLE", '"quoted"', "two\nlines",
           "قصف مدفعي على حرستا", "||||", "|a||b|", "<script>", "\ufeff", "\u200f", "\x07", "6 " * 500]  # fmt: skip


def test_hostile_text_everywhere(tmp_path):
    rows = [
        report(f"r{n}{text[:20]}", text, place=text, admin1=text, actors=text, targets=text, acts=text, text=text,
               origin=text)
        for n, text in enumerate(HOSTILE * 2)
    ]  # fmt: skip
    links, _, said = run(tmp_path, rows, no_repeats=[HOSTILE[0]])
    aggregates = check(links, rows)
    assert {row["report_id"] for row in links} | aggregates == {row["report_id"] for row in rows}
    assert not any("\u202e" in line for line in said)


@pytest.mark.filterwarnings("ignore:.* are taken for .* sources")
@settings(max_examples=25)
@given(st.lists(st.fixed_dictionaries({}, optional={
    name: st.one_of(st.none(), st.sampled_from(HOSTILE[:2] + HOSTILE[3:]), st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6))
    for name in ("source", "origin", "place", "admin1", "admin2", "actors", "targets", "acts", "text")
} | {
    "lat": st.sampled_from([36.2, 36.21, 0, -90]), "lon": st.sampled_from([37.2, 37.21, 0, 180, -180]),
    "radius_km": st.sampled_from([0, 0.001, 5, 500]), "t_earliest": st.sampled_from(["2016-12-30", "2016-12-30T10:00"]),
    "t_latest": st.sampled_from(["2016-12-30T11:00", "2016-12-31"]), "deaths_best": st.sampled_from([1, 7, 1e9]),
    "deaths_low": st.sampled_from([0, 1]), "deaths_high": st.sampled_from([1e9]),
}), max_size=12))  # fmt: skip
def test_any_tables_give_links(rows):
    rows = [dict(row, report_id=str(n)) for n, row in enumerate(rows)]
    links = hudna.match(table(rows or [{"report_id": None}]).slice(0, len(rows)))
    assert links.schema.equals(LINKS)
    check([{key: str(value) for key, value in row.items()} for row in links.to_pylist()], rows)


def test_a_taxonomy_and_actors_are_read(tmp_path):
    (tmp_path / "kinds.csv").write_text("name,of\nmortar fire,shelling\n", encoding="utf-8")
    rows = world(1, 20)
    for row in rows[::3]:
        row["acts"] = "mortar fire"
    links, _, _ = run(
        tmp_path, rows, taxonomy=tmp_path / "kinds.csv", actors=tmp_path / "kinds.csv"
    )
    check(links, rows)


# --- refused, and nothing written -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "how", "what"),
    [
        ([report("1", lat=91)], {}, r"a\.csv:2: error: lat “91” lies outside -90 to 90"),
        ([report("1"), report("1")], {}, "report_id “1” stands in a.csv:3 and in a.csv:2"),
        ([report("1")], {"no_repeats": ["Z"]}, "no report is of the source “Z”. The sources are A"),
        ([report("1")], {"zone": "Mars"}, "“Mars” is not an IANA time zone"),
    ],
)
def test_what_is_refused_writes_nothing(tmp_path, rows, how, what):
    with pytest.raises(Refused, match=what):
        run(tmp_path, rows, **how)
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_links_and_pairs_are_written_both_or_not_at_all(tmp_path):
    path = write(tmp_path / "a.csv", [report("1")])
    with pytest.raises(Refused, match="cannot be written"):
        match_files([path], tmp_path / "links.csv", tmp_path / "none" / "pairs.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
    with pytest.raises(Refused, match="one of the files that are read"):
        match_files([path], path)
    with pytest.raises(Refused, match="both links and pairs"):
        match_files([path], tmp_path / "x.csv", tmp_path / "x.csv")


def test_a_report_of_a_time_with_an_offset_is_said_or_put_on_the_clock(tmp_path):
    rows = [report("1", "A", "2016-12-31"),
            report("2", "B", t_earliest="2016-12-30T22:30Z", t_latest="2016-12-30T22:40Z")]  # fmt: skip
    assert any("offset" in line for line in run(tmp_path, rows)[2])
    assert not any("offset" in line for line in run(tmp_path, rows, zone="Asia/Damascus")[2])


# --- tables of Python ------------------------------------------------------------------------------


def test_tables_of_every_kind_come_back_as_they_came(tmp_path):
    pandas, polars = pytest.importorskip("pandas"), pytest.importorskip("polars")
    rows = [{key: value for key, value in row.items() if key != "truth"} for row in world(1, 15)]
    matched(tmp_path, [write(tmp_path / "table 1.csv", rows)])
    wanted = pv.read_csv(tmp_path / "links.csv").to_pylist()
    arrow = table(rows)
    frame = arrow.to_pandas()
    frame["lat"], frame["lon"] = frame["lat"].astype(float), frame["lon"].astype(float)
    frame["t_earliest"] = pandas.to_datetime(frame["t_earliest"]).dt.date
    frame.index = [f"label {n}" for n in range(len(frame))]
    given = {
        "arrow": arrow,
        "batch": arrow.to_batches()[0],
        "pandas": frame,
        "polars": polars.from_arrow(arrow),
    }
    for name, one in given.items():
        links = hudna.match(one)
        assert isinstance(links, type(one)), name
        if name == "pandas":
            assert list(links.index) == list(range(len(links)))
            found = links.to_dict("records")
        else:
            found = links.to_dicts() if name == "polars" else links.to_pylist()
        assert found == wanted, name


def test_several_tables_and_sources(tmp_path):
    rows = world(1, 15)
    parts = [table(part) for part in sources(rows)]
    assert hudna.match(parts).equals(hudna.match(tuple(reversed(parts))))
    assert hudna.match(parts).equals(hudna.match(table(rows)))


def test_a_table_without_a_source_is_its_own():
    links = hudna.match([pa.table({"report_id": ["1"]}), pa.table({"report_id": [2]})])
    assert links.column("origin_id").to_pylist() == ["table 1", "table 2"]


def test_times_with_a_zone_are_warned_of():
    moment = pa.array([1_483_000_000], pa.timestamp("s", "UTC"))
    given = pa.table({"report_id": ["1"], "t_earliest": moment})
    with pytest.warns(UserWarning, match="1 times have an offset"):
        hudna.match(given)
    hudna.match(given, zone="Asia/Damascus")


@pytest.mark.parametrize(
    ("given", "what"),
    [
        ([], "there is none"),
        (7, "a int is no table"),
        ("a.csv", "Read the file first"),
        (pa.table([[1], [1]], names=["lat", "lat"]), "several columns `lat`"),
        (pa.table({"x": [1]}), "has no column report_id, but"),
    ],
)
def test_what_is_no_table_is_refused(given, what):
    with pytest.raises(Refused, match=what):
        hudna.match(given)
