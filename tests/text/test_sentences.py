"""Sentences, headings and lists, in text as the web leaves it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reads import page, read, told

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


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("Talks stall Roads still shut The army let nobody pass.", ["Talks stall Roads still shut"]),
        ("Yemen truce holds for two monthsThe envoy said he was glad.", ["Yemen truce holds for two months"]),
        ("Nobody fell. \"They forgot us\"The rebels, who had no seat, left.", ['"They forgot us"']),
        ("Nobody fell. Who fired first?The army denied it.", ["Who fired first?"]),
        ("Nobody fell. Next: Aden Talks on ports begin in May.", ["Next: Aden"]),
        ("Nobody fell. A cool reception In Aden some of the men grumbled.", ["A cool reception"]),
        ("Nobody fell. Outlook Four trucks are to leave today.", ["Outlook"]),
        ("BULLETIN No. 7 TRUCE MONITORS Aden, 4 May 2022 The monitors met.", ["BULLETIN No. 7 TRUCE MONITORS"]),
        ("Weekly report No. 7 The monitors met in the port.", ["Weekly report No. 7"]),
        ("What was signed in the town ADEN, Nov 12 - The truce holds.", ["What was signed in the town"]),
    ],
)  # fmt: skip
def test_headings_that_ran_in(text, headings):
    assert [words for kind, words in cut(text)[1] if kind == "heading"] == headings


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("بلاغ إلى الرأي العام رقم 17/2020 نفت الوزارة القصف.", "بلاغ إلى الرأي العام رقم 17/2020"),
        ("لم يصب أحد. تفاؤل حذر من ناحيتها رحبت الأمم المتحدة بالهدنة.", "تفاؤل حذر"),
        ("البلاغ رقم (9) تعلن وزارة الدفاع أن الهدنة صامدة.", "البلاغ رقم (9)"),
        ("لم يصب أحد. هل تصمد التهدئة؟ نفى الوزير الأوكراني القصف.", "هل تصمد التهدئة؟"),
        ("لم يصب أحد. خلاصة لم تسجل غارة واحدة منذ الأحد.", "خلاصة"),
        ("موسكو تمدد الهدنة أعلنت وزارة الدفاع الأوكرانية أنها ستلتزم.", "موسكو تمدد الهدنة"),
        ("لم يصب أحد. رسائل من باكو ويريفان وكشف مسؤول أميركي أن الاتفاق قريب.", "رسائل من باكو ويريفان"),
    ],
)  # fmt: skip
def test_headings_that_ran_into_arabic_sentences(text, heading):
    assert [words for kind, words in cut(text, "ar")[1] if kind == "heading"] == [heading]


@pytest.mark.parametrize(
    "text",
    [
        "Three of the four Government of National Accord posts held.",
        "Libya's UN-recognised Government of National Accord agreed.",
        "The guns are quiet, and nobody I met there believes in it.",
        "Security Council members met in the town on Monday.",
        "Sources told The Courier that the truce holds.",
        "What might undo the truce? First, the tunnels are dug again.",
    ],
)
def test_no_heading_is_made_of_a_sentence(text):
    assert cut(f"Nobody fell.\n{text}")[1] == []


def test_no_heading_is_made_of_an_arabic_sentence_that_goes_on():
    assert cut("لم يصب أحد. باكو نفت الاتهام ورحبت بالاتفاق الذي وقع في موسكو.", "ar")[1] == []


def test_titles_and_captions_do_not_make_a_text_wrapped():
    long = "The two sides accused each other of firing first along the whole of the front line on Monday."
    titles = [
        "Monitors of the truce attacked in Aden", "Men of the army pass a checkpoint there",
        "Farmers complained about it in the port", "An angry crowd burns a house in the port",
    ]  # fmt: skip
    text = "\n".join([*titles, f"{long} {long}", "", long, ""])
    assert [words for kind, words in cut(text)[1] if kind == "heading"] == titles


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("Khartoum, 9 February 2003", "en"),
        ("11:15", "en"),
        ("Jan 24 (Reuters)", "en"),
        ("By Harriet Vance", "en"),
        ("Mirna Haddad, Levant Programme, 20 October 2025", "en"),
        ("J. E. Holm", "en"),
        ("5 hours ago", "en"),
        ("____", "en"),
        ("On behalf of the commission:", "en"),
        ("بيروت في 3 كانون الأول 2024", "ar"),
        ("درعا - ليث الحوراني", "ar"),
        ("كتب: سامر الصبري", "ar"),
        ("مقديشو (أ ف ب)", "ar"),
        ("العميد إدغار لاوندس", "ar"),
    ],
)
def test_who_when_and_where_is_no_heading(line, language):
    body = "The truce holds." if language == "en" else "صمدت الهدنة."
    assert cut(f"{line}\n\n{body}\n", language)[1] == []


def test_a_section_with_a_letter_is_a_heading_and_no_initial():
    text = "It holds.\n\nB. Complaints\nThe monitors had two of them:\n\n- a shot\n- a mine\n"
    assert [words for kind, words in cut(text)[1] if kind == "heading"] == ["B. Complaints"]


def test_a_flash_is_a_sentence():
    found, notes = cut("0712 GMT - TALIBAN WILL KEEP THE TRUCE - SPOKESMAN\n\nThe truce holds.\n")
    assert (found[0], notes) == (("sentence", "TALIBAN WILL KEEP THE TRUCE - SPOKESMAN"), [])


def test_who_signs_stands_behind_the_text():
    assert cut("The truce holds.\n\nEnd of message\nJan Kub\n")[1] == []


def test_a_question_on_a_line_is_a_heading_but_not_of_an_interview():
    assert cut("Truce in name only?\n\nIt holds.\n")[1] == [("heading", "Truce in name only?")]
    assert cut('It holds.\n\n"What truce?"\n\nShots rang out.\n')[1] == [
        ("heading", '"What truce?"')
    ]
    assert cut("It holds.\n\nQ: Will it last?\n\nIt will.\n")[1] == []


def test_no_heading_ran_into_what_somebody_claims():
    text = "Moscow claimed that Ukraine attempted to strike Russian energy sites."
    assert cut(text)[0] == [("sentence", text.rstrip("."))]


def test_a_list_of_lines():
    found, notes = cut("The deal:\n- covers all towns\n- names no group\n")
    assert found[-2:] == [("item", "covers all towns"), ("item", "names no group")]
    assert ("list", "- covers all towns\n- names no group") in notes


@pytest.mark.parametrize(
    ("points", "items"),
    [
        ("(a) guns are silent;\n(b) roads are open", ["guns are silent", "roads are open"]),
        ("1. Guns are silent.\n2. Roads are open.", ["Guns are silent", "Roads are open"]),
        ("• Guns are silent.\n\n• Roads are open.", ["Guns are silent", "Roads are open"]),
        ("(i) guns are silent\n(ii) roads are open", ["guns are silent", "roads are open"]),
        ("a- guns are silent\nb- roads are open", ["guns are silent", "roads are open"]),
    ],
)
def test_points_on_lines_of_their_own(points, items):
    found, notes = cut(f"The commission found that:\n\n{points}\n\nIt meets again on Monday.")
    assert [words for kind, words in found if kind == "item"] == items
    assert found[0] == ("sentence", "The commission found that:")
    assert notes == [("list", points.rstrip("."))]


def test_paragraphs_with_numbers_are_no_list():
    text = "1. The commission met in Julud.\n\n2. Nobody fired on its helicopters.\n\n3. It meets again."
    assert cut(text)[1] == []


@pytest.mark.parametrize(
    ("text", "points"),
    [
        (
            "The mission noted the following: - shots in the port - a mine on the road Meanwhile, the army left.",
            ["shots in the port", "a mine on the road"],
        ),
        (
            "WHAT NEXT • monitors reach the port • a hotline opens © The Courier",
            ["monitors reach the port", "a hotline opens"],
        ),
        (
            "Next steps 1. monitors reach the port 2. a hotline opens 3. talks resume",
            ["monitors reach the port", "a hotline opens", "talks resume"],
        ),
    ],
)
def test_points_in_one_line(text, points):
    found, notes = cut(text)
    assert [words for kind, words in found if kind == "item"] == points
    listed = next(words for kind, words in notes if kind == "list")
    assert listed.endswith(points[-1])
    assert not listed.startswith(text[:4])


def test_a_sentence_that_leads_to_a_list_is_one():
    text = "وينص الاتفاق على ما يلي: - فتح الطرق - تبادل الأسرى من جهتها، رحبت الأمم المتحدة به."
    found, notes = cut(text, "ar")
    assert [kind for kind, _ in found] == ["sentence", "item", "item", "sentence"]
    assert found[0] == ("sentence", "وينص الاتفاق على ما يلي:")
    assert notes == [("list", "- فتح الطرق - تبادل الأسرى")]


@pytest.mark.parametrize(
    "text",
    [
        "He wants that 1) guards be named, 2) maps be handed over and 3) officers be reached.",
        "The truce - the third - holds. The army - or most of it - agrees.",
        "MANILA, Dec. 23 (PNA) -- The truce is to last until January 7.",
    ],
)
def test_what_is_no_list(text):
    assert cut(text)[1] == []


def test_a_list_flattened_into_one_line():
    text = "اتفاق مينسك - يشمل جميع المدن - لا يستثني أي فصيل - توقيع سبعة فصائل."
    found, notes = cut(text, "ar")
    assert found == [
        ("heading", "اتفاق مينسك"),
        ("item", "يشمل جميع المدن"),
        ("item", "لا يستثني أي فصيل"),
        ("item", "توقيع سبعة فصائل"),
    ]
    assert notes == [("list", text[text.index("- ") : -1]), ("heading", "اتفاق مينسك")]


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


def test_entries_of_a_live_page_that_begin_with_a_time_without_a_colon():
    text = (
        "16.20 The minister says the truce holds.\n\n0725 Hamas says the truce is over.\n\n"
        "12.10 The envoy says that 40 prisoners were freed.\n"
    )
    assert [one.speaker.name for one in read(text, "en").statements] == [
        "The minister",
        "Hamas",
        "The envoy",
    ]
    alone = "1500 rebels left the town under the truce.\n\nThe army said that the truce holds.\n"
    assert read(alone, "en").statements[0].said == "1500 rebels left the town under the truce"
