"""The article of the reference case, annotated by hand: every speaker, act, polarity and figure.

The article is not part of the project; `evaluation/reading/article.json` holds places in it, no words.
"""

import hashlib
import json
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from hudna.text.reading import Reader

ROOT = Path(__file__).resolve().parents[2]
MARKED = json.loads((ROOT / "evaluation/reading/article.json").read_text("utf-8"))
ARTICLE = ROOT.parent / "shared/seed/article.ar.txt"


@pytest.fixture(scope="module")
def text():
    if not ARTICLE.exists():
        pytest.skip("the article is not on this machine")
    text = ARTICLE.read_text("utf-8")
    assert hashlib.sha256(text.encode()).hexdigest() == MARKED["sha256"]
    return text


@pytest.fixture(scope="module")
def reading(text):
    return Reader.of("ar").read(text, date(2016, 12, 30)).document()


def beside(reading, marked):
    """The statement that was read whose content is nearest to a marked one."""

    def overlap(one):
        (a, b), (c, d) = one["content"], marked["content"]
        return max(0, min(b, d) - max(a, c)) / (max(b, d) - min(a, c))

    best = max(reading["statements"], key=overlap)
    assert overlap(best) > 0.8
    return best


@pytest.mark.parametrize("number", range(len(MARKED["statements"])))
def test_a_statement_is_read_as_a_person_marked_it(text, reading, number):
    marked = MARKED["statements"][number]
    found = beside(reading, marked)
    for key in ("act", "polarity", "hedge"):
        assert found[key] == marked[key], key
    assert (found["verb"] and found["verb"]["span"]) == marked["verb"]
    speaker = marked["speaker"]
    assert (found["speaker"] is None) == (speaker is None)
    if speaker is not None:
        assert found["speaker"]["name"] == text[slice(*speaker["name"])]
        assert (found["speaker"]["role"] is not None) == speaker["role"]
    assert [[one["earliest"], one["latest"]] for one in found["times"]] == marked["times"]
    assert [[n["value"], n["unit"], n["modifier"]] for n in found["numbers"]] == marked["numbers"]


def test_hardly_anything_is_read_that_nobody_marked(reading):
    marked = [beside(reading, one)["id"] for one in MARKED["statements"]]
    assert len(marked) == len(set(marked))
    assert len(reading["statements"]) <= len(marked) + 1


def test_what_the_web_did_to_it_is_noted(reading):
    assert [[note["kind"], note["span"]] for note in reading["notes"]] == sorted(
        MARKED["notes"], key=lambda note: note[1]
    )


def test_its_own_contradiction_is_found(reading):
    told = [{*one["statements"]} for one in reading["conflicts"]]
    for pair in MARKED["conflicts"]:
        assert {beside(reading, MARKED["statements"][at])["id"] for at in pair} in told


def test_the_zone_is_the_cases_or_nobodys(text):
    found = Reader.of("ar", zone=ZoneInfo("Asia/Damascus")).read(text, date(2016, 12, 30))
    (start,) = [
        t
        for s in found.statements
        if "P04" in s.topics
        for t in s.times
        if "T" in (t.earliest or "")
    ]
    assert (start.earliest, start.zone_from) == ("2016-12-30T00:00+02:00", "case")
