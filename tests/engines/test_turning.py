"""What the counts of a case turn on: as JSON, as tables and as a chart, in both languages."""

import io
import json
import re
import sys
from dataclasses import replace

import pytest
from rich.console import Console

from hudna.analysis.counts import Unit
from hudna.case import new_case
from hudna.engines.turning import turned
from hudna.engines.turning_chart import chart, largest_moves
from hudna.engines.turning_table import tables
from hudna.engines.turning_words import Words
from hudna.problem import Refused
from hudna.record.known import open_known

HEADER = (
    "id,type_of_violence,side_a,side_b,number_of_sources,source_original,where_prec,"
    "where_coordinates,adm_1,adm_2,latitude,longitude,country,event_clarity,date_prec,date_start,"
    "date_end,deaths_civilians,low,best,high"
)
PLACE = "1,Badama town,Idlib Governorate,Jisr al Shughur district,35.8095,36.2097,Syria,1"
ROWS = [
    f'1,1,Government of Syria,Ahrar al-Sham,2,"SOHR, VDC",{PLACE},1,2017-01-05,2017-01-05,0,1,1,1',
    f"2,1,Government of Syria,Syrian insurgents,1,SOHR,{PLACE},1,2017-02-27,2017-03-02,0,1,1,1",
    f"3,1,Government of Syria,Syrian insurgents,1,SOHR,{PLACE},1,2016-12-01,2016-12-01,0,1,1,1",
    f"4,1,Government of Syria,Syrian insurgents,1,SOHR,{PLACE},5,2017-01-01,2017-12-31,0,1,1,1",
]


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    from hudna.engines.intake import import_files

    folder = tmp_path_factory.mktemp("turning") / "syria"
    new_case(folder, "syria-2016")
    file = folder / "sources" / "ged.csv"
    file.write_text("\n".join([HEADER, *ROWS]) + "\n", "utf-8")
    with open_known(folder) as known:
        list(import_files(known, [file]))
    with open_known(folder) as known:
        return turned(known, "2016-12-30", "2017-02-28")


def printed(found, lang):
    sink = io.StringIO()
    Console(width=200, file=sink).print(tables(found, lang))
    return sink.getvalue()


def test_each_unit_is_counted_by_itself(found):
    coded, reports = found.series
    assert (coded.unit, reports.unit) == (Unit(None), Unit("UCDP GED"))
    # The first; the second lies in the period in part.  The third is before it, the fourth sums.
    assert (reports.counted.within, reports.counted.possible) == (1, 2)
    left = {each.why: each.n for each in reports.left_out}
    assert left == {"aggregate": 1, "outside": 1, "set_aside": 0}
    assert len(found.series) == 2


def test_json_says_the_unit_of_every_series_and_who_holds_what(found):
    told = json.loads(json.dumps(found.as_json(), ensure_ascii=False))
    assert [s["unit"] for s in told["series"]] == [
        {"kind": "incidents", "source": None},
        {"kind": "reports", "source": "UCDP GED"},
    ]
    assert told["period"] == {"from": "2016-12-30", "to": "2017-02-28", "zone": "Asia/Damascus"}
    assert [r["id"] for r in told["readings"]] == ["R1", "R2", "R3", "R4"]
    assert all(r["holders"] for r in told["readings"])
    for series in told["series"]:
        assert len(series["worlds"]) == 240  # three readings of 72, one of 24
        assert sum(world["live"] for world in series["worlds"]) == 22
        parts = [
            series[k]["possible"] for k in ("on_a_switch", "on_the_reading_alone", "on_nothing")
        ]
        assert sum(parts) == series["counted"]["possible"]


def test_tables_in_both_languages(found):
    english, arabic = printed(found, "en"), printed(found, "ar")
    assert "reports of UCDP GED, unmatched" in english
    assert "The opposition's negotiators" in english
    assert "cannot be determined" in english
    assert "1 sums many events, 1 lies outside the period" in english
    assert "2 incidents of the period rest on something unverified." in english
    assert (
        "\u0645\u0641\u0627\u0648\u0636\u0648 \u0627\u0644\u0645\u0639\u0627\u0631\u0636\u0629"
        in arabic
    )
    assert "cannot be determined" not in arabic


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_chart_is_whole_in_itself(found, lang, tmp_path):
    pytest.importorskip("altair")
    pytest.importorskip("vl_convert")
    page = chart(found, lang, tmp_path / "a.HTML").decode()
    assert f'<html lang="{lang}" dir="{Words(found, lang).direction}">' in page
    assert "<script" not in page
    svg = page[page.index("<svg") : page.index("</svg>")]
    addresses = set(re.findall(r'https?://[^"\s<)]+', svg))
    assert addresses <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    assert "font/woff2;base64" in svg
    assert "UCDP GED" in svg.replace("\u00a0", " ")
    assert "2016-12-30" in svg
    assert not re.search("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]", svg)


@pytest.mark.slow
def test_a_chart_is_a_picture_or_a_drawing(found, tmp_path):
    pytest.importorskip("altair")
    pytest.importorskip("vl_convert")
    assert chart(found, "en", tmp_path / "a.png").startswith(b"\x89PNG")
    assert chart(found, "en", tmp_path / "a.svg").startswith(b"<svg")


def test_each_live_world_has_a_bar(found, tmp_path):
    pytest.importorskip("altair")
    from hudna.engines.turning_chart import specification

    told = json.dumps(specification(found, "en"))
    for world in found.series[0].worlds:
        assert (f'"{world.world}"' in told) == world.live


def test_of_each_switch_and_reading_the_farthest_move_is_drawn(found):
    moves = found.series[0].moves
    drawn = largest_moves(moves)
    assert {(m.switch, m.reading) for m in drawn} == {(m.switch, m.reading) for m in moves}
    for one in drawn:
        same = [m for m in moves if (m.switch, m.reading) == (one.switch, one.reading)]
        assert one.size == max(m.size for m in same)


def test_another_kind_of_file_is_refused(found, tmp_path):
    with pytest.raises(Refused, match="svg, png, html"):
        chart(found, "en", tmp_path / "a.pdf")


@pytest.mark.parametrize("missing", ["altair", "vl_convert"])
def test_without_the_extra_it_is_named(found, tmp_path, monkeypatch, missing):
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(Refused, match=re.escape("hudna[print]")):
        chart(found, "en", tmp_path / "a.svg")


@pytest.mark.slow
def test_markup_of_a_case_stays_text(found, tmp_path):
    pytest.importorskip("altair")
    pytest.importorskip("vl_convert")
    odd = replace(found.holders[0].label, en="<script>alert(1)</script> \u202eabc")
    holders = (replace(found.holders[0], label=odd), *found.holders[1:])
    page = chart(replace(found, holders=holders), "en", tmp_path / "a.html").decode()
    assert "<script" not in page
    assert "\u202e" not in page


def test_a_source_in_the_name_of_its_unit_is_shown_without_controls(found):
    odd = replace(found.series[1], unit=Unit("x\u202ey"))
    assert "\u202e" not in Words(found, "en").unit(odd)


def test_a_period_that_ends_before_it_begins_is_refused(tmp_path):
    folder = tmp_path / "syria"
    new_case(folder, "syria-2016")
    with open_known(folder) as known, pytest.raises(Refused, match="ends before it begins"):
        turned(known, "2017-02-01", "2017-01-01")
