"""Sentences, headings and lists, in text as the web leaves it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reads import page, told

from hudna.text.sentences import parts


def cut(text, language="en"):
    """Each part as (kind, words), and the kinds of the notes."""
    made = page(text, language)
    found, notes = parts(made)
    return (
        [(one.kind, made.words.quote(one.first, one.last)) for one in found],
        [(note.kind, text[slice(*note.span)]) for note in notes],
    )


def sentences(text, language="en"):
    return [words for kind, words in cut(text, language)[0] if kind == "sentence"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The truce holds. Nobody fired!", ["The truce holds", "Nobody fired"]),
        (
            "Gen. Dilan Oz met Mr. Koval. They agreed.",
            ["Gen. Dilan Oz met Mr. Koval", "They agreed"],
        ),
        (
            "The U.S. envoy A. Brown left. He said no.",
            ["The U.S. envoy A. Brown left", "He said no"],
        ),
        ("It lasts 1.5 hours. Then it ends.", ["It lasts 1.5 hours", "Then it ends"]),
        ("See example.org for it. It is long.", ["See example.org for it", "It is long"]),
        ("They fired… Nobody fell.", ["They fired", "Nobody fell"]),
    ],
)
def test_a_stop_ends_a_sentence_but_no_abbreviation(text, expected):
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("صمدت الهدنة. لم يقع قصف؟ نعم!", ["صمدت الهدنة", "لم يقع قصف", "نعم"]),
        ("قال د. سامر إن الهدنة صامدة.", ["قال د. سامر إن الهدنة صامدة"]),
        ("وقع الاتفاق عام 2016 م. ثم انهار.", ["وقع الاتفاق عام 2016 م", "ثم انهار"]),
        ("صمدت الهدنة؛ لم يقع قصف.", ["صمدت الهدنة", "لم يقع قصف"]),
        ("صمدت الهدنة.لم يقع قصف.", ["صمدت الهدنة", "لم يقع قصف"]),
    ],
)
def test_in_arabic_too(text, expected):
    assert sentences(text, "ar") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“It holds. Nobody fired.” Talks go on.", ["“It holds. Nobody fired.”", "Talks go on"]),
        ("“It holds. Nobody fired,” said the envoy.", ["“It holds. Nobody fired,” said the envoy"]),
    ],
)
def test_a_stop_within_a_quotation_ends_nothing(text, expected):
    assert sentences(text) == expected


def test_a_stop_and_the_marks_behind_it_end_together():
    assert sentences("The truce “holds.” Nobody fired.") == ["The truce “holds.”", "Nobody fired"]


def test_a_quotation_that_never_closes_does_not_swallow_the_text():
    assert sentences("He said “it holds. Nobody fired.") == ["He said “it holds", "Nobody fired"]


def test_a_line_by_itself_is_a_heading():
    text = "Truce in the east\nThe truce holds, the envoy says. Nobody fired.\n"
    found, notes = cut(text)
    assert found[0] == ("heading", "Truce in the east")
    assert [kind for kind, _ in found] == ["heading", "sentence", "sentence"]
    assert notes == [("heading", "Truce in the east")]


@pytest.mark.parametrize(
    "caption",
    [
        "Men pass a checkpoint in Aden. Two tanks were hit there in May (Photo: Sami Nur)",
        "Men pass a checkpoint in Aden. File photo: Sami Nur",
        "Photo: Sami Nur/The Courier",
        "Men pass a checkpoint in Aden. /VCG Photo",
    ],
)
def test_a_line_that_ends_with_who_took_the_picture_is_no_sentence(caption):
    text = f"Truce holds\n\n{caption}\n\nThe army released a photo of the tank.\n\nIt was hit.\n"
    assert sentences(text) == ["The army released a photo of the tank", "It was hit"]


def test_a_heading_that_ran_into_an_arabic_sentence():
    found, notes = cut("اتهامات متبادلة نفى وزير الدفاع الأوكراني أن تكون قواته قصفت المطار.", "ar")
    assert found == [
        ("heading", "اتهامات متبادلة"),
        ("sentence", "نفى وزير الدفاع الأوكراني أن تكون قواته قصفت المطار"),
    ]
    assert notes == [("heading", "اتهامات متبادلة")]


def test_a_heading_before_a_formula():
    found, _ = cut("خلافات حول المعابر يأتي ذلك بعد انهيار المحادثات في مينسك.", "ar")
    assert found == [
        ("heading", "خلافات حول المعابر"),
        ("sentence", "يأتي ذلك بعد انهيار المحادثات في مينسك"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "وزير الدفاع الأوكراني نفى قصف المطار.",  # the subject stands before its verb
        "وكان وزير الدفاع الأوكراني قد نفى قصف المطار.",
        "الهدنة صامدة في جميع الجبهات حتى الآن، يقول مسؤول أممي.",
    ],
)
def test_a_sentence_is_not_cut_before_its_verb(text):
    assert cut(text, "ar")[1] == []


def test_a_heading_that_ran_into_an_english_sentence():
    found, notes = cut(
        "Sharp differences The minister denied that his troops had shelled the airport."
    )
    assert found[0] == ("heading", "Sharp differences")
    assert found[1][1].startswith("The minister denied")
    assert notes == [("heading", "Sharp differences")]


def test_no_heading_ran_into_what_somebody_claims():
    text = "Moscow claimed that Ukraine attempted to strike Russian energy sites."
    assert cut(text)[0] == [("sentence", text.rstrip("."))]


def test_a_list_of_lines():
    found, notes = cut("The deal:\n- covers all towns\n- names no group\n")
    assert found[-2:] == [("item", "covers all towns"), ("item", "names no group")]
    assert [kind for kind, _ in notes][-2:] == ["list", "list"]


def test_a_list_flattened_into_one_line():
    text = "اتفاق مينسك - يشمل جميع المدن - لا يستثني أي فصيل - توقيع سبعة فصائل."
    found, notes = cut(text, "ar")
    assert found == [
        ("heading", "اتفاق مينسك"),
        ("item", "يشمل جميع المدن"),
        ("item", "لا يستثني أي فصيل"),
        ("item", "توقيع سبعة فصائل"),
    ]
    assert [kind for kind, _ in notes] == ["list"]


def test_two_dashes_are_an_aside():
    assert sentences("The truce - the third this year - holds.") == [
        "The truce - the third this year - holds"
    ]


def test_lines_that_are_full_do_not_end_sentences():
    text = (
        "The truce that the two sides agreed on\nlast week holds along the whole of the\n"
        "front, the envoy told reporters in the\ncapital on Monday. Nobody has fired.\n\n"
        "Talks go on.\n"
    )
    assert sentences(text)[0].startswith("The truce that the two sides agreed on\nlast week")
    assert len(sentences(text)) == 3


def test_lines_that_go_on_with_a_small_letter_are_full():
    text = "The army today\naccused the rebels of breaking the\ntruce near Aden.\nIt said two men\nwere hurt.\n"
    assert [" ".join(words.split()) for words in sentences(text)] == [
        "The army today accused the rebels of breaking the truce near Aden",
        "It said two men were hurt",
    ]


def test_the_stamps_of_a_live_blog_begin_entries():
    text = "12:10 The truce holds in the east 12:45 A mortar fell on a market 13:05 Two were hurt"
    assert [words for _, words in cut(text)[0]] == [
        "The truce holds in the east", "A mortar fell on a market", "Two were hurt",
    ]  # fmt: skip


def test_a_time_of_the_day_within_a_sentence_begins_none():
    text = "The truce began at 12:10 and ended by 12:45 or at 13:05 in the east."
    assert sentences(text) == [text[:-1]]


def test_a_dateline_is_no_part_of_the_sentence():
    assert sentences("JUBA, Jan. 3 (Agency) - The truce holds in the whole of the state.") == [
        "The truce holds in the whole of the state"
    ]
    assert sentences("KYIV – The truce holds in the whole of the east.") == [
        "The truce holds in the whole of the east"
    ]
    assert sentences("NATO said - on Monday - that the truce holds.") == [
        "NATO said - on Monday - that the truce holds"
    ]


def test_numbers_before_points():
    assert [words for _, words in cut("1) the truce begins at noon\n2) the roads are opened\n")[0]] == [
        "the truce begins at noon", "the roads are opened",
    ]  # fmt: skip


@given(st.sampled_from(["ar", "en"]), st.text(alphabet='ab. \n-«»"،:؟10هنو', max_size=200))
def test_parts_are_apart_and_in_order(language, text):
    made = page(text, language)
    found, _ = parts(made)
    last = 0
    for one in found:
        assert last <= one.first < one.last <= len(made.words)
        last = one.last


def test_a_line_that_ends_with_a_word_which_ends_none_goes_on():
    assert sentences("The army said rebels had broken the truce in\nthe past week.\n") == [
        "The army said rebels had broken the truce in\nthe past week"
    ]


def test_an_hour_may_end_a_sentence():
    text = "The truce began at 6 p.m. The army said it would keep it."
    assert [one[1] for one in told(text, "en")] == [None, "The army"]
    whole = "The truce began at 6 p.m. Moscow time on Monday."
    assert [one[0] for one in told(whole, "en")] == [whole[:-1]]
