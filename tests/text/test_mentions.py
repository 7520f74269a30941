"""Actors and places named: who decides is an actor, where something happens a place."""

import pytest
from reads import page, read

from hudna.text.lexicon import Entry
from hudna.text.mentions import find
from hudna.text.named import Named
from hudna.text.reading import Reader


def named(text, language="ar"):
    """Actors and places as (quote, id)."""
    found = find(page(text, language))
    for one in found:
        assert text[slice(*one.name.span)] == one.name.quote
    return (
        [(one.name.quote, one.name.id) for one in found if one.is_actor],
        [(one.name.quote, one.name.id) for one in found if not one.is_actor],
    )


def quotes(text, language="ar"):
    actors, places = named(text, language)
    return [quote for quote, _ in actors], [quote for quote, _ in places]


@pytest.mark.parametrize(
    ("language", "text", "places"),
    [
        ("ar", "قصفت المدفعية وادي بردى.", [("وادي بردى", "wadi-barada")]),
        ("ar", "وصلت القافلة إلى الفاشر.", [("الفاشر", "el-fasher")]),
        ("ar", "يشمل الاتفاق قره باغ.", [("قره باغ", "nagorno-karabakh")]),
        ("ar", "نزح السكان إلى طويلة.", [("طويلة", "tawila")]),
        ("ar", "قال إن المدة طويلة.", []),  # long
        ("en", "The deal covers Nagorno-Karabakh.", [("Nagorno-Karabakh", "nagorno-karabakh")]),
        ("en", "Shells fell near Debaltseve.", [("Debaltseve", "debaltseve")]),
    ],
)
def test_a_place_of_conflicts_needs_no_state_beside_it(language, text, places):
    assert named(text, language)[1] == places


@pytest.mark.parametrize(
    ("text", "actors", "places"),
    [
        ("رفضت موسكو الهدنة.", ["موسكو"], []),
        ("وقع الاتفاق في موسكو.", [], ["موسكو"]),
        ("قصفت الطائرات مدينة دمشق.", [], ["دمشق"]),
        ("وقعت المعارضة الاتفاق مع دمشق.", ["دمشق"], []),
        ("تعهدت أنقرة وموسكو بضمان الاتفاق.", ["أنقرة", "موسكو"], []),
        ("قالت روسيا إن الهدنة صامدة.", ["روسيا"], []),
        ("انتشرت القوات في روسيا.", [], ["روسيا"]),
        ("وافقت جاكرتا على الهدنة.", ["جاكرتا"], []),
        # how, a woman's name, of what people somebody is, a verb, and what the next sentence begins with
        ("روى لنا كيف ألقيت القنبلة.", [], []),
        ("قرأت عليكم هند الأخبار.", [], []),
        ("وتسلمت المنظمة 13 أسيرا جورجيا.", [], []),
        ("تعهد القائد بأن وحدته لن تجمع «تبرعات» بعد اليوم.", [], []),
        ("جمدا أي تحريك للقوات. وسيتكرر اللقاء كل أسبوع.", [], []),
    ],
)
def test_a_capital_decides_or_is_where_something_happens(text, actors, places):
    assert quotes(text) == (actors, places)


@pytest.mark.parametrize(
    ("text", "actors", "places"),
    [
        ("Moscow rejected the truce.", ["Moscow"], []),
        ("The deal was signed in Moscow.", [], ["Moscow"]),
        ("Jets bombed the city of Damascus.", [], ["Damascus"]),
        ("Ankara and Moscow guarantee the deal.", ["Ankara", "Moscow"], []),
    ],
)
def test_in_english_too(text, actors, places):
    assert quotes(text, "en") == (actors, places)


def test_the_town_of_al_bab_is_no_door():
    assert quotes("دخلت القوات السورية مدينة الباب في سوريا.")[1][0] == "الباب"
    assert quotes("قصفت الطائرات بلدة الباب السورية.")[1] == ["الباب"]
    assert quotes('حاصرت سوريا مدينة "الباب" الحدودية.')[1] == ["الباب"]
    assert "الباب" not in quotes("أغلقت سوريا الباب أمام المفاوضات.")[1]
    assert "باب" not in quotes("يبقى باب التوقيع مفتوحا أمام سوريا.")[1]


@pytest.mark.parametrize("glued", ["و", "ب", "ل", "وب", "ول"])
def test_letters_glued_to_a_name_are_no_part_of_it(glued):
    actors, places = named(f"الاتفاق {glued}موسكو")
    ((quote, _),) = actors + places
    assert quote == "موسكو"
    assert bool(places) == glued.endswith("ب")  # «بموسكو» is in Moscow


def test_a_possessive_is_no_part_of_a_name():
    assert named("Russia's demand stands.", "en")[0] == [("Russia", "russia")]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("انسحبت القوات من بلدة مارغشان.", "مارغشان"),
        ("سقطت قذائف شمال مارغشان.", "مارغشان"),
        ("فتحت القوات معبر مارغشان أمام المدنيين.", "معبر مارغشان"),
        ("قصفت الطائرات الغوطة الشرقية.", "الغوطة الشرقية"),
        ("قصفت الطائرات منطقة الغوطة.", "الغوطة"),
    ],
)
def test_a_place_that_nobody_knows(text, place):
    assert (place, None) in named(text)[1]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Troops left the town of Marghshan.", "Marghshan"),
        ("Shells fell near Marghshan on Monday.", "Marghshan"),
        ("Troops opened the Marghshan crossing.", "Marghshan crossing"),
        ("Rebels captured Marghshan at dawn.", "Marghshan"),
        ("Shells fell near Aleppo and Marghshan on Monday.", "Marghshan"),
    ],
)
def test_a_place_that_nobody_knows_in_english(text, place):
    assert (place, None) in named(text, "en")[1]


def test_who_does_something_next_is_no_place_beside_another():
    assert named("Shells fell near Aleppo and Marghshan said so.", "en")[1] == [
        ("Aleppo", "aleppo")
    ]


@pytest.mark.parametrize(
    ("language", "text", "actors", "places"),
    [
        # by which clock, and of which day
        ("en", "It begins at midnight Moscow time on Friday.", [], []),
        ("ar", "تبدأ في الثامنة بتوقيت الخرطوم.", [], []),
        ("ar", "سقطت القذائف مغرب السبت.", [], []),
        # who is behind others
        ("ar", "حاول الانفصاليون المدعومون من موسكو التقدم.", ["موسكو"], []),
        ("en", "Rebels backed by Rwanda took the bridge.", ["Rwanda"], []),
        # where
        ("en", "Every flight over Khartoum is a breach.", [], ["Khartoum"]),
        ("en", "They stand five miles from the centre of Monrovia.", [], ["Monrovia"]),
        # what an agreement is called after
        ("ar", "العودة إلى اتفاقات مينسك.", [], []),
        ("en", "They returned to the Minsk agreements.", [], []),
        # of two that are joined, both
        ("en", "monitors from Norway and Japan.", [], ["Norway", "Japan"]),
        ("ar", "تستأنف الرحلات بين طرابلس وبنغازي.", [], ["طرابلس", "بنغازي"]),
        # one of many
        ("ar", "تديره منظمة دولية.", [], []),
        ("ar", "تقدمت قوات إيرانية.", [], []),
        # lists
        ("ar", "يشمل الاتفاق بلدات مارغشان وشلخان ولوفان.", [], ["مارغشان", "شلخان", "لوفان"]),
        ("ar", "قصفت بلدات مارغشان وأحرقت المنازل.", [], ["مارغشان"]),
        ("ar", "نزح السكان من أحياء مكتظة.", [], []),
        ("en", "fighting in Sawangan, Marghshan and Tirolan.", [], ["Sawangan", "Marghshan", "Tirolan"]),
        ("en", "It fell near Aleppo, Marghshan said.", [], ["Aleppo"]),
        # what is called after a place, and what is none of its name
        ("ar", "قصفوا سجن الأقطان.", [], ["سجن الأقطان"]),
        ("ar", "نقلت الجثث إلى مستشفى أبو شلخان.", [], ["مستشفى أبو شلخان"]),
        ("en", "The army fenced Aleppo airport.", [], ["Aleppo airport"]),
        ("en", "They were turned back at the Marghshan checkpoint.", [], ["Marghshan"]),
        # a word that nobody knows, and that is none of the language
        ("ar", "تعقد الجولة في خاسافيورت.", [], ["خاسافيورت"]),
        ("ar", "نشرت الصور في وسائط عدة.", [], []),
        ("ar", "قال إن من يرغب سيعود.", [], []),
        # of whom a body is
        ("ar", "شكلت لجنة خماسية من لبنان وفرنسا.", ["لبنان", "فرنسا"], []),
        ("ar", "تجتمع اللجنة في نيروبي.", [], ["نيروبي"]),
        ("ar", "الجسر المؤدي إلى الحي مغلق.", [], []),
        # an acronym belongs to its name, and is not always one
        ("en", "the Sudan Liberation Army (SLA).", ["Sudan Liberation Army (SLA)"], []),
        ("en", "An IED went off.", [], []),
    ],
)  # fmt: skip
def test_what_shows_that_a_name_is_a_place_or_an_actor_or_neither(language, text, actors, places):
    assert quotes(text, language) == (actors, places)


def test_a_capital_that_is_left_or_reached_is_a_place():
    actors, places = named("Two flights have left Sanaa. Trucks reached Khartoum on Monday.", "en")
    assert (actors, [quote for quote, _ in places]) == ([], ["Sanaa", "Khartoum"])


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("The Marghshan Liberation Army joined the truce.", "Marghshan Liberation Army"),
        ("The Marghshan Liberation Front (MLF) joined.", "Marghshan Liberation Front (MLF)"),
        ("Both sides asked the MLF to join.", "MLF"),
    ],
)
def test_a_body_by_its_head_and_by_its_letters(text, actor):
    assert (actor, None) in named(text, "en")[0]


def test_the_first_word_of_a_sentence_is_no_name():
    assert quotes("Shelling goes on. Nobody fired.", "en") == ([], [])


def test_an_army_of_a_state_may_be_that_state():
    (one,) = find(page("خرق الجيش النرويجي الهدنة."))
    assert (one.name.quote, one.name.id, one.name.candidates) == (
        "الجيش النرويجي", None, ("norway",),
    )  # fmt: skip


def test_an_epithet_takes_up_who_was_named_last():
    text = "قصفت الطائرات مواقع حزب الله. وأطلق التنظيم المسلح صواريخ. ونفى الحزب ذلك."
    actors, _ = named("قصفت تركيا حزب الله. ورد التنظيم المتشدد بالصواريخ.")
    assert actors[-1] == ("التنظيم المتشدد", "hezbollah")
    actors, _ = named("Turkey shelled Hezbollah. The militant group fired back.", "en")
    assert actors[-1] == ("militant group", "hezbollah")
    assert named(text)[0][0] == ("حزب الله", "hezbollah")


def test_ones_own_country_is_the_speakers():
    (one,) = read("قال وزير الدفاع الأوكراني إن بلاده طرف في الهدنة.").statements
    assert [(name.quote, name.id) for name in one.actors] == [("بلاده", "ukraine")]
    (one,) = read(
        "The Ukrainian minister said his country was party to the truce.", "en"
    ).statements
    assert [(name.quote, name.id) for name in one.actors] == [("his country", "ukraine")]
    (one,) = read("قال مسؤول إن بلاده طرف في الهدنة.").statements
    assert [(name.quote, name.id) for name in one.actors] == [("بلاده", None)]


def test_what_a_case_calls_by_a_name_goes_before_the_world():
    own = Named("case-moscow", "case", "Moscow, the village")
    reader = Reader.of("en", [("Moscow", Entry("place", own))])
    (place,) = reader.read("Shells fell near Moscow.").mentions.places
    assert (place.id, place.name) == ("case-moscow", "Moscow, the village")


def test_a_name_that_several_bear_leaves_it_open():
    (place,) = read("Shells fell in Tripoli.", "en").mentions.places
    assert place.id is not None or len(place.candidates) > 1


@pytest.mark.parametrize(
    ("language", "text", "actors", "places"),
    [
        ("ar", "سقطت القذائف قرب العاصمة الليبية طرابلس.", [], ["طرابلس"]),
        ("ar", "تقع القاعدة في العاصمة المؤقتة عدن.", [], ["عدن"]),
        ("ar", "طالبت الولايات المتحدة وفرنسا بالتهدئة.", ["الولايات المتحدة", "فرنسا"], []),
        ("ar", "نزح كثيرون إلى الضواحي", [], []),  # a head with nothing behind it
        ("en", "Shells fell in the eastern part of Georgia.", [], ["Georgia"]),
        ("en", "It is part of Georgia's plan.", ["Georgia"], []),
        ("en", "They live in the east of the Central African Republic.", [],
         ["Central African Republic"]),
        ("en", "The clash was in Misamis Oriental on Monday.", [], ["Misamis Oriental"]),
        ("en", "The NPA acted like a terrorist organization.", ["NPA"], []),
        ("en", "President Salva Kiir left. Troops loyal to Kiir stayed.", [], []),
        ("en", "Ateny Wek spoke.", [], []),  # what Athens is called elsewhere
    ],
)  # fmt: skip
def test_what_a_name_is_by_the_words_around_it(language, text, actors, places):
    assert quotes(text, language) == (actors, places)


@pytest.mark.parametrize(
    ("language", "text", "actor"),
    [
        ("ar", "قالت حركة العدل والمساواة إنها باقية.", "jem"),
        ("ar", "اتهم البيان قوات النظام السوري.", "syrian-army"),
        ("ar", "أعلنت تنسيقية الحركات الأزوادية رفضها.", "cma-mali"),
        ("en", "The deal with the UWSP holds.", "uwsa"),
        ("en", "A JKLF leader was held.", "jklf"),
        ("en", "The Aceh talks with ASNLF ended.", "gam"),
    ],
)
def test_groups_by_their_several_names(language, text, actor):
    assert [id_ for _, id_ in named(text, language)[0]][-1] == actor


@pytest.mark.parametrize(
    ("language", "text", "actors", "places"),
    [
        ("ar", "هاجمت قوات اللواء المتقاعد سمير كندور المواقع.", ["قوات اللواء المتقاعد سمير كندور"], []),
        ("ar", "هاجمت كتيبة «فجر الغد» الموقع.", ["كتيبة «فجر الغد»"], []),
        ("ar", "هاجمت قوات متمركزة في التلال الموقع.", [], []),
        ("ar", "وصل لواء متقاعد.", [], []),
        ("ar", "نفت وزارة الدفاع التشادية ذلك.", ["وزارة الدفاع التشادية"], []),
        ("ar", "دخلت القوات المسلحة البلدة.", ["القوات المسلحة"], []),
        ("ar", "على الحدود مع أوغندا", [], ["أوغندا"]),
        ("ar", "وقع الهجوم بمنطقة غرنسكو.", [], ["غرنسكو"]),
        ("ar", "قصفت قرى كرنير وتوجنور وباغنيس الأرمنية", [], ["كرنير", "توجنور", "باغنيس"]),
        ("en", "The Chadian army and the Malian foreign ministry agreed.",
         ["Chadian army", "Malian foreign ministry"], []),
        ("en", "Chadian farmers agreed.", [], []),
        ("en", "Shells hit Bujumbura's eastern districts.", [], ["Bujumbura"]),
    ],
)  # fmt: skip
def test_groups_and_places_that_nobody_knows_by_a_class_beside_them(language, text, actors, places):
    assert quotes(text, language) == (actors, places)


@pytest.mark.parametrize(
    ("text", "counts", "times"),
    [
        ("وقعت الحكومة وحركة 23 مارس الاتفاق.", [], []),
        ("وقعت الحكومة وحركة 23 مارس الاتفاق مع 12 فصيلا في 3 مايو.", [12], ["3 مايو"]),
    ],
)
def test_a_number_or_a_day_within_a_name_is_none(text, counts, times):
    found = Reader.of("ar").read(text).document()["mentions"]
    assert [one["value"] for one in found["numbers"]] == counts
    assert [one["quote"] for one in found["times"]] == times


@pytest.mark.parametrize(
    ("language", "text", "actors", "places"),
    [
        ("en", "The Joint Watch Committee (JW) met. The JW left.",
         ["Joint Watch Committee (JW)", "JW"], []),
        ("en", "Shells fell on the towns of Morvek, Haldun, Bestra, Ulven, Torsk, Agrel, Nimor and Gask.",
         [], ["Morvek", "Haldun", "Bestra", "Ulven", "Torsk", "Agrel", "Nimor", "Gask"]),
        ("en", "Fire came from Serb-controlled Poljevac.", [], ["Poljevac"]),
        ("en", "the siege of Sarajevo", [], ["Sarajevo"]),
        ("en", "He said Sarajevo's streets were empty", [], ["Sarajevo"]),
        ("en", "monitors in Serbia's troubled Kosovo province", [], ["Serbia", "Kosovo"]),
        ("en", "an agreement between President Vladimir Putin and others", [], []),
        ("en", "on the part of the Kyiv regime", ["Kyiv"], []),
        ("en", "the highway between Freetown and the town of Kenema", [], ["Freetown", "Kenema"]),
        ("ar", "انضمت حركة حماس، التي تصنف كتنظيم إرهابي", ["حماس"], []),
        ("en", "al-Shabaab moved into al-Mukalla", ["al-Shabaab"], ["al-Mukalla"]),
        ("en", "An elder, Mohammed Ibrahim Aden, agreed, and Aden said so", [], []),
        ("en", "a letter to Bosnian Serb commander Ratko Mladic", [], []),
        ("ar", "معارك للسيطرة على دمشق", [], ["دمشق"]),
        ("ar", "في ريف السويداء الغربي واستنفاراً للعشائر", [], ["السويداء"]),
        ("ar", "مجلس الأمن القومي الجورجي", ["مجلس الأمن القومي الجورجي"], []),
        ("ar", "تمركزوا في جبال كرنافلا.", [], ["كرنافلا"]),
        ("ar", "أقاموا منطقة عازلة ومنطقة منزوعة.", [], []),
        ("ar", "رفضت النروج والكونغو الديموقراطية.", ["النروج", "الكونغو الديموقراطية"], []),
        ("ar", "في أحدث التطورات", [], []),
    ],
)  # fmt: skip
def test_names_by_what_the_text_says_of_them(language, text, actors, places):
    assert quotes(text, language) == (actors, places)


@pytest.mark.parametrize(
    ("language", "text", "actors", "places"),
    [
        ("ar", "وصل وزير الخارجية الإيراني.", [], []),
        ("ar", "نفت وزارة الخارجية الإيرانية.", ["وزارة الخارجية الإيرانية"], []),
        ("ar", "في خرق حوثي جديد", [], []),
        ("ar", "يؤكد الجيش التزامه بالهدنة.", ["الجيش"], []),
        ("ar", "عاد السكان إلى الخرطوم وأم درمان.", [], ["الخرطوم", "أم درمان"]),
        ("ar", "وسط غياب الدعم", [], []),
        ("en", "signed in Minsk, Belarus, on Monday", [], ["Minsk", "Belarus"]),
        ("en", "fighting in the capital, Khartoum", [], ["Khartoum"]),
        ("en", "he told The Jakarta Post", ["Jakarta Post"], []),
        ("en", "in the Saudi Arabian port city of Jeddah", [], ["Jeddah"]),
        ("en", "peace in the Himalayan nation", [], []),
        ("en", "no response from Haftar's forces", [], []),
        ("en", "a response to Velk attacks on the town", [], []),
        ("en", "Aram Velkin spoke. It was left to Velkin to decide.", [], []),
        ("en", "West African diplomats met.", [], []),
        ("ar", "وسائل إعلام سورية رسمية", [], []),
        ("ar", "رفضت سورية الهدنة.", ["سورية"], []),
        ("ar", "وصل مدير المخابرات المصري.", [], []),
    ],
)
def test_what_looks_like_a_name_and_what_does_not(language, text, actors, places):
    assert quotes(text, language) == (actors, places)


def test_a_state_is_no_town_of_its_name_and_a_capital_one_place():
    assert named("in northern Mali", "en")[1] == [("Mali", "mali")]
    [(_, place)] = named("قرب طهران")[1]
    assert place == "geonames-112931"


def test_what_the_town_is_like_is_not_its_name():
    assert quotes("وقالت القوات إن المدينة هادئة.")[1] == []


@pytest.mark.parametrize(
    ("language", "text", "actors", "places"),
    [
        ("ar", "رفضت جبهة تحرير مارغشان الموحدة الهدنة.", ["جبهة تحرير مارغشان"], []),
        ("ar", "الحركة الوطنية لتحرير مارغشان لم توقع.", ["الحركة الوطنية لتحرير مارغشان"], []),
        ("ar", "رفضت جبهة الخلاص الوطني الهدنة.", ["جبهة الخلاص الوطني"], []),
        ("ar", "تسليم المطلوبين إلى عصبة الأشبال.", ["عصبة الأشبال"], []),
        ("ar", "توقفت حركة المرور المدني.", [], []),
        ("ar", "مجموعات «الفجر الجديد» لم تنسحب.", ["الفجر الجديد"], []),
        ("ar", "انسحبت قوات زوران دوكيتش من البلدة.", ["قوات زوران دوكيتش"], []),
        ("ar", "قوات الحكومة السريلانكية التي تقدمت.", ["الحكومة السريلانكية"], []),
        ("ar", "بينهم ثلاثة من أفراد الدفاع الشعبي.", ["الدفاع الشعبي"], []),
        ("ar", "قالت قوات سوريا الديمقراطية (قسد) ذلك.", ["قوات سوريا الديمقراطية (قسد)"], []),
        ("ar", "الجيش السوداني قصف مارغشانغ ليلا.", ["الجيش السوداني"], ["مارغشانغ"]),
        ("ar", "انسحب المتمردون من غورونغوزا.", [], ["غورونغوزا"]),
        ("en", "The Front for Change and Unity in Chad withdrew.", ["Front for Change and Unity in Chad"], []),
        ("en", "The Movement for Peace and Justice took part.", ["Movement for Peace and Justice"], []),
        ("en", "The Karen Front in Papun withdrew.", ["Karen Front"], ["Papun"]),
        ("en", "The UN Stabilisation Mission in Haiti denied it.", ["UN Stabilisation Mission in Haiti"], []),
        ("en", "It accused Uganda's army of shelling.", ["Uganda's army"], []),
        ("en", "It said the anti-Balaka had attacked.", ["anti-Balaka"], []),
        ("en", "The rebels held Marghshan.", [], ["Marghshan"]),
    ],
)  # fmt: skip
def test_groups_by_what_they_are_for_and_who_leads_them(language, text, actors, places):
    found = named(text, language)
    assert [[quote for quote, _ in names] for names in found] == [actors, places]


@pytest.mark.parametrize(
    ("language", "text", "actors", "places"),
    [
        ("ar", "خرج الجيش من أربع قرى، هي الكرمون والسيبة ومارغشان.", ["الجيش"], ["الكرمون", "السيبة", "مارغشان"]),
        ("ar", "سيطر الجيش على بلدتين هما مارغشان وتلبازين.", ["الجيش"], ["مارغشان", "تلبازين"]),
        ("ar", "لم يوقع «التجمع الكونغولي من أجل الديمقراطية».", ["التجمع الكونغولي من أجل الديمقراطية"], []),
        ("ar", "نسفوا جسرا بين شقلاوة وكويسنجق.", [], ["شقلاوة", "كويسنجق"]),
        ("ar", "سقطت قذائف قرب زاج شمروخ.", [], ["زاج شمروخ"]),
        ("ar", "انتشرت «قوة مراقبة السلام» فيها.", ["قوة مراقبة السلام"], []),
        ("ar", "وصلت القافلة إلى ليكونقولي.", [], ["ليكونقولي"]),
        ("en", "The men are loyal to Rizvon Sadirov.", [], []),
        ("en", "The Commission on National Reconciliation met.", ["Commission on National Reconciliation"], []),
        ("en", "A firm in Pantukan two days ago.", [], ["Pantukan"]),
        ("ar", "يلتقي الوفدان في مرغوشة المغربية.", [], ["مرغوشة"]),
        ("en", "It accused the Armenians of firing.", ["Armenians"], []),
        ("en", "Fighters freed two Armenians.", [], []),
        ("en", "The boys at Port Marghshan are waiting.", [], ["Port Marghshan"]),
        ("en", "The United Nations Observer Mission in Sierra Leone (UNOMSIL) saw it.", ["United Nations Observer Mission in Sierra Leone (UNOMSIL)"], []),
        ("ar", "وصلت القافلة إلى تيبيسو.", [], ["تيبيسو"]),
        ("en", "They shelled the EN1 highway.", [], ["EN1 highway"]),
        ("en", "Each gets P65,000 in cash.", [], []),
        ("ar", "قال إن 23 منطقة ستخصص لهم.", [], []),
        ("en", "Fighters will get 300 US dollars.", [], []),
        ("en", "They took over from the West African force.", [], []),
    ],
)  # fmt: skip
def test_places_told_of_before_they_are_named_and_states_that_are_none(
    language, text, actors, places
):
    assert quotes(text, language) == (actors, places)


@pytest.mark.parametrize(
    ("language", "text"),
    [("ar", "نمور"), ("ar", "قال إن قوات"), ("ar", "قال إن «قوة"), ("ar", "انسحب من قرى هي"), ("ar", "ورفض اتهامها"),
     ("en", "He met the M23,"), ("en", "It was the Movement for"), ("en", "a 15-")],
)  # fmt: skip
def test_texts_that_end_with_a_head(language, text):
    named(text, language)
    assert read(text, language).statements is not None


def test_a_name_that_is_only_an_ending_of_another_is_read():
    read("Early on Monday, a Reuters reporter heard artillery.", "en")


@pytest.mark.parametrize(
    ("text", "actors", "places"),
    [
        ("انسحب الفيلق الثالث واللواء 22 مشاة.", ["الفيلق الثالث", "اللواء 22 مشاة"], []),
        ("خرقت الكتيبة الثانية عشرة الهدنة مع كتيبة 301.", ["الكتيبة الثانية عشرة", "كتيبة 301"], []),
        ("حضر اللواء المتقاعد.", [], []),
        ("رفضت هيئة التنسيق الوطنية الاتفاق.", ["هيئة التنسيق الوطنية"], []),
        ("رفض مجلس دير الزور العسكري الاتفاق.", ["مجلس دير الزور العسكري"], []),
        ("قصفت غرفة عمليات الفتح البلدة.", ["غرفة عمليات الفتح"], []),
        ("اجتمعت لجنة الوساطة.", [], []),
        ("عقدت لجنة 5+5 اجتماعا.", ["لجنة 5+5"], []),
        ("وافق الأكراد والدروز على الهدنة.", ["الأكراد", "الدروز"], []),
        ("قتل المسلحون المدنيين الأكراد في قرى الدروز.", [], []),
        ("أعلن المسلحين الدروز والأكراد.", [], []),
        ("زار الوسيط صنعاء.", ["صنعاء"], []),
        ("قال الوسيط إنه سيزور صنعاء.", [], ["صنعاء"]),
        ("سقطت قذيفة قبل أذان المغرب.", [], []),
        ("وقع الهجوم قرب ساكي.", [], ["ساكي"]),
        ("تبدأ المحادثات في جنيف.", [], ["جنيف"]),
        ("رحبت بإعلان حزب الله وقف القتال.", ["حزب الله"], []),
        ("قصف الجيش البلدة الأسبوع الفائت.", ["الجيش"], []),
        ("قصفت غرفة العمليات المشتركة سرت والجفرة.", ["غرفة العمليات المشتركة"], ["سرت", "الجفرة"]),
    ],
)  # fmt: skip
def test_units_by_number_bodies_by_sort_and_peoples_that_are_a_side(text, actors, places):
    assert quotes(text) == (actors, places)


@pytest.mark.parametrize(
    ("text", "actors", "places"),
    [
        ("انسحب الجيش الملكي الكمبودي.", ["الجيش الملكي الكمبودي"], []),
        ("رفضته ميليشيات طرابلس وكتائب مصراتة.", ["ميليشيات طرابلس", "كتائب مصراتة"], []),
        ("عاد من تل أبيب إلى غزة.", [], ["تل أبيب", "غزة"]),
        ("هاجمت قبائل الحوازمة القرية.", ["قبائل الحوازمة"], []),
        ("اجتمعت عشائر المنطقة.", [], []),
        ("رفضت حركة تحرير شرق السودان الهدنة.", ["حركة تحرير شرق السودان"], []),
        ("وصلت وفود من القاهرة والدوحة.", ["القاهرة", "الدوحة"], []),
        ("سحب قواته من تركيا.", [], ["تركيا"]),
        ("اجتمع الطرف التركي بالوسطاء.", ["الطرف التركي"], []),
        ("وقعت حكومة اليمن وقوات كييف الاتفاق.", ["حكومة اليمن", "قوات كييف"], []),
        ("قال إن كتيبة آزوف باقية.", ["كتيبة آزوف"], []),
        ("قال إن حركة حماس باقية.", ["حماس"], []),
        ("رحبت القيادة العامة للقوات المسلحة بالهدنة.", ["القيادة العامة للقوات المسلحة"], []),
        ("صدت القوة المشتركة للحركات المسلحة الهجوم.", ["القوة المشتركة للحركات المسلحة"], []),
    ],
)
def test_groups_of_places_and_tribes_and_armies_of_a_sort(text, actors, places):
    assert quotes(text) == (actors, places)
