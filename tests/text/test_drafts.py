"""Drafts: each proposes what its words say, names what they do not, and rests on them."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from told import ROOT, Text, article

from hudna.actors import ActorKind
from hudna.agreement.provisions import KINDS as TERMS
from hudna.agreement.provisions import ActTerm, model_of
from hudna.case import open_case
from hudna.text import content
from hudna.text.drafting import KINDS, drafts
from hudna.text.proposals import NO_SEIZURE, PROHIBITIONS
from hudna.zones import ZoneKind

SYRIA = open_case(ROOT / "src/hudna/cases/syria-2016")


@pytest.fixture(scope="module")
def made():
    return drafts(article(), SYRIA)


def term(found, kind):
    return next(t for t in found["terms"] if t["type"] == kind)


def reading(found, holder):
    return next(r for r in found["readings"] if r["holder"] == holder)


# --- the article of the shipped template, against domain 2.3 -----------------------------------------


def test_what_all_say_alike_is_a_term(made):
    assert term(made, "P04")["parameters"] == {
        "start": {"at": "2016-12-30T00:00", "zone": "Asia/Damascus"}
    }
    assert term(made, "P06")["parameters"] == {"area": ["syria"]}
    assert term(made, "P01")["parameters"] == {"acts": "default"}
    assert term(made, "P01")["open"] == ["duty_scope"]
    assert term(made, "P02")["parameters"] == {"including_attempt": True}
    tests = ["direct_threat", "necessity", "proportionality"]
    assert term(made, "P03")["parameters"] == {"tests": tests}


def test_what_they_say_otherwise_is_left_to_the_readings(made):
    kinds = {t["type"] for t in made["terms"]}
    assert "P08" not in kinds
    assert "P15" not in kinds  # an aim to the one, a duty to the other


def test_russia_leaves_out_areas_of_operations_and_calls_the_group_by_its_new_name(made):
    told = reading(made, "russia")["terms"]["P08"]
    assert told["parameters"] == {
        "actors": ["isil", "nusra", "jfs"], "mode": "area", "area_kinds": ["combat-area"],
        "follows_rename": True,
    }  # fmt: skip
    assert told["open"] == ["inherits"]
    assert reading(made, "russia")["terms"]["P15"]["parameters"] == {"force": "aim_only"}


def test_the_army_leaves_out_groups_and_those_linked_to_them(made):
    told = reading(made, "syria-army")["terms"]["P08"]
    assert told["parameters"] == {"actors": ["isil", "nusra"], "linked": True, "mode": "person"}
    assert told["open"] == ["follows_rename", "inherits"]


def test_turkey_leaves_out_whom_the_security_council_listed(made):
    told = reading(made, "turkey")["terms"]["P08"]
    assert told["parameters"] == {"lists": ["unsc-1267"], "mode": "person"}
    assert told["open"] == ["follows_rename", "inherits"]


def test_the_opposition_names_places_and_leaves_out_areas_that_isil_holds(made):
    terms = reading(made, "opposition-negotiators")["terms"]
    assert terms["P06"]["parameters"]["covered_places"] == [
        "eastern-ghouta", "wadi-barada", "al-waer", "idlib",
    ]  # fmt: skip
    assert terms["P08"]["parameters"] == {
        "actors": ["isil"], "mode": "area", "area_kinds": ["control"],
    }  # fmt: skip
    assert terms["P08"]["said"] == {"covered": ["jfs"]}
    assert terms["P15"]["parameters"] == {"force": "obligation"}


def test_who_guarantees_whom(made):
    assert term(made, "P20")["parameters"] == {
        "guarantees": [
            {"guarantor": "russia", "guarantees": ["syria-gov"]},
            {"guarantor": "turkey", "guarantees": ["opposition-factions"]},
        ]
    }


def test_who_is_in_by_whose_word_and_since_when(made):
    said = [t["said"] for t in made["terms"] if t["type"] == "P07" and t["said"]]
    assert {"parties": ["syria-gov"], "mode": "signed", "at": "2016-12-29"} in said
    assert {"parties": ["russia"], "mode": "declared", "at": "2016-12-29"} in said
    assert {"parties": ["syria-army"], "mode": "declared", "at": "2016-12-29"} in said
    listed = next(s for s in said if len(s["parties"]) == 7)
    assert listed["counts"] == [{"value": 7, "unit": "groups", "modifier": None}]
    assert {"supporting_forces": True} in [t["parameters"] for t in made["terms"]]


def test_talks_within_a_month_are_owed_by_nobody_who_is_named(made):
    due = next(o for o in made["obligations"] if o["type"] == "P29")
    assert due["due"] == {"event": "in-force", "within": {"months": 1}}
    assert due["holder"] == "opposition-negotiators"
    assert due["debtors"] == []
    assert due["venue"] == ["أستانا"]
    assert "debtors" in due["unknown"]


def test_a_report_says_who_tells_and_no_more_than_is_told(made):
    (report,) = made["reports"]
    assert report["act"] == "H-LET-U"
    assert report["time"] == {"earliest": "2016-12-29", "latest": "2016-12-29", "zone": None}
    assert report["place"] == {"id": "duma", "name": "دوما"}
    assert report["actors"] == report["targets"] == ["unidentified"]
    assert report["deaths"] == {"best": 14, "civilians": 14}
    assert report["by"] == [{"actor": None, "name": "المرصد السوري لحقوق الإنسان", "role": None}]


def test_every_draft_rests_on_words_of_the_text(made):
    read = article()
    said = {one.id: one for one in read.statements}
    ids = []
    for kind, letter in KINDS.items():
        for draft in made[kind]:
            ids.append(draft["id"])
            assert draft["id"].startswith(f"{letter}-")
            assert draft["sha256"] == read.sha256
            assert draft["statements"]
            assert [tuple(q["span"]) for q in draft["quotes"]] == [
                said[name].content for name in draft["statements"]
            ]
            for quote in draft["quotes"]:
                low, high = quote["span"]
                assert read.text[low:high] == quote["text"]
    assert len(ids) == len(set(ids))


def test_parameters_are_those_of_the_schema(made):
    told = [(t["type"], t["parameters"]) for t in made["terms"]]
    told += [(k, t["parameters"]) for r in made["readings"] for k, t in r["terms"].items()]
    for kind, parameters in told:
        missing = {"P04": {"start": {"at": "2016-12-30"}}, "P06": {"area": ["syria"]}}.get(kind, {})
        model_of(kind).model_validate({"type": kind, **missing, **parameters})


def test_the_same_text_gives_the_same_drafts_and_they_are_json(made):
    assert drafts(article(), SYRIA) == made
    assert json.loads(json.dumps(made)) == made


def test_without_a_case_names_are_as_read_and_nothing_is_filled_in():
    made = drafts(article())
    assert "area" not in term(made, "P06")["parameters"]  # no ground is known to be all of it
    told = reading(made, "turkey")["terms"]["P08"]
    assert "lists" not in told["parameters"]
    assert "lists" in told["unknown"]
    assert "follows_rename" not in reading(made, "russia")["terms"]["P08"]["parameters"]


# --- what one statement proposes ----------------------------------------------------------------------


ISIL, NUSRA = ("تنظيم داعش", "isil"), ("جبهة النصرة", "nusra")
GHOUTA = ("الغوطة الشرقية", "eastern-ghouta-area")


def of(text, act="state", language="ar", **more):
    told = Text(text + ".", language=language)
    name = more.pop("speaker", None)
    if name is not None:
        told.text = f"{name}: {told.text}"
        more["by"] = ("russia", name)
    return drafts(told.say(text, act, **more).reading(), SYRIA)


def test_an_exclusion_that_is_denied_covers():
    found = of("لا يستثني الاتفاق الغوطة الشرقية", topics=["P06"], places=[GHOUTA])
    assert term(found, "P06")["parameters"] == {"covered_places": ["eastern-ghouta"]}
    found = of("يستثني الاتفاق الغوطة الشرقية", topics=["P06"], places=[GHOUTA], polarity="negated")
    assert term(found, "P06")["parameters"] == {"outside": ["eastern-ghouta"]}


def test_an_exception_is_of_the_opposite_of_what_it_is_from():
    found = of(
        "يشمل الاتفاق جميع الأراضي باستثناء مناطق سيطرة تنظيم داعش", "confirm", topics=["P06", "P08"],
        actors=[ISIL], speaker="موسكو",
    )  # fmt: skip
    (told,) = found["readings"]
    assert told["terms"]["P06"]["parameters"] == {"area": ["syria"]}
    assert told["terms"]["P08"]["parameters"]["actors"] == ["isil"]
    found = of(
        "لا يستثني الاتفاق سوى تنظيم داعش", "confirm", topics=["P08"], actors=[ISIL], speaker="موسكو",
    )  # fmt: skip
    assert found["readings"][0]["terms"]["P08"]["parameters"]["actors"] == ["isil"]


def test_who_is_named_before_the_exclusion_is_not_left_out():
    found = of(
        "اتفاق روسيا وتركيا يستثني الغوطة الشرقية", topics=["P06"], polarity="negated",
        actors=[("روسيا", "russia"), ("تركيا", "turkey")], places=[GHOUTA],
    )  # fmt: skip
    assert [t["type"] for t in found["terms"]] == ["P06"]
    found = of("الغوطة الشرقية مستثناة", topics=["P06"], polarity="negated", places=[GHOUTA])
    assert term(found, "P06")["parameters"] == {"outside": ["eastern-ghouta"]}


@pytest.mark.parametrize("act", ["demand", "accuse", "opinion"])
def test_what_is_wanted_blamed_or_thought_is_no_term(act):
    found = of("يستثني الاتفاق تنظيم داعش", act, topics=["P08"], polarity="negated", actors=[ISIL],
               speaker="موسكو")  # fmt: skip
    assert found["terms"] == found["readings"] == []


def test_a_condition_and_an_expectation_state_no_scope_and_no_start():
    found = of("عدم شمول الغوطة الشرقية", "condition", topics=["P06"], polarity="negated",
               places=[GHOUTA], speaker="موسكو")  # fmt: skip
    assert found["terms"] == found["readings"] == []
    found = of("تبدأ الهدنة غدا", "expect", hedge="expectation", topics=["P04"],
               times=[("غدا", "2016-12-31", "2016-12-31")])  # fmt: skip
    assert found["terms"] == []


def test_a_start_of_which_the_zone_is_not_said_says_so():
    found = of("تسري الهدنة منتصف الليل", topics=["P04"],
               times=[("منتصف الليل", "2016-12-30T00:00", "2016-12-30T00:00")])  # fmt: skip
    assert term(found, "P04")["parameters"] == {"start": {"at": "2016-12-30T00:00"}}
    assert term(found, "P04")["unknown"] == ["zone"]


def test_a_start_of_several_times_is_none_of_them():
    found = of("تسري الهدنة اليوم أو غدا", topics=["P04"],
               times=[("اليوم", "2016-12-30", "2016-12-30"), ("غدا", "2016-12-31", "2016-12-31")])  # fmt: skip
    assert term(found, "P04")["parameters"] == {}
    assert term(found, "P04")["unknown"] == ["start"]


def test_accounts_that_give_two_starts_have_no_start_in_common():
    told = Text("موسكو: تسري منتصف الليل. أنقرة: تسري غدا.")
    told.say("تسري منتصف الليل", by=("russia", "موسكو"), topics=["P04"],
             times=[("منتصف الليل", "2016-12-30T00:00", "2016-12-30T00:00")])  # fmt: skip
    told.say("تسري غدا", by=("turkey", "أنقرة"), topics=["P04"],
             times=[("غدا", "2016-12-31", "2016-12-31")])  # fmt: skip
    found = drafts(told.reading(), SYRIA)
    assert found["terms"] == []
    starts = [r["terms"]["P04"]["parameters"]["start"]["at"] for r in found["readings"]]
    assert starts == ["2016-12-30T00:00", "2016-12-31"]


def test_one_side_that_says_a_thing_in_two_ways_says_neither():
    told = Text("موسكو: يستثني تنظيم داعش. يستثني مناطق سيطرة جبهة النصرة.")
    told.say("يستثني تنظيم داعش", by=("russia", "موسكو"), topics=["P08"], polarity="negated",
             actors=[ISIL])  # fmt: skip
    told.say("يستثني مناطق سيطرة جبهة النصرة", by=("russia", "موسكو"), topics=["P08"],
             polarity="negated", actors=[NUSRA])  # fmt: skip
    (held,) = drafts(told.reading(), SYRIA)["readings"]
    assert held["terms"]["P08"]["parameters"]["actors"] == ["isil", "nusra"]
    assert "mode" not in held["terms"]["P08"]["parameters"]
    assert "mode: said in two ways" in held["terms"]["P08"]["unknown"]
    assert "mode" in held["terms"]["P08"]["open"]


def test_a_name_that_is_not_known_is_named_as_unknown():
    found = of("يستثني الاتفاق حركة الفجر", topics=["P08"], polarity="negated",
               actors=[("حركة الفجر", None)], speaker="موسكو")  # fmt: skip
    assert found["readings"][0]["terms"]["P08"]["unknown"] == ["actor: حركة الفجر"]


def test_an_umbrella_is_no_party():
    found = of("وقعت فصائل المعارضة الاتفاق", topics=["P07"],
               actors=[("فصائل المعارضة", "opposition-factions")])  # fmt: skip
    (told,) = found["terms"]
    assert told["said"]["parties"] == []
    assert "who of opposition-factions" in told["unknown"]


def test_a_denied_signature_is_denied():
    found = of("لم توقع أحرار الشام الاتفاق", topics=["P07"], polarity="negated",
               actors=[("أحرار الشام", "ahrar-al-sham")])  # fmt: skip
    assert found["terms"][0]["said"]["mode"] == "denied"


@pytest.mark.parametrize(
    ("modifier", "deaths"),
    [(None, {"best": 14, "civilians": 14}), ("about", {"best": 14, "civilians": 14}),
     ("more_than", {"low": 14}), ("less_than", {"high": 14})],
)  # fmt: skip
def test_a_number_of_dead_is_as_sure_as_it_is_told(modifier, deaths):
    found = of(
        "قصف أدى إلى مقتل 14 مدنيا", event="H-ART", numbers=[("14", 14, "civilians", modifier)]
    )
    assert found["reports"][0]["deaths"] == deaths


def test_of_a_report_nothing_is_filled_in():
    found = of("قصف استهدف بلدة", event="H-ART")
    (report,) = found["reports"]
    assert report["time"] is report["place"] is report["deaths"] is None
    assert report["by"] == []
    assert report["unknown"] == ["place", "time", "who did it"]


def test_of_two_times_or_places_none_is_chosen():
    found = of("قصف دوما وحرستا أمس واليوم", event="H-ART",
               places=[("دوما", "duma"), ("حرستا", "harasta")],
               times=[("أمس", "2016-12-29", "2016-12-29"), ("اليوم", "2016-12-30", "2016-12-30")])  # fmt: skip
    assert found["reports"][0]["time"] is found["reports"][0]["place"] is None


def test_what_is_denied_or_expected_did_not_happen():
    assert of("قصف", event="H-ART", polarity="negated")["reports"] == []
    assert of("قصف", "expect", event="H-ART")["reports"] == []
    assert of("قصف", "demand", event="H-ART")["reports"] == []


def test_english_to_the_same_form():
    found = of(
        "the truce covers all areas except areas held by ISIL", "confirm", language="en",
        topics=["P06", "P08"], actors=[("ISIL", "isil")], speaker="Moscow",
    )  # fmt: skip
    terms = found["readings"][0]["terms"]
    assert terms["P06"]["parameters"] == {"area": ["syria"]}
    assert terms["P08"]["parameters"] == {
        "actors": ["isil"], "mode": "area", "area_kinds": ["control"],
    }  # fmt: skip
    found = of("the parties must stop attacks with any weapons", language="en", topics=["P01"])
    assert term(found, "P01")["parameters"] == {"acts": "default", "weapons": "any"}
    found = of("aid deliveries to all areas must begin within ten days", language="en", topics=["P15"],
               times=[("within ten days", None, None, {"relative_to": {"event": "in-force", "offset": {"days": 10}}})])  # fmt: skip
    assert found["obligations"][0]["due"] == {"event": "in-force", "within": {"days": 10}}


# --- whatever is read --------------------------------------------------------------------------------


NAMES = [("تنظيم داعش", "isil"), ("أحرار الشام", "ahrar-al-sham"), ("حركة الفجر", None)]
PIECES = ["يستثني", "لا", "سوى", "جميع المناطق", "مناطق سيطرة", "وقف الهجمات", "يجب", "مقتل", "وقعت",
          "تضمن", "المرتبطة بهما", "باستثناء"]  # fmt: skip


@st.composite
def statements(draw):
    text = Text("")
    for number in range(draw(st.integers(0, 4))):
        names = draw(st.lists(st.sampled_from(NAMES), max_size=2, unique=True))
        words = draw(st.lists(st.sampled_from(PIECES), max_size=4)) + [n for n, _ in names]
        content = " ".join([f"قول{number}", *draw(st.permutations(words))])
        text.text += f"قائل: {content}.\n"
        text.say(
            content, draw(st.sampled_from(["state", "deny", "commit", "condition", "report", "expect"])),
            by=draw(st.sampled_from([None, ("russia", "قائل"), (None, "قائل")])),
            topics=draw(st.lists(st.sampled_from([f"P{n:02}" for n in range(1, 37)]), max_size=3, unique=True)),
            polarity=draw(st.sampled_from(["affirmed", "negated"])),
            event=draw(st.sampled_from([None, "H-ART", "H-JOIN"])), actors=names,
        )  # fmt: skip
    return text.reading()


@given(statements())
def test_any_statements_give_drafts_that_rest_on_them(read):
    made = drafts(read, SYRIA)
    assert list(made) == list(KINDS)
    said = {one.id for one in read.statements}
    for found in made.values():
        for draft in found:
            assert set(draft["statements"]) <= said
            assert all(read.text[slice(*q["span"])] == q["text"] for q in draft["quotes"])
    json.dumps(made)


def test_the_terms_that_prohibit_acts_are_those_of_the_models():
    owed = {kind: model_of(kind) for kind in TERMS if issubclass(model_of(kind), ActTerm)}
    assert owed.keys() == PROHIBITIONS
    open_ = {
        kind for kind, model in owed.items() if model.model_fields["duty_scope"].default is None
    }
    assert open_ == PROHIBITIONS - {NO_SEIZURE}


def test_kinds_of_a_case_are_called_as_the_case_calls_them():
    assert {content._ALL, content._PLACE} <= set(ZoneKind)
    assert content._UMBRELLA == ActorKind.UMBRELLA
