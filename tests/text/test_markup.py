"""Web pages: the article without what surrounds it, and the date that the page itself states."""

import json
import time
from contextlib import suppress
from datetime import date

import pytest

from hudna.problem import Refused
from hudna.text.markup import page

FIRST = (
    "أكدت مصادر من المعارضة السورية أمس، التوصل إلى اتفاق لوقف إطلاق النار في كامل المدن السورية."
)
SECOND = (
    "نفى وزير الخارجية التركي أمس، وجود أي عملية مشتركة بين تركيا وروسيا في مدينة الباب السورية."
)

ARTICLE = f"""<!doctype html><html lang=ar dir=rtl><head><title>عنوان - موقع</title>{{head}}</head><body>
<nav><ul><li><a href=/>الرئيسية</a><li><a href=/p>سياسة</a><li><a href=/e>اقتصاد</a></ul></nav>
<article><h1>اتفاق شامل</h1><p>{FIRST}</p><h2>لا عمليات مشتركة</h2><p>{SECOND}</p>
<ul><li>يشمل جميع المدن</li><li>لا يستثني أي فصيل</li></ul>{{body}}</article>
<footer>جميع الحقوق محفوظة © 2024</footer><script>var x = "نص آخر";</script></body></html>"""


def read(head="", body=""):
    return page(ARTICLE.format(head=head, body=body), "page.html")


def test_the_article_is_taken_and_what_surrounds_it_is_not():
    lines = read().text.split("\n")
    assert lines[:4] == ["اتفاق شامل", FIRST, "لا عمليات مشتركة", SECOND]
    assert [line.lstrip("- ") for line in lines[4:]] == ["يشمل جميع المدن", "لا يستثني أي فصيل"]


def test_a_page_that_states_no_date_has_none():
    # Neither an address, nor a copyright line, nor a date in the text is a statement of it.
    read_ = read(
        '<link rel=canonical href="https://example.org/2016/12/30/a">', "<p>دمشق 30/12/2016</p>"
    )
    assert (read_.published, read_.stated) == (None, None)


def linked(**data):
    return f'<script type="application/ld+json">{json.dumps({"@context": "x", **data})}</script>'


@pytest.mark.parametrize(
    ("head", "stated"),
    [
        (
            '<meta property="article:published_time" content="2016-12-30T08:15:00+03:00">',
            "meta article:published_time",
        ),
        ('<meta name="DC.date.issued" content="2016-12-30">', "meta dc.date.issued"),
        ('<meta name=pubdate content="Fri, 30 Dec 2016 10:00:00 GMT">', "meta pubdate"),
        ('<meta itemprop=datePublished content="20161230T101500Z">', "meta datepublished"),
        (
            linked(**{"@type": "NewsArticle", "datePublished": "2016-12-30"}),
            "JSON-LD datePublished",
        ),
        (
            linked(**{"@graph": [{"@type": ["Article"], "datePublished": "2016-12-30"}]}),
            "JSON-LD datePublished",
        ),
    ],
)
def test_a_date_that_the_page_states_is_taken_with_where(head, stated):
    assert (read(head).published, read(head).stated) == (date(2016, 12, 30), stated)


def test_a_date_of_the_markup_of_the_article_is_stated():
    assert read(body="<time datetime=2016-12-30 pubdate>أمس</time>").published == date(2016, 12, 30)
    assert read(body="<time datetime=2016-12-30>أمس</time>").published is None  # of what it may be


@pytest.mark.parametrize(
    "written", ["", "أمس", "30/12/2016", "2016", "0001-01-01T00:00:00Z", "1970-01-01", "2016-13-45"]
)
def test_what_is_no_date_is_not_made_one(written):
    assert read(f'<meta property="article:published_time" content="{written}">').published is None


def test_a_page_that_contradicts_itself_has_no_date_and_says_so():
    one = '<meta property="article:published_time" content="2016-12-30">'
    other = linked(**{"@type": "NewsArticle", "datePublished": "2017-02-01"})
    found = read(one + other)
    assert found.published is None
    assert "2016-12-30" in found.stated
    assert "2017-02-01" in found.stated


def test_one_moment_in_two_zones_is_no_contradiction():
    one = '<meta property="article:published_time" content="2016-12-30T00:30:00+03:00">'
    other = linked(**{"@type": "NewsArticle", "datePublished": "2016-12-29T21:30:00Z"})
    assert read(one + other).published == date(2016, 12, 30)


def test_dates_of_other_articles_are_not_the_pages():
    listed = linked(**{"@type": "ItemList", "itemListElement": [
        {"@type": "NewsArticle", "datePublished": "2011-01-01"}
    ]})  # fmt: skip
    assert read(listed).published is None


def test_word_markup_leaves_its_text():
    word = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
    <!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
    <style>p.MsoNormal {margin:0in;}</style></head><body lang=EN-US><div class=WordSection1>
    <p class=MsoNormal dir=RTL><b><span lang=AR-SY>بيان<o:p></o:p></span></b></p>
    <p class=MsoNormal dir=RTL><span lang=AR-SY>نفى الوزير أمس وجود أي عملية<o:p></o:p></span></p>
    <p class=MsoNormal><o:p>&nbsp;</o:p></p></div></body></html>"""
    assert page(word, "x").text == "بيان\nنفى الوزير أمس وجود أي عملية"


@pytest.mark.parametrize(
    "markup", ["", " ", "<", "<html>", "<!-- x -->", "<?xml version='1.0'?>", "\0"]
)
def test_hardly_a_page(markup):
    assert len(page(markup, "x").text) <= 1


def test_a_page_too_large_to_look_for_an_article_in_gives_all_its_text():
    text = page(
        "<html><head><title>t</title></head><body>" + "<p>كلمة <b>وأخرى</b></p>" * 20_000, "x"
    ).text
    assert text.split("\n") == ["كلمة وأخرى"] * 20_000


@pytest.mark.parametrize("piece", ["<div>", "<table>", "<ul><li>", "<b>x"])
def test_a_page_nested_beyond_measure_is_refused_not_cut(piece):
    with pytest.raises(Refused, match="nested deeper"):
        page(piece * 100_000, "x")


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece", ["<p>", "<", "<a b=", "<td>x", "</p>", "<p>x</p>", "&amp;", "<time datetime=x>"]
)
def test_hostile_pages_take_no_long(piece):
    start = time.perf_counter()
    with suppress(Refused):  # of those that nest
        page("<html><body><table><tr>" + piece * 19_000, "x")
    assert time.perf_counter() - start < 20
