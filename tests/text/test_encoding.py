"""Encodings: found out where bytes do not say, damage of earlier hands mended where it is certain."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hudna.problem import Refused
from hudna.text.encoding import MAX_NOTES, decoded, lost, repaired

ARABIC = (
    "أكد وزير الخارجية أن الهدنة تشمل جميع المناطق، في حين نفى المتحدث باسم الفصائل ذلك.\n"
    "وقال إن الاتفاق دخل حيز التنفيذ منذ منتصف الليل؟ لا.\n"
)
ENGLISH = "The minister said it’s “over” – and left the room.\n"
FRENCH = "Le ministre a déclaré que l’accord était signé, et qu’il sera respecté par tous.\n"


def misread(text, codec):
    """UTF-8 as a program shows it that takes it for another encoding, browsers' way."""
    return "".join(bytes([b]).decode(codec, "ignore") or chr(b) for b in text.encode())


def kinds(notes):
    return [note.text for note in notes]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_that_says_so_is_read_without_a_note(codec):
    assert decoded(ARABIC.encode(codec), "x") == (ARABIC, ())


@pytest.mark.parametrize(
    ("text", "codec", "label"),
    [
        (ARABIC, "cp1256", "Windows-1256"),
        (ARABIC, "iso8859_6", "ISO 8859-6"),
        (ARABIC, "utf-16-le", "UTF-16"),
        (ARABIC, "utf-16-be", "UTF-16"),
        (ENGLISH, "cp1252", "Windows-1252"),
        (FRENCH, "cp1252", "Windows-1252"),
        ("Министр заявил о том, что в полночь перемирие вступило в силу", "cp1251", "Windows-1251"),
        ("Министр заявил о том, что в полночь перемирие вступило в силу", "koi8_r", "KOI8-R"),
        ("قصف دمشق", "cp1256", "Windows-1256"),
    ],
)
def test_another_encoding_is_found_out_and_said(text, codec, label):
    found, notes = decoded(text.encode(codec), "x")
    assert found == text
    assert [(note.kind, note.span, note.text) for note in notes] == [
        ("encoding", (0, len(text)), f"read as {label}")
    ]


def test_what_a_document_names_is_taken_where_nothing_else_tells():
    assert decoded("گچ".encode("cp1256"), "x", "windows-1256")[0] == "گچ"
    assert decoded(ARABIC.encode(), "x", "iso-8859-1") == (ARABIC, ())
    assert decoded(ARABIC.encode("cp1256"), "x", "no-such\0")[0] == ARABIC
    assert decoded(ARABIC.encode("cp1256"), "x", "base64")[0] == ARABIC


def test_utf8_that_was_cut_off_is_read_but_for_its_end():
    text, notes = decoded(ARABIC.encode()[:-3], "x")
    assert text == ARABIC[:-3] + "\ufffd"
    assert kinds(notes) == ["read as UTF-8"]
    (note,) = lost(text)
    assert text[slice(*note.span)] == "\ufffd"


@pytest.mark.parametrize("codec", ["cp1252", "cp1256", "latin-1"])
@pytest.mark.parametrize("times", [1, 2])
def test_utf8_that_was_misread_is_mended(codec, times):
    text = ARABIC
    for _ in range(times):
        text = misread(text, codec)
    assert text != ARABIC
    mended, notes = repaired(text)
    assert mended == ARABIC
    (note,) = notes
    assert note.kind == "encoding"
    assert "repaired" in note.text
    assert 0 <= note.span[0] < note.span[1] <= len(mended)


def test_a_misread_line_among_good_ones_is_mended_alone():
    text = ARABIC + misread("نفى المتحدث وجود أي عملية مشتركة في المدينة", "cp1256") + "\n" + ARABIC
    mended, (note,) = repaired(text)
    assert mended == ARABIC + "نفى المتحدث وجود أي عملية مشتركة في المدينة\n" + ARABIC
    assert mended[slice(*note.span)] == "نفى المتحدث وجود أي عملية مشتركة في المدينة\n"


def test_arabic_that_was_read_as_western_is_mended():
    mended, notes = repaired(ARABIC.encode("cp1256").decode("cp1252"))
    assert mended == ARABIC
    assert "Windows-1256" in notes[0].text


def test_letters_that_a_misreading_lost_are_marked_not_made_up():
    text, _ = repaired(ARABIC.encode().decode("cp1252", "ignore"))
    assert "الهدنة تشمل جميع المناطق" in text
    assert "\ufffd" in text  # «ف» was lost with the byte 0x81
    assert text.replace("\ufffd", "") == ARABIC.replace("ف", "")


@pytest.mark.parametrize(
    "text",
    [
        ARABIC,
        ENGLISH,
        FRENCH,
        "São Tomé: «não», à bientôt",
        "ظ؟",
        "Ã©",
        "naïve café",
        "Øre, Ålesund, Ærø",
    ],
)
def test_good_text_is_left_alone(text):
    assert repaired(text) == (text, ())


@given(st.text(alphabet=st.characters(max_codepoint=0x7FF, exclude_categories=["Cs"])))
def test_mending_gives_text_whatever_it_meets(text):
    mended, notes = repaired(text)
    assert all(note.span[1] <= len(mended) for note in notes)


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (b"one\ntwo\0three", "x:2: error: a NUL byte"),
        (b"\x01\x02\x03 text", "control characters"),
    ],
)
def test_what_is_no_text_is_refused(raw, what):
    with pytest.raises(Refused, match=what):
        decoded(raw, "x")


def test_many_losses_are_counted_in_the_last_note():
    notes = list(lost("a\ufffd" * 1000))
    assert len(notes) == MAX_NOTES
    assert notes[-1].text.endswith(f"at {1000 - MAX_NOTES + 1:,} places from this on")


@pytest.mark.slow
def test_decoding_is_linear():
    # Ten times the text in far less than a hundred times the time.
    def taken(times):
        raw = misread(ARABIC * times, "cp1252").encode()
        start = time.perf_counter()
        decoded(raw, "x")
        return time.perf_counter() - start

    taken(10)
    assert taken(5000) < 40 * max(taken(500), 0.005)
