"""Statements that cannot both hold, and such as only look so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reads import read

from hudna.text.conflicts import conflicts
from hudna.text.statement import Name, Statement


def found(text, language="ar"):
    """Each conflict as the contents of its two statements, and what it is about."""
    made = read(text, language)
    said = {one.id: one.said for one in made.statements}
    return [(*(said[id_] for id_ in one.statements), one.about) for one in made.conflicts]


def test_a_place_that_is_covered_and_is_not():
    text = (
        "أدى تعنت الروس واشتراطهم عدم شمول الهدنة مدينة دونيتسك إلى تأجيل المحادثات. "
        "وبحسب مصادر محلية، انسحبت كييف بسبب رفض موسكو استثناء دونيتسك من الهدنة."
    )
    (one,) = found(text)
    assert one[0].startswith("عدم شمول الهدنة مدينة دونيتسك")
    assert one[1] == "استثناء دونيتسك من الهدنة"
    assert one[2].startswith("P06:")
    text = "Kyiv said the deal covers Debaltseve. Moscow said the deal does not cover Debaltseve."
    ((_, _, about),) = found(text, "en")
    assert about.startswith("P06:")


def test_a_place_that_nobody_knows_is_known_by_its_noun():
    text = (
        "قالت موسكو إن الاتفاق لا يشمل منطقة الغوطة. وقالت المعارضة إن الاتفاق يشمل الغوطة الشرقية."
    )
    ((_, _, about),) = found(text)
    assert about == "P06:الغوطة"


def test_an_actor_that_is_left_out_and_is_not():
    text = "Kyiv said the deal excludes Hezbollah. Moscow said the deal does not exclude Hezbollah."
    assert found(text, "en") == [
        ("the deal excludes Hezbollah", "the deal does not exclude Hezbollah", "P08:hezbollah")
    ]


def test_an_event_that_one_tells_and_another_denies():
    text = "قالت كييف إن المدافع الروسية قصفت دونيتسك. ونفت موسكو قصف دونيتسك."
    (one,) = found(text)
    assert one[2].startswith("H-")
    text = "Kyiv said artillery shelled Donetsk. Moscow denied shelling Donetsk."
    assert [about.split(":")[0] for *_, about in found(text, "en")] == ["H-ART"]


@pytest.mark.parametrize(
    "text",
    [
        "قالت كييف إن الاتفاق يشمل دونيتسك. وقالت موسكو إن الاتفاق يشمل دونيتسك.",  # they agree
        "قالت كييف إن الاتفاق يشمل دونيتسك. وقالت موسكو إن الاتفاق لا يشمل خاركيف.",
        "قالت كييف إن المدفعية قصفت دونيتسك. ونفت موسكو قصف خاركيف.",
        "قالت كييف إن لغما انفجر في دونيتسك. ونفت موسكو أن تكون طائراتها قصفت دونيتسك.",
        "قالت كييف إن رفض موسكو شمول دونيتسك بالهدنة غريب.",  # one in the other's words
    ],
)
def test_no_conflict(text):
    assert found(text) == []


def statement(number, polarity, place):
    span = number * 10, number * 10 + 5
    name = Name(span, place, place, place)
    return Statement(f"s{number}", span, span, "", "state", polarity, places=(name,))


def test_only_what_says_what_is_covered_is_compared():
    both = [statement(1, "affirmed", "a"), statement(2, "negated", "a")]
    assert [one.statements for one in conflicts(both, {"s1", "s2"})] == [("s1", "s2")]
    assert conflicts(both, {"s1"}) == ()


@given(st.lists(st.tuples(st.sampled_from(["affirmed", "negated"]), st.sampled_from("ab"))))
def test_every_conflict_is_of_two_that_differ_about_one_place(drawn):
    said = [statement(number, *one) for number, one in enumerate(drawn)]
    by_id = {one.id: one for one in said}
    for one in conflicts(said, by_id):
        first, second = (by_id[id_] for id_ in one.statements)
        assert first.polarity != second.polarity
        assert first.places[0].id == second.places[0].id == one.about.partition(":")[2]
        assert first.span < second.span


def test_their_number_is_linear_in_the_statements():
    said = [statement(n, ("affirmed", "negated")[n % 2], "a") for n in range(4_000)]
    assert len(conflicts(said, {one.id for one in said})) <= 20 * len(said)


def test_a_denial_without_a_place_answers_the_event_before_it():
    text = "قال الجيش إن المسلحين قصفوا حلب بالمدفعية. ونفت الحركة القصف."
    found = read(text).conflicts
    assert [(one.statements, one.about) for one in found] == [(("s1", "s2"), "H-ART:aleppo")]
    assert not read("قال الجيش إن المسلحين قصفوا حلب. ونفى الجيش القصف.").conflicts


def test_a_denial_of_what_another_says_is_a_conflict_with_it():
    text = "Moscow denied Washington's accusation that rockets had hit the Velkivsk road."
    (one,) = read(text, "en").conflicts
    assert one.about == "H-RKT:Velkivsk road"
