"""Rows: what is written of the things in a release, column by column.

In: what a release shows, with its findings.  Out: rows of `COLUMNS`, as many as the tier has.  Each
column says from which tier on it is written; a public row has nothing that a source wrote.  Of a
protected source it has fewer values yet: see `alike.py`.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, NamedTuple

import pyarrow as pa

from hudna import codes, taxonomy
from hudna.finding import Finding
from hudna.gazetteer import Gazetteer
from hudna.incident import Harm, Incident
from hudna.instant import ALWAYS, Interval, local_day, of_day, show
from hudna.record.canonical import canonical
from hudna.record.precision import larger, part_of, to_hours
from hudna.record.release import Reduced, Thing
from hudna.record.seal import keyed_commitment
from hudna.record.tiers import Tier

_TEXT: Final = pa.string()
_LIST: Final = pa.list_(pa.string())


class Column(NamedTuple):
    """A column: its name, its HXL tag, its type, the least trusted tier that gets it, what it is."""

    name: str
    tag: str
    type: pa.DataType
    tier: Tier
    doc: str


_P, _C, _M = Tier.PUBLIC, Tier.PARTIES, Tier.MISSION
COLUMNS: Final = (
    Column("id", "#event+id", _TEXT, _P, "the incident's or report's id; keyed where it is private"),
    Column("what", "#event+kind", _TEXT, _P,
           "incident, or report (not matched to an incident); null: not told"),
    Column("day", "#date+occurred", _TEXT, _P, "the local day, where it is one"),
    Column("from", "#date+occurred+start", _TEXT, _P, "start, included; null: open"),
    Column("to", "#date+occurred+end", _TEXT, _P, "end, not included; null: open"),
    Column("time_precision", "#date+precision", _TEXT, _P,
           "instant, hour, part of day, day, interval or unknown"),
    Column("part_of_day", "#date+part", _TEXT, _P, "night, morning, afternoon or evening"),
    Column("unit", "#loc+code", _TEXT, _P, "the smallest unit that is released"),
    Column("unit_kind", "#loc+type", _TEXT, _P, "country, adm1, adm2 or adm3"),
    Column("unit_en", "#loc+name+i_en", _TEXT, _P, "its name in English"),
    Column("unit_ar", "#loc+name+i_ar", _TEXT, _P, "its name in Arabic"),
    Column("adm1", "#adm1+code+v_pcode", _TEXT, _P, "the unit of the first order"),
    Column("adm1_en", "#adm1+name+i_en", _TEXT, _P, "its name in English"),
    Column("adm1_ar", "#adm1+name+i_ar", _TEXT, _P, "its name in Arabic"),
    Column("adm2", "#adm2+code+v_pcode", _TEXT, _P, "the unit of the second order"),
    Column("adm3", "#adm3+code+v_pcode", _TEXT, _P, "the unit of the third order"),
    Column("acts", "#event+type+code", _LIST, _P, "candidates: codes of the taxonomy"),
    Column("acts_en", "#event+type+i_en", _LIST, _P, "the same in English"),
    Column("acts_ar", "#event+type+i_ar", _LIST, _P, "the same in Arabic"),
    Column("counts", "#meta+unit", _LIST, _P, "the unit of count of each act: never add two"),
    Column("aggregate", "#meta+aggregate", pa.bool_(), _P, "sums many events: never counted; null: not told"),
    Column("headlines", "#status+finding+code", _LIST, _P, "what the readings together say, by part"),
    Column("headlines_en", "#status+finding+i_en", _LIST, _P, "the same in English"),
    Column("headlines_ar", "#status+finding+i_ar", _LIST, _P, "the same in Arabic"),
    Column("causes", "#status+cause", _LIST, _P, "why it is not a violation, where it is not"),
    Column("evidence", "#status+verification", _TEXT, _P, "level of its occurrence, E0 to E4"),
    Column("killed_low", "#affected+killed+min", pa.int64(), _P, "persons; null: unknown"),
    Column("killed", "#affected+killed", pa.int64(), _P, "persons, best estimate; null: unknown"),
    Column("killed_high", "#affected+killed+max", pa.int64(), _P, "persons; null: unknown"),
    Column("source", "#meta+source", _TEXT, _P, "the data set, where it is published"),
    Column("commitment", "#meta+commitment", _TEXT, _P,
           "to what the record has of it: keyed, so that no guess can be tested"),
    Column("lat", "#geo+lat", pa.float64(), _C, "degrees, WGS 84"),
    Column("lon", "#geo+lon", pa.float64(), _C, "degrees, WGS 84"),
    Column("radius_km", "#geo+radius", pa.float64(), _C, "the place lies within this of the point"),
    Column("place", "#loc+name", _TEXT, _M, "the place as written"),
    Column("actors", "#group+name+actor", _LIST, _M, "candidates: actor ids, or unidentified"),
    Column("targets", "#group+name+target", _LIST, _M, "candidates: actor ids, or unidentified"),
    Column("text", "#description", _TEXT, _M, "title or account, as written"),
    Column("origins", "#meta+origin", _LIST, _M, "ids of the case's origins"),
    Column("contributors", "#meta+contributor", _LIST, _M, "pseudonyms of protected sources"),
    Column("document", "#meta+document", _TEXT, _M, "the document it came in"),
)  # fmt: skip


@cache  # asked for each row
def columns(tier: Tier) -> tuple[Column, ...]:
    """The columns that a tier gets."""
    return tuple(column for column in COLUMNS if tier.sees(column.tier))


@dataclass(frozen=True, slots=True)
class Marks:
    """Ids and commitments that tell nothing to whoever lacks the release key, 32 bytes.

    Each tier and each thing has keys of its own: two releases are not joined by them, nor two things
    that came in one document; and the key of one commitment can be given to a court.
    """

    key: bytes
    tier: Tier

    def id(self, thing: Thing) -> str:
        """The id under which a thing is released."""
        name = thing.incident.id
        # People name incidents by what happened, and where: of a protected source that tells too much.
        coded = not thing.incident.unmatched and not thing.contributors
        if self.tier == Tier.MISSION or thing.published or coded:
            return name
        return f"r-{self._keyed('id', thing).hex()[:24]}"

    def commitment(self, thing: Thing) -> str:
        """The commitment to what the record has of a thing."""
        return keyed_commitment(self._keyed("commitment", thing), thing.digest)

    def _keyed(self, what: str, thing: Thing) -> bytes:
        kind = "report" if thing.incident.unmatched else "incident"
        told = canonical([what, self.tier.value, kind, thing.incident.id])
        return hmac.new(self.key, told, hashlib.sha256).digest()


def row(
    shown: Reduced,
    findings: Sequence[Finding],
    gazetteer: Gazetteer,
    zone: str,
    tier: Tier,
    id: str,  # noqa: A002
    commitment: str,
) -> dict[str, Any]:
    """One row: a value for each column of the tier."""
    thing, incident = shown.thing, shown.thing.incident
    told: dict[str, Any] = {
        "id": id,
        "what": "report" if incident.unmatched else "incident",
        "commitment": commitment,
        "aggregate": incident.aggregate,
        "evidence": incident.occurred.level.name,
        "source": incident.sources[0] if thing.published and incident.sources else None,
        **_time(shown.time, zone),
        **_units(shown.unit, gazetteer),
        **_acts(incident),
        **_killed(incident),
        **_found(findings),
    }
    if tier != Tier.PUBLIC:
        told |= _point(shown, tier)
    if tier == Tier.MISSION:
        told |= _account(thing)
    return {column.name: told[column.name] for column in columns(tier)}


def _time(span: Interval, zone: str) -> dict[str, Any]:
    part = part_of(span, zone)
    day = None
    if not span.is_open:
        last = span.earliest if span.is_instant else span.latest - 1
        first = local_day(span.earliest, zone)
        day = first if first == local_day(last, zone) else None
    if span == ALWAYS:
        precision = "unknown"
    elif span.is_instant:
        precision = "instant"
    elif part is not None:
        precision = "part of day"
    elif day is not None and span == of_day(day, zone):
        precision = "day"
    elif not span.is_open and span == to_hours(Interval(span.earliest, span.earliest), zone):
        precision = "hour"
    else:
        precision = "interval"
    return {
        "day": None if day is None else day.isoformat(),
        "from": show(span.earliest, zone),
        "to": show(span.latest, zone),
        "time_precision": precision,
        "part_of_day": part,
    }


def _units(unit: str | None, gazetteer: Gazetteer) -> dict[str, Any]:
    told: dict[str, Any] = {
        "unit": unit,
        "unit_kind": None if unit is None else gazetteer.spots[unit].kind,
        **_named("unit", unit, gazetteer),
    }
    for kind in ("adm1", "adm2", "adm3"):
        name = larger(unit, gazetteer, kind)
        told[kind] = name if name is not None and gazetteer.spots[name].kind == kind else None
    return {**told, **_named("adm1", told["adm1"], gazetteer)}


def _named(what: str, unit: str | None, gazetteer: Gazetteer) -> dict[str, str | None]:
    name: Mapping[str, str] = {} if unit is None else gazetteer.spots[unit].name
    return {f"{what}_en": name.get("en"), f"{what}_ar": name.get("ar")}


def _acts(incident: Incident) -> dict[str, Any]:
    names = list(dict.fromkeys(act.code for act in incident.acts))
    known = [taxonomy.act(name) for name in names if name in taxonomy.acts()]
    return {
        "acts": names,
        "acts_en": [act.label.en for act in known],
        "acts_ar": [act.label.ar for act in known],
        "counts": list(dict.fromkeys(act.counts_as for act in known)),
    }


def _killed(incident: Incident) -> dict[str, int | None]:
    unknown = Harm("killed", "all", None, None, None)
    all_ = (harm for harm in incident.harm if (harm.kind, harm.of) == ("killed", "all"))
    harm = next(all_, unknown)
    return {"killed_low": harm.low, "killed": harm.best, "killed_high": harm.high}


def _found(findings: Sequence[Finding]) -> dict[str, list[str]]:
    names = [finding.headline.value for finding in findings]
    causes = dict.fromkeys(cause for finding in findings for cause in finding.causes)
    return {
        "headlines": names,
        "headlines_en": [codes.label("headline", name, "en") for name in names],
        "headlines_ar": [codes.label("headline", name, "ar") for name in names],
        "causes": list(causes),
    }


def _point(shown: Reduced, tier: Tier) -> dict[str, float | None]:
    lon = lat = radius = None
    region = shown.thing.incident.region
    if tier == Tier.PARTIES:
        lon, lat, radius = shown.point or (None, None, None)
    elif region.geometry is not None and region.geometry.geom_type == "Point":
        middle = region.geometry.centroid
        lon, lat, radius = middle.x, middle.y, region.radius_km
    return {"lon": lon, "lat": lat, "radius_km": radius}


def _account(thing: Thing) -> dict[str, Any]:
    incident = thing.incident
    return {
        "place": " / ".join(incident.place_name.values()) or None,
        "actors": list(incident.actors.ids),
        "targets": list(incident.targets.ids),
        "text": " / ".join(incident.title.values()) or None,
        "origins": list(incident.occurred.origins),
        "contributors": sorted(thing.contributors),
        "document": thing.document,
    }
