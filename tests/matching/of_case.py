"""A small case, and rows of its reports: what tests of matching within a case share."""

import pyarrow as pa

from hudna.actors import ActorsFile, registry
from hudna.gazetteer import Gazetteer, Spot
from hudna.report import SCHEMA

ZONE = "Asia/Damascus"
PEOPLE = registry(
    ActorsFile.model_validate(
        {
            "sides": {"gov": {"label": {"en": "Government"}}},
            "actors": [
                {"id": "gov", "kind": "state", "names": {"en": ["Government"]}},
                {"id": "army", "kind": "state-force", "names": {"en": ["Army"]},
                 "member_of": [{"of": "gov"}]},
                {"id": "faylaq", "kind": "armed-group", "names": {"en": ["Faylaq"]}},
            ],
            "origins": [
                {"id": "obs", "names": ["The Observatory", "المرصد"]},
                {"id": "ministry", "names": ["Ministry"], "side": "gov"},
            ],
        }
    ),
    ZONE,
)  # fmt: skip
PLACES = Gazetteer(
    {
        spot.id: spot
        for spot in (
            Spot("L", "country", None, {"en": "Land"}),
            Spot("L1", "adm1", "L", {"en": "East"}, point=(36.0, 35.0)),
            Spot("L2", "adm1", "L", {"en": "West"}, point=(34.0, 35.0)),
            Spot("L11", "adm2", "L1", {"en": "Inner"}),
            Spot("mill", "place", "L11", {"en": "Mill", "ar": "الطاحون"}, point=(36.1, 35.1)),
        )
    }
)


def row(name, **more):
    empty = {
        field.name: [] if pa.types.is_list(field.type) else None for field in SCHEMA
    }  # fmt: skip
    return empty | {
        "report_id": name, "source": "Agency", "source_row": name, "zone": ZONE, "extent": "unknown",
        "is_unit": False, "both_directions": False, "aggregate": False,
        "actors": ["unidentified"], "targets": ["unidentified"],
    } | more  # fmt: skip
