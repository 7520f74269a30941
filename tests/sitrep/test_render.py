"""The page: both languages alike, safe against hostile text, loading nothing."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from hudna import sitrep
from hudna.codes import Text
from hudna.finding import Headline
from hudna.sitrep.model import Heading, Source, Tally


class Page(HTMLParser):
    """Tags with their attributes, and the text."""

    def __init__(self, html):
        super().__init__()
        self.tags = []
        self.words = []
        self.open = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_endtag(self, tag):
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data):
        if "style" not in self.open:
            self.words.append(data)

    @property
    def text(self):
        return re.sub(r"\s+", " ", "".join(self.words))

    def attributes(self, name):
        return [attrs[name] for _, attrs in self.tags if name in attrs]


@pytest.fixture(scope="session")
def parsed(pages):
    return {lang: Page(html) for lang, html in pages.items()}


def skeleton(page):
    """The tags and ids, which no language changes; `bdi` is where the texts differ."""
    return [(tag, attrs.get("id")) for tag, attrs in page.tags if tag not in ("bdi", "html")]


def test_both_languages_have_one_structure(parsed):
    assert skeleton(parsed["en"]) == skeleton(parsed["ar"])


def test_the_figures_are_the_same_and_western(pages):
    figures = {
        lang: re.findall(r'<td class="num[^>]*>(?:<a[^>]*>)?([\d,]+)', html)
        for lang, html in pages.items()
    }
    assert figures["en"] == figures["ar"]
    assert len(figures["en"]) > 30
    assert not re.search("[\u0660-\u0669\u06f0-\u06f9]", pages["ar"])


def test_language_and_direction(parsed):
    assert parsed["en"].tags[0] == ("html", {"lang": "en", "dir": "ltr"})
    assert parsed["ar"].tags[0] == ("html", {"lang": "ar", "dir": "rtl"})


def test_every_link_leads_somewhere(parsed):
    for page in parsed.values():
        ids = page.attributes("id")
        assert len(ids) == len(set(ids))
        for href in page.attributes("href"):
            assert href.startswith("#") is False or href[1:] in ids, href


def test_no_scripts_and_nothing_loaded(pages, parsed):
    for lang, page in parsed.items():
        tags = {tag for tag, _ in page.tags}
        assert not tags & {"script", "img", "iframe", "object", "embed", "form", "base"}
        assert not [name for _, attrs in page.tags for name in attrs if name.startswith("on")]
        assert not page.attributes("src")
        policy = next(a["content"] for _, a in page.tags if a.get("http-equiv"))
        assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; font-src data:")
        outside = [h for h in page.attributes("href") if not h.startswith(("#", "data:"))]
        assert outside == ["https://example.org/a"]
        style = pages[lang].split("<style>")[1].split("</style>")[0]
        assert set(re.findall(r"url\(([^)]{0,12})", style)) == {'"data:font/w'}


def test_hostile_text_is_shown_and_not_run(pages, parsed):
    for lang in pages:
        assert "<script" not in pages[lang]
        assert "<b>bold" not in pages[lang]
        assert "javascript:alert(1)" not in parsed[lang].attributes("href")
    assert "<script>alert(1)</script>" in parsed["en"].text
    assert "<img src=x onerror=alert(1)>" in parsed["ar"].text


def test_a_direction_override_is_neutralised(report):
    hostile = replace(report, title=Text("left\u202eright", "يمين\u202eيسار"))
    for lang in ("en", "ar"):
        page = sitrep.html(hostile, lang)
        assert "\u202e" not in page
        assert page.count("\ufffd") == 2  # in the title and in the heading


def test_not_a_violation_is_never_bare(parsed):
    assert "not a violation" not in parsed["en"].text.lower()
    assert "ليس انتهاكاً" not in parsed["ar"].text
    assert (
        "This says nothing about whether the act was lawful under other law." in parsed["en"].text
    )
    assert "Outside the agreement" in parsed["en"].text


def test_no_report_is_not_no_violation(pages, parsed):
    silent = re.search(r'<tr id="u-X3">.*?</tr>', pages["en"], re.DOTALL)
    assert silent is not None
    assert "no report" in silent[0]
    assert ">0<" not in silent[0]
    assert "No report is not the same as no violation." in parsed["en"].text


def test_a_unit_that_another_source_speaks_of_is_not_without_report(report):
    told = replace(report.coded, source="bulletin")
    told = replace(told, rows=tuple(replace(r, apart=Tally(1)) for r in told.rows))
    page = sitrep.html(replace(report, imported=(told,)), "en")
    row = re.search(r'<tr id="u-X3">.*?</tr>', page, re.DOTALL)
    assert row is not None
    assert "no incident coded" in row[0]


def test_units_and_traces_are_printed(parsed, report):
    text = parsed["en"].text
    assert "In the period: 4 incidents coded." in text
    assert "1 more may belong to the period" in text
    assert report.method.rests_on.log in text
    assert "its first 1,234 entries" in text
    assert report.method.rests_on.agreement_sha256 in text
    assert report.method.rests_on.engine in text
    assert "hudna explain CASE sure --lang en" in text
    assert "Derived, not signed" in text
    assert "from 00:00 9 Mar 2020 to 00:00 14 Mar 2020, Beirut time (UTC+2)" in text.replace(
        "From 00", "from 00"
    )


def test_what_is_not_known_is_said(parsed):
    assert "low 2, best not known, high 4" in parsed["en"].text


def test_an_empty_period_says_that_this_is_no_finding(make, days):
    page = Page(sitrep.html(make(days(1, 2)), "en"))
    assert "No incident coded lies in the period." in page.text
    assert "This does not say that nothing happened." in page.text


def test_a_mixture_of_causes_is_named_by_both(report):
    mixed = Heading(Headline.NOT_VIOLATION, ("outside", "permitted"))
    coded = replace(report.coded, counts={mixed: Tally(1, ("sure",))})
    text = Page(sitrep.html(replace(report, coded=coded), "en")).text
    assert "Outside the agreement / permitted by the agreement" in text


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "https://a\u202eb", "//x", "ftp://x"]
)
def test_only_web_addresses_are_links(report, url):
    method = replace(report.method, sources=((Source("S9", "A source", url), 1),))
    page = Page(sitrep.html(replace(report, method=method), "en"))
    assert url not in page.attributes("href")


def test_the_same_report_is_the_same_bytes(report, pages, make):
    assert sitrep.html(make(), "ar") == pages["ar"]


def test_tables_are_accessible(parsed):
    for page in parsed.values():
        heads = [attrs for tag, attrs in page.tags if tag == "th"]
        assert heads
        assert all(attrs.get("scope") in ("col", "row") for attrs in heads)
        levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1
        assert all(b - a <= 1 for a, b in pairwise(levels))
