"""Origins: declared before said before copied before the source; voices are counted, not copies."""

import numpy as np
import pytest
from tables import report, told

from hudna.matching.origins import COPIED, DECLARED, IN_TEXT, ITSELF, independent, origins, rings
from hudna.matching.words import words

WIRE = "Warplanes struck a market in Khan Shaykhun before dawn, residents and a hospital said."


def found(rows, incident=None):
    """The origin of each report by name and how it is known; reports are of one incident."""
    reports = told(rows)
    incident = np.zeros(len(rows), int) if incident is None else np.array(incident)
    pairs = [
        (a, b)
        for a in range(len(rows))
        for b in range(a + 1, len(rows))
        if incident[a] == incident[b]
    ]
    a, b = np.array(pairs, np.int64).reshape(-1, 2).T
    result = origins(reports, words_of(reports), a, b)
    return [result.names[code] for code in result.name], result.how.tolist(), result


def words_of(reports):
    try:
        from hudna.matching.tokens import tokens
    except ImportError:
        return words(reports.text, reports.named)
    return words(tokens(reports.text), reports.named)


def test_declared_beats_said_beats_copied_beats_the_source():
    rows = [
        report("1", "Daily", origin="SANA", text=f"{WIRE} According to SOHR."),
        report("2", "Herald", text=f"{WIRE} According to SOHR."),
        report("3", "Post", text=f"{WIRE}"),
        report(
            "4", "SOHR", text="Something quite different was told here by other people altogether."
        ),
        report("5", "Radio"),
    ]
    names, how, _ = found(rows)
    assert names[:2] == ["SANA", "SOHR"]
    assert how == [DECLARED, IN_TEXT, COPIED, ITSELF, ITSELF]
    assert names[3:] == ["SOHR", "Radio"]


def test_a_centre_its_agency_and_six_papers_are_one_origin():
    rows = [report("0", "SOHR", text="Eleven dead after air raids on the market of Khan Shaykhun."),
            report("1", "AFP", text=f"{WIRE} The toll is from the SOHR, AFP says. According to SOHR eleven died.")]  # fmt: skip
    rows += [report(f"{n}", f"Paper {n}", text=rows[1]["text"]) for n in range(2, 5)]
    rows += [report(f"{n}", f"Paper {n}", origin="AFP") for n in range(5, 8)]
    names, _, result = found(rows)
    assert set(names) == {"SOHR"}
    counted = np.ones(len(rows), bool)
    assert independent(result, np.zeros(len(rows), int), counted).tolist() == [1] * len(rows)


def test_copies_of_one_text_are_one_origin_though_nobody_says_whose():
    rows = [report(str(n), f"Paper {n}", text=WIRE) for n in range(7)]
    names, how, _ = found(rows)
    assert len(set(names)) == 1
    assert how.count(ITSELF) == 1
    # Of another incident, the Paper 3 is named as the origin: it is the one that is copied.
    rows.append(report("x", "Paper 9", origin="Paper 3"))
    names, _, _ = found(rows, [0] * 7 + [1])
    assert names == ["Paper 3"] * 8


def test_copies_are_told_from_tellings():
    other = (
        "At dawn a hospital in the north received the victims of an attack on traders, medics said."
    )
    changed = WIRE.replace("before dawn", "at dawn")
    names, _, _ = found(
        [report("1", "A", text=WIRE), report("2", "B", text=changed), report("3", "C", text=other)]
    )
    assert names[0] == names[1] != names[2]


def test_a_formula_is_no_copy():
    names, _, _ = found(
        [report("1", "A", text="Shelling in Aleppo"), report("2", "B", text="Shelling in Aleppo")]
    )
    assert names == ["A", "B"]


def test_a_source_is_not_a_copy_of_itself():
    names, how, _ = found([report("1", "A", text=WIRE), report("2", "A", text=WIRE)])
    assert names == ["A", "A"]
    assert how == [ITSELF, ITSELF]


def test_names_are_one_whatever_their_case_and_letters():
    names, _, _ = found([report("1", "sohr"), report("2", "Paper", origin="S.O.H.R"), report("3", "X", origin="SOHR"),
                         report("4", "المرصد"), report("5", "Y", origin="المرصد")])  # fmt: skip
    assert names[0].casefold() == names[2].casefold()
    assert names[3] == names[4] == "المرصد"


def test_who_take_it_from_each_other_keep_what_they_declare():
    names, _, _ = found(
        [report("1", "A", origin="B"), report("2", "B", origin="A"), report("3", "C", origin="A")]
    )
    assert names[:2] == ["B", "A"]


def test_what_is_followed_is_of_the_same_incident():
    rows = [report("1", "Paper", origin="AFP"), report("2", "AFP", origin="SOHR")]
    assert found(rows)[0] == ["SOHR", "SOHR"]
    assert found(rows, [0, 1])[0] == ["AFP", "SOHR"]
    # AFP tells of it on its own, too: then it is an origin.
    rows.append(report("3", "AFP"))
    assert found(rows)[0][0] == "AFP"


def test_independent_origins_are_counted_by_incident():
    rows = [
        report("1", "A"),
        report("2", "B", origin="A"),
        report("3", "C"),
        report("4", "A"),
        report("5", "D"),
    ]
    incident = np.array([0, 0, 0, 3, 3])
    _, _, result = found(rows, incident)
    counted = np.ones(5, bool)
    assert independent(result, incident, counted).tolist() == [2, 2, 2, 2, 2]
    counted[4] = False
    assert independent(result, incident, counted).tolist() == [2, 2, 2, 1, 1]


@pytest.mark.parametrize("count", [0, 1])
def test_few_reports(count):
    assert found([report("1", "A")][:count] or [report("1", "A")])[0] == ["A"]


def test_who_name_each_other_as_their_origin_are_said():
    rows = [
        report("1", "A", origin="b "), report("2", "B", origin="A"), report("3", "C", origin="A"),
        report("4", "A", origin="B"), report("5", "B"),
    ]  # fmt: skip
    incident = [0, 0, 0, 3, 3]
    result = found(rows, incident)[2]
    assert rings(result, told(rows), np.array(incident)).tolist() == [0, 1]


def test_an_agency_that_has_no_reports_here_is_one_origin_by_all_of_its_names():
    rows = [
        report("1", "Daily", text="Two dead in shelling, according to Reuters."),
        report("2", "Gazette", text="According to Reuters two people died."),
        report("3", "البلد", text="قتيلان في القصف بحسب وكالة رويترز"),
        report("4", "Herald", text="Two dead in shelling, according to people there."),
    ]
    names, how, _ = found(rows)
    assert names == ["Reuters", "Reuters", "Reuters", "Herald"]
    assert how == [IN_TEXT, IN_TEXT, IN_TEXT, ITSELF]


def test_a_source_is_named_by_what_the_world_calls_it():
    rows = [
        report("1", "AFP", text="Shelling killed two."),
        report("2", "Daily", text="Two dead, according to Agence France-Presse."),
        report("3", "News", text="قتيلان وفق ما ذكرت فرانس برس"),
    ]
    names, _, result = found(rows)
    assert names[:2] == ["AFP", "AFP"]
    assert "Agence France-Presse" not in result.names
