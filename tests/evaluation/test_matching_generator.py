"""The generator: the same by seed, true to what it declares, consistent with its truth."""

import csv
from dataclasses import replace

import crowd
import generator
import numpy as np
import pytest
import settings
from accounts import NOBODY
from rendering import ADMIN1, ADMIN2, COLUMNS, DAY, DAYS, HOUR, POINT, TOWN
from world import KM_A_DEGREE

FAULTLESS = settings.Faults(*[0.0] * 5)


@pytest.fixture(scope="module", params=sorted(settings.SETTINGS))
def made(request):
    return generator.generate(settings.SETTINGS[request.param], 600, seed=4)


def faultless(name):
    """A setting in which nobody is wrong: what is declared must hold."""
    chosen = settings.SETTINGS[name]
    sources = tuple(
        replace(one, faults=FAULTLESS, telling=replace(one.telling, swapped=0.0))
        for one in chosen.sources
    )
    outlets = tuple(replace(one, faults=FAULTLESS) for one in chosen.outlets)
    return generator.generate(replace(chosen, sources=sources, outlets=outlets), 600, seed=9)


def test_the_same_seed_makes_the_same(made):
    again = generator.generate(made.setting, 600, seed=4)
    assert again.truth.equals(made.truth)
    for name, table in made.tables.items():
        assert again.tables[name].equals(table)


def test_another_seed_makes_others(made):
    other = generator.generate(made.setting, 600, seed=5)
    assert not other.truth.equals(made.truth)


def test_about_as_many_as_wanted(made):
    assert 0.6 * 600 < len(made.truth) < 1.6 * 600


def test_the_columns_of_the_contract(made):
    for name, table in made.tables.items():
        assert tuple(table.column_names) == COLUMNS
        assert set(table["source"].to_pylist()) == {name}


def test_ids_are_unique_and_known_to_the_truth(made):
    ids = [one for table in made.tables.values() for one in table["report_id"].to_pylist()]
    assert len(set(ids)) == len(ids)
    assert ids == made.truth["report_id"].to_pylist()


def test_reports_come_as_they_were_published(made):
    for table in made.tables.values():
        published = table["published"].to_pylist()
        assert published == sorted(published)


def test_the_truth_says_which_reports_sum_up(made):
    for row in made.truth.to_pylist():
        parts = row["incident_ids"].split("|")
        assert (len(parts) > 1) == (row["kind"] == "contains")
        assert len(set(parts)) == len(parts)
        assert max(int(part[1:]) for part in parts) < len(made.happened)


def test_a_source_that_does_not_repeat_itself_does_not(made):
    told = {}
    for one in made.made:
        single = one.rows.incident[one.rows.incident != NOBODY]
        told[one.source.name] = len(np.unique(single)) == len(single)
    assert all(told[name] for name in made.setting.no_repeats)
    assert not told["observatory"]


def test_copies_name_the_origin_of_what_they_copy(made):
    by_id = dict(zip(*(made.truth[c].to_pylist() for c in ("report_id", "origin_true")),
                     strict=True))  # fmt: skip
    for one in made.made:
        rows, table = one.rows, one.table
        own = (rows.taken_from == NOBODY) & (rows.members == 1)
        ids = table["report_id"].to_pylist()
        assert all(by_id[ids[i]] == one.source.name for i in np.flatnonzero(own))
        copied = np.flatnonzero(rows.taken_from != NOBODY)
        assert all(by_id[ids[i]] != one.source.name for i in copied)


def test_incidents_are_clustered(made):
    """More fall on one town and day than if towns knew nothing of days."""

    def couples(town, day):
        size = np.unique(town * 10_000 + day, return_counts=True)[1]
        return (size * (size - 1) // 2).sum()

    town, day = made.happened.town, made.happened.day.astype(int)
    mixed = np.random.default_rng(0).permutation(day)
    assert couples(town, day) > 1.2 * couples(town, mixed)


@pytest.mark.parametrize("name", sorted(settings.SETTINGS))
def test_declared_precisions_hold(name):
    made = faultless(name)
    for one in made.made:
        rows = one.rows.take(np.flatnonzero(one.rows.members == 1))
        told, land = rows.incident, made.land
        away = np.hypot(rows.x - made.happened.x[told], rows.y - made.happened.y[told])
        reach = np.select(
            [rows.level == POINT, rows.level == TOWN, rows.level == ADMIN2],
            [0.5, made.setting.country.reach_km, land.radius2[np.where(rows.level == ADMIN2,
                                                                      rows.unit, 0)]],
            land.radius1[np.where(rows.level == ADMIN1, rows.unit, 0)],
        )  # fmt: skip
        assert (away <= reach + 1e-6).all()
        when = made.happened.day[told] * np.where(rows.time == HOUR, 24, 1)
        assert ((rows.first <= when) & (when < rows.last + 1)).all()
        assert (rows.first == rows.last)[rows.time <= DAY].all()
        assert (rows.last - rows.first)[rows.time == DAYS].max(initial=1) <= 6


def test_sums_lie_in_their_period_and_unit_and_add_up():
    made = faultless("reference")
    found = 0
    for one in made.made:
        summed = np.flatnonzero(one.rows.members > 1)
        for row, members in zip(summed, one.members, strict=True):
            found += 1
            towns = made.happened.town[members]
            level = one.rows.level[row]
            units = made.land.admin2[towns] if level == ADMIN2 else made.land.admin1[towns]
            assert set(units.tolist()) == {one.rows.unit[row]}
            days = made.happened.day[members]
            assert one.rows.first[row] <= days.min()
            assert days.max() < one.rows.last[row] + 1
            if one.rows.best[row] >= 0 and not one.source.coverage.lethal_only:
                assert one.rows.best[row] == made.happened.deaths[members].sum()
    assert found > 2


def test_degrees_are_those_of_the_kilometres(made):
    one = made.made[1]
    lat = np.array(one.table["lat"].to_numpy())
    south = lat.min() - one.rows.y[lat.argmin()] / KM_A_DEGREE
    assert np.allclose(lat, south + one.rows.y / KM_A_DEGREE, atol=2e-4)


def test_partial_sources_tell_only_of_what_they_cover():
    made = generator.generate(settings.PARTIAL_COVERAGE, 600, seed=4)
    by = {one.source.name: one.rows for one in made.made}
    deaths = made.happened.deaths[by["deaths"].incident[by["deaths"].members == 1]]
    assert (deaths > 0).all()
    kinds = made.happened.act[by["monitor"].incident]
    assert set(kinds.tolist()) <= {3, 4, 5}


def test_written_tables_leave_unknown_cells_empty(tmp_path, made):
    paths = generator.write(made, tmp_path)
    assert {path.stem for path in paths} == set(made.tables)
    with (tmp_path / "ministry.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    table = made.tables["ministry"]
    assert [row["deaths_best"] == "" for row in rows] == [
        one is None for one in table["deaths_best"].to_pylist()
    ]


def test_a_crowded_day_is_one_day_and_one_district(tmp_path):
    paths = crowd.write(300, 1, tmp_path)
    days, districts = set(), set()
    for path in paths:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                days |= {row["t_earliest"][:10], row["t_latest"][:10]}
                districts.add(row["lat"][:4])
    assert days == {crowd.DAY}
    assert len(districts) < 6
