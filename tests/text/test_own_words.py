"""The words of a case: read with it, and refused with a place and a remedy where they are malformed."""

import json
import shutil
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from told import ROOT

from hudna.case import open_case
from hudna.problem import Refused
from hudna.text.own_words import FILE, of_case
from hudna.text.reading import Reader


@pytest.fixture
def case(tmp_path):
    folder = tmp_path / "case"
    shutil.copytree(ROOT / "src/hudna/cases/syria-2016", folder)
    return open_case(folder)


def read(case, written, text, language="ar"):
    (case.path / FILE).write_text(written, "utf-8")
    return Reader.of(language, of_case(case, language)).read(text)


def refused(case, written, language="ar"):
    (case.path / FILE).write_bytes(written if isinstance(written, bytes) else written.encode())
    with pytest.raises(Refused) as error:
        of_case(case, language)
    return error.value.problems


def test_without_the_file_a_case_gives_its_names(case):
    found = dict(of_case(case, "ar"))
    assert found["روسيا"].value.id == "russia"
    (case.path / FILE).write_text("")
    assert dict(of_case(case, "ar")) == found


def test_who_spoke_for_whom(case):
    text = "قال أندري كوفال إن الهدنة صامدة."
    (before,) = Reader.of("ar").read(text).statements
    assert before.speaker.actor is None
    (after,) = read(case, "people: [{actor: russia, ar: [أندري كوفال]}]", text).statements
    assert (after.speaker.name, after.speaker.actor) == ("أندري كوفال", "russia")


def test_a_new_verb_is_read_in_all_its_forms(case):
    written = "ar: {speech: [{act: commit, verbs: [بصم/يبصم], with: [على]}]}"
    for text in ("بصمت موسكو على وقف القصف.", "موسكو تبصم على وقف القصف."):
        assert not any(one.act == "commit" for one in Reader.of("ar").read(text).statements)
        (one,) = read(case, written, text).statements
        assert (one.act, one.said, one.polarity) == ("commit", "وقف القصف", "affirmed")
    written = "en: {speech: [{act: deny, verbs: [poohpooh], negates: true, object: true}]}"
    (one,) = read(case, written, "Moscow poohpoohed reports of shelling.", "en").statements
    assert (one.act, one.said, one.polarity) == ("deny", "reports of shelling", "negated")


def test_a_new_negator_title_topic_and_event(case):
    written = (
        "ar:\n"
        "  grammar: {negators: [مهوب], titles: [منسق الهدنة]}\n"
        "  topics: {P16: [الباصات الخضر]}\n"
        "  events: {H-IED: [جرة غاز مفخخة]}\n"
    )
    (one,) = read(case, written, "قال منسق الهدنة أندري كوفال إن الهدنة مهوب صامدة.").statements
    assert (one.speaker.role, one.polarity) == ("منسق الهدنة", "negated")
    (one,) = read(case, written, "قالت موسكو إن الباصات الخضر ستمر.").statements
    assert one.topics == ("P16",)
    (one,) = read(case, written, "قالت موسكو إن جرة غاز مفخخة انفجرت.").statements
    assert one.event == "H-IED"


def test_the_words_of_one_case_are_not_those_of_another(case):
    read(case, "ar: {grammar: {negators: [مهوب]}}", "قالت موسكو إن الهدنة مهوب صامدة.")
    (one,) = Reader.of("ar").read("قالت موسكو إن الهدنة مهوب صامدة.").statements
    assert one.polarity == "affirmed"


@pytest.mark.parametrize(
    ("written", "line", "told", "remedy"),
    [
        ("people: [", 2, "not YAML", "brackets|indentation"),
        ("- a\n", 1, "model_type|mapping|valid", "mapping"),
        ("who: []\n", 1, "no field `who`", "hudna schema|Did you mean"),
        ("people:\n  - {ar: [x]}\n", 2, "`actor` is missing", "Add `actor:`"),
        ("people:\n  - {actor: 'a b', ar: [x]}\n", 2, "right form", "Latin letters"),
        ("ar:\n  speech:\n    - {verbs: [x]}\n", 3, "`act` is missing", "Add `act:`"),
        ("ar:\n  speech:\n    - {act: shout}\n", 3, "shout", "confirm"),
        ("ar:\n  speech:\n    - {act: deny, hedge: no}\n", 3, "“no”", "hearsay"),
        ("ar:\n  speech:\n    - {act: deny, negates: perhaps}\n", 3, "perhaps", "true or false"),
        ("ar:\n  grammar:\n    nagators: [x]\n", 3, "nothing reads “nagators”", "negators"),
        ("ar:\n  grammar:\n    negators: x\n", 3, "“x”", "list"),
        ("ar:\n  topics:\n    P99: [x]\n", 3, "nothing reads “P99”", "P01"),
        ("en:\n  events:\n    H-NONE: [x]\n", 3, "nothing reads “H-NONE”", "H-ART"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_file_place_and_remedy(case, written, line, told, remedy):
    (problem, *_) = refused(case, written)
    assert problem.file == FILE
    assert problem.line == line, problem
    assert any(part in problem.what for part in told.split("|")), problem
    assert any(part in problem.remedy for part in remedy.split("|")), problem


def test_everything_that_is_wrong_is_told_at_once(case):
    written = "ar:\n  grammar: {nagators: [x], titels: [y]}\n  topics: {P99: [z]}\n"
    assert len(refused(case, written)) == 3


def test_a_bomb_is_refused(case):
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [
        f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]"
        for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    assert any("alias" in problem.what for problem in refused(case, "\n".join(lines)))
    assert refused(case, "ar: " + "[" * 5_000)
    assert refused(case, b"ar: {grammar: {negators: [\xff\xfe]}}")
    assert refused(case, "ar: !!python/object:os.system {}")


def test_a_link_out_of_the_case_is_refused(case, tmp_path):
    (tmp_path / "other.yaml").write_text("people: []")
    (case.path / FILE).symlink_to(tmp_path / "other.yaml")
    with pytest.raises(Refused):
        of_case(case, "ar")


@given(st.text(alphabet="ar:en \n-[]{}'\"&*!|>#?,peogmhctivsنوا1\t", max_size=120))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
def test_any_file_is_read_or_refused(case, written):
    (case.path / FILE).write_text(written, "utf-8")
    with suppress(Refused):
        assert all(isinstance(name, str) for name, _ in of_case(case, "ar"))


@given(st.lists(st.text(min_size=1, max_size=30), max_size=5))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
def test_any_words_may_be_negators(case, words):
    (case.path / FILE).write_text(json.dumps({"ar": {"grammar": {"negators": words}}}), "utf-8")
    try:
        reader = Reader.of("ar", of_case(case, "ar"))
    except Refused:
        return
    assert reader.read("قالت موسكو إن الهدنة صامدة.").statements
