"""What a content is about: provisions, events, hedges and causes, in sentences of our own."""

import pytest
from reads import page, read

from hudna.text.topics import scope


def first(text, language):
    return read(text, language).statements[0]


@pytest.mark.parametrize(
    ("language", "text", "topics"),
    [
        ("ar", "قال الوزير إن الهدنة صامدة.", ("P01",)),
        ("ar", "قال الوزير إن الهدنة تشمل جميع المناطق.", ("P06",)),
        ("ar", "قال الوزير إن الاتفاق يستثني تنظيم داعش.", ("P08",)),  # whom
        ("ar", "قال الوزير إن الاتفاق يستثني مدينة دمشق.", ("P06",)),  # where
        ("ar", "قال الوزير إن الاتفاق لا يشمل مدينة دمشق.", ("P06",)),
        ("ar", "قال الوزير إن المحادثات مستمرة.", ("P29",)),
        ("ar", "ستضمن روسيا وتركيا الاتفاق.", ("P20",)),
        ("ar", "قال الوزير إن القاهرة لم تتلق أي رد رسمي.", ("P29",)),
        (
            "en",
            "The rebels announced a truce after days of combat that killed 300 civilians.",
            ("P01",),
        ),
        ("en", "The minister said the truce was holding.", ("P01",)),
        ("en", "The minister said the truce covers all areas.", ("P06",)),
        ("en", "The minister said the deal excludes Islamic State.", ("P08",)),
        ("en", "The minister said the deal excludes the city of Damascus.", ("P06",)),
    ],
)
def test_provisions(language, text, topics):
    assert first(text, language).topics == topics


@pytest.mark.parametrize(
    ("language", "text", "topics"),
    [
        ("ar", "قال الوزير إنه سيسحب ما بقي له من مدافع.", ("P10",)),
        ("ar", "تعهدت الجماعة بتسليم خرائط مفصلة لحقول الألغام.", ("P12",)),
        ("ar", "قال الوزير إن اللاجئين سيعودون.", ("P19",)),
        ("ar", "قال الوزير إن البنادق سكتت على طول الجبهة.", ("P01",)),
        ("ar", "قال الوزير إن فنيين سيصلحون خط الكهرباء.", ("P17",)),
        ("ar", "قال الوزير إن الاتحاد سيجمد أموال قادة الحركة.", ("P25",)),
        ("ar", "تعهدت الحكومة بالإفراج خلال شهر عن مئتي سجين.", ("P18",)),
        ("en", "The minister said the rebels would withdraw whatever tanks they had.", ("P10",)),
        ("en", "The minister said the road to Taiz would be reopened.", ("P16",)),
    ],
)
def test_two_words_near_each_other_show_a_provision(language, text, topics):
    assert first(text, language).topics == topics


@pytest.mark.parametrize(
    ("language", "text", "topics"),
    [
        ("ar", "قال الوزير إن الأسرى سيعودون بعد بدء سريان الهدنة.", ("P18",)),
        (
            "en",
            "The minister said the hostages would be freed after the truce takes effect.",
            ("P18",),
        ),
    ],
)
def test_what_only_dates_is_not_what_it_is_about(language, text, topics):
    assert first(text, language).topics == topics


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("قال الوزير إن 40 شاحنة محملة بالدقيق دخلت المدينة.", "H-AID-P"),
        ("قال الوزير إن الشاحنات ما زالت عالقة.", "H-AID-L"),
        ("قال الوزير إن الشاحنات لن تتأخر.", None),  # denied
        ("قال الوزير إن راعيا قتل بانفجار لغم.", "H-IED"),
        ("قال الوزير إن الجيش استعاد ثلاث قرى.", "H-TER-T"),
    ],
)
def test_two_words_near_each_other_tell_an_event(text, event):
    assert first(text, "ar").event == event


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("وينص الاتفاق على سحب المدافع وراجمات الصواريخ مسافة 70 كيلومترا.", None),
        ("قال الوزير إن الجيش لن يقصف المدينة.", None),
        ("قال الوزير إن العملية العسكرية ستتوقف.", None),
        ("قال الوزير إن سيارة تعرضت لغارة.", "H-AIR-FW"),  # no verb of the future
        ("قال الوزير إن المستشفيات يجب ألا تقصف.", None),
        ("قال الوزير إن الجيش منع دخول القافلة.", "H-AID-D"),
    ],
)
def test_what_is_only_provided_has_not_happened(text, event):
    assert first(text, "ar").event == event


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "قال الوزير إن المساعدات الإنسانية ستدخل إلى جميع المناطق."),
        ("en", "The minister said aid would enter all areas."),
    ],
)
def test_at_most_two_provisions(language, text):
    assert set(first(text, language).topics) == {"P15", "P06"}


@pytest.mark.parametrize(
    ("language", "text", "event"),
    [
        ("ar", "قصفت الطائرات الحربية مدينة دونيتسك.", "H-AIR-FW"),
        ("ar", "قصفت المدفعية مدينة دونيتسك.", "H-ART"),
        ("ar", "قال الوزير إن الجيش قصف المدينة.", "H-LET-U"),  # not told with what
        ("ar", "نفى الوزير أن تكون قواته قصفت المدينة.", "H-LET-U"),
        ("ar", "تعهدت كييف بوقف القصف المدفعي.", None),  # what ceases did not happen
        ("ar", "طالب الوزير بقصف المدينة.", None),  # nor what should be
        ("ar", "قال الوزير إن المدفعية في ثكناتها.", None),  # a weapon by itself is no event
        ("en", "Warplanes bombed Donetsk.", "H-AIR-FW"),
        ("en", "A drone struck a truck near Donetsk.", "H-AIR-DR"),
        ("en", "Troops shelled Donetsk.", "H-LET-U"),
        ("en", "Kyiv pledged to stop the shelling.", None),
        ("en", "The minister said the drone was new.", None),
    ],
)
def test_events(language, text, event):
    found = read(text, language).statements
    assert [one.event for one in found][:1] == [event]
    assert not (event and found[0].topics)  # what happened is about no provision


@pytest.mark.parametrize(
    ("language", "text", "hedge"),
    [
        ("ar", "قال الوزير إن الهدنة ربما تنهار.", "expectation"),
        ("ar", "يأمل الوزير في تمديد الهدنة.", "expectation"),
        ("ar", "قال الوزير إن الهدنة صامدة.", "none"),
        ("ar", "قال الوزير إن الهدنة انهارت لأن كييف ربما تقصف المطار.", "none"),
        ("en", "The minister said the truce might collapse.", "expectation"),
        ("en", "The minister said the truce began in May.", "none"),
        ("en", "The minister said no fighter may enter the town.", "none"),
        ("en", "The minister hopes that the truce will be extended.", "expectation"),
        ("en", "Analysts believe the truce will not last.", "opinion"),
    ],
)
def test_hedges(language, text, hedge):
    assert first(text, language).hedge == hedge


@pytest.mark.parametrize(
    ("language", "text", "causes"),
    [
        ("ar", "قال الوزير إن الهدنة انهارت بسبب قصف المطار، وإن المحادثات مستمرة.", ["بسبب قصف المطار"]),
        ("en", "Kyiv said the truce had collapsed because of shelling, but talks went on.", ["because of shelling"]),
        ("ar", "قال الوزير إن الهدنة صامدة.", []),
    ],
)  # fmt: skip
def test_causes(language, text, causes):
    assert [cause.text for cause in first(text, language).causes] == causes


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("يشمل الاتفاق جميع المناطق", True),
        ("يستثني الاتفاق المطار", True),
        ("خلافات بسبب استثناء المطار", False),  # it is only spoken of
        ("الهدنة صامدة", False),
    ],
)
def test_whether_a_content_says_what_is_covered(text, says):
    made = page(text)
    assert scope(made, 0, len(made.words)) is says


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("The army said it would repel any attack on its positions.", None),
        ("The deal bars both sides from laying mines.", None),
        ("The rebels said shelling must stop.", None),
        ("No clashes were reported in the city.", None),
        ("The truce lasts until rockets are fired at the town.", None),
        ("The army said rebels may have fired mortars at the town.", "H-MOR"),  # alleged
        ("Artillery fire was heard near the airport.", "H-ART"),
        ("Two mortar rounds came down on the market.", "H-MOR"),
        ("Drones slammed into a fuel depot.", "H-AIR-DR"),
        ("Monitors were denied access to the site.", "H-MON"),
        ("Surgical kits were removed from the convoy.", "H-AID-R"),
        ("Soldiers dug new trenches near the line.", "H-FORT"),
        ("Gunmen looted the food warehouses.", "H-AID-R"),
    ],
)
def test_what_will_or_must_be_did_not_happen(text, event):
    assert first(text, "en").event == event


@pytest.mark.parametrize(
    ("text", "event", "topics"),
    [
        ("Trucks of food entered the town.", "H-AID-P", ("P15",)),  # aid is of its provision
        ("Artillery shelled the town.", "H-ART", ()),
        (
            "Monitors could not establish who fired the artillery at the town.",
            "H-ART",
            ("P23",),
        ),
    ],
)
def test_what_an_event_is_of_besides(text, event, topics):
    found = first(text, "en")
    assert (found.event, found.topics) == (event, topics)


@pytest.mark.parametrize(
    "text",
    [
        "The army said it stopped all attacks.",
        "The army said it had halted all its attacks.",
        "The army said it was halting attacks.",
    ],
)
def test_small_words_and_forms_within_a_phrase(text):
    assert first(text, "en").topics == ("P01",)


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("The two sides swapped 15 Georgian prisoners on Tuesday.", "H-PRI"),
        ("Two of the convoys were turned back at Gao.", "H-AID-S"),
        ("The militia looted 12 tonnes of sorghum.", "H-AID-R"),
        ("Engineers extended a fence by 300 metres.", "H-FORT"),
        ("Two men were injured when their truck struck a device.", "H-IED"),
        ("The rebels overran four villages.", "H-TER-T"),
        ("The army advanced 200 metres.", "H-TER-T"),
        ("Patrols were barred from the town.", "H-MON"),
        ("The rebels surrounded the garrison.", "H-SIE"),
        ("The two sides exchanged fire for an hour.", "H-CLASH"),
    ],
)
def test_two_words_near_each_other_tell_an_event_in_english(text, event):
    assert first(text, "en").event == event


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("تقدمت القوات مئتي متر شرق المدينة.", "H-TER-T"),
        ("منح الجيش الفصائل مهلة أربعة أيام.", "H-ULT"),
        ("طوقت القوات السجن.", "H-SIE"),
        ("قصفت طائرة مسيرة مستشفى البلدة.", "H-AIR-DR"),
        ("قتل قناص مدنيين اثنين.", "H-SNI"),  # told by the weapon, not by whom it hit
    ],
)
def test_what_happened_in_arabic(text, event):
    assert first(text, "ar").event == event


@pytest.mark.parametrize(
    ("language", "text", "event"),
    [
        ("en", "The army said a drone struck Gao. The rebels denied the attack.", "H-AIR-DR"),
        ("ar", "قال الجيش إن طائرة مسيرة قصفت بلدة حاريص. ونفت الحركة ذلك.", "H-AIR-DR"),
        ("ar", "قال الجيش إن طائرة مسيرة قصفت بلدة حاريص. ونفت الحركة الاتهام.", "H-AIR-DR"),
    ],
)
def test_a_denial_takes_up_the_event_that_was_told(language, text, event):
    assert [one.event for one in read(text, language).statements] == [event, event]


def test_what_nobody_told_is_taken_up_by_none():
    assert first("The rebels denied it.", "en").event is None
    assert first("ونفت الحركة ذلك.", "ar").event is None


def test_schools_that_troops_leave_are_about_civilians():
    text = "The minister said that troops would vacate the schools."
    assert "P14" in first(text, "en").topics


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The minister said the truce would take effect on Monday."),
        ("en", "The ceasefire came into force at dawn."),
        ("ar", "قال الوزير إن الهدنة دخلت حيز التنفيذ."),
    ],
)
def test_the_start_of_a_truce_is_about_the_truce(language, text):
    assert set(first(text, language).topics) == {"P01", "P04"}


def test_the_start_of_anything_else_is_not():
    assert (
        "P01" not in first("The minister said the swap would take effect on Monday.", "en").topics
    )


@pytest.mark.parametrize(
    ("language", "text", "topics"),
    [
        ("en", "Kyiv said that 1,200 prisoners would be freed. Donetsk put the figure at 648.", ("P18",)),
        ("en", "The envoy said the road would be reopened. The governor denied it.", ("P16",)),
        ("ar", "قال الوزير إن المعبر سيفتح غدا. ونفى المحافظ ذلك.", ("P16",)),
    ],
)  # fmt: skip
def test_what_is_taken_up_is_what_was_told_of(language, text, topics):
    assert read(text, language).statements[-1].topics == topics


@pytest.mark.parametrize(
    "text",
    [
        "The sides are to swap 900 detainees.",
        "The accord bars them from arresting students.",
        "Under the accord, shelling stops on Sunday.",
    ],
)
def test_what_is_agreed_has_not_happened(text):
    assert first(text, "en").event is None


@pytest.mark.parametrize(
    ("language", "text", "event"),
    [
        ("en", "Tuareg fighters seized Menaka on Monday.", "H-TER-T"),
        ("en", "The rebels took power in 1994 and vowed to keep the truce.", None),
        ("ar", "قال الجيش إن المسلحين استولوا على تدمر فجر السبت.", "H-TER-T"),
        ("en", "The minister said the exchange of prisoners of war will be held in May.", None),
        ("en", "The minister said the shelling of the old town had stopped by dawn.", None),
        ("en", "The minister said the shelling of the old town killed two people, who had stopped for water.", "H-LET-U"),
        ("ar", "قال الوزير إن القصف على البلدة توقف فجرا.", None),
    ],
)  # fmt: skip
def test_ground_that_was_taken_and_acts_that_are_over(language, text, event):
    assert first(text, language).event == event
