"""How sources write down what they know: accounts as rows, in each source's words and precision.

In: accounts, and for each row of a source the account that it tells.  Out: `Rows`, the fields as
numbers (what a reader could at best understand of a row), and from these the table of the contract.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import pyarrow as pa
import words
from accounts import NOBODY, Accounts, Bools
from numpy.typing import NDArray
from settings import Setting, Source, Wording
from world import Floats, Geography, Ints, choose, degrees

Strings = NDArray[Any]  # of str, None where nothing is said
POINT, TOWN, ADMIN2, ADMIN1 = range(4)
HOUR, DAY, DAYS, MONTH = range(4)
NAMED, UMBRELLA, EITHER, MISSING = range(4)  # how an actor or target is given
DECLARED, IN_TEXT, HIDDEN, OWN_DECLARED, OWN_SILENT = range(5)  # how an origin is given
GPS_KM, POINT_KM = 0.3, 0.5
COLUMNS = ("report_id", "source", "origin", "t_earliest", "t_latest", "lat", "lon", "radius_km",
           "place", "admin1", "admin2", "actors", "targets", "acts", "deaths_low", "deaths_best",
           "deaths_high", "text", "published")  # fmt: skip
NO_COUNT = -1


@dataclass(slots=True)
class Rows:
    """The rows of one source, as numbers; -1 where nothing is given."""

    account: Ints  # NO account for aggregates
    incident: Ints
    taken_from: Ints
    level: Ints
    unit: Ints
    x: Floats
    y: Floats
    located: Bools
    sized: Bools
    named1: Bools
    named2: Bools
    variant: Ints
    time: Ints
    first: Ints  # hours from the start where the time is HOUR, else days
    last: Ints
    actor: Ints
    actor_form: Ints
    actor_else: Ints
    target: Ints
    target_form: Ints
    act: Ints
    coarse: Bools
    word: Ints  # which of the words for the act; -1 where none is given
    low: Ints
    best: Ints
    high: Ints
    detail: Ints
    phrase: Ints
    copied_words: Bools
    origin_form: Ints
    worded: Bools
    published: Floats
    members: Ints  # how many incidents
    counted: Bools

    def take(self, rows: Ints) -> Rows:
        """Some of them."""
        return Rows(*(getattr(self, one.name)[rows] for one in fields(self)))

    def __len__(self) -> int:
        return len(self.account)


def joined(some: list[Rows]) -> Rows:
    """Rows one after the other."""
    return Rows(*(np.concatenate([getattr(one, f.name) for one in some]) for f in fields(Rows)))


# --- the fields of a row --------------------------------------------------------------------------


def rendered(
    rng: np.random.Generator, source: Source, land: Geography, accounts: Accounts, account: Ints,
    taken_from: Ints, start: np.datetime64,
) -> Rows:  # fmt: skip
    """Rows for accounts, as a source gives them."""
    number, telling, precision = len(account), source.telling, source.precision

    def some(share: float) -> Bools:
        return rng.random(number) < share

    of = {name: getattr(accounts, name)[account] for name in
          ("incident", "day", "town", "x", "y", "actor", "target", "act", "deaths", "detail",
           "phrase")}  # fmt: skip
    first, last, time = _when(rng, source, of["day"], start)
    level, unit, x, y = _where(rng, source, land, of)
    actor_form, target_form = (
        _form(rng, number, missing, telling.umbrella, either)
        for missing, either in ((telling.actor_missing, telling.candidates),
                                (telling.target_missing, 0.0))
    )  # fmt: skip
    swapped = some(telling.swapped)
    low, best, high = counts(rng, source, of["deaths"])
    copied = taken_from != NOBODY
    worded = ~some(telling.text_missing)
    keeps = copied & some(source.copying.same_words)
    phrase = np.where(~copied | keeps, of["phrase"], rng.integers(words.PHRASES, size=number))
    return Rows(
        account=account, incident=of["incident"], taken_from=taken_from, level=level, unit=unit,
        x=x, y=y, located=some(precision.coordinates), sized=some(precision.radius),
        named1=some(precision.admin_named) | (level == ADMIN1),
        named2=some(precision.admin_named) | (level == ADMIN2),
        variant=np.where(some(precision.variant), rng.integers(3, size=number), -1),
        time=time, first=first, last=last,
        actor=np.where(swapped, of["target"], of["actor"]), actor_form=actor_form,
        actor_else=rng.integers(words.CIVILIANS, size=number),
        target=np.where(swapped, of["actor"], of["target"]), target_form=target_form,
        act=of["act"], coarse=some(telling.coarse_act),
        word=np.where(some(telling.act_missing), -1, rng.integers(2, size=number)),
        low=low, best=best, high=high,
        detail=np.where(worded & some(telling.detail), of["detail"], -1),
        phrase=phrase, copied_words=keeps,
        origin_form=_origin_form(rng, source, copied), worded=worded,
        published=of["day"] + 0.1 + rng.exponential(telling.delay_days, number) + 0.3 * copied,
        members=np.ones(number, np.int64), counted=np.zeros(number, bool),
    )  # fmt: skip


def _when(
    rng: np.random.Generator, source: Source, day: Floats, start: np.datetime64
) -> tuple[Ints, Ints, Ints]:
    """The first and the last hour or day that a row names, both included, and which of these."""
    known = source.precision
    shares = np.array([known.hour, known.day, known.days, known.month])
    time = choose(rng, np.tile(shares, (len(day), 1)))
    whole = np.floor(day).astype(np.int64)
    hour = np.floor(day * 24).astype(np.int64)
    length = rng.integers(2, 8, size=len(day))
    before = np.floor(rng.random(len(day)) * length).astype(np.int64)
    begin, end = month_of(whole, start)
    first = np.select(
        [time == HOUR, time == DAY, time == DAYS], [hour, whole, whole - before], begin
    )
    last = np.select([time == HOUR, time == DAY, time == DAYS],
                     [hour, whole, whole - before + length - 1], end)  # fmt: skip
    return first, last, time


def month_of(day: Ints, start: np.datetime64) -> tuple[Ints, Ints]:
    """The first and the last day of the calendar month of each day."""
    month = (start + day).astype("datetime64[M]")
    begin = month.astype("datetime64[D]")
    end = (month + 1).astype("datetime64[D]") - 1
    return (begin - start).astype(np.int64), (end - start).astype(np.int64)


def _where(
    rng: np.random.Generator, source: Source, land: Geography, of: dict[str, NDArray[Any]]
) -> tuple[Ints, Ints, Floats, Floats]:
    """The level and unit of each place, and the point that stands for it."""
    known = source.precision
    shares = np.array([known.point, known.town, known.admin2, known.admin1])
    number = len(of["town"])
    level = choose(rng, np.tile(shares, (number, 1)))
    off, angle = rng.random(number) * GPS_KM, rng.random(number) * 2 * np.pi
    at = (of["x"] + off * np.cos(angle), of["y"] + off * np.sin(angle))
    return level, *placed(land, level, of["town"], at)


def placed(
    land: Geography, level: Ints, town: Ints, at: tuple[Floats, Floats]
) -> tuple[Ints, Floats, Floats]:
    """The unit of a level around each town, and the point that stands for it."""
    admin2, admin1 = land.admin2[town], land.admin1[town]
    is_ = [level == one for one in (POINT, TOWN, ADMIN2)]
    unit = np.select(is_, [town, town, admin2], admin1)
    x = np.select(is_, [at[0], land.x[town], land.x2[admin2]], land.x1[admin1])
    y = np.select(is_, [at[1], land.y[town], land.y2[admin2]], land.y1[admin1])
    return unit, x, y


def _form(
    rng: np.random.Generator, number: int, missing: float, umbrella: float, either: float
) -> Ints:
    lot = rng.random(number)
    rest = (lot - missing) / (1 - missing) if missing < 1 else lot
    return np.select([lot < missing, rest < umbrella, rest < umbrella + either],
                     [MISSING, UMBRELLA, EITHER], NAMED)  # fmt: skip


def counts(rng: np.random.Generator, source: Source, deaths: Ints) -> tuple[Ints, Ints, Ints]:
    """The deaths as they stand in a row: low, best, high."""
    number, telling = len(deaths), source.telling
    given = rng.random(number) >= telling.deaths_missing
    ranged = given & (rng.random(number) < telling.deaths_range) & (deaths > 0)
    low = np.floor(deaths * (0.6 + 0.4 * rng.random(number))).astype(np.int64)
    high = np.ceil(deaths * (1 + 0.5 * rng.random(number))).astype(np.int64)
    every = telling.wording == "deaths"
    alone = given & (every | ~ranged | (rng.random(number) < 0.5))
    ends = ranged | (given & every)
    low, high = np.where(ranged, low, deaths), np.where(ranged, high, deaths)
    return (np.where(ends, low, NO_COUNT), np.where(alone, deaths, NO_COUNT),
            np.where(ends, high, NO_COUNT))  # fmt: skip


def _origin_form(rng: np.random.Generator, source: Source, copied: Bools) -> Ints:
    copying, lot = source.copying, rng.random(len(copied))
    foreign = np.select([lot < copying.declared, lot < copying.declared + copying.in_text],
                        [DECLARED, IN_TEXT], HIDDEN)  # fmt: skip
    own = np.where(lot < copying.own_declared, OWN_DECLARED, OWN_SILENT)
    return np.where(copied, foreign, own)


# --- the table ------------------------------------------------------------------------------------


def table(
    rng: np.random.Generator, setting: Setting, source: Source, land: Geography, accounts: Accounts,
    rows: Rows,
) -> pa.Table:  # fmt: skip
    """The rows of a source in the columns of the contract; ids follow their order."""
    number = len(rows)
    start = np.datetime64(setting.process.start, "D")
    first, last = _moments(rows, start)
    latitude, longitude = degrees(rows.x, rows.y)
    place, admin1, admin2 = _names(source, land, rows)
    actors, targets = _who(source, rows)
    radius = _radius(setting, land, rows)
    acts = _acts(source, rows)
    columns = {
        "report_id": np.array([f"{source.name[:3]}{i:07d}" for i in range(number)], object),
        "source": np.full(number, source.name, object),
        "origin": _origins(source, accounts, rows),
        "t_earliest": first, "t_latest": last,
        "lat": np.where(rows.located, np.round(latitude, 4), np.nan),
        "lon": np.where(rows.located, np.round(longitude, 4), np.nan),
        "radius_km": np.where(rows.sized & rows.located, radius, np.nan),
        "place": place, "admin1": admin1, "admin2": admin2, "actors": actors, "targets": targets,
        "acts": acts,
        **{f"deaths_{name}": np.where(getattr(rows, name) < 0, np.nan, getattr(rows, name))
           for name in ("low", "best", "high")},
        "text": _texts(rng, source, land, accounts, rows, start),
        "published": np.datetime_as_string(start + np.floor(rows.published).astype(np.int64)),
    }  # fmt: skip
    whole = {"deaths_low", "deaths_best", "deaths_high"}
    return pa.table({
        name: pa.array(values, pa.int64() if name in whole else None, from_pandas=True, safe=False)
        for name, values in columns.items()
    })  # fmt: skip


def _moments(rows: Rows, start: np.datetime64) -> tuple[Strings, Strings]:
    hourly = rows.time == HOUR
    found = []
    for ends, add in ((rows.first, 0), (rows.last, 3599)):
        days = np.datetime_as_string(start + np.where(hourly, 0, ends)).astype(object)
        hours = start.astype("datetime64[s]") + np.where(hourly, ends * 3600 + add, 0)
        stamps = np.char.add(np.datetime_as_string(hours), "Z").astype(object)
        found.append(np.where(hourly, stamps, days))
    return found[0], found[1]


def _spellings(names: list[tuple[str, str]], arabic: bool) -> Strings:
    """For each name its usual spelling and three others."""
    plain = [pair[1 if arabic else 0] for pair in names]
    return np.array([[name, *(words.spelling(name, arabic, i) for i in range(3))]
                     for name in plain], object)  # fmt: skip


def _names(source: Source, land: Geography, rows: Rows) -> tuple[Strings, Strings, Strings]:
    """The place, the governorate and the district, as far as a row names them."""
    arabic = source.telling.wording == "arabic"
    towns, districts, governorates = (
        _spellings(names, arabic) for names in (land.towns, land.districts, land.governorates)
    )
    town = np.where(rows.level <= TOWN, rows.unit, 0)
    admin2 = np.select(
        [rows.level <= TOWN, rows.level == ADMIN2], [land.admin2[town], rows.unit], 0
    )
    admin1 = np.where(rows.level == ADMIN1, rows.unit, land.admin1_of[admin2])
    way = rows.variant + 1
    return (
        np.where(rows.level <= TOWN, towns[town, way], None),
        np.where(rows.named1, governorates[admin1, way], None),
        np.where(rows.named2 & (rows.level <= ADMIN2), districts[admin2, way], None),
    )


def _radius(setting: Setting, land: Geography, rows: Rows) -> Floats:
    reach = np.full(len(rows), setting.country.reach_km)
    by = [
        np.full(len(rows), POINT_KM),
        reach,
        land.radius2[np.where(rows.level == ADMIN2, rows.unit, 0)],
    ]
    top = land.radius1[np.where(rows.level == ADMIN1, rows.unit, 0)]
    return np.select([rows.level == one for one in (POINT, TOWN, ADMIN2)], by, top)  # fmt: skip


def _who(source: Source, rows: Rows) -> tuple[Strings, Strings]:
    wording = source.telling.wording
    numbers = range(len(words.ACTORS))
    name = np.array([words.actor_name(wording, i) for i in numbers], object)
    wide = np.array([words.umbrella(wording, i) for i in numbers], object)
    one, other = np.minimum(rows.actor, rows.actor_else), np.maximum(rows.actor, rows.actor_else)
    either = np.where(name[one] == name[other], name[one], name[one] + "|" + name[other])
    actors = np.select(
        [rows.actor_form == one for one in (NAMED, UMBRELLA, EITHER)],
        [name[rows.actor], wide[rows.actor], either],
        None,
    )
    targets = np.select(
        [rows.target_form == one for one in (NAMED, UMBRELLA)],
        [name[rows.target], wide[rows.target]],
        None,
    )
    return actors, targets  # fmt: skip


def non_state(rows: Rows) -> Bools:
    """Whether both sides fight and neither is a state."""
    fights = rows.target != words.CIVILIANS
    return fights & ~words.STATES[rows.actor] & ~words.STATES[rows.target]


def _act_table(wording: Wording) -> Strings:
    """The words by act, coarse or not, between non-state sides or not, and which of two."""
    found = np.empty((len(words.ACTS), 2, 2, 2), object)
    for act, coarse, plain, word in np.ndindex(found.shape):
        some = words.act_words(wording, act, bool(coarse), bool(plain))
        found[act, coarse, plain, word] = some[word % len(some)]
    return found


def _acts(source: Source, rows: Rows) -> Strings:
    known = _act_table(source.telling.wording)
    found = known[rows.act, rows.coarse.astype(int), non_state(rows).astype(int), rows.word]
    return np.where(rows.word < 0, None, found)


def _origins(source: Source, accounts: Accounts, rows: Rows) -> Strings:
    names = np.array(accounts.names, object)
    named = np.where(rows.origin_form == DECLARED, names[rows.taken_from], None)
    return np.where(rows.origin_form == OWN_DECLARED, source.name, named)


# --- the words ------------------------------------------------------------------------------------


def is_arabic(source: Source) -> bool:
    """Whether a source writes Arabic."""
    return source.telling.wording == "arabic"


def _texts(
    rng: np.random.Generator, source: Source, land: Geography, accounts: Accounts, rows: Rows,
    start: np.datetime64,
) -> Strings:  # fmt: skip
    """A sentence or two for each row; a copy keeps the words of what it took, nearly."""
    arabic, wording = is_arabic(source), source.telling.wording
    place, admin1, admin2 = _names(source, land, rows)
    where = np.select(
        [rows.level <= TOWN, rows.level == ADMIN2],
        [place, _district(admin2, arabic)],
        _governorate(admin1, arabic),
    )
    spoken = ("في " if arabic else "in ") + where
    plain = "arabic" if arabic else "plain"
    acts = _act_table(wording if wording not in ("fine", "deaths") else plain)
    act = acts[rows.act, rows.coarse.astype(int), 0, np.maximum(rows.word, 0)]
    actor, target = (
        _spoken(plain if wording in ("fine", "deaths") else wording, number, form)
        for number, form in ((rows.actor, rows.actor_form), (rows.target, rows.target_form))
    )
    deaths = _killed(rows.best, arabic)
    detail = _details(arabic)[rows.detail + 1]
    day = _days(rows, start, arabic)
    sentences = words.ARABIC if arabic else words.ENGLISH
    tail = _tail(rng, accounts, rows, arabic)
    made = [
        None
        if not said
        else f"{sentences[p].format(act=a, place=w, detail=d, actor=o, target=t, deaths=k, day=n)}{s}"
        for said, p, a, w, d, o, t, k, n, s in zip(
            rows.worded.tolist(),
            rows.phrase.tolist(),
            act,
            spoken,
            detail,
            actor,
            target,
            deaths,
            day,
            tail,
            strict=True,
        )
    ]
    summed = np.flatnonzero(rows.members > 1)
    for row in summed.tolist():
        many = str(rows.members[row]) if rows.counted[row] else ("عدة" if arabic else "several")
        made[row] = (
            f"{many} هجمات {spoken[row]}{deaths[row]}."
            if arabic
            else f"{many.capitalize()} attacks {spoken[row]}{deaths[row]}."
        )
    return np.array(made, object)  # fmt: skip


def _district(name: Strings, arabic: bool) -> Strings:
    known = np.where(np.equal(name, None), "", name)
    return ("منطقة " + known) if arabic else (known + " district")


def _governorate(name: Strings, arabic: bool) -> Strings:
    known = np.where(np.equal(name, None), "", name)
    return ("محافظة " + known) if arabic else (known + " province")


def _spoken(wording: Wording, number: Ints, form: Ints) -> Strings:
    """Somebody as a sentence names them: as the fields do, and never more."""
    every = range(len(words.ACTORS))
    name = np.array([words.actor_name(wording, i) for i in every], object)
    wide = np.array([words.umbrella(wording, i) for i in every], object)
    nobody = "جهة مجهولة" if wording == "arabic" else "an unknown party"
    return np.select([form == NAMED, (form == UMBRELLA) | (form == EITHER)],
                     [name[number], wide[number]], nobody)  # fmt: skip


def _killed(best: Ints, arabic: bool) -> Strings:
    most = int(best.max(initial=0))
    told = [""] + (["، دون ضحايا"] if arabic else [", no deaths"])
    told += [f"، ومقتل {n}" if arabic else f", killing {n}" for n in range(1, most + 1)]
    return np.array(told, object)[best + 1]


def _details(arabic: bool) -> Strings:
    return np.array(["", *(" " + pair[1 if arabic else 0] for pair in words.DETAILS)], object)


MONTHS = ("January February March April May June July August September October November December",
          "كانون الثاني|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|تشرين الأول|تشرين الثاني|كانون الأول")  # fmt: skip


def _days(rows: Rows, start: np.datetime64, arabic: bool) -> Strings:
    """The day as a sentence names it; no more than the fields say."""
    names = MONTHS[1].split("|") if arabic else MONTHS[0].split()
    first = np.where(rows.time == HOUR, rows.first // 24, rows.first)
    unique, which = np.unique(first, return_inverse=True)
    dates = (start + unique).tolist()
    told = np.array([f"{d.day} {names[d.month - 1]}" for d in dates], object)
    vague = "أحد الأيام" if arabic else "an unnamed day"
    return np.where(rows.time <= DAY, told[which], vague)


def _tail(rng: np.random.Generator, accounts: Accounts, rows: Rows, arabic: bool) -> Strings:
    """Whom a text names as its origin, and what a copy adds."""
    called = words.OUTLET_IN_ARABIC if arabic else words.OUTLET_IN_ENGLISH
    known = [called.get(name, name) for name in accounts.names]
    ways = words.ACCORDING["arabic" if arabic else "english"]
    told = np.array([["", *(way.format(origin=name) for way in ways)] for name in known], object)
    number = len(rows)
    way = rng.integers(1, 1 + len(ways), size=number)
    also = (rows.origin_form == DECLARED) & (rng.random(number) < 0.5)
    says = (rows.origin_form == IN_TEXT) | also
    touch = np.array(words.TOUCHES, object)[rng.integers(len(words.TOUCHES), size=number)]
    return told[rows.taken_from, np.where(says, way, 0)] + (
        "" if arabic else np.where(rows.copied_words, touch, "")
    )
