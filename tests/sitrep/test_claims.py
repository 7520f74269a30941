"""The page of a reading: the text whole and in order, whatever the spans; safe, linked, bilingual."""

import hashlib
import re
import unicodedata
from dataclasses import replace
from html.parser import HTMLParser
from importlib import resources
from io import BytesIO
from itertools import pairwise

import pytest
from babel.messages.pofile import read_po
from hypothesis import example, given
from hypothesis import strategies as st

from hudna.sitrep.claims.page import html
from hudna.sitrep.claims.voices import letter, look
from hudna.text.statement import (
    Conflict,
    Name,
    Note,
    Number,
    Quote,
    Reading,
    Speaker,
    Statement,
    When,
)

VOID = {"meta", "link", "br"}
TEXT = (
    "قال الوزير إن القائد نفى أن الهدنة تشمل البلدة. خلافات مستمرة رفضت الجبهة استثناء البلدة.\n"
    "- تبادل 40 محتجزا\n"
)


class Page(HTMLParser):
    """The elements of a page, the text of each; fails on tags that are not closed in order."""

    def __init__(self, page):
        super().__init__()
        self.open = []
        self.tags = []
        self.text = {}
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        assert len(attributes) == len(attrs)
        self.tags.append((tag, attributes))
        if tag not in VOID:
            self.open.append((tag, attributes.get("id")))

    def handle_endtag(self, tag):
        assert self.open
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        for _, name in self.open:
            if name is not None:
                self.text[name] = self.text.get(name, "") + data

    def ids(self):
        return [attributes["id"] for _, attributes in self.tags if "id" in attributes]

    def links(self):
        return [attributes["href"] for tag, attributes in self.tags if tag == "a"]

    def of_class(self, name):
        return [a for _, a in self.tags if name in (a.get("class") or "").split()]


def said(number, span, content, speaker=None, text=TEXT, **about):
    about = {"act": "state", "polarity": "affirmed"} | about
    words = text[content[0] : content[1]]
    quote = text[span[0] : span[1]]
    return Statement(f"s{number}", span, content, quote, speaker=speaker, said=words, **about)


def of(text, *statements, language="ar", **about):
    sha256 = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Reading(text, sha256, language, None, statements, **about)


def place(words, text=TEXT, nth=0):
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return start, start + len(words)


def reading():
    """A denial within a statement, a refusal that conflicts with it, a list, a heading."""
    whole = place("قال الوزير إن القائد نفى أن الهدنة تشمل البلدة")
    inner = place("القائد نفى أن الهدنة تشمل البلدة")
    minister = Speaker(place("الوزير"), "الوزير", None, "karm")
    town = Name(place("البلدة"), "البلدة", None, "البلدة", ("ain-rumman", "mina"))
    return of(
        TEXT,
        said(1, whole, inner, minister),
        said(
            2, inner, place("الهدنة تشمل البلدة"), Speaker(place("القائد"), "القائد"), act="deny",
            polarity="negated", topics=("P06",), places=(town,), verb=Quote(place("نفى"), "نفى"),
            times=(When((0, 4), "أمس", "2031-05-03", "2031-05-03", "day", None, None,
                        {"event": "in-force", "offset": {"months": 2}}),),
        ),
        said(
            3, place("رفضت الجبهة استثناء البلدة"), place("استثناء البلدة"),
            Speaker(place("الجبهة"), "الجبهة", "فصيل", "front"), act="deny", hedge="hearsay",
            topics=("P06", "P99"), event="H-ART",
        ),
        said(
            4, place("تبادل 40 محتجزا"), place("تبادل 40 محتجزا"),
            numbers=(Number(place("40 محتجزا"), "40 محتجزا", 40, "detainees", "about"),),
        ),
        conflicts=(Conflict(("s2", "s3"), "P06:ain-rumman", "both cannot hold"),),
        drafts={"terms": [{"type": "P06", "statements": ["s3", "s77"], "area": {"of": ["x"]}}]},
        notes=(
            Note("heading", place("خلافات مستمرة"), "a heading"),
            Note("list", place("- تبادل 40 محتجزا"), ""),
        ),
    )  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def no_font():
    """Fonts have tests of their own; cutting one for each of hundreds of pages takes a minute."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("hudna.sitrep.claims.page.font.data_url", lambda _: "data:font/woff2;base64,")
        yield


@pytest.fixture(scope="module")
def pages():
    return {lang: html(reading(), lang, "خبر.txt") for lang in ("en", "ar")}


@pytest.mark.parametrize(
    ("precision", "offset", "shown"),
    [
        ("within", {"months": 1}, "within 1 month of in-force"),
        ("at", {"hours": 72}, "72 hours after in-force"),
        ("at", {"days": -3}, "3 days before in-force"),
        ("from", {}, "from in-force on"),
        ("until", None, "until in-force"),
        ("day", {"weeks": 2, "days": 1}, "counted from in-force: 2 weeks, 1 day"),
        ("", {"fortnights": 2}, "counted from in-force: 2 fortnights"),
        ("at", "soon", "counted from in-force"),
    ],
)
def test_a_time_counted_from_an_event(precision, offset, shown):
    when = When(
        (0, 4), "حينها", None, None, precision, relative_to={"event": "in-force", "offset": offset}
    )
    page = Page(html(of(TEXT, said(1, (0, 9), (0, 9), times=(when,))), "en"))
    assert f"not known when, {shown}" in " ".join(page.text["s1"].split())


@pytest.fixture(scope="module")
def parsed(pages):
    return {lang: Page(page) for lang, page in pages.items()}


# --- the text -------------------------------------------------------------------------------------


def shown(text):
    """What a page shows of a text: hidden characters by their numbers, runs of one with a length."""
    hidden = {
        c
        for c in text
        if (unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") or c in "\ufffe\uffff")
        and c not in "\t\n\r\u200c\u200d"
    }
    pieces = []
    for run in re.findall(r"(?s)((.)\2*)", text):
        control, times = run[1], len(run[0])
        if control in hidden:
            pieces.append(f"U+{ord(control):04X}" + (f"×{times}" if times > 1 else ""))
        else:
            pieces.append(run[0])
    return "".join(pieces)


LETTERS = st.sampled_from(
    "اب تةو.، ab<>&\"'\n\t-«»" + "\u202e\u2066\u2069\u200f\u200d\x00\x0c" + "\u064b"
)
TEXTS = st.text(LETTERS, max_size=60)


@st.composite
def readings(draw, texts=TEXTS):
    text = draw(texts)
    spot = st.integers(-3, len(text) + 3)
    span = st.tuples(spot, spot)
    name = st.sampled_from(["الوزير", "<b>x</b>", "\u202eq", ""])
    speaker = st.none() | st.builds(Speaker, span, name, st.none() | name, st.none() | name)
    statements = draw(st.lists(st.tuples(span, span, speaker), max_size=8))
    notes = draw(
        st.lists(st.builds(Note, st.sampled_from(["heading", "list", "bidi"]), span, name))
    )
    return of(
        text,
        *(said(i, s, c, who, text) for i, (s, c, who) in enumerate(statements, 1)),
        language=draw(st.sampled_from(["ar", "en", "xx"])),
        notes=tuple(notes),
    )


@given(readings())
@example(of("", said(1, (0, 0), (0, 0), text="")))
@example(of("a", said(1, (5, 9), (-4, -1), text="a")))
def test_the_text_stands_once_in_order_whatever_the_spans(some):
    page = Page(html(some, "en"))
    counted = re.compile(r"(U\+[0-9A-F]{4,6})(?:×(\d+))?")

    def spelt(text):
        return counted.sub(lambda m: f"[{m[1]}]" * int(m[2] or 1), text)

    assert spelt(page.text.get("text", "")) == spelt(shown(some.text))


@given(readings())
def test_every_statement_has_a_card_and_an_anchor_and_they_lead_to_each_other(some):
    page = Page(html(some, "ar"))
    ids = page.ids()
    assert len(ids) == len(set(ids))
    links = page.links()
    for number in range(1, len(some.statements) + 1):
        assert {f"s{number}", f"t{number}"} <= set(ids)
        assert {f"#s{number}", f"#t{number}"} <= set(links)
    for number in range(1, len(some.notes) + 1):
        assert {f"n{number}", f"m{number}"} <= set(ids)
    assert {link[1:] for link in links} <= set(ids)


@given(readings(st.text(max_size=40)))
def test_any_text_can_be_written(some):
    page = html(some, "en")
    page.encode("utf-8")
    Page(page)
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\x00]", page)


@pytest.mark.slow
def test_a_text_of_a_million_characters_on_one_line_is_shown_in_time_and_wraps():
    text = "كلمة " * 200_000
    statements = [
        said(i, (9 * i, 9 * i + 40), (9 * i + 2, 9 * i + 30), text=text) for i in range(3000)
    ]
    page = html(of(text, *statements), "ar")
    assert Page(page).text["text"] == text
    assert re.search(r"\.passage {[^}]*white-space: pre-wrap; overflow-wrap: anywhere", page)


def test_spans_that_all_overlap_stay_linear():
    text = "a" * 4000
    small, large = (
        len(
            html(
                of(text, *(said(i, (i, 2000 + i), (i, 2000 + i), text=text) for i in range(n))),
                "en",
            )
        )
        for n in (500, 2000)
    )
    assert large < 5 * small


def test_a_row_begins_with_its_statements():
    page = html(reading(), "en")
    rows = re.findall(
        r'<div class="passage( on)?" style="--row:(\d+)">(.*?)</div>', page, re.DOTALL
    )
    words = [re.sub("<[^>]*>", "", row[2]) for row in rows]
    assert words == [
        "قال الوزير إن القائد نفى أن الهدنة تشمل البلدة. ",
        "خلافات مستمرة رفضت الجبهة استثناء البلدة.\n",  # the heading goes with what follows
        "- تبادل 40 محتجزا\n",
    ]
    assert [bool(row[0]) for row in rows] == [False, True, False]
    cards = re.findall(
        r'<div class="claims" style="--row:(\d+)">|<div class="claim [^>]*id="(s\d)"', page
    )
    assert cards == [
        ("1", ""),
        ("", "s1"),
        ("", "s2"),
        ("2", ""),
        ("", "s3"),
        ("3", ""),
        ("", "s4"),
    ]


def test_a_list_run_into_a_line_has_a_row_of_its_own():
    text = "قال محللون شيئا. اتفاق - يشمل المدن - يستثني الجبهة"
    some = of(
        text,
        said(1, place("قال محللون شيئا", text), place("شيئا", text), text=text),
        said(2, place("يشمل المدن", text), place("يشمل المدن", text), text=text),
        said(3, place("يستثني الجبهة", text), place("يستثني الجبهة", text), text=text),
        notes=(Note("list", place("اتفاق - يشمل المدن - يستثني الجبهة", text), ""),),
    )
    rows = re.findall(r'<div class="passage[^>]*>(.*?)</div>', html(some, "ar"), re.DOTALL)
    assert [re.sub("<[^>]*>", "", row) for row in rows] == [
        "قال محللون شيئا. ",
        "اتفاق - يشمل المدن - يستثني الجبهة",
    ]


def test_a_conflict_with_a_statement_that_is_not_there_is_shown():
    page = html(replace(reading(), conflicts=(Conflict(("s1", "s9"), "P06", ""),)), "en")
    assert "In conflict with" not in page
    assert ">s9<" in page.split('<section id="conflicts"')[1]


def test_what_is_said_within_what_is_said_has_a_mark_of_its_own():
    page = html(reading(), "en")
    assert re.search(
        r'<mark class="said v0 l0 d0"><mark class="said v1 l1 d1">الهدنة تشمل البلدة</mark></mark>',
        page,
    )


def test_spans_that_overlap_in_part_are_split_where_they_begin_and_end():
    text = "abcdef"
    page = html(
        of(text, said(1, (0, 4), (0, 4), text=text), said(2, (2, 6), (2, 6), text=text)), "en"
    )
    marks = re.findall(r"((?:<mark [^>]*>)+)([a-f]+)", page)
    assert [(tags.count("<mark"), words) for tags, words in marks] == [
        (1, "ab"),
        (2, "cd"),
        (1, "ef"),
    ]


def test_a_tag_never_parts_a_word():
    text = "رحب بضمان الاتفاق"
    page = html(of(text, said(1, (0, 17), (5, 17), text=text)), "en")
    assert re.search(
        r'رحب </span><a class="tag[^>]*></a><span[^>]*>ب</span><mark[^>]*>ضمان الاتفاق', page
    )


# --- what is shown of it --------------------------------------------------------------------------


def test_both_languages_have_one_structure(parsed):
    skeletons = [
        [(tag, a.get("id")) for tag, a in page.tags if tag not in ("bdi", "html")]
        for page in parsed.values()
    ]
    assert skeletons[0] == skeletons[1]


def test_the_text_runs_as_its_language_does_and_the_page_as_its_own(pages, parsed):
    for lang, direction in (("en", "ltr"), ("ar", "rtl")):
        assert parsed[lang].tags[0] == ("html", {"lang": lang, "dir": direction})
        text = next(a for _, a in parsed[lang].tags if a.get("id") == "text")
        assert (text["dir"], text["lang"]) == ("rtl", "ar")
    english = Page(html(of("He said no.", language="en"), "ar"))
    assert next(a["dir"] for _, a in english.tags if a.get("id") == "text") == "ltr"


def test_the_head(pages, parsed):
    for page in pages.values():
        head = page.split("<main>")[0]
        assert "خبر.txt" in head
        assert hashlib.sha256(TEXT.encode()).hexdigest() in head
        assert f"{len(TEXT)} " in re.sub("<[^>]*>", "", head)
    assert "not stated" in pages["en"].split("<main>")[0]
    assert "غير مذكور" in pages["ar"].split("<main>")[0]
    assert "claims that a program read in a text, not facts" in pages["en"]
    assert "Nothing here enters a case unless a person confirms it." in pages["en"]
    dated = html(replace(reading(), published="2031-05-04"), "en")
    assert "2031-05-04" in dated.split("<main>")[0]


def flat(page, name):
    return " ".join(page.text[name].split())


def test_a_card(parsed):
    card = flat(parsed["en"], "s2")
    for words in ("Denial", "negated", "Territorial scope P06", "2031-05-03", "no zone stated",
                  "counted from in-force: 2 months", "may be: ain-rumman, mina", "نفى"):  # fmt: skip
        assert words in card
    assert "by hearsay" in flat(parsed["en"], "s3")
    assert "P99" in flat(parsed["en"], "s3")
    assert "Artillery fire H-ART" in flat(parsed["en"], "s3")
    assert "40 محتجزا = about 40 detainees" in flat(parsed["en"], "s4")
    assert "nobody named" in flat(parsed["en"], "s4")
    arabic = flat(parsed["ar"], "s2")
    for words in ("نفي", "منفيّ", "النطاق الجغرافي P06", "محسوباً من in-force: شهران"):
        assert words in arabic


def test_a_conflict_shows_both_quotes_and_links(pages):
    part = pages["en"].split('<section id="conflicts"')[1].split("</section>")[0]
    assert part.index("الهدنة تشمل البلدة") < part.index("استثناء البلدة")
    assert set(re.findall(r'href="#([st]\d)"', part)) == {"s2", "t2", "s3", "t3"}
    assert "both cannot hold" in part


def test_drafts_and_notes(pages):
    drafts = pages["en"].split('<section id="drafts"')[1].split("</section>")[0]
    assert "Terms" in drafts
    assert re.findall(r'href="#(s\d+)"', drafts) == ["s3"]
    assert "s77" in drafts  # named, though no statement has that id
    assert "area.of" in drafts
    notes = pages["en"].split('<section id="notes"')[1].split("</section>")[0]
    assert re.findall(r'href="#(m\d+)"', notes) == ["m1", "m2"]
    assert "خلافات مستمرة" in notes
    assert 'class="note heading">خلافات مستمرة' in re.sub(r" d\d", "", pages["en"])


def test_a_person_spelt_in_two_ways_is_one_voice():
    text = "abc"
    names = ("مولود تشاووش أوغلو", "مولود جاووش اوغلو", "أوغلو", "سليم")
    some = of(text, *(
        said(i, (0, 3), (0, 3), Speaker((0, 3), name, "وزير الخارجية", "TR"), text)
        for i, name in enumerate(names)
    ))  # fmt: skip
    page = html(some, "en")
    badges = re.findall(r'data-badge="([^"]*)"', page)
    assert badges == ["A1", "A2", "A3", "B4"]


def test_hostile_text_is_shown_and_not_run():
    text = "<script>alert(1)</script> left\u202eright"
    bad = '"><img src=x onerror=alert(1)>\u202e'
    who = Speaker((0, 3), bad, bad, bad)
    some = of(
        text,
        said(1, (0, 8), (0, 8), who, text, topics=(bad,), event=bad, hedge=bad, act=bad),
        conflicts=(Conflict(("s1", bad), bad, bad),),
        drafts={"terms": [{bad: bad, "statements": [bad]}]},
        notes=(Note(bad, (0, 3), bad),),
        language=bad,
    )
    page = html(some, "en", bad)
    parsed = Page(page)
    assert not {tag for tag, _ in parsed.tags} & {"script", "img", "iframe", "form", "base"}
    assert not [
        name for _, attributes in parsed.tags for name in attributes if name.startswith("on")
    ]
    assert "\u202e" not in page
    assert parsed.text["text"] == "<script>alert(1)</script> leftU+202Eright"


def test_nothing_is_loaded(pages, parsed):
    for lang, page in parsed.items():
        policy = next(a["content"] for _, a in page.tags if a.get("http-equiv"))
        assert policy.startswith("default-src 'none'")
        assert not [a["src"] for _, a in page.tags if "src" in a]
        assert all(link.startswith("#") for link in page.links())
        assert set(re.findall(r"url\(([^)]{0,12})", pages[lang])) == {'"data:font/w'}


def test_the_same_reading_gives_the_same_page(pages):
    assert html(reading(), "ar", "خبر.txt") == pages["ar"]


# --- colour is never alone ------------------------------------------------------------------------


def channels(colour):
    values = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values]


def luminance(rgb):
    return sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), rgb, strict=True))


def lightness(rgb):
    """L* of CIE 1976."""
    y = luminance(rgb)
    return 116 * y ** (1 / 3) - 16 if y > 216 / 24389 else y * 24389 / 27


def contrast(one, other):
    """WCAG 2.1."""
    low, high = sorted((luminance(channels(one)), luminance(channels(other))))
    return (high + 0.05) / (low + 0.05)


def tints(page):
    return re.findall(r"\.v\d { --tint: (#\w{6}); --deep-tint: (#\w{6}); }", page)


def test_tints_can_be_read_on_and_told_apart_in_grey(pages):
    found = tints(pages["en"])
    assert len(found) == 8
    assert all(contrast(tint, "#20262e") >= 4.5 for tint, _ in found)
    assert all(contrast(deep, tint) >= 3 for tint, deep in found)
    greys = sorted(lightness(channels(tint)) for tint, _ in found)
    assert all(light - dark >= 4 for dark, light in pairwise(greys))


# Machado, Oliveira and Fernandes 2009, severity 1.0: what red-, green- and blue-blind eyes see.
BLIND = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216),
               (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413),
               (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602),
               (0.004733, 0.691367, 0.303900)),
}  # fmt: skip


def lab(rgb):
    matrix = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    white = (0.9505, 1.0, 1.0891)
    f = []
    for row, full in zip(matrix, white, strict=True):
        t = sum(a * min(max(b, 0), 1) for a, b in zip(row, rgb, strict=True)) / full
        f.append(t ** (1 / 3) if t > (6 / 29) ** 3 else t / (3 * (6 / 29) ** 2) + 4 / 29)
    return 116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])


@pytest.mark.parametrize("eye", BLIND)
def test_colour_blind_readers_tell_tints_apart(pages, eye):
    seen = [
        lab([sum(a * b for a, b in zip(row, channels(tint), strict=True)) for row in BLIND[eye]])
        for tint, _ in tints(pages["en"])
    ]
    for i, one in enumerate(seen):
        for other in seen[:i]:
            assert sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5 >= 8


def test_forty_voices_look_different_and_all_have_letters_of_their_own():
    assert len({look(place) for place in range(40)}) == 40
    for lang in ("en", "ar"):
        assert len({letter(place, lang) for place in range(2000)}) == 2000
    assert [letter(place, "en") for place in (0, 25, 26, 27)] == ["A", "Z", "AA", "AB"]
    assert [letter(place, "ar") for place in (0, 1, 2)] == ["أ", "ب", "ج"]


# --- translation ----------------------------------------------------------------------------------


def test_every_sentence_is_translated_and_none_is_left_over():
    room = resources.files("hudna") / "sitrep" / "claims"
    files = [room / name for name in ("page.py", "words.py")]
    files += [resources.files("hudna") / "text" / name for name in ("phrases.py", "table.py")]
    files += [file for file in (room / "templates").iterdir() if file.name.endswith(".html")]
    text = "\n".join(file.read_text(encoding="utf-8") for file in files)
    literal = r'"((?:[^"\\]|\\.)*)"'
    single = set(re.findall(r"\b(?:t|say)\(\s*" + literal, text))
    counted = set(re.findall(r"\b(?:n|count)\(\s*" + literal + r",\s*" + literal, text))
    po = resources.files("hudna") / "locale" / "ar" / "reading.po"
    known = {m.id for m in read_po(BytesIO(po.read_bytes()), locale="ar") if m.id}
    assert known == single | counted
