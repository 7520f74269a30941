"""Schemas: of each case file as JSON Schema, and of each bulk table as its Arrow columns."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
from pydantic import BaseModel

from hudna.actors import ActorsFile
from hudna.agreement.document import AgreementFile
from hudna.evidence import Level
from hudna.finding_table import schema as findings
from hudna.incident import IncidentsFile
from hudna.incident_table import SCHEMA as INCIDENTS
from hudna.problem import Problem, Refused
from hudna.report import SCHEMA as REPORTS
from hudna.scenario import ScenariosFile

FILES: dict[str, type[BaseModel]] = {
    "agreement": AgreementFile,
    "actors": ActorsFile,
    "incidents": IncidentsFile,
    "scenarios": ScenariosFile,
}
TABLES: dict[str, pa.Schema] = {
    "reports": REPORTS,
    "incidents-table": INCIDENTS,
    "findings": findings((), ()),
}


def _with_level_names(part: Any) -> Any:
    """The same schema, with a default level by its name, as a file writes it."""
    if isinstance(part, list):
        return [_with_level_names(item) for item in part]
    if not isinstance(part, dict):
        return part
    found = {key: _with_level_names(value) for key, value in part.items()}
    if part.get("enum") == list(Level.__members__) and isinstance(part.get("default"), int):
        found["default"] = Level(part["default"]).name
    return found


def schema_of(name: str) -> dict[str, Any]:
    """The schema called `name`: JSON Schema (draft 2020-12) or Arrow columns.

    Raises `Refused` for an unknown name.
    """
    if name in FILES:
        schema = _with_level_names(FILES[name].model_json_schema(by_alias=True))
        return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
    if name in TABLES:
        return {
            "table": name,
            "columns": [
                {
                    "name": column.name,
                    "type": str(column.type),
                    "nullable": column.nullable,
                    "doc": (column.metadata or {}).get(b"doc", b"").decode(),
                }
                for column in TABLES[name]
            ],
        }
    raise Refused(
        [Problem(name, None, None, "there is no such schema",
                 f"Write one of {', '.join((*FILES, *TABLES))}")]
    )  # fmt: skip
