"""Release: nothing uncleared, nothing sharper, nobody alone."""

from dataclasses import replace
from datetime import date

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from hudna.evidence import Level, Standing
from hudna.finding import Finding, Headline
from hudna.gazetteer import Gazetteer, Spot
from hudna.incident import Act, Candidate, Harm, Incident, Parties
from hudna.instant import Interval, of_day, read
from hudna.problem import Refused
from hudna.record.consent import Consent
from hudna.record.release import Thing, release
from hudna.record.rows import COLUMNS, Marks, columns, row
from hudna.record.tiers import Tier
from hudna.zones import Region

ZONE = "Asia/Damascus"
TREE = {
    "X": ("country", None), "A": ("adm1", "X"), "A1": ("adm2", "A"), "A2": ("adm2", "A"),
    "A11": ("adm3", "A1"), "A12": ("adm3", "A1"), "A21": ("adm3", "A2"), "B": ("adm1", "X"),
    "B1": ("adm2", "B"), "B11": ("adm3", "B1"),
}  # fmt: skip
PLACES = Gazetteer({
    name: Spot(name, kind, parent, {"en": f"Unit {name}", "ar": f"وحدة {name}"})
    for name, (kind, parent) in TREE.items()
})  # fmt: skip
KEY = bytes(range(32))


def thing(name, when, unit, voice=None, **more):
    """A thing told by `voice`, who agreed; public unless said otherwise."""
    e1 = Standing(Level.E1)
    incident = Incident(
        id=name, occurred=e1, time=read(when, ZONE), time_standing=e1,
        region=Region(shapely.Point(36.1788, 33.6167), 1.0, PLACES.chain(unit)),
        place_standing=e1, actors=Parties((Candidate("north"),)), targets=Parties(),
        acts=(Act("H-ART"),), act_standing=e1, title={"en": f"what {voice} wrote of {name}"},
        place_name={"en": f"the house of {voice}"},
        harm=(Harm("killed", "all", None, 2, 5),), sources=("by hand",), unmatched=True,
    )  # fmt: skip
    about = {
        "tier": Tier.PUBLIC, "contributors": frozenset({voice} - {None}),
        "consent": Consent.UNSAID if voice is None else Consent.GIVEN,
    }  # fmt: skip
    return Thing(incident, **{**about, **more})


def released(things, tier=Tier.PUBLIC, k=3, **more):
    return release(things, tier, PLACES, ZONE, k, **more)


def cells(found):
    return {each.thing.incident.id: (each.unit, each.time) for each in found.shown}


def between(first, last):
    return Interval(read(first, ZONE).earliest, read(last, ZONE).earliest)


NOON, EVENING = "2017-01-05T12:00", "2017-01-05T18:00"
DAY = of_day(date(2017, 1, 5), ZONE)


def test_a_cell_of_k_contributors_is_shown_as_subdistrict_and_part_of_day():
    three = [thing(f"t{i}", f"2017-01-05T1{4 + i}:07", "A11", f"S-{i}") for i in range(3)]
    found = released(three)
    assert cells(found) == {f"t{i}": ("A11", between(NOON, EVENING)) for i in range(3)}
    assert found.suppressed == 0
    assert released(three[:2]).shown == ()
    assert released(three[:2]).suppressed == 2


def test_contributors_are_counted_not_reports():
    same = [thing(f"t{i}", "2017-01-05T14:07", "A11", "S-1") for i in range(9)]
    assert released([*same, thing("u", "2017-01-05T14:07", "A11", "S-2")]).suppressed == 10


def test_the_ladder_by_hand():
    # k = 3.  In A11 three speak of the afternoon: shown as they are.
    fine = [thing(f"a{i}", "2017-01-05T14:07", "A11", f"S-{i}") for i in range(3)]
    # In A12 two speak of the night, in A11 one of the morning: three of the day in A1.
    middle = [thing(f"b{i}", "2017-01-05T03:00", "A12", f"S-{i}") for i in range(2)]
    middle.append(thing("b2", "2017-01-05T09:00", "A11", "S-7"))
    # In A21 two, and one whose place is known as A only: three of the day in A.
    coarse = [thing(f"c{i}", "2017-01-05T20:00", "A21", f"S-{i}") for i in range(2)]
    coarse.append(thing("c2", "2017-01-05T03:00", "A", "S-8"))
    # In B two, and one in A the day after: they find nobody.
    alone = [thing(f"d{i}", "2017-01-05T14:00", "B11", f"S-{i}") for i in range(2)]
    alone.append(thing("d2", "2017-01-06T14:00", "A11", "S-9"))
    found = released([*alone, *coarse, *middle, *fine])
    afternoon = between(NOON, EVENING)
    assert cells(found) == {
        **{f"a{i}": ("A11", afternoon) for i in range(3)},
        **{f"b{i}": ("A1", DAY) for i in range(3)},
        **{f"c{i}": ("A", DAY) for i in range(3)},
    }
    assert found.suppressed == 3


def test_those_who_are_shown_below_do_not_hide_others_above():
    fine = [thing(f"a{i}", "2017-01-05T14:07", "A11", f"S-{i}") for i in range(3)]
    found = released([*fine, thing("b", "2017-01-05T03:00", "A12", "S-9")])
    assert set(cells(found)) == {"a0", "a1", "a2"}
    assert found.suppressed == 1


def test_what_nobody_protected_brought_needs_no_others_and_hides_none():
    open_ = thing("open", "2017-01-05T14:07", "A11", published=True)
    two = [thing(f"t{i}", "2017-01-05T14:07", "A11", f"S-{i}") for i in range(2)]
    found = released([open_, *two])
    assert cells(found) == {"open": ("A11", between(NOON, EVENING))}
    assert found.suppressed == 2


@pytest.mark.parametrize("tier", [Tier.PUBLIC, Tier.PARTIES, Tier.MISSION])
def test_what_is_not_cleared_is_not_in_it(tier):
    order = list(Tier)
    things = [thing(t.value, "2017-01-05T14:07", "A11", tier=t) for t in order]
    shown = {each.thing.tier for each in released(things, tier).shown}
    assert shown == {t for t in order if order.index(t) <= order.index(tier)}
    assert Tier.RESTRICTED not in shown


@pytest.mark.parametrize("tier", [Tier.PUBLIC, Tier.PARTIES, Tier.MISSION])
def test_no_consent_no_release(tier):
    for standing, told in ((Consent.UNSAID, 0), (Consent.WITHDRAWN, 6)):
        things = [
            thing(f"t{i}", "2017-01-05T14:07", "A11", f"S-{i}", consent=standing) for i in range(6)
        ]
        found = released(things, tier)
        assert found.shown == ()
        assert len(found.withdrawn) == told
        assert found.suppressed == 0
    # also where nobody protected is known to stand behind it
    gone = thing("t", "2017-01-05T14:07", "A11", consent=Consent.WITHDRAWN)
    assert released([gone], tier).shown == ()


@pytest.mark.parametrize("flag", ["untraced", "due"])
def test_what_is_not_ready_is_the_missions_and_hides_nobody(flag):
    two = [thing(f"t{i}", "2017-01-05T14:07", "A11", f"S-{i}") for i in range(2)]
    third = thing("t2", "2017-01-05T14:07", "A11", "S-2", **{flag: True})
    found = released([*two, third])
    assert (found.shown, found.suppressed) == ((), 2)
    assert (found.untraced, found.held) == ((1, 0) if flag == "untraced" else (0, 1))
    parties = released([*two, third], Tier.PARTIES)
    assert len(parties.shown) == 2
    assert parties.untraced + parties.held == 1
    assert len(released([*two, third], Tier.MISSION).shown) == 3


def test_what_hides_nobody_is_refused():
    with pytest.raises(Refused, match="restricted"):
        released([], Tier.RESTRICTED)
    with pytest.raises(Refused, match="hide nobody"):
        released([], k=2)


def test_parties_get_hours_and_a_tenth_of_a_degree():
    (each,) = released([thing("t", "2017-01-05T14:07", "A11", "S-1")], Tier.PARTIES).shown
    assert each.time == between("2017-01-05T14:00", "2017-01-05T15:00")
    assert each.point == (36.2, 33.6, 9.0)


# --- properties -----------------------------------------------------------------------------------

TIMES = st.builds(
    lambda day, minute: f"2017-01-{day:02}T{minute // 60:02}:{minute % 60:02}",
    st.integers(1, 3), st.integers(0, 1439),
)  # fmt: skip
THINGS = st.lists(
    st.tuples(
        TIMES, st.sampled_from([*TREE]), st.sampled_from([None, *(f"S-{i}" for i in range(6))]),
        st.sampled_from([Tier.PUBLIC, Tier.PARTIES, Tier.MISSION]), st.sampled_from(Consent),
    ),
    max_size=40,
).map(lambda all_: [
    thing(f"t{i}", when, unit, voice, tier=tier, consent=consent)
    for i, (when, unit, voice, tier, consent) in enumerate(all_)
])  # fmt: skip


@given(THINGS, st.sampled_from([Tier.PUBLIC, Tier.PARTIES, Tier.MISSION]))
def test_a_release_never_sharpens(things, tier):
    for each in released(things, tier).shown:
        known = each.thing.incident
        assert each.time.earliest <= known.time.earliest
        assert known.time.latest <= each.time.latest
        assert each.unit in known.region.units
        if tier == Tier.PUBLIC:
            assert each.point is None


@given(THINGS, st.integers(3, 6))
def test_every_public_row_of_a_protected_source_has_k_contributors_alike(things, k):
    found = released(things, k=k)
    voices = {}
    for each in found.shown:
        voices.setdefault((each.unit, each.time), set()).update(each.thing.contributors)
    for each in found.shown:
        if each.thing.contributors:
            assert len(voices[each.unit, each.time]) >= k
    hidden = [t for t in things
              if t.tier == Tier.PUBLIC and t.contributors and t.consent == Consent.GIVEN]  # fmt: skip
    shown = sum(bool(each.thing.contributors) for each in found.shown)
    assert shown + found.suppressed == len(hidden)


def public_rows(things):
    found = released(things)
    keep = [c.name for c in columns(Tier.PUBLIC) if c.name != "commitment"]
    made = [
        row(each, [], PLACES, ZONE, Tier.PUBLIC, Marks(KEY, Tier.PUBLIC).id(each.thing), "")
        for each in found.shown
    ]
    return sorted(({name: r[name] for name in keep} for r in made), key=lambda r: r["id"])


@given(THINGS, st.data())
def test_public_rows_are_a_function_of_what_is_released(things, data):
    # Whatever is hidden may differ: minutes, points, words, names, actors, uncleared things.
    before = public_rows(things)

    def altered(each):
        incident = each.incident
        hour, part = 3_600_000_000, 6 * 3_600_000_000  # all winter two hours ahead of UTC
        start = (incident.time.earliest + 2 * hour) // part * part - 2 * hour
        moment = start + data.draw(st.integers(0, part - 1))
        return replace(
            each,
            incident=replace(
                incident, time=Interval(moment, moment),
                region=replace(incident.region, geometry=shapely.Point(1, 2), radius_km=3.0),
                title={"en": "other words"}, place_name={}, actors=Parties(), zone="UTC",
            ),
            document="doc-other", digest=b"x" * 32,
            contributors=frozenset(f"other-{name}" for name in each.contributors),
        )  # fmt: skip

    uncleared = thing("extra", "2017-01-01T14:07", "A11", "S-99", tier=Tier.MISSION)
    unsaid = thing("extra2", "2017-01-01T14:07", "A11", "S-98", consent=Consent.UNSAID)
    assert public_rows([*map(altered, things), uncleared, unsaid]) == before


@given(THINGS, st.integers(1, 3), st.integers(1, 3))
def test_two_periods_tell_no_more_than_their_days(things, first, last):
    # A thing is in a period by its parts of days, so that no two periods cut one of them.
    whole = released(things)
    period = Interval(
        read(f"2017-01-0{min(first, last)}", ZONE).earliest,
        read(f"2017-01-0{max(first, last)}", ZONE).latest,
    )
    some = cells(released(things, period=period))
    all_ = cells(whole)
    expected = {name: cell for name, cell in all_.items() if cell[1].meets(period)}
    assert some == expected


# --- what is written ------------------------------------------------------------------------------


def test_a_public_row_by_hand():
    (each,) = released([thing("form-17", "2017-01-05T14:07", "A11")]).shown
    finding = Finding("form-17", None, {}, Headline.DEPENDS, (), unmatched=True)
    marks = Marks(KEY, Tier.PUBLIC)
    told = row(each, [finding], PLACES, ZONE, Tier.PUBLIC, marks.id(each.thing), "c")
    assert told == {
        "id": marks.id(each.thing), "what": "report", "day": "2017-01-05",
        "from": "2017-01-05T12:00:00+02:00", "to": "2017-01-05T18:00:00+02:00",
        "time_precision": "part of day", "part_of_day": "afternoon",
        "unit": "A11", "unit_kind": "adm3", "unit_en": "Unit A11", "unit_ar": "وحدة A11",
        "adm1": "A", "adm1_en": "Unit A", "adm1_ar": "وحدة A", "adm2": "A1", "adm3": "A11",
        "acts": ["H-ART"], "acts_en": told["acts_en"], "acts_ar": told["acts_ar"],
        "counts": ["incident"], "aggregate": False, "headlines": ["depends"],
        "headlines_en": ["depends on the reading"], "headlines_ar": told["headlines_ar"],
        "causes": [], "evidence": "E1", "killed_low": None, "killed": 2, "killed_high": 5,
        "source": None, "commitment": "c",
    }  # fmt: skip
    assert told["id"].startswith("r-")
    assert len(told["id"]) == 26


def test_ids_are_keyed_unless_everybody_has_them():
    form = thing("form-17", "2017-01-05T14:07", "A11")
    public = Marks(KEY, Tier.PUBLIC)
    assert public.id(form) != "form-17"
    assert public.id(form) == Marks(KEY, Tier.PUBLIC).id(form)
    assert public.id(form) != Marks(KEY, Tier.PARTIES).id(form)
    assert public.id(form) != Marks(bytes(32), Tier.PUBLIC).id(form)
    assert Marks(KEY, Tier.MISSION).id(form) == "form-17"
    assert public.id(replace(form, published=True)) == "form-17"
    coded = replace(form, incident=replace(form.incident, unmatched=False))
    assert public.id(coded) == "form-17"
    # An incident's id is words of people: of a protected source they would tell where it was.
    hidden = replace(coded, contributors=frozenset({"S-1"}))
    assert "form" not in public.id(hidden)
    assert Marks(KEY, Tier.MISSION).id(hidden) == "form-17"


def test_two_things_of_one_document_bear_commitments_that_do_not_join_them():
    one, two = (thing(n, "2017-01-05T14:07", "A11", digest=b"d" * 32) for n in ("a", "b"))
    marks = Marks(KEY, Tier.PUBLIC)
    assert marks.commitment(one) != marks.commitment(two)


def test_a_lesser_tier_gets_fewer_columns():
    public, parties, mission = (
        {c.name for c in columns(t)} for t in (Tier.PUBLIC, Tier.PARTIES, Tier.MISSION)
    )
    assert public < parties < mission == {c.name for c in COLUMNS}
    assert parties - public == {"lat", "lon", "radius_km"}
    assert not public & {"text", "place", "contributors", "document", "actors", "origins"}
    assert all(c.tag.startswith("#") and c.doc for c in COLUMNS)
    tags = [c.tag for c in COLUMNS]
    assert len(set(tags)) == len(tags)
