"""Word documents: their paragraphs as a reader sees them, whatever the archive tries."""

import zipfile
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hudna.problem import Refused
from hudna.text import office
from hudna.text.office import paragraphs

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def archive(body, name="word/document.xml", head=""):
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        whole = (
            f'{head}<w:document xmlns:w="{W}" xmlns:mc="{MC}"><w:body>{body}</w:body></w:document>'
        )
        file.writestr(name, whole)
    return out.getvalue()


def run(text):
    return f"<w:r><w:t>{text}</w:t></w:r>"


def read(body, **more):
    return paragraphs(archive(body, **more), "x.docx")


def test_paragraphs_are_lines_and_runs_are_joined():
    body = f"<w:p>{run('نفى ')}{run('الوزير')}</w:p><w:p/><w:p>{run('The end')}</w:p>"
    assert read(body) == "نفى الوزير\n\nThe end"


def test_breaks_and_tabs_are_characters_but_tab_stops_are_not():
    stops = "<w:pPr><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr>"
    body = f"<w:p>{stops}{run('a')}<w:r><w:tab/></w:r>{run('b')}<w:r><w:br/></w:r>{run('c')}</w:p>"
    assert read(body) == "a\tb\nc"


def test_of_tracked_changes_the_text_as_it_is_now():
    body = (
        f"<w:p>{run('لا ')}<w:del><w:r><w:delText>لم </w:delText></w:r></w:del>"
        f"<w:ins>{run('يشمل')}</w:ins><w:moveFrom>{run(' moved')}</w:moveFrom></w:p>"
    )
    assert read(body) == "لا يشمل"


def test_a_text_box_stands_once():
    box = f"<w:txbxContent><w:p>{run('box')}</w:p></w:txbxContent>"
    both = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    assert read(f"<w:p><w:r>{both}</w:r></w:p>").split() == ["box"]


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(office, "MAX_UNPACKED", 1 << 20)
    with pytest.raises(Refused, match="unpacks to more than 1 MiB"):
        read(f"<w:p>{run('a' * (1 << 20))}</w:p>")


def test_entities_are_refused():
    with pytest.raises(Refused, match="document type declaration"):
        read(f"<w:p>{run('&a;')}</w:p>", head='<!DOCTYPE x [<!ENTITY a "aaaaaaaa">]>')


@pytest.mark.parametrize(
    ("name", "what"),
    [("xl/workbook.xml", "workbook"), ("content.xml", "OpenDocument"), ("a.txt", "a ZIP archive")],
)
def test_other_archives_are_named(name, what):
    with pytest.raises(Refused, match=what):
        read("", name=name)


@pytest.mark.parametrize("body", ["<w:p>", "<w:p></w:q>", "\x01"])
def test_broken_xml_is_refused(body):
    with pytest.raises(Refused, match="cannot be read"):
        read(body)


@given(st.data())
def test_a_damaged_archive_is_read_or_refused(data):
    raw = bytearray(archive(f"<w:p>{run('نفى الوزير')}</w:p>" * 50))
    for _ in range(data.draw(st.integers(1, 5))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    with suppress(Refused):
        assert isinstance(paragraphs(bytes(raw), "x"), str)


def test_the_hostile_names_of_methods_are_refused():
    raw = bytearray(archive(run("x")))
    at = raw.index(b"PK\x01\x02") + 10  # the method of compression in the central directory
    raw[at : at + 2] = (99).to_bytes(2, "little")
    with pytest.raises(Refused, match="cannot be read"):
        paragraphs(bytes(raw), "x")
