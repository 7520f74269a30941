"""The gazetteer: units and places from a CSV file, with every bad row named."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hudna.gazetteer import COLUMNS, Gazetteer, Spot, read_gazetteer

HEADER = ",".join(COLUMNS)
ROWS = """\
SY,country,,Syria,سوريا,Syrian Arab Republic|Suriye,,,S58,
SY03,adm1,SY,Rural Damascus,ريف دمشق,Damascus|Rif Dimashq,33.5,36.4,S58,
SY01,adm1,SY,Damascus,دمشق,,33.513,36.292,S58,
SY0307,adm2,SY03,Az-Zabdani,الزبداني,,,,S58,
ayn,place,SY0307,Ayn al-Fijah,عين الفيجة,Ein Elfijeh|عين الفيجه,33.6167,36.1788,D,"spring, water"
"""


def write(path, text, encoding="utf-8"):
    file = path / "gazetteer.csv"
    file.write_bytes(text.encode(encoding) if isinstance(text, str) else text)
    return file


def read(path, text):
    return read_gazetteer(write(path, text))


def rows(path, *lines, header=HEADER):
    return read(path, "\n".join((header, *lines)) + "\n")


def only(problems):
    (problem,) = problems
    assert problem.file == "gazetteer.csv"
    assert problem.remedy
    return problem


@pytest.fixture
def gazetteer(tmp_path):
    found, problems = read(tmp_path, f"{HEADER}\n{ROWS}")
    assert problems == []
    return found


def test_a_case_without_one_has_an_empty_gazetteer(tmp_path):
    found, problems = read_gazetteer(tmp_path / "gazetteer.csv")
    assert (dict(found.spots), problems) == ({}, [])
    assert found.chain("SY") == ()
    assert found.find("Syria") == ()


def test_a_row_is_a_spot(gazetteer):
    assert gazetteer.spots["ayn"] == Spot(
        "ayn", "place", "SY0307", {"en": "Ayn al-Fijah", "ar": "عين الفيجة"},
        ("Ein Elfijeh", "عين الفيجه"), (36.1788, 33.6167), "D", "spring, water",
    )  # fmt: skip
    assert gazetteer.spots["SY0307"].point is None
    assert gazetteer.spots["SY"].parent is None


def test_the_chain_runs_from_the_smallest(gazetteer):
    assert gazetteer.chain("ayn") == ("ayn", "SY0307", "SY03", "SY")
    assert gazetteer.chain("SY") == ("SY",)
    assert gazetteer.chain("nowhere") == ()


@pytest.mark.parametrize(
    "name",
    ["Ayn al-Fijah", "ayn al fijah", "EIN ELFIJEH", "عين الفيجة", "عين الفيجه", "عَين الفيجة"],
)
def test_a_place_is_found_by_any_spelling(gazetteer, name):
    assert gazetteer.find_one(name).id == "ayn"


def test_an_ambiguous_name_finds_all_and_none_alone(gazetteer):
    """In bulletins “Damascus” may be the city or the countryside."""
    assert {spot.id for spot in gazetteer.find("Damascus")} == {"SY01", "SY03"}
    assert gazetteer.find_one("Damascus") is None
    assert gazetteer.find_one("دمشق").id == "SY01"


def test_kinds_narrow_the_search_and_larger_units_come_first(tmp_path):
    found, _ = rows(tmp_path, "p,place,SY07,Idlib,,,,,,", "SY07,adm1,,Idlib,,,,,,")
    assert [spot.id for spot in found.find("Idlib")] == ["SY07", "p"]
    assert found.find_one("Idlib") is None
    assert found.find_one("Idlib", ("place",)).id == "p"


@pytest.mark.parametrize("name", ["", "—", "!!", "'"])
def test_a_name_without_letters_finds_nothing(tmp_path, name):
    found, _ = rows(tmp_path, "a,place,,—,!,,,,,")
    assert found.find(name) == ()


# --- bad files ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("x,place,SY", "3 cells, the header has 10"),
        ("x,place,SY,,,,,,,,extra", "11 cells"),
        ("x,village,SY,,,,,,,", "village"),
        (",place,SY,Name,,,,,,", "id"),
        ("x,place,SY,,,,north,36.1,,", "not two numbers"),
        ("x,place,SY,,,,33.5,,,", "not two numbers"),
        ("x,place,SY,,,,,36.1,,", "not two numbers"),
        ("x,place,SY,,,,nan,36.1,,", "nan"),
        ("x,place,SY,,,,inf,36.1,,", "inf"),
        ("x,place,SY,,,,340,36.1,,", "latitude 340"),
        ("x,place,SY,,,,33.5,-181,,", "longitude -181"),
        ("x,place,SY,,,,33°30',36.1,,", "not two numbers"),
        ("SY,country,,Syria again,,,,,,", "twice"),
        ("x,place,SY99,,,,,,,", "“SY99” is no unit"),
        ("x,place,x,,,,,,,", "contains itself"),
        (f"x,place,SY,na{chr(0x202E)}me,,,,,,", "hidden"),
    ],
)
def test_a_bad_row_is_named_by_its_line_and_the_rest_is_read(tmp_path, line, word):
    found, problems = rows(tmp_path, "SY,country,,Syria,,,,,,", line, "SY07,adm1,SY,Idlib,,,,,,")
    problem = only(problems)
    assert problem.line == 3
    assert word in problem.what
    assert {"SY", "SY07"} <= set(found.spots)


def test_every_bad_row_is_met(tmp_path):
    _, problems = rows(
        tmp_path, "a,village,,,,,,,,", "b", "c,place,,,,,200,0,,", "c2,place,no,,,,,,,"
    )
    assert [problem.line for problem in problems] == [2, 3, 4, 5]


@pytest.mark.parametrize(
    "header",
    ["", "name,lat,lon", "id,name_en", f"{HEADER},colour", HEADER.replace(",", ";"),
     f"{HEADER},id", "\ufeffid,kind,id"],
)  # fmt: skip
def test_a_wrong_header_is_refused(tmp_path, header):
    found, problems = rows(tmp_path, "SY,country,,Syria,,,,,,", header=header)
    problem = only(problems)
    assert problem.line == 1 or not header
    assert "header" in problem.what
    assert "id, kind, parent" in problem.remedy
    assert dict(found.spots) == {}


def test_columns_may_be_fewer_and_in_any_order(tmp_path):
    found, problems = rows(tmp_path, "Syria, country ,SY", header="name_en,kind,id")
    assert problems == []
    assert found.spots["SY"] == Spot("SY", "country", None, {"en": "Syria"})


def test_spaces_around_cells_and_empty_lines_are_nothing(tmp_path):
    found, problems = rows(
        tmp_path, " SY , country ,,Syria,,,,,,", "", ",,,,,,,,,", " , ,,,,,,,,",
        "x,place, SY ,X,,, 33.5 , 36.1 ,,",
    )  # fmt: skip
    assert problems == []
    assert found.chain("x") == ("x", "SY")
    assert found.spots["x"].point == (36.1, 33.5)


@pytest.mark.parametrize("line", ['x,place,SY,"open', 'x,place,SY,"a"b,,,,,,'])
def test_broken_quotes_are_a_problem(tmp_path, line):
    _, problems = rows(tmp_path, "SY,country,,Syria,,,,,,", line)
    assert any("not CSV" in problem.what and problem.line for problem in problems)


def test_a_formula_is_text(tmp_path):
    formula = '=HYPERLINK(""http://x"",""y"")'
    found, problems = rows(
        tmp_path, f'x,place,,"{formula}",@SUM(1),+1|-1,,,=1,' + "\"=cmd|' /C calc'!A0\""
    )
    assert problems == []
    spot = found.spots["x"]
    assert spot.name == {"en": '=HYPERLINK("http://x","y")', "ar": "@SUM(1)"}
    assert spot.aliases == ("+1", "-1")
    assert spot.source == "=1"


def test_a_circle_of_parents_is_one_problem_and_hangs_nothing(tmp_path):
    found, problems = rows(
        tmp_path, "a,adm1,c,A,,,,,,", "b,adm2,a,B,,,,,,", "c,adm3,b,C,,,,,,", "d,place,c,D,,,,,,"
    )
    problem = only(problems)
    assert "contains itself" in problem.what
    assert all(f"{name} →" in problem.what for name in "abc")
    assert "d" not in problem.what.split("contains")[1].split(": ")[1].split(" → ")
    assert found.chain("d") == ("d", "c", "b", "a")


def test_a_long_chain_of_parents_takes_no_time(tmp_path):
    lines = [f"p{n},place,p{n + 1},,,,,,," for n in range(20_000)] + ["p20000,country,,,,,,,,"]
    start = time.monotonic()
    found, problems = rows(tmp_path, *lines)
    assert problems == []
    assert len(found.chain("p0")) == 20_001
    assert time.monotonic() - start < 5


def test_another_encoding_is_a_problem(tmp_path):
    _, problems = read_gazetteer(write(tmp_path, f"{HEADER}\n{ROWS}", "windows-1256"))
    assert "UTF-8" in only(problems).what


def test_a_workbook_by_another_name_is_a_problem(tmp_path):
    _, problems = read(tmp_path, b"PK\x03\x04\x14\0\x06\0\x08\0")
    assert problems


@given(raw=st.binary(max_size=300))
def test_any_bytes_are_read_or_reported(tmp_path_factory, raw):
    found, problems = read(tmp_path_factory.getbasetemp(), raw)
    assert isinstance(found, Gazetteer)
    assert problems or not found.spots


CELLS = st.text(st.sampled_from('ab,"\n\r|;= .0-1é٣'), max_size=8)


@given(
    lines=st.lists(
        st.tuples(
            CELLS, st.sampled_from(["adm1", "place", ""]), CELLS, CELLS, CELLS, CELLS, CELLS, CELLS
        ).map(lambda cells: ",".join((*cells, "", ""))),
        max_size=5,
    )
)
def test_any_rows_are_read_or_reported(tmp_path_factory, lines):
    found, problems = rows(tmp_path_factory.getbasetemp(), *lines)
    for spot in found.spots.values():
        assert spot.id
        assert spot.point is None or (abs(spot.point[0]) <= 180 and abs(spot.point[1]) <= 90)
        assert found.chain(spot.id)[0] == spot.id
    assert all(problem.file == "gazetteer.csv" and problem.remedy for problem in problems)
