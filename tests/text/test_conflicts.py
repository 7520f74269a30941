"""Statements that cannot both hold, and such as only look so."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reads import read


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


# A Tuesday.
SAID_ON = date(2014, 9, 9)
PLACES = {"a": "Donetsk", "b": "Debaltseve"}
SAID = {"affirmed": "covers", "negated": "does not cover"}


def scope(number, polarity, place):
    return (
        f"Minister {chr(65 + number % 26)}{number} said the deal {SAID[polarity]} {PLACES[place]}."
    )


@settings(max_examples=30)
@given(
    st.lists(st.tuples(st.sampled_from(["affirmed", "negated"]), st.sampled_from("ab")), max_size=8)
)
def test_every_conflict_is_of_two_that_differ_about_one_place(drawn):
    made = read(" ".join(scope(number, *one) for number, one in enumerate(drawn)), "en")
    by_id = {one.id: one for one in made.statements}
    assert len(by_id) == len(drawn)
    for one in made.conflicts:
        first, second = (by_id[id_] for id_ in one.statements)
        assert first.polarity != second.polarity
        assert first.places[0].id == second.places[0].id == one.about.partition(":")[2]
        assert first.span < second.span


def test_their_number_is_linear_in_the_statements():
    text = " ".join(scope(n, ("affirmed", "negated")[n % 2], "a") for n in range(600))
    assert len(read(text, "en").conflicts) <= 28 * 600


def test_a_denial_without_a_place_answers_the_event_before_it():
    text = "قال الجيش إن المسلحين قصفوا حلب بالمدفعية. ونفت الحركة القصف."
    found = read(text).conflicts
    assert [(one.statements, one.about) for one in found] == [(("s1", "s2"), "H-ART:aleppo")]
    assert not read("قال الجيش إن المسلحين قصفوا حلب. ونفى الجيش القصف.").conflicts


def test_a_denial_of_what_another_says_is_a_conflict_with_it():
    text = "Moscow denied Washington's accusation that rockets had hit the Velkivsk road."
    (one,) = read(text, "en").conflicts
    assert one.about == "H-RKT:Velkivsk road"


# One text, and what its one conflict is about.
CONFLICTS = [
    # Ground that is named, all ground, the same ground without its name, and only some ground.
    (
        "en",
        "Kyiv said that Debaltseve lies outside the scope of the truce. Donetsk replied that the truce applies to every part of the front.",
        "P06:debaltseve",
    ),
    (
        "en",
        "Kyiv said that Debaltseve was not part of the arrangement. The rebels said that the town is covered.",
        "P06:debaltseve",
    ),
    (
        "en",
        "Damascus said the deal covers Daraya only. The envoy said that it extends to Douma.",
        "P06:duma",
    ),
    (
        "ar",
        "قال الجيش إن حلب خارج الاتفاق. وقالت المعارضة إن الاتفاق يشمل كل بلدة في البلاد.",
        "P06:aleppo",
    ),
    # Force that is denied of all of a side's weapons, men and time, or by calling the tale invented.
    (
        "en",
        "Baku said that missiles hit Ganja overnight. Yerevan insisted that no missile had left its soil.",
        "H-MSL:ganja",
    ),
    (
        "en",
        "Kyiv said that rockets hit Mariupol on Saturday. A rebel commander said his men had not fired a single round since Friday.",
        "H-RKT:mariupol",
    ),
    (
        "en",
        "Monitors said that warplanes bombed Tawila on Sunday. The army called the claim baseless.",
        "H-AIR-FW:tawila",
    ),
    (
        "ar",
        "قال شهود إن طائرات حربية قصفت أم درمان. ووصف المتحدث باسم الجيش أنباء القصف بأنها مختلقة.",
        "H-AIR-FW:omdurman",
    ),
    (
        "en",
        "The army said that rebels had ambushed an aid convoy near Lamno. The rebels dismissed the story as fabricated.",
        "H-AID-A:Lamno",
    ),
    # Counts of one thing.
    (
        "en",
        "The centre counted 31 breaches in three days. The committee put the figure at more than 170.",
        "P01:violations",
    ),
    (
        "ar",
        "قال التحالف إن الحوثيين ارتكبوا 110 خروقات. وقالت اللجنة إن خروقات الحوثيين لم تتجاوز 30 خرقا.",
        "P01:violations",
    ),
    # Days of one thing.
    (
        "ar",
        "قالت الحكومة إن الهدنة تبدأ يوم السبت. وقالت المعارضة إن الهدنة تبدأ يوم الاثنين.",
        "P04:start",
    ),
    # One deed, at the other's door.
    (
        "en",
        "Kinshasa said that M23 fighters shelled Sake with artillery. The rebels blamed the army for the shelling of Sake.",
        "H-ART:geonames-205970",
    ),
    # What the text permits, or obliges to.
    (
        "ar",
        "قالت بلغراد إن الاتفاق يسمح بتدوير الوحدات. وقالت واشنطن إن الاتفاق يحظر أي تدوير للوحدات.",
        "P12",
    ),
    (
        "ar",
        "قال الوسيط إن التعهد يلزم الفصائل بتسليم السلاح. وقال زعيم التمرد إن التعهد لا يلزم رجاله بتسليم السلاح.",
        "P10",
    ),
    # What has left, and is still there.
    (
        "en",
        "The general said that his tanks had left Gorazde. Monitors said that the tanks were still in Gorazde.",
        "P10:gorazde",
    ),
    (
        "ar",
        "قال المتحدث إن الجيش سحب دباباته من حمص. وقال ناشطون إن الدبابات ما زالت في حمص.",
        "P10:homs",
    ),
    # What is so, and is not.
    (
        "ar",
        "قال الجيش إن الطريق الساحلي فتح أمام الشاحنات. ونفت البلدية أن يكون الطريق الساحلي قد فتح.",
        "P16",
    ),
]


@pytest.mark.parametrize(("language", "text", "about"), CONFLICTS)
def test_two_that_cannot_both_hold(language, text, about):
    assert [one.about for one in read(text, language, SAID_ON).conflicts] == [about]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        # Other places, days, things counted, and those of other people.
        ("en", "The army said a mortar bomb hit Donetsk. The rebels said that no mortar of theirs had fired on Kharkiv."),
        ("en", "Kyiv said that rockets hit Mariupol on Thursday. A rebel commander said his men had not fired a single round since Friday."),
        ("en", "The UN said that 60 trucks entered Gaza on Sunday. The food agency said another 40 trucks entered Gaza on Sunday."),
        ("en", "The mission counted 24 violations by the rebels in November. The rebels put violations by the navy at 11."),
        ("ar", "قالت منظمة إن 25 شاحنة دخلت حلب. وقالت الأمم المتحدة إن 12 شاحنة دخلت حمص."),
        ("en", "NATO said that it would collect 3,300 weapons. The government put the number of rebel weapons at 85,000."),
        ("en", "A spokesman said that his soldiers had fired on nobody since the truce. The bishop counted 40 dead in the city."),
        ("en", "The general said that his tanks had left Gorazde. Monitors said that tanks were still in Sarajevo."),
        # What is wanted and what is refused, what may be and what was.
        ("en", "The opposition demanded that the siege be lifted. The army rejected a lifting of the siege."),
        ("en", "The minister said that aid flights may land in Shire from Tuesday. An aid worker said that no flight had landed in Shire."),
        ("en", "Monitors said that rebels attacked Wau. The rebels said they would no longer attack Wau."),
        # One side says it twice; nobody denies what is not known; a promise is no denial.
        ("en", "The army said that rockets hit Donetsk. The army denied that rockets had hit Donetsk."),
        ("en", "The rebels said that artillery hit Donetsk. The mission could not confirm that artillery had hit Donetsk."),
        ("ar", "قال الجيش إن مسلحين نصبوا كمينا قرب حلب. وقال متحدث باسم الحركة إنه لا يعلم بأمر الكمين قرب حلب."),
    ],
)  # fmt: skip
def test_two_that_both_may_hold(language, text):
    assert read(text, language, SAID_ON).conflicts == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "قالت المعارضة إن الجيش قصف حلب. نفى الجيش هذا"),
        ("en", "The rebels said the army shelled Aleppo. The army denied this"),
    ],
)
def test_a_denial_may_be_the_last_word_of_a_text(language, text):
    ((_, denied, _),) = found(text, language)
    assert denied in ("هذا", "this")
