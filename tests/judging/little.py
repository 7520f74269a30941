"""A little country for the tests of judging: nine cells in a row, actors whose ties change by day."""

from dataclasses import replace

import shapely

from hudna.actors import ActorsFile, registry
from hudna.agreement.agreement import Agreement
from hudna.agreement.document import AgreementFile
from hudna.evidence import Level, Standing
from hudna.gazetteer import Gazetteer
from hudna.incident import Act, Candidate, Extent, Incident, Parties
from hudna.instant import Interval, read
from hudna.zones import Region, Zone, ZoneKind

DAY = 86_400_000_000


def day(n):
    """The first instant of 2017-01-n, UTC."""
    return read(f"2017-01-{n:02d}", "UTC").earliest


def noon(n):
    return day(n) + DAY // 2


# --- a little country: cells in a row, actors whose ties change ------------------------------------

ACTORS = {
    "actors": [
        {"id": "gov", "kind": "state", "names": {"en": ["Gov"]}},
        {"id": "army", "kind": "state-force", "names": {"en": ["Army"]}, "member_of": [{"of": "gov"}]},
        {"id": "ally", "kind": "armed-group", "names": {"en": ["Ally"]}, "supports": [{"of": "gov"}]},
        {"id": "reb", "kind": "armed-group", "names": {"en": ["Reb"]}},
        {"id": "unit", "kind": "unit", "names": {"en": ["Unit"]},
         "member_of": [{"of": "reb", "from": "2017-01-05"}]},
        {"id": "con", "kind": "armed-group", "names": {"en": ["Con"]}},
        {"id": "late", "kind": "armed-group", "names": {"en": ["Late"]}},
        {"id": "stranger", "kind": "armed-group", "names": {"en": ["Stranger"]}},
        {"id": "nus", "kind": "armed-group", "names": {"en": ["Nus"]}},
        {"id": "jfs", "kind": "armed-group", "names": {"en": ["Jfs"]}},
        {"id": "oth", "kind": "armed-group", "names": {"en": ["Oth"]}},
        {"id": "mrg", "kind": "armed-group", "names": {"en": ["Mrg"]}},
        {"id": "civ", "kind": "civilians", "names": {"en": ["Civ"]}},
        {"id": "umb", "kind": "umbrella", "names": {"en": ["Umb"]},
         "covers": ["reb", {"actor": "con", "from": "2017-01-05"}]},
    ],
    "genealogy": [
        {"id": "renamed", "kind": "rename", "at": "2017-01-03", "from": ["nus"], "into": ["jfs"]},
        {"id": "merged", "kind": "merge", "at": "2017-01-04", "from": ["nus", "oth"],
         "into": ["mrg"], "dominant": "nus"},
    ],
    "designations": [
        {"list": "un", "entry": "Nus", "actor": "nus", "from": "2017-01-02"},
        {"list": "un", "entry": "Jfs", "actor": "jfs", "from": "2017-01-09"},
    ],
}  # fmt: skip
REGISTRY = registry(ActorsFile.model_validate(ACTORS), "UTC")

CELLS = ("plain", "out", "combat", "combat2", "weak", "covered", "reb-held", "nus-held", "con-held")


def cell(name):
    i = CELLS.index(name)
    return shapely.box(i, 0, i + 1, 1)


def at(name):
    return Region(shapely.Point(CELLS.index(name) + 0.5, 0.5))


def graded(level):
    return Standing(level)


ZONES = [
    Zone("country", ZoneKind.SCOPE_IN, {}, geometry=shapely.box(0, 0, len(CELLS), 1)),
    Zone("out", ZoneKind.SCOPE_OUT, {}, geometry=cell("out")),
    Zone("strip", ZoneKind.CONTACT_LINE, {}, geometry=shapely.box(1.2, 0, 1.3, 1)),
    Zone("combat", ZoneKind.COMBAT_AREA, {}, geometry=cell("combat"), against=("nus",),
         standing=graded(Level.E3)),
    Zone("combat2", ZoneKind.COMBAT_AREA, {}, geometry=cell("combat2"), against=("nus",),
         standing=graded(Level.E2)),
    Zone("weak", ZoneKind.COMBAT_AREA, {}, geometry=cell("weak"), against=("nus",),
         standing=graded(Level.E1)),
    Zone("covered", ZoneKind.COVERED_PLACE, {}, geometry=cell("covered")),
    Zone("reb-held", ZoneKind.CONTROL, {}, geometry=cell("reb-held"), holders=("reb",),
         standing=graded(Level.E3)),
    Zone("nus-held", ZoneKind.CONTROL, {}, geometry=cell("nus-held"), holders=("nus",),
         standing=graded(Level.E3)),
    Zone("con-held", ZoneKind.CONTROL, {}, geometry=cell("con-held"), holders=("con",),
         standing=graded(Level.E3)),
]  # fmt: skip


def agreement(terms, readings=None, accessions=(), lists=(), zones=ZONES, standards=None):
    """An agreement of the little country; readings override terms."""
    readings = readings or {"R": {}}
    document = AgreementFile.model_validate(
        {
            "case": {"id": "little", "title": "Little"},
            "agreement": {"id": "a", "title": "A", "kind": "preliminary", "zone": "UTC"},
            "terms": terms,
            "readings": {
                name: {"label": name, "status": "live", "terms": changes}
                for name, changes in readings.items()
            },
            "accessions": list(accessions),
            "lists": list(lists),
            **({"standards": standards} if standards else {}),
        }
    )
    return Agreement(document, REGISTRY, zones, Gazetteer({}))


def signed(actor, n=1, mode="signed", **more):
    return {"actor": actor, "mode": mode, "at": f"2017-01-{n:02d}", **more}


PLAIN_TERMS = {
    "T-start": {"type": "P04", "start": {"at": "2017-01-02"}},
    "T-scope": {"type": "P06", "area": ["country"], "outside": ["out"]},
    "T-parties": {"type": "P07"},
    "T-attack": {"type": "P01", "acts": ["H-ART", "H-EXP-U", "H-TNK"], "duty_scope": "inter_partes"},
    "T-exclude": {
        "type": "P08", "actors": ["nus"], "mode": "area", "follows_rename": True, "inherits": "any",
    },
}  # fmt: skip
PLAIN_LEDGER = [
    signed("gov"),
    signed("reb"),
    signed("late", 6),
    signed("con"),
    signed("con", 1, "denied"),
]

PROVED = Standing(Level.E4)


def an_incident(**changes):
    """An attack of the army on the rebels, in force, in scope, every element verified."""
    plain = Incident(
        id="i",
        occurred=PROVED,
        time=Interval(noon(3), noon(3)),
        time_standing=PROVED,
        region=at("plain"),
        place_standing=PROVED,
        actors=Parties((Candidate("army"),), PROVED),
        targets=Parties((Candidate("reb"),), PROVED),
        acts=(Act("H-ART"),),
        act_standing=PROVED,
        extent=Extent.MOMENT,
    )
    return replace(plain, **changes)


def parties(names, standing):
    return Parties(tuple(map(Candidate, names)), standing)
