"""A file to its text: what it is, its language, its notes; or a refusal that says why."""

import hashlib
import os
import subprocess
import sys
import time
import unicodedata
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hudna.problem import Refused
from hudna.text import document
from hudna.text.document import MAX_BYTES, MAX_NOTES, Document, open_document, reordered

ARABIC = "أكد وزير الخارجية أن الهدنة تشمل جميع المناطق، في حين نفى المتحدث باسم الفصائل ذلك.\n"
ENGLISH = "The foreign minister said on Friday that the ceasefire would hold in all areas.\n"
RUSSIAN = "Министр обороны заявил, что перемирие вступило в силу в полночь.\n"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@pytest.fixture
def opened(tmp_path):
    def of(raw, name="x.txt", **options):
        path = tmp_path / name
        path.write_bytes(raw.encode() if isinstance(raw, str) else raw)
        return open_document(path, **options)

    return of


def docx(text):
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        body = f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
        file.writestr(
            "word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
        )
    return out.getvalue()


def test_plain_text_is_given_as_it_stands(opened):
    text = ARABIC + "\r\n\t60 \u200f"
    found = opened(text)
    assert found == Document(
        text,
        hashlib.sha256(text.encode()).hexdigest(),
        "ar",
        None,
        (),
        "text",
        languages={"ar": 1.0},
    )


def test_the_hash_is_of_the_bytes_not_of_the_text(opened):
    raw = ARABIC.encode("cp1256")
    found = opened(raw)
    assert found.text == ARABIC
    assert found.sha256 == hashlib.sha256(raw).hexdigest()
    assert [note.kind for note in found.notes] == ["encoding"]


def test_a_file_is_what_its_bytes_say_not_its_name(opened):
    assert opened(docx(ARABIC), "x.txt").kind == "docx"
    assert opened(docx(ARABIC), "x.pdf").text == ARABIC.strip()
    assert opened("<!DOCTYPE html><html><p>" + ENGLISH, "x.txt").kind == "html"
    assert opened("<?xml version='1.0'?><html><body><p>" + ENGLISH, "x").kind == "html"
    assert opened(ARABIC, "x.pdf").kind == "text"
    assert opened("<p>" + ENGLISH, "x.HTML").text == ENGLISH.strip()


def test_a_page_in_another_encoding_with_a_date(opened):
    head = (
        '<meta charset="windows-1256"><meta property="article:published_time" content="2016-12-30">'
    )
    found = opened(
        f"<html><head>{head}</head><body><p>{ARABIC}</p></body></html>".encode("cp1256"), "a.html"
    )
    assert (found.text, found.language, found.kind) == (ARABIC.strip(), "ar", "html")
    assert (found.published, found.stated) == (date(2016, 12, 30), "meta article:published_time")
    assert [(note.span, note.text) for note in found.notes] == [
        ((0, len(found.text)), "read as Windows-1256")
    ]


def test_text_that_was_misread_once_is_mended_and_said(opened):
    found = opened(ARABIC.encode().decode("cp1256"))
    assert found.text == ARABIC
    assert found.language == "ar"
    assert "repaired" in found.notes[0].text


def test_a_third_language_is_said_and_not_read(opened):
    found = opened(RUSSIAN)
    assert found.language is None
    assert "Russian" in found.remark


def test_of_mixed_languages_that_of_most_is_read(opened):
    found = opened(ARABIC * 5 + RUSSIAN + ENGLISH)
    assert found.language == "ar"
    assert "Russian" in found.remark


def test_a_language_that_is_asked_for_is_taken(opened):
    assert opened(ENGLISH, language="en").remark is None
    found = opened(ENGLISH, language="ar")
    assert found.language == "ar"
    assert "as asked" in found.remark


@pytest.mark.parametrize(("text", "language"), [("ا", "ar"), ("a", "en"), ("1", None)])
def test_one_character(opened, text, language):
    found = opened(text)
    assert (found.text, found.language) == (text, language)


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (b"", "the file is empty"),
        (b" \n\t", "there is no text in it"),
        (b"\xef\xbb\xbf", "there is no text in it"),
        (b"<html><body><script>x</script></body></html>", "there is no text in it"),
        (b"text\0text", "NUL byte"),
        (b"{\\rtf1\\ansi text}", "Rich Text Format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word document"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"\x1f\x8b\x08\0", "compressed with gzip"),
        (b"PK\x05\x06" + bytes(18), "an empty ZIP archive"),
        (b"PK\x03\x04 and no more", "cannot be read"),
        (b"%PDF-1.4\nnothing", "damaged"),
        (b"<?xml version='1.0'?><feed/>", "but XML"),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>', "Word document in XML"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n", "MHTML"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_cause_and_remedy(opened, raw, what):
    with pytest.raises(Refused, match=what) as refused:
        opened(raw)
    (problem,) = refused.value.problems
    assert problem.remedy


def test_no_file(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    closed = tmp_path / "loop"
    closed.symlink_to(closed)
    for path, what in (
        (tmp_path / "none", "No such file"), (tmp_path, "is a folder"), (pipe, "a device or a pipe"),
        (Path("/dev/zero"), "a device or a pipe"), (closed, "cannot be read"), (Path("a\0b"), "null"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=what):
            open_document(path)


def test_a_file_that_is_too_large_is_refused_unread(tmp_path):
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(Refused, match="at most 64 MiB"):
        open_document(path)


def test_a_page_that_is_too_large_is_refused(opened, monkeypatch):
    monkeypatch.setattr(document, "MAX_MARKUP", 1000)
    with pytest.raises(Refused, match="web page of"):
        opened("<html>" + ENGLISH * 100)


@pytest.mark.slow
def test_fifty_megabytes_and_a_line_of_a_million(opened):
    line = (ARABIC.strip() + " ") * 12_000  # of a million letters
    text = line + "\n" + ARABIC * (50_000_000 // len(ARABIC.encode()))
    start = time.perf_counter()
    found = opened(text)
    assert (found.text, found.language) == (text, "ar")
    assert time.perf_counter() - start < 20


def test_overrides_are_noted_where_they_stand(opened):
    override, pop = "\u202e", "\u202c"
    text = f"{ARABIC}قال {override}no{pop} نعم\nand \u2067again\n"
    found = opened(text)
    first, second = found.notes
    assert text[slice(*first.span)] == f"{override}no{pop}"
    assert text[slice(*second.span)] == "\u2067again"
    assert [note.kind for note in found.notes] == ["bidi", "bidi"]
    assert "right-to-left override" in first.text


def test_marks_that_reorder_nothing_are_not_noted():
    assert list(reordered("قال\u200f: \u200eNATO\u061c")) == []


def test_nested_and_unclosed_overrides():
    text = "a\u202ab\u202ec\u202cd\u202ce \u202c f\u202d\ng\u2066h"
    assert [note.span for note in reordered(text)] == [(1, 8), (10, 11), (13, 14), (16, 18)]


def test_many_overrides_are_counted_in_the_last_note():
    notes = list(reordered("\u202ea\u202c " * 5000))
    assert len(notes) == MAX_NOTES + 1
    assert f"{5000 - MAX_NOTES:,} more" in notes[-1].text


@given(
    st.text(alphabet=st.sampled_from("ab\n\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
)
def test_every_mark_that_reorders_is_in_a_note(text):
    notes = list(reordered(text))
    noted = {place for note in notes for place in range(*note.span)}
    marks = {n for n, letter in enumerate(text) if letter not in "ab\n"}
    assert marks <= noted or len(notes) > MAX_NOTES
    spans = [note.span for note in notes]
    assert spans == sorted(spans)
    for note in notes:
        assert all(unicodedata.bidirectional(c) for c in text[slice(*note.span)])
        assert "\n" not in text[slice(*note.span)]


SUFFIXES = [".txt", ".html", ".htm", ".pdf", ".docx", ".doc", ".rtf", ".xml", "", ".bin"]
STARTS = [
    b"", b"<!doctype html><html>", b"<?xml version='1.0' encoding='utf-16'?><html>", b"PK\x03\x04",
    b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\0\0", b"\xef\xbb\xbf", b"<html><meta charset=utf-7>",
    ARABIC.encode(), ARABIC.encode("cp1256"), ARABIC.encode().decode("cp1252", "ignore").encode(),
]  # fmt: skip


@pytest.mark.slow
@settings(max_examples=400)
@given(st.sampled_from(SUFFIXES), st.sampled_from(STARTS), st.binary(max_size=300))
def test_any_bytes_under_any_name_are_a_document_or_refused(tmp_path_factory, suffix, start, rest):
    path = tmp_path_factory.getbasetemp() / f"any{suffix}"
    path.write_bytes(start + rest)
    try:
        found = open_document(path)
    except Refused:
        return
    assert found.text.strip()
    assert "\0" not in found.text
    found.text.encode()  # no halves of pairs
    assert found.language in ("ar", "en", None)
    assert (found.language is None) <= (found.remark is not None)
    for note in found.notes:
        assert 0 <= note.span[0] <= note.span[1] <= len(found.text)


@settings(max_examples=200)
@given(st.text(max_size=200))
def test_unicode_text_is_never_changed_but_where_that_is_said(tmp_path_factory, text):
    path = tmp_path_factory.getbasetemp() / "unicode.txt"
    path.write_text(text, encoding="utf-8", newline="")
    try:
        found = open_document(path)
    except Refused:
        return
    if not any(note.kind == "encoding" for note in found.notes) and found.kind == "text":
        assert found.text == text.removeprefix("\ufeff")


def test_plain_text_loads_nothing_that_it_does_not_need(tmp_path):
    path = tmp_path / "x.txt"
    path.write_text(ARABIC, encoding="utf-8")
    heavy = [
        "lxml",
        "trafilatura",
        "pdfminer",
        "charset_normalizer",
        "pyarrow",
        "shapely",
        "pydantic",
        "scipy",
    ]
    code = (
        "import sys; from pathlib import Path; from hudna.text.document import open_document\n"
        f"open_document(Path({str(path)!r})); print([m for m in {heavy} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
