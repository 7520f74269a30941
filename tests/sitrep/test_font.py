"""The font: small, complete for the text, the same every time."""

import io

from fontTools.ttLib import TTFont

from hudna.sitrep.font import data_url, woff2

TEXT = "هدنة لا تُنتهك، تقرير حالة 2016-12-30 Truce (UTC+2) «»؟"


def test_it_has_the_characters_and_only_the_weight_axis():
    font = TTFont(io.BytesIO(woff2(TEXT)))
    assert {ord(c) for c in TEXT} <= set(font.getBestCmap())
    assert [(axis.axisTag, axis.minValue, axis.maxValue) for axis in font["fvar"].axes] == [
        ("wght", 400, 700)
    ]


def test_it_keeps_what_joins_arabic_letters():
    features = {
        r.FeatureTag
        for r in TTFont(io.BytesIO(woff2(TEXT)))["GSUB"].table.FeatureList.FeatureRecord
    }
    assert {"init", "medi", "fina", "rlig"} <= features


def test_it_is_small_and_the_same_every_time():
    from hudna.sitrep.font import _cut

    first = woff2(TEXT)
    _cut.cache_clear()
    assert woff2(TEXT) == first
    assert len(first) < 40_000


def test_order_and_repetition_do_not_matter():
    assert woff2("بسم") is woff2("مسبب")


def test_a_character_that_no_font_has_is_left_out():
    assert data_url("a\U0010fffd").startswith("data:font/woff2;base64,")
