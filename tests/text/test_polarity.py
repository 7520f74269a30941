"""Polarity: the table of the guidelines, in both languages, in sentences of our own."""

import pytest
from reads import told

AFFIRMED, NEGATED = "affirmed", "negated"


def first(text, language):
    return told(text, language)[0][-1]


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("نفت موسكو وجود عملية في دونيتسك.", NEGATED),
        ("نفى الوزير أن تكون قواته قصفت المطار.", NEGATED),
        ("رفضت موسكو استثناء المطار من الهدنة.", AFFIRMED),  # refuses to exclude
        ("لم يستبعد الوزير تمديد الهدنة.", AFFIRMED),
        ("استبعد الوزير تمديد الهدنة.", NEGATED),
        ("قال الوزير إن الاتفاق يستثني المطار.", NEGATED),
        ("قال الوزير إن الاتفاق لا يستثني المطار.", AFFIRMED),
        ("قال الوزير إن الاتفاق يشمل جميع المناطق ولا يستثني المطار.", AFFIRMED),
        ("قال الوزير إن الاتفاق لا يشمل المطار.", NEGATED),
        ("طالبت موسكو بعدم شمول المطار بالهدنة.", NEGATED),
        ("اتهمت كييف موسكو بعدم الالتزام بالهدنة.", NEGATED),
        ("اتهمت كييف موسكو بخرق الهدنة.", AFFIRMED),  # a violation is no negator
        ("قال الوزير إن المحادثات انهارت.", AFFIRMED),
        ("قال الوزير إن قواته لن تقصف المطار.", NEGATED),
        ("قال الوزير إن كييف ليست طرفا في الهدنة.", NEGATED),
        ("قال الوزير إن كييف فشلت في وقف القصف.", NEGATED),
        ("تعهدت كييف بألا تقصف المطار.", NEGATED),
        ("قال الوزير إن الهدنة ما زالت صامدة.", AFFIRMED),  # a negator in form only
        ("قال الوزير إن الهدنة لا تزال صامدة.", AFFIRMED),
        ("قال الوزير إن ما لا يقل عن عشرة قتلى سقطوا في القصف.", AFFIRMED),
        # Not in a clause of cause, time, purpose or relation:
        ("قال الوزير إن الهدنة انهارت لأن موسكو لم تلتزم بها.", AFFIRMED),
        ("قال الوزير إن الهدنة انهارت بعد أن رفضت موسكو سحب المدفعية.", AFFIRMED),
        ("قال الوزير إن الطرق التي لا تمر بالمطار مفتوحة.", AFFIRMED),
        # What another says is theirs:
        ("قال الوزير إن موسكو أعلنت أنها لن تقصف المطار.", AFFIRMED),
    ],
)
def test_in_arabic(text, polarity):
    assert first(text, "ar") == polarity


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("Moscow denied that there was an operation in Donetsk.", NEGATED),
        ("Moscow refused to exclude the airport from the truce.", AFFIRMED),
        ("Kyiv did not rule out an extension of the truce.", AFFIRMED),
        ("Kyiv ruled out an extension of the truce.", NEGATED),
        ("The envoy said the deal excludes the airport.", NEGATED),
        ("The envoy said the deal does not exclude the airport.", AFFIRMED),
        ("The envoy said the deal covers all areas and does not exclude the airport.", AFFIRMED),
        ("The envoy said the deal does not cover the airport.", NEGATED),
        ("Moscow demanded that the airport not be covered.", NEGATED),
        ("Kyiv accused Moscow of not keeping the truce.", NEGATED),
        ("Kyiv accused Moscow of breaking the truce.", AFFIRMED),
        ("The envoy said the talks had collapsed.", AFFIRMED),
        ("The envoy said Kyiv would never shell the airport.", NEGATED),
        ("The envoy said Kyiv had failed to stop the shelling.", NEGATED),
        ("The envoy said the truce would begin no later than Monday.", AFFIRMED),
        ("The envoy said the truce had collapsed because Moscow did not keep it.", AFFIRMED),
        ("The envoy said the truce had collapsed after Moscow refused to leave.", AFFIRMED),
        ("The envoy said the roads which do not pass the airport were open.", AFFIRMED),
        ("The envoy said Moscow had announced that it would not shell the airport.", AFFIRMED),
        ("The envoy said the monitors, who left in May, were not consulted.", NEGATED),
        ("The envoy said there was no way out other than by force.", NEGATED),
        ("The envoy said it was done for the people, not for Moscow.", AFFIRMED),
        ("If Moscow does not keep it, the envoy warned, the truce will end.", AFFIRMED),
        ("The envoy said guns would be withdrawn and no house would be searched.", AFFIRMED),
        ("The fighting, never suspended, is expected to intensify, the envoy said.", AFFIRMED),
        ("A month after Moscow agreed to it, the truce has not begun, the envoy said.", NEGATED),
        ("The envoy said that, without a law, nobody could open the airport.", NEGATED),
        ("Kyiv urged both sides to address all disputes through talks.", AFFIRMED),
        ("“It did not shell the airport. It did not move at all,” the envoy said.", NEGATED),
        ("The envoy said neither Kyiv nor Moscow would shell the airport.", NEGATED),
        ("The envoy said units returned fire with weapons not banned by the truce.", AFFIRMED),
        ("The envoy said the men were Ukrainians, not Russians.", AFFIRMED),
        ("Kyiv said the army never attacked the town.", NEGATED),
        ("A resident said the guns never stopped.", NEGATED),
        (
            "The other signatory, the Defence Forces, has not named its delegates to the truce talks.",
            NEGATED,
        ),
        ("The truce, a deal of four pages, has held.", AFFIRMED),
    ],
)
def test_in_english(text, polarity):
    assert first(text, "en") == polarity


def test_a_text_may_end_with_its_negator():
    assert told("قال الوزير إن الجواب لا", "ar")[0][-1] == NEGATED
    assert told("Kyiv said the answer was not", "en")[0][-1] == NEGATED
