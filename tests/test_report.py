"""Reports: what is written is read back, and what is not known becomes no default."""

import pyarrow as pa
import pytest
from hypothesis import strategies as st

from hudna.evidence import Level, Origin
from hudna.incident import Act, Extent
from hudna.instant import BEGIN, END, Interval
from hudna.report import SCHEMA, incidents, written_whole

KNOWN = {
    "sohr": Origin("sohr", ("SOHR",)),
    "airwars": Origin("airwars", ("Airwars",)),
    "sana": Origin("sana", ("SANA",), side="gov"),
    "locals": Origin("locals", ("local sources",), named=False),
}
# The least that the schema asks for: everything else is not known.
BARE = {
    "report_id": "ged-1", "source": "ged", "source_row": "1", "origins": [], "origin_names": [],
    "zone": "Asia/Damascus", "extent": "unknown", "units": [], "is_unit": False, "actors": [],
    "targets": [], "both_directions": False, "acts": [], "aggregate": False,
}  # fmt: skip
# SC-04 h: Douma, 29 December by day, as UCDP has it.
DOUMA = BARE | {
    "report_id": "ged-233223", "source_row": "233223", "origins": ["sohr"],
    "origin_names": ["SOHR"], "articles": 1, "t_earliest": 1_482_962_400_000_000,
    "t_latest": 1_483_048_800_000_000, "place": "Duma town", "units": ["SY0302", "SY03", "SY"],
    "lon": 36.4018, "lat": 33.5723, "radius_km": 5.0, "actors": ["syria-gov"],
    "targets": ["insurgents", "unidentified"], "both_directions": True, "acts": ["H-LET-U"],
    "deaths_low": 14, "deaths_best": 14, "deaths_high": 14, "deaths_civilians": 14,
    "text": "Douma",
}  # fmt: skip


def table(*rows):
    return pa.Table.from_pylist(list(rows), schema=SCHEMA)


def one(row):
    (found,) = incidents(table(row), KNOWN)
    return found


# --- written and read -----------------------------------------------------------------------------

TEXTS = st.text(st.characters(codec="utf-8"), max_size=12)
NAMES = st.lists(TEXTS, max_size=3)
COUNTS = st.none() | st.integers(0, 10**9)
TIMES = st.none() | st.integers(-(10**15), 4 * 10**15)
ROWS = st.fixed_dictionaries(
    {
        "report_id": TEXTS, "source": TEXTS, "source_row": TEXTS, "origins": NAMES,
        "origin_names": NAMES, "articles": st.none() | st.integers(-1, 1000), "t_earliest": TIMES,
        "t_latest": TIMES, "zone": TEXTS, "extent": TEXTS, "place": st.none() | TEXTS,
        "units": NAMES, "is_unit": st.booleans(), "lon": st.none() | st.floats(-180, 180),
        "lat": st.none() | st.floats(-90, 90), "radius_km": st.none() | st.floats(0, 100),
        "actors": NAMES, "actor_name": st.none() | TEXTS, "targets": NAMES,
        "target_name": st.none() | TEXTS, "both_directions": st.booleans(), "acts": NAMES,
        "deaths_low": COUNTS, "deaths_best": COUNTS, "deaths_high": COUNTS,
        "deaths_civilians": COUNTS, "aggregate": st.booleans(), "text": st.none() | TEXTS,
        "contributor": st.none() | TEXTS,
    }
)  # fmt: skip


def test_every_column_says_what_it_is():
    for column in SCHEMA:
        assert column.metadata[b"doc"]


def test_a_file_appears_whole_or_not_at_all(tmp_path):
    path = tmp_path / "page.html"

    def write(content):
        with written_whole(path) as file:
            file.write_bytes(content)

    write(b"old")
    with pytest.raises(TypeError):
        write("not bytes")
    assert path.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == ["page.html"]
    write(b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o644


# --- as incidents ---------------------------------------------------------------------------------


def test_what_a_report_does_not_say_stays_unknown():
    found = one(BARE)
    assert found.time == Interval(BEGIN, END)
    assert found.region.is_unknown
    assert found.actors.candidates == found.targets.candidates == ()
    assert found.acts == ()
    assert found.place_name == {}
    assert found.extent == Extent.UNKNOWN
    assert all((h.low, h.best, h.high) == (None, None, None) for h in found.harm)
    assert not any((found.both_directions, found.aggregate))
    assert found.holder is None
    assert found.plea is None
    assert found.unmatched
    # Somebody told it, nobody knows who.
    assert found.occurred.level == Level.E1
    assert found.occurred.origins == ()


def test_what_a_report_says_is_kept():
    found = one(DOUMA)
    assert found.id == "ged-233223"
    assert found.time == Interval(1_482_962_400_000_000, 1_483_048_800_000_000)
    assert found.zone == "Asia/Damascus"
    assert (found.region.geometry.x, found.region.geometry.y) == (36.4018, 33.5723)
    assert found.region.radius_km == 5
    assert found.region.units == ("SY0302", "SY03", "SY")
    assert found.actors.ids == ("syria-gov",)
    assert found.targets.ids == ("insurgents", "unidentified")
    assert found.both_directions
    assert found.acts == (Act("H-LET-U"),)
    assert [(h.kind, h.of, h.low, h.best, h.high) for h in found.harm] == [
        ("killed", "all", 14, 14, 14),
        ("killed", "civilians", None, 14, None),
    ]
    assert found.place_name == {"en": "Duma town"}
    assert found.sources == ("ged",)
    assert found.unmatched


@pytest.mark.parametrize(
    ("earliest", "latest", "expected"),
    [
        (None, 5, Interval(BEGIN, 5)),
        (5, None, Interval(5, END)),
        (5, 5, Interval(5, 5)),
        (-1_000_001, 1, Interval(-1_000_001, 1)),
    ],
)
def test_an_end_that_is_not_known_is_open(earliest, latest, expected):
    assert one(BARE | {"t_earliest": earliest, "t_latest": latest}).time == expected


@pytest.mark.parametrize("missing", ["lon", "lat", "radius_km"])
def test_a_point_of_unknown_precision_is_no_place(missing):
    region = one(DOUMA | {missing: None}).region
    assert region.geometry is None
    assert region.units == ("SY0302", "SY03", "SY")


def test_zero_dead_is_not_unknown():
    (everybody, civilians) = one(DOUMA | {"deaths_low": 0, "deaths_civilians": 0}).harm
    assert everybody.low == 0
    assert civilians.best == 0


@pytest.mark.parametrize(
    ("origins", "articles", "expected"),
    [
        ([], 5, Level.E1),
        (["locals"], 1, Level.E1),
        (["stranger"], 1, Level.E1),
        (["sana"], 9, Level.E1),
        (["sohr"], 1, Level.E2),
        (["sohr"], 12, Level.E2),  # articles are not origins
        (["sohr"], -1, Level.E2),
        (["sohr", "airwars"], -1, Level.E3),
        (["sohr", "sana"], 2, Level.E3),
    ],
)
def test_a_report_is_graded_by_its_origins_not_its_articles(origins, articles, expected):
    found = one(DOUMA | {"origins": origins, "articles": articles})
    for standing in (
        found.occurred, found.time_standing, found.place_standing, found.act_standing,
        found.actors.standing, found.targets.standing,
    ):  # fmt: skip
        assert standing.level == expected
        assert standing.origins == tuple(origins)
        assert not any((standing.contested, standing.refuted))


def test_an_aggregate_says_so():
    assert one(DOUMA | {"aggregate": True}).aggregate


def test_every_report_is_an_incident_in_order():
    rows = [DOUMA | {"report_id": f"ged-{n}"} for n in range(12_000)]
    found = [item.id for item in incidents(table(*rows), KNOWN)]
    assert found == [row["report_id"] for row in rows]
