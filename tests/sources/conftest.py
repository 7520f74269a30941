"""A small case for imports, and a way to write GED files of any shape."""

import csv
import io

import pytest

from hudna.actors import ActorsFile, registry
from hudna.gazetteer import Gazetteer, Spot

ZONE = "Asia/Damascus"

COLUMNS = [
    "id", "year", "active_year", "type_of_violence", "conflict_new_id", "conflict_name",
    "dyad_new_id", "dyad_name", "side_a_new_id", "side_a", "side_b_new_id", "gwnob", "side_b",
    "number_of_sources", "source_article", "source_office", "source_date", "source_headline",
    "source_original", "where_prec", "where_coordinates", "adm_1", "adm_2", "latitude",
    "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region", "event_clarity",
    "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians",
    "deaths_unknown", "low", "best", "high",
]  # fmt: skip

ROW = {
    "id": "1001", "year": "2016", "active_year": "1", "type_of_violence": "1",
    "conflict_new_id": "299", "conflict_name": "Testland: Government", "dyad_new_id": "11973",
    "dyad_name": "Government of Testland - Rebels", "side_a_new_id": "118",
    "side_a": "Government of Testland", "side_b_new_id": "4456", "gwnob": "",
    "side_b": "Northern Front", "number_of_sources": "1", "source_article": "an article",
    "source_office": "Observatory", "source_date": "2016-12-30",
    "source_headline": "Clashes near a village", "source_original": "Observatory",
    "where_prec": "1", "where_coordinates": "Small village", "adm_1": "East Governorate",
    "adm_2": "Inner district", "latitude": "34.5", "longitude": "36.5",
    "geom_wkt": "POINT (36.5 34.5)", "priogrid_gid": "179714", "country": "Testland",
    "country_id": "652", "region": "Middle East", "event_clarity": "1", "date_prec": "1",
    "date_start": "2016-12-30", "date_end": "2016-12-30", "deaths_a": "1", "deaths_b": "2",
    "deaths_civilians": "3", "deaths_unknown": "0", "low": "4", "best": "6", "high": "9",
}  # fmt: skip


def text_of(rows, columns=COLUMNS):
    """Rows as CSV: each a mapping that replaces values of ROW."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)  # ends lines with CR LF, and so quotes a cell that holds either
    writer.writerow(columns)
    for row in rows:
        merged = ROW | row
        writer.writerow([merged.get(name, "") for name in columns])
    return out.getvalue()


@pytest.fixture(scope="session")
def people():
    file = ActorsFile.model_validate(
        {
            "sides": {"gov": {"label": {"en": "Government"}}},
            "actors": [
                {"id": "gov", "kind": "state", "names": {"en": ["Government of Testland"]}},
                {"id": "north", "kind": "armed-group", "names": {"en": ["Northern Front"]}},
                {"id": "south", "kind": "armed-group", "names": {"en": ["Southern Front"]}},
                {"id": "pair", "kind": "armed-group", "names": {"en": ["Hawks, Doves and Owls"]}},
                {"id": "twin-1", "kind": "armed-group", "names": {"en": ["The Twins"]}},
                {"id": "twin-2", "kind": "armed-group", "names": {"en": ["The Twins"]}},
                {"id": "civilians", "kind": "civilians", "names": {"en": ["Civilians"]}},
            ],
            "origins": [
                {"id": "obs", "names": ["Observatory", "The Observatory for Rights"]},
                {"id": "wings", "names": ["Airwatch"]},
                {"id": "sound", "names": ["Salt and Pepper"]},
                {"id": "ministry", "names": ["Ministry of Defence"], "side": "gov"},
                {"id": "locals", "names": ["Local sources"], "named": False},
            ],
        }
    )
    return registry(file, ZONE)


@pytest.fixture(scope="session")
def places():
    spots = [
        Spot("T", "country", None, {"en": "Testland"}),
        Spot("T1", "adm1", "T", {"en": "East"}),
        Spot("T2", "adm1", "T", {"en": "West", "ar": "الغرب"}),
        Spot("T11", "adm2", "T1", {"en": "Inner"}),
        Spot("T12", "adm2", "T1", {"en": "Market"}),
        Spot("T21", "adm2", "T2", {"en": "Market"}),
        Spot("T111", "adm3", "T11", {"en": "Mill"}, ("Old Mill district",)),
    ]
    return Gazetteer({spot.id: spot for spot in spots})


@pytest.fixture
def take(tmp_path, people, places):
    """Import rows (mappings), CSV text or bytes: the rows of the table, and the report."""
    from hudna.sources import ucdp

    def run(content, columns=COLUMNS, **options):
        if isinstance(content, list):
            content = text_of(content, columns)
        if isinstance(content, str):
            content = content.encode()
        path = tmp_path / "ged.csv"
        path.write_bytes(content)
        table, report = ucdp.read(path, people, places, ZONE, **options)
        return table.to_pylist(), report

    return run


@pytest.fixture(scope="session")
def write_csv():
    return text_of
