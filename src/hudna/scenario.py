"""Scenarios: incidents with the verdicts that a lawyer expects of them.

In: `scenarios.yaml`.  Out: incidents, the switches that each scenario pins, and expectations that
`hudna test` compares with what is derived.  No expectation ever enters a judgement.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from hudna.entry import Entry, Id, Label, Sourced
from hudna.incident import IncidentEntry

Verdict = Literal["violation", "outside", "permitted", "not_occurred", "cannot_determine"]
Headline = Literal["violation", "not_violation", "depends", "cannot_determine", "under_review"]


def _bare(value: Any) -> Any:
    return {"verdict": value} if isinstance(value, str) else value


def _text(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value


Value = Annotated[Id, BeforeValidator(_text, json_schema_input_type=str | bool)]


class WorldExpectation(Entry):
    """What is expected in the worlds of one reading.

    `verdict` holds in every world that the key names.  `failing`, `reasons`, `by` and `flags` list
    what must appear; others may.  `elements` are compared exactly.
    """

    verdict: Verdict
    failing: list[str] = []
    reasons: list[str] = []
    conditional: bool | None = None
    elements: dict[str, Literal["T", "F", "U"]] = {}
    by: list[Id] | None = None


class Expectation(Sourced):
    """What is expected of one incident (or of one part of it)."""

    incident: Id
    part: int | None = Field(None, ge=1)
    headline: Headline | None = None
    causes: list[Literal["outside", "permitted", "refuted"]] = []
    worlds: dict[
        str,
        Annotated[
            WorldExpectation, BeforeValidator(_bare, json_schema_input_type=WorldExpectation | str)
        ],
    ] = Field({}, description="A reading (`R1`) or some of its worlds (`R3[duty_scope=open]`).")
    pivots: list[str] = Field([], description="Pivots that must appear.")
    flags: list[str] = Field([], description="Flags that must appear, as LAW:code.")
    instant: str | None = Field(None, description="The instant in UTC that the time must be.")
    source: Label = Field(description="Where the expectation comes from.")


class Scenario(Sourced):
    """Incidents, pinned switches and expectations, under one name."""

    id: Id
    title: Label
    pins: dict[Id, Value] = Field({}, description="Switch → value, in every reading it concerns.")
    pins_by_reading: dict[Id, dict[Id, Value]] = {}
    proved: list[Id] = Field(
        [], description="Actors whose accession this scenario takes as proved from the start."
    )
    incidents: list[IncidentEntry] = Field(min_length=1)
    expect: list[Expectation] = Field(min_length=1)


class ScenariosFile(Entry):
    """`scenarios.yaml`."""

    scenarios: list[Scenario] = []
