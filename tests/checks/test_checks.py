"""Each error that a case can have, made in a copy of a good one: file, line, column, cause, remedy."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from hudna.case import open_case, read_case
from hudna.problem import Refused, Severity, in_reading_order

ROOT = Path(__file__).resolve().parents[2]
MINSK = ROOT / "tests/cases/minsk-2015"
CASES = [
    path.parent
    for folder in ("src/hudna/cases", "tests/cases")
    for path in sorted((ROOT / folder).glob("*/agreement.yaml"))
    if not (path.parent / "template.yaml").exists()  # it takes files of another
]


@pytest.fixture
def case(tmp_path):
    folder = tmp_path / "case"
    shutil.copytree(MINSK, folder)
    return folder


def change(folder, file, old, new, count=1):
    """Replace the first `old` of a file; returns the (line, column) at which `new` then stands."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{file} has no {old!r}"
    place = text.index(old)
    path.write_text(text.replace(old, new, count), encoding="utf-8")
    return text.count("\n", 0, place) + 1, place - (text.rfind("\n", 0, place) + 1) + 1


def errors(folder):
    return [p for p in in_reading_order(read_case(folder)[1]) if p.severity == Severity.ERROR]


def column_of(folder, file, line, needle):
    text = (folder / file).read_text(encoding="utf-8").splitlines()[line - 1]
    return text.index(needle) + 1


# name: file, what is replaced, by what, the text at whose start the error must stand (None: only its
# line is compared), a part of what is said, a part of the remedy
A, P, N, S, Z = "agreement.yaml", "actors.yaml", "incidents.yaml", "scenarios.yaml", "zones.geojson"
MUTATIONS = {
    # ids that resolve
    "clause of a term": (A, "clauses: [withdrawal, lines", "clauses: [withdrawl, lines", "withdrawl", "no clause “withdrawl”", "Did you mean “withdrawal”?"),
    "clause of a reading's term": (A, "T-start: {start: {at: \"2015-02-15T00:01\"", "T-start: {clauses: [nope], start: {at: \"2015-02-15T00:01\"", "nope", "no clause “nope”", "correct the id"),
    "source of a term": (A, "zone: Europe/Kyiv}, sources: [S45]}", "zone: Europe/Kyiv}, sources: [S46]}", "S46", "no source “S46”", "Did you mean"),
    "source of an actor": (P, "member_of: [{of: ukraine}]", "member_of: [{of: ukraine, sources: [S99]}]", "S99", "no source “S99”", "correct the id"),
    "source of an incident": (N, "    place: {spot: west-30}", "    sources: [S99]\n    place: {spot: west-30}", None, "no source “S99”", "correct the id"),
    "source of a scenario": (S, "  - id: MK-01", "  - id: MK-01\n    sources: [S99]", None, "no source “S99”", "correct the id"),
    "holder of a reading": (A, "holders: [ukraine, formations]", "holders: [ukraine, formation]", "formation]", "no actor or side “formation”", "Did you mean “formations”?"),
    "actor of an accession": (A, "{actor: formations, mode: signed", "{actor: formation, mode: signed", "formation,", "no actor “formation”", "Did you mean “formations”?"),
    "instrument of an accession": (A, "instrument: package", "instrument: packet", "packet", "no instrument “packet”", "Did you mean “package”?"),
    "term of a reading": (A, "      T-start: {start: {at: \"2015-02-15T00:01\", zone: Europe/Kyiv}}", "      T-strat: {start: {at: \"2015-02-15T00:01\"}}", "{start", "no term “T-strat”", "Did you mean “T-start”?"),
    "zone of the territory": (A, "area: [ceasefire-area]", "area: [cease-area]", "cease-area", "no zone or unit “cease-area”", "Did you mean “ceasefire-area”?"),
    "zone of the third line": (A, "zone: ukraine-140", "zone: ukraine-145", "ukraine-145", "no zone “ukraine-145”", "Did you mean “ukraine-140”?"),
    "party of the fourth line": (A, "{party: formations, weapons: [artillery]", "{party: rebels, weapons: [artillery]", "rebels", "no actor or side “rebels”", "correct the id"),
    "weapon of the second line": (A, "weapons: [mlrs]", "weapons: [mlsr]", "mlsr", "no weapon class “mlsr”", "Did you mean “mlrs”?"),
    "zones of a term on acts": (A, "zones: [line-actual, line-19-september]", "zones: [line-actual, line-september]", "line-september", "no zone or kind of zone “line-september”", "Did you mean"),
    "act of a term": (A, "acts: []", "acts: [H-ARTT]", "H-ARTT", "no observation code “H-ARTT”", "Did you mean “H-ART”?"),
    "event of a deadline": (A, "due: {event: ceasefire-start, within: {days: 2}}", "due: {event: ceasefire-strat, within: {days: 2}}", "{event: ceasefire-strat", "no event “ceasefire-strat”", "Did you mean “ceasefire-start”?"),
    "event that meets an obligation": (A, "met_by: [ukraine-completes]", "met_by: [ukraine-complete]", "ukraine-complete]", "no event or incident “ukraine-complete”", "Did you mean “ukraine-completes”?"),
    "debtor": (A, "debtors: [ukraine]", "debtors: [ukrain]", "ukrain]", "no actor or side “ukrain”", "Did you mean “ukraine”?"),
    "side of an actor": (P, "side: ukraine-side", "side: ukrain-side", "ukrain-side", "no side “ukrain-side”", "Did you mean “ukraine-side”?"),
    "whole of a member": (P, "member_of: [{of: ukraine}]", "member_of: [{of: ukrania}]", "ukrania", "no actor “ukrania”", "Did you mean “ukraine”?"),
    "side of an origin": (P, "names: [\"Statements of Ukraine\"], side: ukraine-side", "names: [\"Statements of Ukraine\"], side: kyiv", "kyiv", "no side “kyiv”", "correct the id"),
    "actor of an incident": (N, "actors: {any_of: [ukrainian-armed-forces]}", "actors: {any_of: [ukrainian-army]}", "ukrainian-army", "no actor “ukrainian-army”", "Did you mean"),
    "place of an incident": (N, "{spot: west-30}", "{spot: west-31}", "west-31", "no place “west-31”", "Did you mean"),
    "act of an incident": (N, "code: H-WIV", "code: H-WVI", None, "no observation code “H-WVI”", "Did you mean “H-WIV”?"),
    "weapon of an incident": (N, "weapon: artillery", "weapon: artilery", None, "no weapon class “artilery”", "Did you mean “artillery”?"),
    "origin of an incident": (N, "origins: [osce-smm, synthetic", "origins: [osce, synthetic", "osce,", "no origin “osce”", "Did you mean “osce-smm”?"),
    "world of an expectation": (S, "worlds: {M1: {verdict: outside, failing: [time], elements: {time: F}}}", "worlds: {M9: {verdict: outside}}", "{verdict: outside}", "no reading “M9”", "Known: M1, M2"),
    "incident of an expectation": (S, "- incident: mk-01-moscow", "- incident: mk-01-mosco", "mk-01-mosco", "no incident “mk-01-mosco”", "Did you mean “mk-01-moscow”?"),
    "reason of an expectation": (S, "reasons: [ACT_UNKNOWN]", "reasons: [ACT_UNKNWON]", "ACT_UNKNWON", "no reason code “ACT_UNKNWON”", "Did you mean “ACT_UNKNOWN”?"),
    "element that fails": (S, "failing: [time]", "failing: [tme]", "tme", "no element “tme”", "Did you mean “time”?"),
    # ids that stand twice
    "clause twice": (A, "      - id: lines\n", "      - id: ceasefire\n", "id: ceasefire", "“ceasefire” stands twice", "Rename one"),
    "actor twice": (P, "  - id: formations\n", "  - id: ukraine\n", "id: ukraine", "“ukraine” stands twice", "its own id"),
    "obligation twice, in one term": (A, "      - id: complete-ukraine\n", "      - id: begin-ukraine\n", "begin-ukraine", "obligation id “begin-ukraine” stands twice", "its own id"),
    "incident twice": (N, "  - id: shelling-first-night\n", "  - id: howitzer-west-30\n", "id: howitzer-west-30", "“howitzer-west-30” stands twice", "its own id"),
    "scenario twice": (S, "  - id: MK-02\n", "  - id: MK-01\n", "id: MK-01", "“MK-01” stands twice", "its own id"),
    "incident twice in a scenario": (S, "      - id: mk-01-moscow\n", "      - id: mk-01-kyiv\n", "id: mk-01-kyiv", "“mk-01-kyiv” stands twice", "its own id"),
    # dates
    "date that never was": (A, "ukraine-completes: {label: {en: \"Schematic: Ukraine completes the withdrawal\", ar: \"تخطيطي: أوكرانيا تنجز السحب\"}, at: 2015-03-05", "ukraine-completes: {label: x, at: 2015-02-31", "2015-02-31", "“2015-02-31” is not a date or time", "Correct the date"),
    "accession on a day that never was": (A, "{actor: ukraine, mode: signed, at: 2015-02-12", "{actor: ukraine, mode: signed, at: 2015-02-30", "2015-02-30", "“2015-02-30” is not a date", "Correct the date"),
    "accession that ends before it begins": (A, "{actor: ukraine, mode: signed, at: 2015-02-12", "{actor: ukraine, mode: signed, at: 2015-02-12, until: 2015-02-01", "2015-02-01", "2015-02-01 is before 2015-02-12", "Correct one of the two dates"),
    "event that ends before it begins": (A, "at: 2015-02-20, disputed", "at: 2015-02-20, to: 2015-02-19, disputed", "2015-02-19", "2015-02-19 is before 2015-02-20", "Correct one of the two dates"),
    "membership that ends before it begins": (P, "member_of: [{of: ukraine}]", "member_of: [{of: ukraine, from: 2015-02-02, to: 2015-02-01}]", "{of: ukraine, from", "the end precedes the start", "Correct the date"),
    "time that the clocks skipped": (N, "{at: \"2015-03-10T11:00\"", "{at: \"2015-03-29T03:30\"", "{at: \"2015-03-29", "never was in Europe/Kyiv", "Correct the date"),
    "start that the clocks skipped": (A, "start: {at: \"2015-02-15T00:00\"", "start: {at: \"2015-03-29T03:30\"", "{at: \"2015-03-29", "never was in Europe/Kyiv", "Correct the date"),
    "end of an incident before its start": (N, "to: \"2015-02-15T01:00\"", "to: \"2015-02-14T22:00\"", "{from", "precedes the start", "Correct the date"),
    "zone of the case": (A, "  zone: Europe/Kyiv\n", "  zone: Europe/Kyjiw\n", "Europe/Kyjiw", "“Europe/Kyjiw” is not an IANA time zone", "Correct the date"),
    "zone of a clock": (A, "start: {at: \"2015-02-15T00:00\", zone: Europe/Kyiv}", "start: {at: \"2015-02-15T00:00\", zone: Kyiv}", "{at: \"2015", "“Kyiv” is not an IANA time zone", "Correct the date"),
    # models
    "missing zone of the case": (A, "  zone: Europe/Kyiv\n", "", None, "`zone` is missing", "Add `zone:`"),
    "unknown field": (A, "  kind: preliminary\n", "  knid: preliminary\n", "preliminary", "there is no field `knid` here", "Did you mean `kind`?"),
    "unknown kind of term": (A, "T-scope: {type: P06", "T-scope: {type: P66", "{type: P66", "“P66”", "P06"),
    "no type": (A, "T-scope: {type: P06, ", "T-scope: {", "{", "`type` is missing", "P01"),
    "unknown status": (A, "    status: live\n", "    status: alive\n", "alive", "“alive”", "live"),
    "level that is none": (N, "evidence: {origins: [formations-statements]}", "evidence: {level: E7, origins: [formations-statements]}", "E7", "E0, E1, E2, E3 or E4", "Correct it"),
    "both alternatives and together": (N, "targets: {any_of: [formations]}", "targets: {any_of: [formations], together: [formations]}", "{any_of: [formations], together", "not both", "Correct it"),
    "id with a space": (P, "  - id: civilians\n", "  - id: the civilians\n", "the civilians", "not of the right form", "Latin letters"),
    # clauses
    "no clause": (A, "T-parties: {type: P07, clauses: [ceasefire], ", "T-parties: {type: P07, ", "{type: P07", "T-parties cites no clause", "List its `clauses`, or say `basis: silent`"),
    "quotation of nothing": (A, "status: paraphrase", "status: quotation", "quotation", "ceasefire is marked as a quotation of no seen text", "write `status: paraphrase`"),
    "quotation of no version": (A, "status: paraphrase", "version: nope, status: quotation".replace(", ", "\n        "), "nope", "no version “nope”", "correct the id"),
    "difference from no version": (A, "        sources: [S45]\n      - id: deadlines", "        differs: {package.pres: It differs.}\n      - id: deadlines", "It differs", "no version “package.pres”", "Did you mean “package.press”?"),
    # evidence
    "level above its origins": (N, "evidence: {origins: [formations-statements]}", "evidence: {level: E3, origins: [formations-statements]}", "E3", "level E3 stands above what its origins and grounds support (E1)", "lower the level"),
    # places
    "latitude of 340": (N, "place: {spot: west-30}", "place: {point: [37.9, 340], radius_km: 1}", "[37.9, 340]", "latitude 340", "at most 180 and 90"),
    "shape that crosses itself": (N, "place: {spot: west-30}", "place: {geometry: {type: Polygon, coordinates: [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}}", "{type: Polygon", "not valid", "Mend the shape"),
    # zones
    "zone that crosses itself": (Z, "[[37.3288, 47.5], [38.0, 47.5], [38.0, 48.5], [37.3288, 48.5], [37.3288, 47.5]]", "[[37.3288, 47.5], [38.0, 48.5], [38.0, 47.5], [37.3288, 48.5], [37.3288, 47.5]]", None, "ukraine-50: the geometry is not valid", "reference of zones.geojson"),
    "zone at a latitude of 340": (Z, "[[[38.0, 47.5], [38.9712, 47.5]", "[[[38.0, 47.5], [38.9712, 340]", None, "formations-50: a latitude is outside -90 to 90", "reference"),
    "kind of zone": (Z, "\"kind\": \"scope-in\"", "\"kind\": \"scope\"", "\"scope\"", "feature 1: kind 'scope': write one of scope-in", "reference"),
    "property of a zone": (Z, "\"margin_km\": 2", "\"marginkm\": 2", None, "feature 1: there is no property 'marginkm'", "reference"),
    "margin of a zone": (Z, "\"margin_km\": 2", "\"margin_km\": -2", "-2", "margin_km -2 is not a number from 0 to 1000", "reference"),
    "id of a zone": (Z, "\"id\": \"line-actual\"", "\"id\": \"\\u202eline\"", None, "the id '\\u202eline'", "reference"),
    "zone twice": (Z, "\"id\": \"ukraine-70\"", "\"id\": \"ukraine-50\"", "\"ukraine-50\"", "ukraine-50: this zone id stands twice", "its own id"),
    "source of a zone": (Z, "\"margin_km\": 2", "\"sources\": [\"S99\"], \"margin_km\": 2", "[\"S99\"]", "ceasefire-area: there is no source “S99”", "Add it"),
    "holder of a zone": (Z, "\"margin_km\": 2", "\"holders\": [\"nobody\"], \"margin_km\": 2", "[\"nobody\"]", "there is no actor “nobody”", "actors.yaml"),
    "origin of a zone": (Z, "\"margin_km\": 2", "\"evidence\": {\"origins\": [\"rumour\"]}, \"margin_km\": 2", "{\"origins\"", "there is no origin “rumour”", "actors.yaml"),
    "unit of a zone": (Z, "\"margin_km\": 2", "\"within\": [\"UA-99\"], \"margin_km\": 2", "[\"UA-99\"]", "there is no unit “UA-99”", "gazetteer.csv"),
    "zone that ends before it begins": (Z, "\"margin_km\": 2", "\"from\": \"2015-02-02\", \"to\": \"2015-02-01\", \"margin_km\": 2", "\"2015-02-02\"", "the end precedes the start", "reference"),
    "level of a zone": (Z, "\"margin_km\": 2", "\"evidence\": {\"level\": \"E3\", \"origins\": [\"osce-smm\"]}, \"margin_km\": 2", "{\"level\"", "level E3 stands above what its origins and grounds support (E2)", "reference"),
    "control by nobody": (Z, "\"kind\": \"scope-in\"", "\"kind\": \"control\"", "\"control\"", "control by nobody", "Name the `holders`"),
    # a daily window
    "zone of a window": (A, "T-end: {type: P05, basis: silent, force: silent}", "T-end: {type: P05, basis: silent, windows: [{start: \"09:00\", end: \"14:00\", zone: Mars/Base}]}", "Mars/Base", "“Mars/Base” is not an IANA time zone", "Correct the date"),
    "window that ends before it begins": (A, "T-end: {type: P05, basis: silent, force: silent}", "T-end: {type: P05, basis: silent, windows: [{start: \"09:00\", end: \"14:00\", first: 2015-03-02, last: 2015-03-01}]}", "2015-03-01", "2015-03-01 is before 2015-03-02", "Correct one of the two dates"),
    # terms of a kind that must be there
    "no start": (A, "  T-start: {type: P04, clauses: [ceasefire], start: {at: \"2015-02-15T00:00\", zone: Europe/Kyiv}, sources: [S45]}\n", "", None, "no term says from when it is in force (P04)", "Add one"),
}  # fmt: skip


@pytest.mark.parametrize("name", MUTATIONS)
def test_an_error_names_file_line_column_cause_and_remedy(case, name):
    file, old, new, needle, what, remedy = MUTATIONS[name]
    line, _ = change(case, file, old, new)
    found = errors(case)
    said = [p for p in found if what in p.what]
    assert said, [str(p) for p in found]
    if name == "no start":
        return
    (problem,) = said
    assert problem.file == file
    assert remedy in problem.remedy
    if needle is not None:
        lines = (case / file).read_text(encoding="utf-8").splitlines()
        line = next(n for n in range(line, line + 6) if needle in lines[n - 1])
        assert problem.line == line, str(problem)
        at = problem.column
        text = lines[line - 1]
        # It stands at the id itself or at the value that holds it.
        starts = {m.start() + 1 for m in re.finditer(re.escape(needle), text)}
        before = {text.rfind(" ", 0, s - 1) + 2 for s in starts} | {
            text.rfind("[", 0, s - 1) + 2 for s in starts
        }
        assert at in starts | before, (str(problem), text)
    elif name != "missing zone of the case":
        assert abs(problem.line - line) <= 1, str(problem)
    with pytest.raises(Refused) as refused:
        open_case(case)
    assert problem in refused.value.problems


def test_the_untouched_case_has_no_error():
    for folder in CASES:
        assert errors(folder) == [], folder


TOGETHER = [
    "zone of the third line", "clause of a term", "actor of an accession", "date that never was",
    "side of an actor", "act of an incident", "place of an incident", "end of an incident before its start",
    "reason of an expectation", "scenario twice", "kind of zone", "source of an actor",
    "quotation of nothing", "difference from no version", "debtor",
]  # fmt: skip


def test_all_errors_at_once(case):
    """Fifteen mistakes in five files: one run names each."""
    for name in TOGETHER:
        file, old, new, *_ = MUTATIONS[name]
        change(case, file, old, new)
    found = [str(p) for p in errors(case)]
    for name in TOGETHER:
        what = MUTATIONS[name][4]
        assert [p for p in found if what in p], (name, found)
    assert len(found) == len(TOGETHER), "\n".join(found)


def test_a_file_that_is_broken_does_not_hide_what_is_wrong_in_the_others(case):
    change(case, A, "  kind: preliminary\n", "  knid: preliminary\n")
    change(case, P, "side: ukraine-side", "side: ukrain-side")
    change(case, N, "code: H-WIV", "code: H-WVI")
    change(
        case, N, "actors: {any_of: [ukrainian-armed-forces]}", "actors: {any_of: [ukrainian-army]}"
    )
    change(case, S, "reasons: [ACT_UNKNOWN]", "reasons: [ACT_UNKNWON]")
    change(case, Z, '"kind": "scope-in"', '"kind": "scope"')
    found = "\n".join(map(str, errors(case)))
    for word in ("knid", "ukrain-side", "H-WVI", "ukrainian-army", "ACT_UNKNWON", "'scope'"):
        assert word in found, word


def test_broken_actors_are_not_missed_by_every_reference(case):
    """One file that cannot be read is one error, not one for each id that it would have had."""
    (case / P).write_text("actors: [\n", encoding="utf-8")
    found = errors(case)
    assert [p.file for p in found] == [P]


def test_a_bad_zone_of_the_case_is_one_error(case):
    change(case, A, "  zone: Europe/Kyiv\n", "  zone: Mars/Olympus\n")
    assert len(errors(case)) == 1


def test_one_bad_event_is_one_error(case):
    change(case, A, "at: 2015-02-16, unverified", "at: 2015-02-36, unverified")
    (problem,) = errors(case)
    assert "2015-02-36" in problem.what


def test_a_switch_is_checked_in_each_of_its_values(case):
    file = case / A
    text = file.read_text(encoding="utf-8")
    switch = """
switches:
  wide:
    label: Is it wide?
    values:
      "no": {}
      "yes": {T-scope: {area: [cease-area]}}
      maybe: {T-attack: {acts: [H-ARTT]}}
      perhaps: {T-start: {start: {at: "2015-02-15T00:00", zone: Kyiv}}}
    readings: {M1: open, M2: "no"}
"""
    file.write_text(text + switch, encoding="utf-8")
    found = errors(case)
    assert sorted(p.what for p in found) == [
        "there is no observation code “H-ARTT”",
        "there is no zone or unit “cease-area”",
        "“Kyiv” is not an IANA time zone (such as Asia/Damascus or Europe/Kyiv)",
    ]
    for problem in found:
        line = file.read_text(encoding="utf-8").splitlines()[problem.line - 1]
        assert line.strip().split(":")[0] in ('"yes"', "maybe", "perhaps")


@pytest.mark.parametrize(
    ("readings", "what"),
    [
        ("{M1: other}", "there is no value “other”"),
        ("{M7: open}", "there is no reading “M7”"),
    ],
)
def test_a_switch_that_is_set_wrongly(case, readings, what):
    with (case / A).open("a", encoding="utf-8") as file:
        file.write(
            f'\nswitches:\n  w:\n    label: W\n    values: {{"a": {{}}, "b": {{}}}}\n    readings: {readings}\n'
        )
    assert what in [p.what for p in errors(case)]


def test_a_parameter_of_the_wrong_kind_in_a_reading(case):
    change(case, A, 'T-start: {start: {at: "2015-02-15T00:01", zone: Europe/Kyiv}}',
           'T-start: {start: {when: "2015-02-15T00:01"}}')  # fmt: skip
    found = errors(case)
    assert found
    line = (case / A).read_text(encoding="utf-8").splitlines().index(
        '      T-start: {start: {when: "2015-02-15T00:01"}}') + 1  # fmt: skip
    assert {p.line for p in found} == {line}


def test_a_reading_cannot_change_the_type_of_a_term(case):
    change(
        case,
        A,
        'T-start: {start: {at: "2015-02-15T00:01", zone: Europe/Kyiv}}',
        "T-start: {type: P05}",
    )
    assert any("T-start is a P04" in p.what for p in errors(case))


def test_a_world_that_leaves_a_parameter_undecided(case):
    change(case, A, "    weapons: any\n    duty_scope: inter_partes\n", "    weapons: any\n")
    whats = {p.what for p in errors(case)}
    assert whats == {"M1 does not say T-attack.duty_scope", "M2 does not say T-attack.duty_scope"}


@pytest.mark.parametrize("tie", ["member_of", "genealogy", "covers"])
def test_a_circle(case, tie):
    if tie == "member_of":
        change(
            case,
            P,
            "  - id: ukraine\n",
            "  - id: ukraine\n    member_of: [{of: ukrainian-armed-forces}]\n",
        )
    elif tie == "covers":
        change(
            case,
            P,
            "  - id: civilians\n    kind: civilians\n",
            "  - id: civilians\n    kind: umbrella\n    covers: [civilians]\n",
        )
    else:
        with (case / P).open("a", encoding="utf-8") as file:
            file.write(
                "\ngenealogy:\n"
                "  - {id: a, kind: rename, at: 2015-01-01, from: [ukraine], into: [formations]}\n"
                "  - {id: b, kind: rename, at: 2015-01-02, from: [formations], into: [ukraine]}\n"
            )
    (problem,) = errors(case)
    assert problem.file == P
    assert f"`{tie}` goes in a circle" in problem.what
    assert "remove one tie" in problem.remedy


def test_an_umbrella_date_that_never_was(case):
    change(
        case,
        P,
        "  - id: civilians\n    kind: civilians\n",
        "  - id: civilians\n    kind: umbrella\n    covers: [{actor: ukraine, from: 2015-02-31}]\n",
    )
    (problem,) = errors(case)
    assert "2015-02-31" in problem.what


# --- what a lawyer would ask --------------------------------------------------------------------------


def questions(folder):
    case, problems = read_case(folder)
    assert case is not None, [str(p) for p in problems]
    return [p for p in problems if p.severity == Severity.QUESTION]


def asks(folder, *words):
    found = [p for p in questions(folder) if all(word in p.what for word in words)]
    assert len(found) == 1, [p.what for p in questions(folder)]
    assert found[0].file == A
    assert found[0].line
    assert found[0].remedy
    return found[0]


def test_a_code_that_no_term_covers(case):
    before = asks(case, "no term of any live reading speaks of")
    assert "H-AID-D" in before.what
    assert "H-ART," not in before.what
    assert "H-WDR" not in before.what  # compliance is no breach that a term would name
    change(case, A, "    acts: default\n", "    acts: [H-MOR]\n")
    assert "H-ART," in asks(case, "no term of any live reading speaks of").what


def test_a_reading_that_differs_from_another_in_nothing(case):
    change(case, A, 'at: "2015-02-15T00:01"', 'at: "2015-02-15T00:00"')
    problem = asks(case, "M2 differs from M1 in nothing")
    line = (case / A).read_text(encoding="utf-8").splitlines()[problem.line - 2 : problem.line]
    assert any("M2" in text for text in line)


def test_two_terms_that_conflict(case):
    change(case, A, "    acts: []\n", "    acts: [H-ART]\n    force: aim_only\n")
    asks(case, "M1", "T-line and T-attack both speak of H-ART", "only one of them binds")


def test_a_place_that_is_covered_and_left_out(case):
    change(
        case,
        A,
        "area: [ceasefire-area]",
        "area: [ceasefire-area], outside: [ukraine-50], covered_places: [ukraine-50]",
    )
    asks(case, "M1", "covers and leaves out ukraine-50")


EXCLUDES = "  T-end: {type: P05, basis: silent, force: silent}\n"


def excluding(parameters):
    return (
        EXCLUDES
        + "  T-exclude: {type: P08, clauses: [ceasefire], follows_rename: true, inherits: any, "
        + parameters
        + "}\n"
    )


def test_an_exclusion_whose_area_is_undefined(case):
    change(case, A, EXCLUDES, excluding("actors: [civilians], mode: area"))
    asks(case, "M1", "excludes areas about civilians, and no zone is one")


def test_an_exclusion_whose_actors_are_undefined(case):
    """A list of designations without an entry is an error of reference: nothing has that name."""
    change(case, A, EXCLUDES, excluding("lists: [unsc], mode: person"))
    assert any("no designation list “unsc”" in p.what for p in errors(case))


def test_an_exclusion_of_a_party(case):
    change(case, A, EXCLUDES, excluding("actors: [formations], mode: person"))
    asks(case, "M1", "excludes formations, which acceded")


def test_a_deadline_whose_event_has_no_date(case):
    change(
        case,
        A,
        "due: {event: ceasefire-start, within: {days: 2}}",
        "due: {event: formations-complete, within: {days: 2}}",
    )
    problem = asks(case, "the deadline of begin-ukraine waits for formations-complete")
    assert "pending" in problem.remedy


def test_an_end_before_the_start(case):
    change(
        case, A, EXCLUDES, '  T-end: {type: P05, clauses: [ceasefire], end: {at: "2015-01-01"}}\n'
    )
    asks(case, "M1", "T-end ends before the start")


def test_questions_refuse_nothing(case):
    assert open_case(case).problems


# --- what git must not keep ---------------------------------------------------------------------------


@pytest.mark.skipif(shutil.which("git") is None, reason="there is no git here")
def test_what_git_tracks_of_the_private_parts(case):
    from hudna.checks import check_tracked

    (case / "sources").mkdir()
    (case / "sources" / "report.txt").write_text("x", encoding="utf-8")
    assert check_tracked(case) == []
    for command in (["init", "-q"], ["add", "-A"]):
        subprocess.run(["git", *command], cwd=case, check=True, capture_output=True)
    (problem,) = check_tracked(case)
    assert problem.severity == Severity.WARNING
    assert "git tracks sources" in problem.what
    assert "git rm" in problem.remedy


def test_a_zones_file_of_tabs_still_has_lines(case):
    file = case / Z
    value = json.loads(file.read_text(encoding="utf-8"))
    value["features"][2]["properties"]["kind"] = "nope"
    file.write_text(json.dumps(value, indent="\t"), encoding="utf-8")
    (problem,) = errors(case)
    text = file.read_text(encoding="utf-8").splitlines()
    assert '"nope"' in text[problem.line - 1]


def test_every_problem_is_one_line(case):
    for name in TOGETHER:
        file, old, new, *_ = MUTATIONS[name]
        change(case, file, old, new)
    for problem in errors(case):
        assert re.fullmatch(r"[\w.]+:\d+:\d+: error: .+\. .+", str(problem)), str(problem)
