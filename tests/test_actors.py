"""Actors: names, dated ties, genealogy, umbrellas and circles."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hudna.actors import ActorsFile, cycle, registry
from hudna.evidence import Level
from hudna.instant import ALWAYS, BEGIN, END, Interval, TimeError, read
from hudna.yamlfile import parse_yaml

ZONE = "Asia/Damascus"


def registered(text):
    return registry(ActorsFile.model_validate(parse_yaml(text, "actors.yaml").value or {}), ZONE)


def at(text):
    return read(text, ZONE).earliest


FILE = """\
sides:
  gov: {label: Government}
  opp: {label: Opposition}
actors:
  - id: mujahidin
    kind: armed-group
    side: opp
    names:
      ar: [جيش المجاهدين]
      en: [Jaysh al-Mujahidin]
      other: [Jaish al-Mujahideen, Jeish al-Mujahideen]
    member_of:
      - {of: ahl-al-sham, to: 2017-01-26}
      - {of: ahrar, from: 2017-01-26, level: E2}
  - {id: ahl-al-sham, kind: armed-group, side: opp, names: {ar: [جبهة أهل الشام], en: [Jabhat Ahl al-Sham]}}
  - {id: ahrar, kind: armed-group, side: opp, names: {ar: [أحرار الشام], en: [Ahrar al-Sham], tr: [Ahrar'uş-Şam]}}
  - {id: nusra, kind: armed-group, names: {ar: [جبهة النصرة], en: [Nusrah Front]}}
  - {id: jfs, kind: armed-group, names: {ar: [جبهة فتح الشام], en: [Jabhat Fath al-Sham, the Front]}}
  - {id: hts, kind: armed-group, names: {ar: [هيئة تحرير الشام], other: [HTS, the Front]}}
  - {id: zenki, kind: armed-group, names: {ru: [Зенки]}}
  - {id: syria-gov, kind: state, side: gov, names: {en: [Government of Syria]}}
  - id: hezbollah
    kind: armed-group
    names: {ar: [حزب الله]}
    supports: [{of: syria-gov, from: 2013-05-01}]
  - id: insurgents
    kind: umbrella
    names: {en: [Syrian insurgents]}
    covers: [ahrar, {actor: jfs, from: 2016-07-28, to: 2017-01-28}, {actor: hts, from: 2017-01-28}, north]
  - id: north
    kind: umbrella
    names: {en: [northern groups]}
    covers: [mujahidin, ahrar]
  - {id: nobody, kind: umbrella, names: {en: [unknown gunmen]}}
genealogy:
  - {id: renamed, kind: rename, at: 2016-07-28, from: [nusra], into: [jfs]}
  - {id: merged, kind: merge, at: 2017-01-28, from: [jfs, zenki], into: [hts], dominant: jfs}
  - {id: joined, kind: merge, at: 2017-01-26, from: [mujahidin, ahrar], into: [ahrar]}
designations:
  - {list: unsc, entry: QDe.137, actor: nusra, from: 2014-05-14}
  - {list: unsc, entry: QDe.137 alias, actor: hts, from: 2018-06-05}
links:
  - {actor: zenki, linked_to: jfs, level: E1, asserted_by: syria-gov, from: 2016-12-01, to: 2017-01-28}
origins:
  - {id: sohr, names: [SOHR, المرصد السوري لحقوق الإنسان]}
  - {id: sana, names: [SANA, the agency], side: gov}
  - {id: aa, names: [Anadolu, The Agency], side: opp}
  - {id: locals, names: [local sources], named: false}
"""


@pytest.fixture(scope="module")
def actors():
    return registered(FILE)


# --- names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("جيش المجاهدين", "mujahidin"),
        ("جيـش المجاهدين", "mujahidin"),
        ("Jaysh al-Mujahidin", "mujahidin"),
        ("JAISH AL MUJAHIDEEN", "mujahidin"),
        ("Jeish al-Mujahideen", "mujahidin"),
        ("أحرار الشام", "ahrar"),
        ("احرار الشام", "ahrar"),
        ("إحرار الشام", "ahrar"),
        ("جبهه فتح الشام", "jfs"),
        ("هيئة تحرير الشام", "hts"),
        ("هيئه تحرير الشام", "hts"),
        ("Зенки", "zenki"),
        ("Ahrar’uş Şam", "ahrar"),
        # A spelling that is not listed is not guessed.
        ("Jaysh al-Mujahideen", None),
        ("Jaysh", None),
        ("الشام", None),
        ("", None),
        ("—", None),
        # A name of two is neither.
        ("the Front", None),
    ],
)
def test_a_name_leads_to_one_actor_or_to_none(actors, name, expected):
    assert actors.find(name) == expected


def test_an_ambiguous_name_lists_all_whom_it_may_mean(actors):
    assert set(actors.names["the front"]) == {"jfs", "hts"}


def test_an_actor_with_two_equal_spellings_is_one():
    actors = registered(
        "actors: [{id: a, kind: state, names: {en: [Syria, SYRIA, syria], other: [Syria]}}]"
    )
    assert actors.find("Syria") == "a"


def test_origin_names_of_two_origins_stand_for_neither(actors):
    assert actors.origin_names["sohr"] == "sohr"
    assert actors.origin_names["المرصد السوري لحقوق الانسان"] == "sohr"
    assert actors.origin_names["anadolu"] == "aa"
    assert "the agency" not in actors.origin_names
    assert not actors.origins["locals"].named


@pytest.mark.parametrize(
    ("actor", "lang", "expected"),
    [
        ("mujahidin", "ar", "جيش المجاهدين"),
        ("mujahidin", "en", "Jaysh al-Mujahidin"),
        ("hezbollah", "en", "حزب الله"),
        ("syria-gov", "ar", "Government of Syria"),
        ("zenki", "ar", "Зенки"),
        ("hts", "en", "هيئة تحرير الشام"),
        ("stranger", "en", "stranger"),
    ],
)
def test_the_label_is_the_first_name_in_the_language_or_another(actors, actor, lang, expected):
    assert actors.label(actor, lang) == expected


# --- dated ties -----------------------------------------------------------------------------------


def test_ties_are_dated_in_the_zone_of_the_case(actors):
    before, after = actors.members["mujahidin"]
    assert (before.to, before.held) == ("ahl-al-sham", Interval(BEGIN, at("2017-01-26")))
    assert (after.to, after.held, after.level) == (
        "ahrar",
        Interval(at("2017-01-26"), END),
        Level.E2,
    )
    assert before.level == Level.E3
    # Midnight in Damascus, not in Greenwich.
    assert actors.supports["hezbollah"][0].held.earliest == read("2013-04-30T21:00Z", None).earliest


def test_the_day_of_a_change_belongs_to_the_new(actors):
    before, after = actors.members["mujahidin"]
    change = at("2017-01-26")
    assert before.held.holds(change - 1)
    assert not before.held.holds(change)
    assert after.held.holds(change)


def test_descent_is_kept_both_ways(actors):
    assert [(d.kind, d.ancestor) for d in actors.descent["jfs"]] == [("rename", "nusra")]
    assert [(d.kind, d.ancestor) for d in actors.left["nusra"]] == [("rename", "jfs")]
    assert {d.ancestor: d.dominant for d in actors.descent["hts"]} == {"jfs": True, "zenki": False}
    assert actors.descent["hts"][0].at == at("2017-01-28")


def test_who_merges_into_itself_does_not_descend_from_itself(actors):
    (descent,) = actors.descent["ahrar"]
    assert (descent.ancestor, descent.dominant) == ("mujahidin", False)  # nobody was said to lead


def test_designations_are_of_who_is_named_from_when(actors):
    assert actors.listed["nusra"] == (("unsc", Interval(at("2014-05-14"), END)),)
    assert "jfs" not in actors.listed


def test_links_are_dated_and_graded(actors):
    (link,) = actors.links["zenki"]
    assert (link.to, link.level) == ("jfs", Level.E1)
    assert link.held == Interval(at("2016-12-01"), at("2017-01-28"))


def test_boundaries_are_every_instant_at_which_a_tie_changes(actors):
    days = ["2016-07-28", "2017-01-26", "2017-01-28", "2013-05-01", "2014-05-14", "2018-06-05",
            "2016-12-01"]  # fmt: skip
    assert {at(day) for day in days} <= set(actors.boundaries)
    assert actors.boundaries == sorted(set(actors.boundaries))


# --- umbrellas ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2016-07-27", {"ahrar", "mujahidin"}),
        ("2016-07-28", {"ahrar", "mujahidin", "jfs"}),
        ("2017-01-27", {"ahrar", "mujahidin", "jfs"}),
        ("2017-01-28", {"ahrar", "mujahidin", "hts"}),
    ],
)
def test_an_umbrella_stands_for_those_whom_it_may_cover_at_the_date(actors, day, expected):
    found = actors.stands_for("insurgents", at(day))
    assert set(found) == expected
    assert len(found) == len(expected)


def test_an_actor_stands_for_itself_and_an_empty_umbrella_for_nobody(actors):
    assert actors.stands_for("ahrar", at("2017-01-01")) == ("ahrar",)
    assert actors.stands_for("nobody", at("2017-01-01")) == ()


def test_an_undated_cover_always_holds(actors):
    assert actors.covers["north"][0].held == ALWAYS


# --- dates that never were ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "entry",
    [
        "actors: [{id: a, kind: unit, names: {}, member_of: [{of: b, from: 2017-02-30}]}]",
        "actors: [{id: a, kind: unit, names: {}, supports: [{of: b, from: 2017-03-31T00:30}]}]",
        "actors: [{id: a, kind: unit, names: {}, member_of: [{of: b, from: 2017-01-02, to: 2017-01-01}]}]",
        "genealogy: [{id: g, kind: rename, at: 2017-13-01, from: [a], into: [b]}]",
        "designations: [{list: l, entry: e, actor: a, from: 2017-00-01}]",
    ],
)  # fmt: skip
def test_a_date_that_never_was_is_a_time_error(entry):
    with pytest.raises(TimeError):
        registered(entry)


# --- circles --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("edges", "expected"),
    [
        ([], None),
        ([("a", "b"), ("b", "c"), ("a", "c")], None),
        ([("a", "a")], {"a"}),
        ([("a", "b"), ("b", "a")], {"a", "b"}),
        ([("x", "a"), ("a", "b"), ("b", "c"), ("c", "a"), ("c", "y")], {"a", "b", "c"}),
    ],
)
def test_circles_by_hand(edges, expected):
    found = cycle(edges)
    assert (None if found is None else set(found)) == expected


def reaches_itself(edges):
    reach = set(edges)
    for middle in range(8):
        reach |= {(a, b) for a in range(8) for b in range(8) if {(a, middle), (middle, b)} <= reach}
    return any((n, n) in reach for n in range(8))


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=14))
def test_a_circle_is_found_where_there_is_one_and_is_a_path(edges):
    found = cycle([(str(a), str(b)) for a, b in edges])
    assert (found is not None) == reaches_itself(edges)
    if found is not None:
        assert found[0] == found[-1]
        assert len(found) > 1
        for one, other in itertools.pairwise(found):
            assert (int(one), int(other)) in edges


def test_a_long_descent_costs_no_recursion():
    chain = [(str(n), str(n + 1)) for n in range(50_000)]
    assert cycle(chain) is None
    assert len(cycle([*chain, ("50000", "0")])) == 50_002
