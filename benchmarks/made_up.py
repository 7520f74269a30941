"""A made-up war: an agreement in so many worlds, its actors and zones, and incidents in bulk.

Everything follows from a seed.  The terms, actors and zones are the same whatever the number of
worlds; only how many of the nine switches are left open differs.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from hudna.actors import ActorsFile, registry
from hudna.agreement.agreement import Agreement
from hudna.agreement.document import AgreementFile
from hudna.evidence import Level, Standing
from hudna.gazetteer import Gazetteer, Spot
from hudna.incident_table import SCHEMA
from hudna.instant import read, span
from hudna.zones import Zone, ZoneKind

WEST, SOUTH, EAST, NORTH = 35.0, 32.0, 43.0, 37.5
PROVINCES = 4  # along each side
ACTORS, CIVILIANS, ZONES = 200, 6, 300
MONTHS = [f"{2016 + m // 12}-{m % 12 + 1:02d}-01" for m in range(25)]
DATES = [f"2016-{m:02d}-15" for m in range(2, 12)]  # of what is known of actors
KINDS = ((ZoneKind.SCOPE_OUT, 40), (ZoneKind.COMBAT_AREA, 140), (ZoneKind.CONTROL, 90),
         (ZoneKind.COVERED_PLACE, 30))  # fmt: skip

ATTACKS = [
    "H-AIR-FW", "H-AIR-HE", "H-AIR-BB", "H-AIR-DR", "H-ART", "H-MOR", "H-RKT", "H-MSL", "H-ATG",
    "H-TNK", "H-HMG", "H-SAF", "H-SNI", "H-CLASH", "H-INF", "H-GRA", "H-IED", "H-VBI", "H-CHM",
    "H-CLU", "H-INC",
]  # fmt: skip
SEIZURES = ["H-TER-T", "H-TER-A"]
OTHERS = [
    "H-FORT", "H-RNF", "H-WIV", "H-REC", "H-ARR", "H-ABD", "H-SGV", "H-CIV", "H-INF-S", "H-AID-D",
    "H-AID-L", "H-AID-S", "H-SIE", "H-MON", "H-PRO", "H-EXE", "H-MED",
]  # fmt: skip
ACTS = [*ATTACKS, *SEIZURES, *OTHERS]

SWITCHES: dict[str, dict[str, dict[str, dict[str, Any]]]] = {
    "duty": {"all": {"T-attack": {"duty_scope": "erga_omnes"}}, "parties": {}},
    "mode": {"person": {"T-exclude": {"mode": "person"}}, "area": {}},
    "outside": {"none": {"T-scope": {"outside": []}}, "as_written": {}},
    "start": {"later": {"T-start": {"start": {"at": "2016-04-10"}}}, "early": {}},
    "mines": {"not": {"T-attack": {"acts": ATTACKS[:17]}}, "too": {}},
    "also": {"more": {"T-exclude": {"also": ["a010", "a011", "a012", "a013"]}}, "named": {}},
    "end": {"sooner": {"T-end": {"end": {"at": "2017-03-01"}}}, "late": {}},
    "covered": {"none": {"T-scope": {"covered_places": []}}, "named": {}},
    "bound": {"more": {"T-parties": {"parties": ["a060", "a061", "a062", "a063"]}}, "ledger": {}},
}
"""Each turns something; the first are open when few worlds are wanted."""


# --- the agreement --------------------------------------------------------------------------------


def agreement(worlds: int, seed: int = 1) -> Agreement:
    """An agreement of 1, 2, 4 … 512 default worlds, with 200 actors and 301 zones."""
    if worlds not in (1 << i for i in range(len(SWITCHES) + 1)):
        raise ValueError(f"{worlds} worlds: it has nine switches of two values each")
    rng = np.random.default_rng(seed)
    document = AgreementFile.model_validate(_document(worlds.bit_length() - 1))
    people = registry(ActorsFile.model_validate(_actors(rng)), "UTC")
    return Agreement(document, people, _zones(rng), Gazetteer(dict(_spots())))


def _document(open_: int) -> dict[str, Any]:
    covered = [f"covered-place-{i:03d}" for i in range(30)]
    terms: dict[str, Any] = {
        "T-start": {"type": "P04", "start": {"at": "2016-02-01"}},
        "T-end": {"type": "P05", "end": {"at": "2017-10-01"}},
        "T-scope": {"type": "P06", "area": ["country"], "outside": ["scope-out"],
                    "covered_places": covered},
        "T-parties": {"type": "P07"},
        "T-exclude": {"type": "P08", "actors": ["a001", "a002", "a003"], "mode": "area",
                      "follows_rename": True, "inherits": "any"},
        "T-attack": {"type": "P01", "acts": ATTACKS, "duty_scope": "inter_partes"},
        "T-ground": {"type": "P02", "acts": [*SEIZURES, "H-INF"]},
        "T-lines": {"type": "P12", "acts": ["H-FORT", "H-RNF", "H-IED"],
                    "duty_scope": "inter_partes"},
        "T-civilians": {"type": "P14", "acts": ["H-ARR", "H-ABD", "H-SGV", "H-CIV"],
                        "duty_scope": "erga_omnes"},
        "T-aid": {"type": "P15", "acts": ["H-AID-D", "H-AID-L", "H-AID-S"],
                  "duty_scope": "erga_omnes"},
        "T-siege": {"type": "P16", "acts": ["H-SIE"], "duty_scope": "erga_omnes"},
        "T-monitors": {"type": "P21", "acts": ["H-MON"], "duty_scope": "erga_omnes"},
    }  # fmt: skip
    stated = [next(reversed(values)) for values in SWITCHES.values()]
    switches = {
        name: {"label": name, "values": values, "readings": {"R": "open" if i < open_ else said}}
        for i, ((name, values), said) in enumerate(zip(SWITCHES.items(), stated, strict=True))
    }
    accessions = [
        {"actor": f"a{i:03d}", "mode": "signed", "at": DATES[i % len(DATES)] if i % 4 else "2016-01-01"}
        for i in range(60)
        if i not in (1, 2, 3)
    ]  # fmt: skip
    accessions += [{"actor": f"a{i:03d}", "mode": "denied", "at": DATES[5]} for i in (20, 21)]
    return {
        "case": {"id": "made-up", "title": "Made up"},
        "agreement": {"id": "a", "title": "Made up", "kind": "preliminary", "zone": "UTC"},
        "terms": terms,
        "readings": {"R": {"label": "R", "status": "live"}},
        "switches": switches,
        "accessions": accessions,
    }


def _actors(rng: np.random.Generator) -> dict[str, Any]:
    """The first sixty may sign; the rest belong to them from or to some date, or to nobody."""
    found: list[dict[str, Any]] = []
    for i in range(ACTORS):
        one: dict[str, Any] = {
            "id": f"a{i:03d}",
            "kind": "armed-group",
            "names": {"en": [f"A {i}"]},
        }
        if i >= ACTORS - CIVILIANS:
            one["kind"] = "civilians"
        elif i >= ACTORS - CIVILIANS - 2:
            one["kind"] = "umbrella"
            one["covers"] = [{"actor": f"a{j:03d}", "from": DATES[2]} for j in range(i % 7, 9)]
            one["covers"].append(f"a{30 + i % 5:03d}")
        elif 70 <= i < 170:
            first, last = sorted(rng.choice(len(DATES), 2, replace=False).tolist())
            tie = {"of": f"a{int(rng.integers(0, 60)):03d}", "from": DATES[first]}
            tie |= {"to": DATES[last]} if rng.random() < 0.5 else {}
            one["member_of" if rng.random() < 0.8 else "supports"] = [tie]
        found.append(one)
    return {"actors": found}


def _spots() -> Iterator[tuple[str, Spot]]:
    yield "C", Spot("C", "country", None, {"en": "C"})
    for p in range(PROVINCES**2):
        yield f"P{p:02d}", Spot(f"P{p:02d}", "adm1", "C", {"en": f"P{p:02d}"})
        for d in range(4):
            name = f"D{p:02d}{d}"
            yield name, Spot(name, "adm2", f"P{p:02d}", {"en": name})


def _zones(rng: np.random.Generator) -> list[Zone]:
    box = shapely.box(WEST, SOUTH, EAST, NORTH)
    zones = [Zone("country", ZoneKind.SCOPE_IN, {}, geometry=box, units=frozenset({"C"}))]
    for kind, count in KINDS:
        for i in range(count):
            province = int(rng.integers(0, PROVINCES**2))
            first, last = sorted(rng.choice(len(MONTHS), 2, replace=False).tolist())
            holders, against = (), ()
            if kind == ZoneKind.CONTROL:
                holders = (f"a{int(rng.integers(0, 40)):03d}",)
            elif kind == ZoneKind.COMBAT_AREA:
                against = (f"a{int(rng.integers(1, 4)):03d}",)
            zones.append(
                Zone(
                    f"{kind}-{i:03d}", kind, {}, span(MONTHS[first], MONTHS[last], "UTC"),
                    _shape(rng, province), within=frozenset({f"P{province:02d}"}),
                    above=frozenset({f"P{province:02d}", "C"}), holders=holders, against=against,
                    standing=Standing(Level(int(rng.integers(1, 5)))),
                )
            )  # fmt: skip
    return zones


def _shape(rng: np.random.Generator, province: int) -> shapely.Polygon:
    """A jagged star of 200 to 2,000 vertices within a province."""
    wide, high = (EAST - WEST) / PROVINCES, (NORTH - SOUTH) / PROVINCES
    least = min(wide, high) / 2
    radius = float(np.clip(rng.lognormal(-1.6, 0.6), 0.03, least))
    x = WEST + wide * (province % PROVINCES) + rng.uniform(radius, wide - radius)
    y = SOUTH + high * (province // PROVINCES) + rng.uniform(radius, high - radius)
    vertices = int(rng.integers(200, 2001))
    angle = np.sort(rng.uniform(0, 2 * np.pi, vertices))
    waves = sum(
        rng.uniform(0, 0.4 / k) * np.sin(k * angle + rng.uniform(0, 7)) for k in range(1, 9)
    )
    far = np.clip(0.7 + 0.25 * waves + rng.normal(0, 0.01, vertices), 0.1, 1.0) * radius
    shape = shapely.Polygon(np.stack([x + far * np.cos(angle), y + far * np.sin(angle)], axis=1))
    return shape if shape.is_valid else shapely.make_valid(shape).buffer(0)


# --- incidents ------------------------------------------------------------------------------------


def incidents(n: int, seed: int = 1, first: int = 0, plain: bool = False) -> pa.Table:
    """Incidents `first` to `first + n`, a table of some columns of `incident_table.SCHEMA`.

    Nine tenths, or all that are `plain`, are points at an instant with one actor, target and act.
    The others have candidates, an interval, or a region: a unit, or a point with a radius.
    """
    rng = np.random.default_rng((seed, first))
    kind = np.zeros(n, np.int8) if plain else rng.choice(4, n, p=(0.9, 0.04, 0.03, 0.03))
    begin = read(MONTHS[0], "UTC").earliest
    length = read(MONTHS[-1], "UTC").earliest - begin
    earliest = begin + rng.integers(0, length, n)
    days = np.where(kind == 2, rng.integers(1, 60, n), 0)
    columns = {
        "incident_id": _names(first, n),
        "t_earliest": pa.array(earliest).cast(SCHEMA.field("t_earliest").type),
        "t_latest": pa.array(earliest + days * 86_400_000_000).cast(SCHEMA.field("t_latest").type),
        **_places(rng, kind),
        "actors": _candidates(rng, kind == 1, [f"a{i:03d}" for i in range(ACTORS)], 0.97),
        "targets": _candidates(rng, kind == 1, [f"a{i:03d}" for i in range(ACTORS)], 0.985),
        "acts": _candidates(rng, kind == 1, ACTS, 0.95),
        "level": pa.array(rng.choice(5, n, p=(0.02, 0.08, 0.2, 0.5, 0.2)).astype(np.int8)),
        "level_actor": pa.array(rng.choice(5, n, p=(0.02, 0.08, 0.3, 0.5, 0.1)).astype(np.int8)),
    }
    return pa.table(columns)


def pieces(n: int, size: int = 1_000_000, seed: int = 1) -> Iterator[pa.Table]:
    """The same in tables of `size` rows, so that any number fits."""
    for first in range(0, n, size):
        yield incidents(min(size, n - first), seed, first)


def _names(first: int, n: int) -> pa.Array:
    """`i000000001` and on."""
    digits = 9
    numbers = np.arange(first + 1, first + n + 1)
    octets = np.full((n, digits + 1), ord("i"), np.uint8)
    for place in range(digits, 0, -1):
        octets[:, place] = numbers % 10 + ord("0")
        numbers //= 10
    ends = np.arange(0, (n + 1) * (digits + 1), digits + 1, dtype=np.int32)
    return pa.StringArray.from_buffers(n, pa.py_buffer(ends), pa.py_buffer(octets))


def _places(rng: np.random.Generator, kind: NDArray[Any]) -> dict[str, pa.Array]:
    """Points, one in fifty outside the country; regions are one of two hundred places."""
    n = len(kind)
    beyond = rng.random(n) < 0.02
    lon = rng.uniform(WEST, EAST, n) + np.where(beyond, EAST - WEST, 0)
    lat = rng.uniform(SOUTH, NORTH, n)
    radius = np.zeros(n)
    regions = np.flatnonzero(kind == 3)
    number = rng.integers(0, 200, len(regions))
    known = np.random.default_rng(7)  # the places are the same in every piece
    where = known.uniform((WEST, SOUTH), (EAST, NORTH), (200, 2))
    lon[regions], lat[regions] = where[number].T
    radius[regions] = known.choice([1.0, 5.0, 15.0], 200)[number]
    unit = np.zeros(n, np.bool_)
    unit[regions[number < 100]] = True
    chains = [[f"D{p:02d}{d}", f"P{p:02d}", "C"] for p in range(PROVINCES**2) for d in range(4)]
    chosen = number[number < 100] % len(chains)
    counts = np.where(unit, 3, 0)
    return {
        "lon": pa.array(lon, mask=unit),
        "lat": pa.array(lat, mask=unit),
        "radius_km": pa.array(radius, mask=unit),
        "units": _lists(counts, (chosen[:, None] * 3 + np.arange(3)).reshape(-1),
                        [name for chain in chains for name in chain]),
    }  # fmt: skip


def _candidates(
    rng: np.random.Generator, several: NDArray[np.bool_], names: list[str], ratio: float
) -> pa.Array:
    """One name a row, or two or three; the first are the most frequent: each `ratio` as the last."""
    counts = np.where(several, rng.integers(2, 4, len(several)), 1)
    weight = ratio ** np.arange(len(names))
    values = rng.choice(len(names), int(counts.sum()), p=weight / weight.sum())
    return _lists(counts, values, rng.permutation(names).tolist() if len(names) < 100 else names)


def _lists(counts: NDArray[Any], values: NDArray[Any], names: list[str]) -> pa.Array:
    ends = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    words, back = np.unique(np.array(names), return_inverse=True)
    coded = pa.DictionaryArray.from_arrays(
        pa.array(back.reshape(-1)[values].astype(np.int16)), pa.array(words.tolist(), pa.string())
    )
    return pa.ListArray.from_arrays(pa.array(ends), coded)
