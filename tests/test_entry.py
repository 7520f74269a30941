"""Entries: what a wrong one is told, where, and with which remedy; labels and evidence."""

import pytest

from hudna.actors import ActorsFile
from hudna.agreement.document import AgreementFile
from hudna.agreement.timerule import Duration, Window
from hudna.entry import Evidence, Label, build, fields_of
from hudna.evidence import Level, Origin
from hudna.incident import IncidentsFile
from hudna.yamlfile import Located, parse_yaml


def problems_of(text, model):
    built, problems = build(parse_yaml(text, "f.yaml"), model)
    assert built is None
    assert problems
    for problem in problems:
        assert problem.file == "f.yaml"
        assert problem.remedy
    return problems


def only(text, model):
    (problem,) = problems_of(text, model)
    return problem


INCIDENT = """\
incidents:
  - id: one
    title: Shelling
    time: {at: 2016-12-30}
    place: {point: [36.7, 36.1], radius_km: 5}
    acts: {any_of: [H-ART]}
"""


def changed(old, new):
    assert INCIDENT.count(old) == 1
    return INCIDENT.replace(old, new)


def test_the_unchanged_entry_is_right():
    built, problems = build(parse_yaml(INCIDENT, "f.yaml"), IncidentsFile)
    assert problems == []
    assert built.incidents[0].id == "one"


@pytest.mark.parametrize(
    ("text", "place", "names", "remedy"),
    [
        (changed("title: Shelling", "titel: Shelling\n    title: x"), (3, 12), "titel", "`title`"),
        (changed("radius_km", "radius"), (5, 42), "radius", "`radius_km`"),
        (changed("acts: {any_of: [H-ART]}", "acts: {}"), (6, 11), "any_of", "`any_of:`"),
        (changed("    title: Shelling\n", ""), (2, 5), "title", "`title:`"),
        (changed("id: one", "id: bad id"), (2, 9), "bad id", "Latin letters"),
        (changed("id: one", "id: 1e3"), (2, 9), "1000.0", "quotes"),
        (changed("2016-12-30", "30.12.2016"), (4, 16), "30.12.2016", "2016-12-30"),
        (changed("{at: 2016-12-30}", "{}"), (4, 11), "`from`", "at this place"),
        (changed("{at: 2016-12-30}", "2016-12-30"), (4, 11), "incidents.0.time", "mapping"),
        (changed("[H-ART]", "[H-ART, 3]"), (6, 28), "any_of.1", "mapping"),
        (changed("[H-ART]", "H-ART"), (6, 20), "any_of", "[a, b]"),
        (changed("radius_km: 5", "radius_km: true"), (5, 45), "radius_km", "number"),
        (changed("radius_km: 5", "radius_km: -1"), (5, 45), "radius_km", ""),
        (changed("radius_km: 5", "radius_km: 1e999"), (5, 45), "radius_km", "number"),
        (changed("radius_km: 5", "radius_km: .nan"), (5, 45), "radius_km", "number"),
        (changed("36.7,", "true,"), (5, 21), "point.0", "number"),
        (INCIDENT + "    under_review: maybe\n", (7, 19), "maybe", "true or false"),
        (INCIDENT + "    evidence: {level: E5}\n", (7, 23), "level", ""),
        (INCIDENT + "    evidence: {level: 3}\n", (7, 23), "E0, E1, E2, E3 or E4", ""),
        (INCIDENT + "    harm: [{kind: killed, low: 3, best: 2}]\n", (7, 12), "must not fall", ""),
        (INCIDENT + "    harm: [{kind: killed, low: true}]\n", (7, 32), "low", "whole number"),
        (INCIDENT + "    harm: [{kind: killed, low: 1.5}]\n", (7, 32), "1.5", "whole number"),
        (INCIDENT + "    harm: [{kind: kiled}]\n", (7, 19), "kiled", "'killed'"),
    ],
)  # fmt: skip
def test_an_error_has_its_place_names_the_field_and_says_what_is_right(text, place, names, remedy):
    problem = only(text, IncidentsFile)
    assert (problem.line, problem.column) == place
    assert names in problem.what
    assert remedy in problem.remedy


def test_all_errors_at_once():
    text = changed("id: one", "id: bad id").replace("2016-12-30", "soon").replace("[H-ART]", "[]")
    assert [problem.line for problem in problems_of(text, IncidentsFile)] == [2, 4, 6]


AGREEMENT = """\
case: {id: x, title: x}
agreement: {id: x, title: x, kind: local, zone: UTC}
terms:
  T-start: {type: P04, start: {at: 2016-12-30}}
readings:
  R1: {label: x, status: live}
"""


def test_a_wrong_key_is_shown_itself():
    problem = only(AGREEMENT + "events:\n  bad key!: {label: x}\n", AgreementFile)
    assert problem.line == 8
    assert "“bad key!”" in problem.what
    assert "Latin letters" in problem.remedy


@pytest.mark.parametrize(
    ("old", "new", "line", "word"),
    [
        ("type: P04", "type: P99", 4, "P99"),
        ("type: P04, ", "", 4, "`type` is missing"),
        ("{at: 2016-12-30}", "{}", 4, "`at`, `event` or `any_of`"),
        ("{at: 2016-12-30}", "{at: 2016-12-30, time: '09:00'}", 4, "in `at`"),
        ("{at: 2016-12-30}", "{event: x, time: '25:99'}", 4, "25:99"),
        ("start: {at: 2016-12-30}", "begin: x, start: {at: 2016-12-30}", 4, "begin"),
        ("kind: local", "kind: truce", 2, "truce"),
        ("status: live", "status: alive", 6, "alive"),
    ],
)
def test_terms_and_headers(old, new, line, word):
    assert AGREEMENT.count(old) == 1
    problem = only(AGREEMENT.replace(old, new), AgreementFile)
    assert problem.line == line
    assert word in problem.what


@pytest.mark.parametrize("value", [None, [], "text", 3, [[]], {"incidents": {}}, {"incidents": 3}])
@pytest.mark.parametrize("model", [AgreementFile, ActorsFile, IncidentsFile])
def test_a_file_of_another_shape_is_a_problem_not_a_crash(value, model):
    built, problems = build(Located("f.yaml", value), model)
    assert built is None
    assert problems


def test_an_alias_is_named_as_it_is_written():
    problem = only(
        "actors:\n  - {id: a, kind: state, names: {}, member_of: [{of: b, from: soon}]}\n",
        ActorsFile,
    )
    assert "member_of.0.from" in problem.what


def test_hints_come_from_the_whole_schema():
    assert {"incidents", "radius_km", "from", "any_of"} <= fields_of(IncidentsFile)


# --- labels ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Ceasefire", "en"),
        ("هدنة", "ar"),
        ("Annex I / الملحق الأول", "ar"),
        ("ﻫﺪﻧﺔ", "ar"),  # presentation forms, as PDF files have them
        ("Ateşkes", "en"),
        ("123", "en"),
    ],
)
def test_a_bare_text_is_of_the_language_of_its_letters(text, lang):
    label = Label.model_validate(text)
    assert getattr(label, lang) == text
    assert getattr(label, "en" if lang == "ar" else "ar") is None


def test_a_label_falls_back_on_the_other_language():
    both = Label(en="truce", ar="هدنة")
    assert (both.text("en"), both.text("ar")) == ("truce", "هدنة")
    assert Label(en="truce").text("ar") == "truce"
    assert Label(ar="هدنة").text("en") == "هدنة"


@pytest.mark.parametrize("value", [{}, {"en": ""}, "", "   ", {"en": " "}, {"fr": "trêve"}, 5, []])
def test_a_label_needs_a_text(value):
    built, problems = build(Located("f.yaml", value), Label)
    assert built is None
    assert problems


# --- evidence -------------------------------------------------------------------------------------

KNOWN = {
    "sohr": Origin("sohr", ("SOHR",)),
    "un": Origin("un", ("UN",)),
    "sana": Origin("sana", ("SANA",), side="gov"),
}


def evidence(**about):
    return Evidence.model_validate(about)


def test_a_level_left_out_is_derived():
    assert evidence(origins=["sohr"]).standing(KNOWN).level == Level.E2
    assert evidence(origins=["sohr", "un"]).standing(KNOWN).level == Level.E3
    assert evidence().standing(KNOWN).level == Level.E0
    assert evidence(grounds=["own_observation"]).standing(KNOWN).level == Level.E4


def test_an_analyst_may_lower_a_level_and_not_lift_it():
    assert evidence(level="E1", origins=["sohr", "un"]).standing(KNOWN).level == Level.E1
    assert evidence(level="E4", origins=["sohr"]).standing(KNOWN).level == Level.E2


@pytest.mark.parametrize(
    ("level", "origins", "grounds", "expected"),
    [
        ("E3", ["sohr"], [], Level.E2),
        ("E2", ["sana"], [], Level.E1),
        ("E1", [], [], Level.E0),
        ("E4", ["sohr", "un"], [], Level.E3),
        ("E3", ["sohr", "un"], [], None),
        ("E2", ["sohr", "un"], [], None),
        ("E3", ["sana"], ["admission"], None),
        ("E4", [], ["own_observation"], None),
        (None, [], [], None),
    ],
)
def test_overstated_names_what_is_supported(level, origins, grounds, expected):
    about = {"origins": origins, "grounds": grounds} | ({"level": level} if level else {})
    assert evidence(**about).overstated(KNOWN) == expected


def test_a_standing_keeps_what_it_rests_on():
    found = evidence(origins=["sohr"], contested=True, refuted=False).standing(KNOWN)
    assert found.origins == ("sohr",)
    assert found.contested
    assert not found.refuted


# --- numbers that are none ------------------------------------------------------------------------


@pytest.mark.parametrize("value", [{"days": True}, {"days": "3"}, {"hours": 1.5}, {"weeks": 1}])
def test_a_duration_has_whole_numbers(value):
    built, _ = build(Located("f.yaml", value), Duration)
    assert built is None


@pytest.mark.parametrize(
    "about", [{"days": [0]}, {"days": [8]}, {"days": [True]}, {"start": "9:00"}, {"end": "24:01"},
              {"start": "24:00"}, {"start": "٠٩:٠٠"}],
)  # fmt: skip
def test_a_window_has_clock_times_and_days_of_the_week(about):
    built, _ = build(Located("f.yaml", {"start": "09:00", "end": "14:00"} | about), Window)
    assert built is None
