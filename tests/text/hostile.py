"""Plausible and hostile texts, made up of what the lexicon knows, and what holds of every reading."""

import json
import math
from datetime import date, datetime
from functools import cache

from hypothesis import strategies as st

from hudna import taxonomy
from hudna.text.reading import Reader
from hudna.text.vocabulary import vocabulary

LANGUAGES = ("ar", "en")
DAY = date(2016, 12, 30)
# The contract of issue “Reading texts”: the keys of each object.
STATEMENT = {
    "id", "span", "content", "quote", "speaker", "act", "verb", "polarity", "hedge", "topics", "event",
    "actors", "places", "times", "numbers", "causes",
}  # fmt: skip
MENTIONED = {
    "actors": {"span", "quote", "id", "name", "candidates"},
    "places": {"span", "quote", "id", "name", "candidates"},
    "times": {"span", "quote", "earliest", "latest", "zone", "zone_from", "precision", "relative_to"},
    "numbers": {"span", "quote", "value", "unit", "modifier"},
}  # fmt: skip
ACTS = {
    "confirm", "announce", "state", "deny", "commit", "demand", "condition", "accuse", "report",
    "expect", "opinion",
}  # fmt: skip
NOTES = {"glued_words", "heading", "list", "encoding", "bidi"}


@cache
def reader(language):
    return Reader.of(language)


def read(language, text, published=DAY):
    return reader(language).read(text, published).document()


# --- what always holds ------------------------------------------------------------------------------


def check(text, document):
    """That a reading keeps the contract, and that every span says what stands there."""

    def at(span, quote=None):
        low, high = span
        assert 0 <= low < high <= len(text)
        assert quote is None or text[low:high] == quote
        return low, high

    document = json.loads(json.dumps(document, allow_nan=False))
    assert set(document) == {"document", "statements", "mentions", "conflicts", "drafts", "notes"}
    assert set(document["document"]) == {"sha256", "language", "published", "characters"}
    assert document["document"]["characters"] == len(text)
    assert set(document["drafts"]) == {"terms", "readings", "obligations", "reports"}
    assert set(document["mentions"]) == set(MENTIONED)
    for one in document["statements"]:
        check_statement(one, at)
    ids = [one["id"] for one in document["statements"]]
    assert len(set(ids)) == len(ids)
    for holder in (document["mentions"], *document["statements"]):
        for kind in MENTIONED:
            check_mentions(kind, holder[kind], at)
    for one in document["conflicts"]:
        assert set(one) == {"statements", "about", "why"}
        assert len(set(one["statements"])) == 2
        assert set(one["statements"]) <= set(ids)
    for note in document["notes"]:
        assert set(note) == {"kind", "span", "text"}
        assert note["kind"] in NOTES
        at(note["span"])


def check_statement(one, at):
    assert set(one) == STATEMENT
    low, high = at(one["span"], one["quote"])
    start, end = at(one["content"])
    assert low <= start
    assert end <= high
    assert one["quote"][start - low : end - low].strip()
    assert one["act"] in ACTS
    assert one["polarity"] in ("affirmed", "negated")
    assert one["hedge"] in ("none", "hearsay", "expectation", "opinion")
    assert set(one["topics"]) <= set(taxonomy.provisions())
    assert one["event"] is None or one["event"] in taxonomy.acts()
    if one["verb"] is not None:
        assert set(one["verb"]) == {"text", "span"}
        at(one["verb"]["span"], one["verb"]["text"])
    if one["speaker"] is not None:
        assert set(one["speaker"]) == {"actor", "name", "role", "span"}
        assert one["speaker"]["name"].strip()
        at(one["speaker"]["span"])
    for cause in one["causes"]:
        assert set(cause) == {"span", "text"}
        at(cause["span"], cause["text"])
    for kind in MENTIONED:
        for mention in one[kind]:
            assert start <= mention["span"][0]
            assert mention["span"][1] <= end


def check_mentions(kind, mentions, at):
    assert [one["span"][0] for one in mentions] == sorted(one["span"][0] for one in mentions)
    for one in mentions:
        assert set(one) == MENTIONED[kind]
        at(one["span"], one["quote"])
        if kind == "numbers":
            assert math.isfinite(one["value"])
            assert one["modifier"] in (None, "more_than", "less_than", "about")
        elif kind == "times":
            ends = [one[end] for end in ("earliest", "latest") if one[end] is not None]
            days = [datetime.fromisoformat(end).date() for end in ends]
            assert days == sorted(days)
            assert one["zone_from"] in (None, "stated", "case")
            assert one["relative_to"] is None or set(one["relative_to"]) == {"event", "offset"}


# --- texts ------------------------------------------------------------------------------------------

KINDS = (
    "verb", "noun", "participle", "that", "according", "expected", "condition", "boundary", "opinion",
    "reportedly", "negators", "exclusion", "inclusion", "deverbal", "titles", "bodies", "actor",
    "place", "nation", "person", "group_heads", "place_heads", "facilities", "topic", "event", "cause",
    "opener", "connective", "auxiliary", "relative", "subordinate", "quantifiers", "own_country",
)  # fmt: skip


@cache
def phrases(language):
    """The phrases of the lexicon by their kind, in the bare form that words are looked up by."""
    found = {}
    waiting = [((), vocabulary(language).root)]
    while waiting:
        words, node = waiting.pop()
        for word, below in node.items():
            if word:
                waiting.append(((*words, word), below))
            else:
                for entry in below:
                    found.setdefault(entry.kind, set()).add(" ".join(words))
    return {kind: sorted(found[kind]) for kind in KINDS if kind in found}


NAMES = {
    "ar": [
        "سمير حداد",
        "تشاووش أوغلو",
        "الغوطة",
        "حلب",
        "موسكو",
        "دمشق",
        "الباب",
        "أنقرة",
        "روسيا",
    ],
    "en": [
        "Samir Haddad",
        "Douma",
        "Aleppo",
        "Moscow",
        "Damascus",
        "Ankara",
        "UNICEF",
        "Mr. O'Neil",
    ],
}
TIMES = {
    "ar": ["أمس", "خلال شهر من دخول الهدنة حيز التنفيذ", "منتصف ليل أمس", "30 كانون الأول/ديسمبر", "٣ صفر",
           "10:30", "١٢:٠٠", "الجمعة المقبل"],
    "en": ["yesterday", "within a month of the truce coming into force", "at midnight", "30 December",
           "by Friday", "10:30", "31/12/2016", "next week"],
}  # fmt: skip
NUMBERS = {
    "ar": [
        "60 ألف مقاتل",
        "أكثر من ثلاثة",
        "٧",
        "ألف و",
        "مئة وخمسون شاحنة",
        "0.5",
        "1,000,000",
        "9" * 400,
    ],
    "en": ["60,000 fighters", "more than three", "twenty-five", "half a million", "1e9", "9" * 400],
}
MARKS = [
    ".", "،", ",", ":", ";", "؛", "؟", "!", "…", "...", "-", "–", "—", "•", "*", "«", "»", "“", "”", '"',
    "''", "'", "’", "(", ")", "[", "]", "/", "%", "\n", "\n\n", "\r\n", "\t", "\u200f", "\u202e", "\u2066",
    "\u202c", "\u200b", "\ufeff", "\u0640", "\u0651", "\u064b", "\ufdfa", "\x00", "\u2028", "°",
]  # fmt: skip
FOREIGN = [
    "перемирие",
    "停战",
    "İstanbul",
    "ﬁre",
    "😀",
    "हिंदी",
    "שלום",
    "ß",
    "Ǆ",
    "ﻻ",
    "گفت",
    "x" * 50,
]
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


def tokens(language):
    """A word or phrase that the reader may look at."""
    return st.one_of(
        *map(st.sampled_from, phrases(language).values()),
        *(st.sampled_from(words[language]) for words in (NAMES, TIMES, NUMBERS)),
        *[st.sampled_from(MARKS)] * 8, st.sampled_from(FOREIGN), ANY,
    )  # fmt: skip


@st.composite
def texts(draw, language):
    """Anything: tokens with or without space between them, of either language."""
    other = LANGUAGES[language == "ar"]
    some = st.one_of(tokens(language), tokens(language), tokens(other))
    spaced = st.tuples(some, st.sampled_from([" ", " ", " ", " ", "", "و", "\n", "s "]))
    return "".join(word + gap for word, gap in draw(st.lists(spaced, max_size=40)))


SAID = {
    "ar": ["{v} {t} {n} أن {c}", "{v} {t} أن {c} وأن {c}", "{t} {n} {v} {c}", "{v} {t}: «{c}»", "بحسب {t}، {c}",
           "{v} {t} أن {c} مشيرا إلى أن {c}", "«{c}»، {v} {t}", "{c}", "{v} أن {n} {v} أن {c}", "- {c}"],
    "en": ["{t} {n} {v} that {c}", "{t} {v} that {c} and that {c}", '“{c},” {v} {t} {n}', "{c}, {v} {n}",
           "According to {t}, {c}", "{n} {v} {c}, adding that {c}", "{n} {v} that {n} {v} that {c}", "- {c}"],
}  # fmt: skip


@st.composite
def sentences(draw, language):
    """A sentence in which somebody may say something, of words of the lexicon."""
    kinds = phrases(language)
    parts = [
        st.sampled_from(kinds[kind])
        for kind in ("topic", "negators", "inclusion", "exclusion", "event")
    ]
    parts += [st.sampled_from(words[language]) for words in (NAMES, TIMES, NUMBERS)]
    filled = {
        "{v}": st.sampled_from(kinds["verb"]),
        "{t}": st.sampled_from(kinds["titles"]) | st.sampled_from(kinds["bodies"]),
        "{n}": st.sampled_from(NAMES[language]),
        "{c}": st.lists(st.one_of(parts), min_size=1, max_size=6).map(" ".join),
    }  # fmt: skip
    made = draw(st.sampled_from(SAID[language]))
    for mark, words in filled.items():
        while mark in made:
            made = made.replace(mark, draw(words), 1)
    return made + draw(st.sampled_from(["!", "؟", ".", ".", "."]))


@st.composite
def plausible(draw, language):
    """Some sentences, in one or several paragraphs."""
    some = draw(st.lists(sentences(language), min_size=1, max_size=5))
    return "".join(one + draw(st.sampled_from([" ", " ", "\n", "\n\n"])) for one in some)


def both(of):
    """(language, text) in either language."""
    return st.sampled_from(LANGUAGES).flatmap(lambda one: st.tuples(st.just(one), of(one)))
