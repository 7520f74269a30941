"""Words and marks cover a text in order, and say where they stand."""

from hypothesis import given
from hypothesis import strategies as st

from hudna.text.letters import folded
from hudna.text.words import split, words


@given(st.text())
def test_words_lie_in_order_and_leave_out_only_space(text):
    found = words(folded(text))
    at = 0
    for word, start, end in zip(found.text, found.start, found.end, strict=True):
        assert at <= start < end
        assert found.folded.text[start:end] == word
        assert not found.folded.text[at:start].strip()
        at = end
    assert not found.folded.text[at:].strip()
    assert found.text == split(found.folded.text)


def test_numbers_possessives_and_marks():
    assert split("russia's 60,000 men; 3.5 km, 20:45 u.s. non-state don't.") == [
        "russia's", "60,000", "men", ";", "3.5", "km", ",", "20:45", "u", ".", "s", ".", "non-state",
        "don't", ".",
    ]  # fmt: skip


def test_a_quote_is_the_text_as_given():
    text = "قالت «الأمم المتّحدة» إنّ"
    found = words(folded(text))
    place = found.text.index("الامم")
    assert found.quote(place, place + 2) == "الأمم المتّحدة"
    assert found.quote(place, place) == ""


def test_a_closing_mark_opens_quotations_where_there_is_no_other():
    assert words(folded("”Stop,” he said.")).text == ['"', "stop", ",", '"', "he", "said", "."]
    assert words(folded("“Stop,” he said.")).text[0] == "“"
