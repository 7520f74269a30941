"""Worlds: one reading with one setting of its switches, counted, named, chosen and built."""

from contextlib import suppress
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hudna.agreement.document import AgreementFile
from hudna.agreement.provisions import DutyScope, Exclusions, ProhibitedActs
from hudna.agreement.worlds import MAX_WORLDS, Worlds, json_value, undecided
from hudna.entry import build
from hudna.problem import Refused
from hudna.yamlfile import parse_yaml

# Two live readings: R1 leaves `duty` open and states `mode`; R2 leaves three open, states one.
TEXT = """\
case: {id: small, title: small}
agreement: {id: small, title: small, kind: local, zone: UTC}
terms:
  T-start: {type: P04, start: {at: 2016-12-30}}
  T-attack: {type: P01, weapons: [artillery]}
  T-out: {type: P08, actors: [isil], mode: area, follows_rename: false, inherits: none}
readings:
  R1: {label: one, status: live, terms: {T-out: {actors: [isil, nusra]}}}
  R2: {label: two, status: live, terms: {T-out: {mode: person}}}
  R3: {label: three, status: draft}
  R4: {label: four, status: historic}
switches:
  duty:
    label: to whom
    values:
      inter_partes: {T-attack: {duty_scope: inter_partes}}
      erga_omnes: {T-attack: {duty_scope: erga_omnes}}
    readings: {R1: open, R2: open, R3: inter_partes}
  mode:
    label: area or person
    values:
      area: {T-out: {mode: area}}
      person: {T-out: {mode: person}}
      both: {T-out: {mode: both}}
    readings: {R1: area, R2: open}
  rename:
    label: does a listing follow a new name
    values:
      true: {T-out: {follows_rename: true}}
      false: {T-out: {follows_rename: false}}
    readings: {R2: true}
  inherits:
    label: what a merger does
    values:
      any: {T-out: {inherits: any}}
      none: {T-out: {inherits: none}}
    readings: {R2: {value: open, note: nobody said}}
"""


def read(text=TEXT):
    located = parse_yaml(text, "agreement.yaml")
    document, problems = build(located, AgreementFile)
    assert problems == []
    return Worlds(document, located)


def changed(old, new):
    assert TEXT.count(old) == 1
    return read(TEXT.replace(old, new))


@pytest.fixture(scope="module")
def worlds():
    return read()


def ids(found):
    return [world.id for world in found]


# --- counting and names ---------------------------------------------------------------------------


def test_the_default_worlds_are_the_live_readings_with_their_open_switches_expanded(worlds):
    assert ids(worlds.default()) == [
        "R1[duty=inter_partes]",
        "R1[duty=erga_omnes]",
        *(
            f"R2[duty={duty},mode={mode},inherits={inherits}]"
            for duty in ("inter_partes", "erga_omnes")
            for mode in ("area", "person", "both")
            for inherits in ("any", "none")
        ),
    ]


def test_all_worlds_vary_what_was_stated_as_well(worlds):
    found = ids(worlds.all())
    assert len(found) == len(set(found)) == 2 * 3 + 2 * 3 * 2 * 2
    # What the holder stated is not written; what is set against it is.
    assert "R1[duty=inter_partes]" in found
    assert "R1[duty=inter_partes,mode=area]" not in found
    assert "R1[duty=inter_partes,mode=both]" in found
    assert "R2[duty=erga_omnes,mode=person,rename=false,inherits=any]" in found
    assert set(ids(worlds.default())) <= set(found)


def test_a_reading_without_open_switches_is_one_world_called_by_its_name(worlds):
    assert ids(worlds.of_reading("R3")) == ["R3"]
    assert ids(worlds.of_reading("R4")) == ["R4"]


def test_drafts_and_history_are_not_among_the_default(worlds):
    assert {world.reading for world in worlds.default()} == {"R1", "R2"}
    assert worlds.readings("draft", "historic") == ["R3", "R4"]


def test_a_world_knows_its_settings(worlds):
    (world,) = worlds.select("R2[duty=erga_omnes,mode=both,inherits=none]")
    assert dict(world.switches) == {
        "duty": "erga_omnes", "mode": "both", "rename": "true", "inherits": "none",
    }  # fmt: skip
    assert json_value(world.switches["rename"]) is True
    assert json_value("erga_omnes") == "erga_omnes"


def test_a_world_is_made_once(worlds):
    for one, other in zip(worlds.default(), worlds.default(), strict=True):
        assert one is other
    assert worlds.select("R1[mode=area]")[0] is worlds.default()[0]


@given(
    switches=st.lists(
        st.tuples(st.integers(2, 4), st.sampled_from(["open", "0", None])), max_size=5
    )
)
def test_counts_multiply(switches):
    """6 + 2 + 12 + 2 in the Syrian case: open switches multiply, stated ones only in `all`."""
    document = AgreementFile.model_validate(
        {
            "case": {"id": "x", "title": "x"},
            "agreement": {"id": "x", "title": "x", "kind": "local", "zone": "UTC"},
            "terms": {"T": {"type": "P04", "start": {"at": "2016-12-30"}}},
            "readings": {"R": {"label": "R", "status": "live"}},
            "switches": {
                f"s{n}": {
                    "label": "x",
                    "values": {str(value): {} for value in range(count)},
                    "readings": {} if stated is None else {"R": stated},
                }
                for n, (count, stated) in enumerate(switches)
            },
        }
    )
    made = Worlds(document)
    assert len(made.default()) == prod(n for n, stated in switches if stated == "open")
    assert len(made.all()) == prod(n for n, stated in switches if stated is not None)
    assert len(set(ids(made.all()))) == len(made.all())
    for world in made.all():
        assert made.select(world.id) == [world]


# --- choosing -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("R1", ["R1[duty=inter_partes]", "R1[duty=erga_omnes]"]),
        ("R3", ["R3"]),
        ("R3,R1", ["R3", "R1[duty=inter_partes]", "R1[duty=erga_omnes]"]),
        (" R3 , R4 ", ["R3", "R4"]),
        ("R1[duty=erga_omnes]", ["R1[duty=erga_omnes]"]),
        ("R1 [ duty = erga_omnes ]", ["R1[duty=erga_omnes]"]),
        ("R1[duty=erga_omnes,mode=both]", ["R1[duty=erga_omnes,mode=both]"]),
        ("R1[mode=both,duty=erga_omnes]", ["R1[duty=erga_omnes,mode=both]"]),
        ("R1[duty=erga_omnes,mode=area]", ["R1[duty=erga_omnes]"]),  # what was stated
        ("R1[mode=both]", ["R1[duty=inter_partes,mode=both]", "R1[duty=erga_omnes,mode=both]"]),
        ("R1[duty=erga_omnes],R3", ["R1[duty=erga_omnes]", "R3"]),
        ("R1[duty=erga_omnes,mode=both],R3", ["R1[duty=erga_omnes,mode=both]", "R3"]),
        ("R1[],R1", ["R1[duty=inter_partes]", "R1[duty=erga_omnes]"]),
        ("R1[duty=erga_omnes],R1", ["R1[duty=erga_omnes]", "R1[duty=inter_partes]"]),
        ("R3[duty=erga_omnes]", ["R3[duty=erga_omnes]"]),
        (
            "R2[duty=erga_omnes,rename=false,inherits=any,mode=area]",
            ["R2[duty=erga_omnes,mode=area,rename=false,inherits=any]"],
        ),
    ],
)
def test_select(worlds, wanted, expected):
    assert ids(worlds.select(wanted)) == expected


def test_select_all(worlds):
    assert worlds.select("all") == worlds.all()


@pytest.mark.parametrize(
    ("wanted", "what", "known"),
    [
        ("R9", "R9", "R1, R2, R3, R4"),
        ("R1,R9", "R9", "R1, R2, R3, R4"),
        ("r1", "r1", "R1"),
        ("R1[dutty=erga_omnes]", "dutty", "duty, mode"),
        ("R1[rename=true]", "rename", "duty, mode"),  # of R2 only
        ("R4[duty=erga_omnes]", "duty", "none"),
        ("R1[duty=all]", "all", "inter_partes, erga_omnes"),
        ("R1[duty]", "duty", "inter_partes, erga_omnes"),
        ("R1[duty=open]", "open", "inter_partes, erga_omnes"),
        ("R1[duty=erga_omnes,duty=inter_partes]", "twice", ""),
        ("", "no world", "R1"),
        (" ", "", "R1"),
        (",", "no world", "R1"),
        ("R1,,R9", "R9", "R1"),
        ("[duty=erga_omnes]", "", "R1"),
        ("R1[duty=erga_omnes", "", ""),
        ("R1]", "R1]", "R1"),
        ("R1[duty=erga_omnes]x", "x", "R1"),
        ("all,R1", "all", "R1"),
    ],
)
def test_an_unknown_name_is_refused_with_what_is_known(worlds, wanted, what, known):
    with pytest.raises(Refused) as caught:
        worlds.select(wanted)
    (problem,) = caught.value.problems
    assert what in problem.what
    assert known in problem.remedy


@given(st.text(st.sampled_from("R123[]=,dutymoeraglnsipc_ "), max_size=30))
def test_any_selection_is_understood_or_refused(wanted):
    with suppress(Refused):
        assert read().select(wanted)


# --- neighbours -----------------------------------------------------------------------------------


def test_neighbours_differ_in_exactly_one_switch(worlds):
    for world in worlds.all():
        found = list(worlds.neighbours(world))
        for switch, other in found:
            assert other.reading == world.reading
            assert other is not world
            differing = {k for k in world.switches if world.switches[k] != other.switches[k]}
            assert differing == {switch}
        counts = {"duty": 2, "mode": 3, "rename": 2, "inherits": 2}
        assert len(found) == sum(counts[name] - 1 for name in world.switches)
        assert len({other.id for _, other in found}) == len(found)


# --- building -------------------------------------------------------------------------------------


def exclusions(worlds, wanted):
    (world,) = worlds.select(wanted)
    ((_, term),) = world.of(Exclusions)
    return term


def test_the_base_stands_where_nothing_overrides_it(worlds):
    term = exclusions(worlds, "R4")
    assert (term.actors, term.mode, term.follows_rename) == (["isil"], "area", False)


def test_a_reading_overrides_the_base_parameter_by_parameter(worlds):
    term = exclusions(worlds, "R1[duty=erga_omnes]")
    assert term.actors == ["isil", "nusra"]
    assert term.inherits == "none"  # as in the base


def test_a_switch_overrides_the_reading_and_leaves_its_other_parameters(worlds):
    # R2 says person; the switch says area.
    term = exclusions(worlds, "R2[duty=erga_omnes,mode=area,inherits=any]")
    assert (term.mode, term.inherits, term.follows_rename) == ("area", "any", True)
    term = exclusions(worlds, "R1[duty=erga_omnes,mode=both]")
    assert (term.mode, term.actors) == ("both", ["isil", "nusra"])


def test_a_later_switch_overrides_an_earlier_one():
    made = changed("any: {T-out: {inherits: any}}", "any: {T-out: {inherits: any, mode: person}}")
    term = exclusions(made, "R2[duty=erga_omnes,mode=area,inherits=any]")
    assert term.mode == "person"


def test_one_world_does_not_leak_into_another(worlds):
    modes = {world.id: term.mode for world in worlds.all() for _, term in world.of(Exclusions)}
    assert {mode for name, mode in modes.items() if name.startswith("R1[duty=erga_omnes]")} == {
        "area"
    }
    assert worlds.document.terms["T-out"].mode == "area"
    assert worlds.document.terms["T-out"].actors == ["isil"]


def test_the_duty_is_that_of_the_switch(worlds):
    for scope in DutyScope:
        (world,) = worlds.select(f"R3[duty={scope}]")
        ((name, term),) = world.of(ProhibitedActs)
        assert (name, term.duty_scope, term.weapons) == ("T-attack", scope, ["artillery"])


def test_terms_keep_the_order_in_which_they_are_written(worlds):
    for world in worlds.all():
        assert list(world.terms) == ["T-start", "T-attack", "T-out"]


@pytest.mark.parametrize(
    ("old", "new", "stands", "word"),
    [
        ("{T-out: {mode: person}}}\n  R3", "{T-out: {mode: sideways}}}\n  R3", "sideways", "mode"),
        ("{T-out: {mode: person}}}\n  R3", "{T-out: {moode: up}}}\n  R3", "up}}", "moode"),
        ("{T-out: {mode: person}}}\n  R3", "{T-out: {type: P02}}}\n  R3", "P02", "P08"),
        ("{T-out: {mode: both}}", "{T-out: {mode: noway}}", "noway", "mode"),
        ("{T-out: {inherits: any}}", "{T-out: {inherits: [any]}}", "[any]", "inherits"),
    ],
)
def test_an_invalid_override_is_refused_at_its_place(old, new, stands, word):
    with pytest.raises(Refused) as caught:
        changed(old, new).all()
    problem = caught.value.problems[0]
    before, _, _ = TEXT.replace(old, new).partition(stands)
    assert problem.file == "agreement.yaml"
    assert problem.line == before.count("\n") + 1
    assert problem.column == len(before) - before.rindex("\n")
    assert word in problem.what


def test_a_parameter_that_no_one_decides_is_named():
    made = changed(", mode: area, follows_rename", ", follows_rename")
    (world,) = made.of_reading("R4")
    assert list(undecided(world)) == [("T-attack", "duty_scope"), ("T-out", "mode")]
    (world,) = made.select("R1[duty=erga_omnes]")
    assert list(undecided(world)) == []


# --- too many -------------------------------------------------------------------------------------


def many(count):
    switches = "".join(
        f"  s{n}: {{label: x, values: {{a: {{}}, b: {{}}}}, readings: {{R4: open}}}}\n"
        for n in range(count)
    )
    return read(TEXT + switches)


def test_more_worlds_than_can_be_judged_are_refused_before_they_are_made():
    assert MAX_WORLDS == 2**12
    assert len(many(12).of_reading("R4")) == MAX_WORLDS
    for wide in (13, 60):
        with pytest.raises(Refused) as caught:
            many(wide).of_reading("R4")
        (problem,) = caught.value.problems
        assert str(2**wide) in problem.what
        assert problem.line == 11
