"""PDFs: glyphs in their places become text in the order of reading, in both directions."""

import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hudna.problem import Refused
from hudna.text import pdf
from hudna.text.glyphs import Glyph, extracted, laid_out
from hudna.text.pdf import text_of

SIZE = 12
WIDTH = 6  # of each glyph: half the size


def objects(*bodies):
    """A PDF of some objects, numbered from 1; the first is its catalogue."""
    raw, places = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(raw))
        raw += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(raw)
    count = len(bodies) + 1
    raw += b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, table)
    return raw + b"trailer\n<</Size %d /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (count, start)


def stream(data):
    return b"<</Length %d>>\nstream\n%s\nendstream" % (len(data), data)


def made(*pages):
    """A PDF whose pages are lists of (x, y, letters of one glyph); each letter group has a code."""
    known = sorted({letters for page in pages for _, _, letters in page})
    codes = {letters: number for number, letters in enumerate(known, 1)}
    maps = "".join(
        f"<{codes[letters]:04X}> <{letters.encode('utf-16-be').hex()}>\n" for letters in known
    )
    cmap = (
        "/CIDInit /ProcSet findresource begin begincmap /CMapName /X def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{len(known)} beginbfchar\n{maps}endbfchar endcmap end"
    )
    numbers = range(7, 7 + 2 * len(pages), 2)
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>"
        % (len(pages), b" ".join(b"%d 0 R" % number for number in numbers)),
        b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 6 0 R>>",
        (
            b"<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
            b"/Supplement 0>>/FontDescriptor 5 0 R/DW 500>>"
        ),
        b"<</Type/FontDescriptor/FontName/X/Flags 4/Ascent 800/Descent -200/FontBBox[0 -200 1000 800]>>",
        stream(cmap.encode()),
    ]
    for number, page in zip(numbers, pages, strict=True):
        shown = "".join(f"1 0 0 1 {x} {y} Tm <{codes[g]:04X}> Tj\n" for x, y, g in page)
        bodies.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents %d 0 R"
            b"/Resources<</Font<</F 3 0 R>>>>>>" % (number + 1)
        )
        bodies.append(stream(f"BT /F {SIZE} Tf\n{shown}ET".encode()))
    return objects(*bodies)


def rightward(y, *glyphs, left=50):
    """Glyphs from left to right, as Latin is drawn."""
    return [(left + place * WIDTH, y, glyph) for place, glyph in enumerate(glyphs)]


def leftward(y, *pieces, right=550):
    """Arabic as it is drawn: each glyph to the left of the one before; a number or a Latin word whole."""
    drawn = []
    for piece in pieces:
        glyphs = list(piece) if piece.isascii() and len(piece) > 1 else [piece]
        right -= WIDTH * len(glyphs)
        drawn += rightward(y, *glyphs, left=right)
    return drawn


def read(*pages):
    return text_of(made(*pages), "x.pdf")


def test_latin_is_read_from_left_to_right_and_line_by_line():
    page = rightward(700, *"The minister denied") + rightward(650, *"Another")
    assert read(page) == "The minister denied\nAnother"


def test_arabic_is_read_from_right_to_left():
    assert read(leftward(700, *"نفى الوزير")) == "نفى الوزير"


def test_a_glyph_of_several_letters_keeps_their_order():
    # «لا» (no) must not become «ال» (the).
    assert read(leftward(700, "لا", " ", *"يشمل")) == "لا يشمل"
    assert read(leftward(700, "\ufefb", " ", *"يشمل")) == "لا يشمل"  # the ligature as one letter


def test_numbers_and_latin_words_keep_their_order_in_arabic():
    line = leftward(700, *"وقع ", "60", *" ألف في ", "30/12/2016", *" مع ", "NATO", *" أمس")
    assert read(line) == "وقع 60 ألف في 30/12/2016 مع NATO أمس"


@pytest.mark.parametrize("mirrored", [False, True])
def test_brackets_open_before_they_close(mirrored):
    # Some programs store the bracket that is meant, others the one that is drawn.
    opens, closes = (")", "(") if mirrored else ("(", ")")
    line = leftward(700, *"قال ", opens, *"الوزير", closes, *" نعم")
    assert read(line) == "قال (الوزير) نعم"


def test_the_order_in_which_glyphs_are_drawn_does_not_matter():
    line = leftward(700, *"نفى الوزير")
    assert read(list(reversed(line))) == "نفى الوزير"


def test_gaps_are_spaces():
    assert read(leftward(700, *"نفى") + leftward(700, *"وأكد", right=527)) == "نفى وأكد"


def test_full_lines_go_on_in_the_next():
    lines = leftward(700, *"كلمة كلمة كلمة") + leftward(686, *"كلمة") + leftward(672, *"أخرى")
    assert read(lines) == "كلمة كلمة كلمة كلمة\nأخرى"


def test_columns_are_read_one_after_the_other():
    lines = ["abcdefghij", "klmnopqrst", "uvwxyzabcd"]
    left = [g for n, line in enumerate(lines) for g in rightward(700 - 14 * n, *line)]
    right = [
        g for n, line in enumerate(lines) for g in rightward(700 - 14 * n, *line.upper(), left=300)
    ]
    joined = " ".join(lines)
    assert read(right + left) == f"{joined}\n{joined.upper()}"


def test_the_right_column_comes_first_in_arabic():
    lines = leftward(700, *"الأول") + leftward(686, *"أولا")
    lines += leftward(700, *"الثاني", right=250) + leftward(686, *"ثانيا", right=250)
    assert read(lines).split() == ["الأول", "أولا", "الثاني", "ثانيا"]


def test_vowel_signs_stand_behind_their_letters():
    glyphs = [
        Glyph("م", 94, 100, 700, 12),
        Glyph("ن", 88, 94, 700, 12),
        Glyph("\u0650", 95, 98, 703, 12),
    ]
    assert list(laid_out(glyphs)) == ["م\u0650ن"]


def test_pages_follow_one_another():
    assert read(rightward(700, *"one"), rightward(700, *"two")) == "one\ntwo"


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (made([]), "its pages are pictures"),
        (b"%PDF-1.7 nothing", "is damaged"),
        (made(rightward(700, *"abc"))[:200], "is damaged|no text"),
    ],
)
def test_what_cannot_be_read_is_refused_with_why(raw, what):
    with pytest.raises(Refused, match=what):
        text_of(raw, "x.pdf")


@pytest.mark.slow
def test_a_bomb_ends_with_its_process():
    # Blocks of a deflate stream that begin anew can be repeated: two MiB that unpack to two GiB.
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    bomb = b"\x78\x9c" + block * 2048
    data = b"<</Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (len(bomb), bomb)
    pages = b"<</Type/Pages/Count 1/Kids[3 0 R]>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>"
    with pytest.raises(Refused, match="more memory"):
        text_of(objects(b"<</Type/Catalog/Pages 2 0 R>>", pages, page, data), "x.pdf")


def test_a_pdf_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(pdf, "MAX_SECONDS", 0.01)
    with pytest.raises(Refused, match="memory or time"):
        read(rightward(700, *"abc"))


@settings(max_examples=60)
@given(st.data())
def test_a_damaged_pdf_is_read_or_refused(data):
    raw = bytearray(made(leftward(700, *"نفى الوزير ذلك")))
    for _ in range(data.draw(st.integers(1, 8))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    told = extracted(bytes(raw))
    assert set(told) in ({"text"}, {"refused"})


@given(st.lists(st.tuples(
    st.text(min_size=1, max_size=2), st.floats(0, 600), st.floats(0, 800), st.floats(0.1, 50)
), max_size=40))  # fmt: skip
def test_whatever_stands_on_a_page_nothing_is_lost(found):
    glyphs = [Glyph(text, x, x + 5, y, height) for text, x, y, height in found]
    shown = "".join("".join(text.split()) for text, *_ in found)
    read_ = "".join("".join(line.split()) for line in laid_out(glyphs))
    assert len(read_) <= len(shown)
    assert set(read_) <= set(shown)
