"""The words for codes: complete in both languages, and equal to the domain document's lists."""

import re
from pathlib import Path

import pytest

from hudna import codes
from hudna.codes import Text, UnknownCodeError

DOMAIN = Path(__file__).parents[2] / "shared" / "domain.md"
ARABIC = re.compile(r"[\u0621-\u064a]")
BIDI = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")

EXPECTED = {
    "element": "occurred time territory actor target act justification",
    "truth": "T F U",
    "verdict": "violation outside permitted not_occurred cannot_determine",
    "headline": "violation not_violation depends cannot_determine under_review",
    "cause": "outside permitted refuted",
    "evidence": "E0 E1 E2 E3 E4 contested refuted",
    "accession": "signed declared listed_by_third_party denied reserved suspended_claimed "
    "withdrew_claimed",
    "actor": "state state-force armed-group unit coalition umbrella civilians body",
    "zone": "scope-in scope-out combat-area control contact-line buffer security-zone "
    "withdrawal-line no-fly covered-place",
    "obligation": "pending met met_late missed disputed",
}
ALL = [(kind, name) for kind in codes.kinds() for name in codes.codes(kind)]


def section():
    if not DOMAIN.exists():
        pytest.skip("the domain document is not beside the repository")
    return DOMAIN.read_text(encoding="utf-8").split("\n### 5(c)", 1)[1].split("\n### ", 1)[0]


@pytest.mark.parametrize("kind", EXPECTED)
def test_the_codes_of_a_kind_in_their_order(kind):
    assert list(codes.codes(kind)) == EXPECTED[kind].split()


@pytest.mark.parametrize(("kind", "name"), ALL)
def test_every_text_in_both_languages(kind, name):
    code = codes.code(kind, name)
    for text in (code.label, code.meaning, *([code.needs] if code.needs else [])):
        assert text.en.strip()
        assert not ARABIC.search(text.en)
        assert ARABIC.search(text.ar)
        assert not BIDI.search(text.en + text.ar)
    assert code.meaning.en.endswith(".")
    assert code.meaning.ar.endswith(".")


@pytest.mark.parametrize("kind", codes.kinds())
def test_labels_of_a_kind_differ(kind):
    if kind != "relation":  # both actors and incidents have parts
        labels = [code.label for code in codes.codes(kind).values()]
        assert len({text.en for text in labels}) == len(labels)
        assert len({text.ar for text in labels}) == len(labels)


def test_reason_codes_equal_the_domain_document():
    listed = section().split("**Reason codes for CANNOT_DETERMINE**", 1)[1].split("\n", 1)[0]
    names = re.findall(r"`([A-Z_|]+)`", listed)
    expanded = [
        full
        for name in names
        for full in (
            [f"TIME_STRADDLES_{end}" for end in ("START", "END")] if "|" in name else [name]
        )
    ]
    assert list(codes.codes("reason")) == expanded


def test_letters_of_the_elements_equal_the_domain_document():
    listed = section().split("**Elements**", 1)[1].split("**From evidence", 1)[0]
    letters = [code.letter for code in codes.codes("element").values()]
    assert letters == re.findall(r"`([A-Z])` ", listed)


def test_report_words_of_the_levels_equal_the_domain_document():
    words = dict(re.findall(r'\| (E\d) \| .* \| "(\w+)" \|', section()))
    assert words == {f"E{n}": codes.label("evidence", f"E{n}", "en") for n in range(1, 5)}


def test_every_reason_says_what_would_resolve_it():
    for name, code in codes.codes("reason").items():
        assert codes.needs(name, "en")
        assert codes.needs(name, "ar")
        assert code.set_by in ("engine", "person")
    by_person = [n for n, code in codes.codes("reason").items() if code.set_by == "person"]
    assert by_person == ["TEXT_UNAVAILABLE", "ACCESS_DENIED", "TECHNICAL_LIMIT"]


def test_only_reasons_need_and_only_elements_have_letters():
    for kind, name in ALL:
        code = codes.code(kind, name)
        assert (code.needs is not None) == (kind == "reason")
        assert (code.letter is not None) == (kind == "element")


def test_flags_name_a_law_and_a_kebab_case_code():
    for name in codes.codes("flag"):
        law, _, rest = name.partition(":")
        assert law in codes.codes("law")
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rest), name


def test_the_words_that_matter_most():
    assert codes.label("verdict", "violation", "ar") == "انتهاك"
    assert codes.label("verdict", "outside", "ar") == "خارج نطاق الاتفاق"
    assert codes.label("headline", "cannot_determine", "ar") == "يتعذّر الجزم"
    assert codes.label("headline", "depends", "ar") == "يتوقف على القراءة"
    assert "lawful" in codes.meaning("notice", "other_law", "en")


def test_unknown_codes_are_refused_with_a_suggestion():
    with pytest.raises(UnknownCodeError, match="unknown reason “SINGLE_SOURCE”") as caught:
        codes.needs("SINGLE_SOURCE", "en")
    assert caught.value.nearest == "SINGLE_ORIGIN"
    with pytest.raises(KeyError, match="unknown kind of code “verdicts”; did you mean “verdict”"):
        codes.codes("verdicts")
    with pytest.raises(KeyError, match="unknown language “AR”; did you mean “ar”"):
        Text("a", "ا").in_("AR")
    with pytest.raises(KeyError, match=r"unknown verdict “xyz”$"):
        codes.label("verdict", "xyz", "en")


def test_files_say_what_awaits_review():
    from importlib.resources import files

    for name in ("codes.yaml", "provisions.yaml", "taxonomy.yaml"):
        text = files("hudna").joinpath("data", name).read_text(encoding="utf-8")
        assert "review by a native legal translator" in text.replace("\n# ", " ")
