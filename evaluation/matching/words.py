"""What things are called in the made-up country: acts, actors, places, and the sentences about them.

In: numbers of acts, actors and details, and a wording.  Out: the words for them.  Country, places
and actors are invented; no war is meant.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from settings import Camp, Group, Wording

# --- acts -----------------------------------------------------------------------------------------


class Act(NamedTuple):
    """A kind of act, and what each wording calls it (several words mean the same)."""

    name: str
    group: Group
    fine: tuple[str, ...]
    plain: tuple[str, ...]
    arabic: tuple[str, ...]


ACTS = (
    Act("artillery", "shelling", ("Artillery shelling",), ("artillery", "shelling"),
        ("قصف مدفعي",)),
    Act("mortar", "shelling", ("Mortar fire",), ("mortars", "shelling"), ("قصف بالهاون",)),
    Act("rocket", "shelling", ("Rocket or missile attack",), ("rockets",), ("قصف صاروخي",)),
    Act("airstrike", "air", ("Air strike",), ("air strike", "warplanes"), ("غارة جوية", "قصف جوي")),
    Act("barrel", "air", ("Barrel bombing",), ("barrel bomb",), ("براميل متفجرة",)),
    Act("drone", "air", ("Drone strike",), ("drone",), ("استهداف بطائرة مسيرة",)),
    Act("ied", "bomb", ("Remote explosive/IED",), ("explosion", "IED"), ("انفجار عبوة ناسفة",)),
    Act("suicide", "bomb", ("Suicide bomb",), ("suicide bomb", "explosion"), ("تفجير انتحاري",)),
    Act("clash", "ground", ("Armed clash",), ("clashes", "fighting"), ("اشتباكات", "معارك")),
    Act("raid", "ground", ("Ground assault",), ("raid", "fighting"), ("هجوم بري", "اقتحام")),
    Act("sniper", "shooting", ("Sniper fire",), ("sniper", "shooting"), ("قنص",)),
    Act("execution", "shooting", ("Execution",), ("killing",), ("إعدام ميداني",)),
    Act("abduction", "abduction", ("Abduction",), ("kidnapping",), ("اختطاف",)),
)  # fmt: skip
GROUPS: tuple[Group, ...] = ("shelling", "air", "bomb", "ground", "shooting", "abduction")
GROUP_OF = np.array([GROUPS.index(act.group) for act in ACTS])
COARSE: dict[Wording, dict[Group, str]] = {
    "fine": {"shelling": "Shelling", "air": "Aerial attack", "bomb": "Explosion",
             "ground": "Battle", "shooting": "Attack", "abduction": "Abduction"},
    "plain": {"shelling": "shelling", "air": "bombing", "bomb": "explosion",
              "ground": "fighting", "shooting": "shooting", "abduction": "kidnapping"},
    "arabic": {"shelling": "قصف", "air": "قصف جوي", "bomb": "انفجار", "ground": "اشتباكات",
               "shooting": "إطلاق نار", "abduction": "اختطاف"},
    "ministry": {"shelling": "shelling", "air": "air attack", "bomb": "terrorist bombing",
                 "ground": "armed attack", "shooting": "armed attack", "abduction": "kidnapping"},
    "deaths": {"shelling": "state-based violence", "air": "state-based violence",
               "bomb": "one-sided violence", "ground": "state-based violence",
               "shooting": "one-sided violence", "abduction": "one-sided violence"},
}  # fmt: skip
NON_STATE = "non-state violence"
# Acts that one takes for another, by number.
CONFUSED = {0: (1, 2), 1: (0, 2), 2: (0, 3), 3: (4, 2, 5), 4: (3,), 5: (3, 2), 6: (7, 0), 7: (6,),
            8: (9, 0), 9: (8,), 10: (11, 8), 11: (10, 12), 12: (11,)}  # fmt: skip


def act_words(wording: Wording, act: int, coarse: bool, non_state: bool) -> tuple[str, ...]:
    """What a source of this wording may call an act; one of these is chosen at random."""
    known = ACTS[act]
    if wording == "deaths":
        return (NON_STATE,) if non_state else (COARSE["deaths"][known.group],)
    if coarse or wording == "ministry":
        return (COARSE[wording][known.group],)
    return {"fine": known.fine, "plain": known.plain, "arabic": known.arabic}[wording]


# --- actors ---------------------------------------------------------------------------------------


class Actor(NamedTuple):
    """Somebody who fights (or nobody who does: civilians), and the names used."""

    camp: Camp | None
    fine: str
    plain: str
    arabic: str
    deaths: str


ACTORS = (
    Actor("government", "Military Forces of Sahra (2004-)", "army", "قوات الحكومة",
          "Government of Sahra"),
    Actor("government", "Pro-Government Militia (Sahra)", "pro-government militia",
          "ميليشيات موالية", "Government of Sahra"),
    Actor("government", "Republican Guard of Sahra", "Republican Guard", "الحرس الجمهوري",
          "Government of Sahra"),
    Actor("foreign", "Military Forces of Vostok", "Vostok warplanes", "الطيران الفوستوكي",
          "Government of Vostok"),
    Actor("foreign", "Military Forces of Garbiya", "Garbiya army", "الجيش الغربي",
          "Government of Garbiya"),
    Actor("foreign", "Coalition of the Straits", "coalition", "قوات التحالف",
          "Coalition of the Straits"),
    Actor("opposition", "Free Brigades of Sahra", "Free Brigades", "الكتائب الحرة",
          "Sahra insurgents"),
    Actor("opposition", "Liwa al-Rimal", "Rimal Brigade", "لواء الرمال", "Sahra insurgents"),
    Actor("opposition", "Jaysh al-Wadi", "Wadi Army", "جيش الوادي", "Jaysh al-Wadi"),
    Actor("opposition", "Southern Gathering", "Southern Gathering", "التجمع الجنوبي",
          "Sahra insurgents"),
    Actor("opposition", "Harakat al-Fajr", "Fajr Movement", "حركة الفجر", "Harakat al-Fajr"),
    Actor("opposition", "Shield of the North", "North Shield", "درع الشمال", "Sahra insurgents"),
    Actor("opposition", "Faylaq al-Sahil", "Sahil Corps", "فيلق الساحل", "Sahra insurgents"),
    Actor("jihadist", "Caliphate Vanguard", "Vanguard", "تنظيم الطليعة", "CV"),
    Actor("jihadist", "Jabhat al-Ribat", "Ribat Front", "جبهة الرباط", "Jabhat al-Ribat"),
    Actor("jihadist", "Guardians of the Law", "Guardians", "حراس الشريعة", "Jabhat al-Ribat"),
    Actor("northern", "Highland Protection Units", "Highland Units", "وحدات حماية الجبل", "HPU"),
    Actor("northern", "Democratic Forces of the Highlands", "Democratic Forces",
          "قوات الجبل الديمقراطية", "HDF"),
    Actor("northern", "Highland Police", "Highland Police", "شرطة الجبل", "HPU"),
    Actor(None, "Civilians (Sahra)", "civilians", "مدنيون", "Civilians"),
)  # fmt: skip
CIVILIANS = len(ACTORS) - 1
CAMPS: tuple[Camp, ...] = ("government", "opposition", "jihadist", "northern", "foreign")
CAMP_OF = np.array([-1 if one.camp is None else CAMPS.index(one.camp) for one in ACTORS])
STATES = np.isin(CAMP_OF, [CAMPS.index("government"), CAMPS.index("foreign")])
UMBRELLAS: dict[Wording, dict[Camp, str]] = {
    "fine": {"government": "Pro-Government Forces", "opposition": "Opposition Rebels (Sahra)",
             "jihadist": "Islamist Militia (Sahra)", "northern": "Highland Forces",
             "foreign": "Unidentified Aircraft"},
    "plain": {"government": "regime", "opposition": "rebels", "jihadist": "extremists",
              "northern": "highlanders", "foreign": "foreign warplanes"},
    "arabic": {"government": "قوات النظام", "opposition": "فصائل معارضة", "jihadist": "متشددون",
               "northern": "القوات الجبلية", "foreign": "طائرات حربية"},
    "ministry": dict.fromkeys(CAMPS, "terrorist groups")
    | {"government": "our armed forces", "foreign": "foreign aggressors"},
    "deaths": {"government": "Government of Sahra", "opposition": "Sahra insurgents",
               "jihadist": "Sahra insurgents", "northern": "Highland forces",
               "foreign": "Unknown air force"},
}  # fmt: skip


def actor_name(wording: Wording, actor: int) -> str:
    """What a wording calls an actor."""
    known = ACTORS[actor]
    if wording == "ministry":
        return "the army" if known.camp == "government" else known.plain
    return {"fine": known.fine, "plain": known.plain, "arabic": known.arabic,
            "deaths": known.deaths}[wording]  # fmt: skip


def umbrella(wording: Wording, actor: int) -> str:
    """What a wording calls the camp of an actor; civilians have their own name only."""
    camp = ACTORS[actor].camp
    return actor_name(wording, actor) if camp is None else UMBRELLAS[wording][camp]


# --- what stood near by ---------------------------------------------------------------------------

DETAILS = (
    ("near the market", "قرب السوق"), ("near the hospital", "قرب المشفى"),
    ("near a school", "قرب مدرسة"), ("at a checkpoint", "عند حاجز"),
    ("near the bakery", "قرب المخبز"), ("near the grand mosque", "قرب الجامع الكبير"),
    ("on the bridge", "على الجسر"), ("on the highway", "على الطريق الدولي"),
    ("on farmland", "في أراض زراعية"), ("at the air base", "في المطار العسكري"),
    ("near the water station", "قرب محطة المياه"), ("at the old barracks", "في الثكنة القديمة"),
    ("in the industrial quarter", "في المنطقة الصناعية"), ("near the station", "قرب المحطة"),
    ("in a residential quarter", "في حي سكني"), ("near the stadium", "قرب الملعب"),
    ("at the grain silos", "عند صوامع الحبوب"), ("in the olive groves", "في كروم الزيتون"),
    ("near the dam", "قرب السد"), ("at the crossing", "عند المعبر"),
    ("near the refugee camp", "قرب المخيم"), ("near the church", "قرب الكنيسة"),
    ("at the power station", "في محطة الكهرباء"), ("on the ring road", "على الطريق الدائري"),
)  # fmt: skip

# --- sentences ------------------------------------------------------------------------------------

# In each {act}, {place}, {detail}, {actor}, {target}, {deaths}, {day}.
ENGLISH = (
    "{act} {place}{detail}{deaths}.",
    "{actor} carried out an attack ({act}) {place}{detail}{deaths}.",
    "On {day}, {act} was reported {place}{detail}{deaths}.",
    "{act} hit {target} {place}{detail}{deaths}, residents said.",
    "Reports of {act} {place}{detail}. {actor} was blamed{deaths}.",
    "{place}: {act}{detail}{deaths}. The target was {target}.",
    "Violence {place} on {day}: {act} by {actor} against {target}{detail}{deaths}.",
    "A correspondent {place} spoke of {act}{detail}{deaths}.",
    "{target} came under attack by {actor} {place}{detail}{deaths} ({act}).",
    "Late on {day} {act} was heard {place}{detail}{deaths}.",
    "Medics {place} received casualties of {act}{detail}{deaths}.",
    "{actor} and {target}: {act} {place}{detail}{deaths}, no further word.",
)
ARABIC = (
    "{act} {place}{detail}{deaths}.",
    "نفذت {actor} هجوما ({act}) {place}{detail}{deaths}.",
    "وقع {act} {place}{detail} بتاريخ {day}{deaths}.",
    "استهدف {act} {target} {place}{detail}{deaths}.",
    "أفاد ناشطون بوقوع {act} {place}{detail}{deaths}.",
    "{place}: {act}{detail}{deaths}، والمستهدف {target}.",
    "{actor} تستهدف {target} {place}{detail}{deaths} ({act}).",
    "سمع دوي {act} {place}{detail}{deaths}.",
    "وصل مصابون {place} إثر {act}{detail}{deaths}.",
    "تعرضت {target} لهجوم {place}{detail}{deaths} ({act}).",
    "شهد {day} {act} {place}{detail}{deaths}.",
    "{act} بين {actor} و{target} {place}{detail}{deaths}.",
)
PHRASES = len(ENGLISH)
ACCORDING = {
    "english": (" according to {origin}.", " {origin} reported.", " Source: {origin}."),
    "arabic": (" بحسب {origin}.", " وفق ما أفاد {origin}.", " المصدر: {origin}."),
}
# What a copy changes of the words it takes over.
TOUCHES = ("", "", " More details to follow.", " The toll may rise.", " (Updated)")
OUTLET_IN_ARABIC = {
    "Local Committees": "لجان التنسيق المحلية",
    "State Agency": "وكالة الأنباء الرسمية",
    "Activists Network": "شبكة الناشطين",
}
OUTLET_IN_ENGLISH = {
    "observatory": "the Observatory", "monitor": "the local monitor",
    "ministry": "the Ministry", "chronicle": "the Chronicle", "deaths": "the Deaths Data Set",
}  # fmt: skip

# --- places ---------------------------------------------------------------------------------------

SYLLABLES = (
    ("ba", "با"), ("qa", "قا"), ("ra", "را"), ("mu", "مو"), ("sha", "شا"), ("ha", "حا"),
    ("ni", "ني"), ("za", "زا"), ("da", "دا"), ("ju", "جو"), ("ta", "تا"), ("si", "سي"),
    ("la", "لا"), ("ku", "كو"), ("fa", "فا"), ("wa", "وا"), ("kha", "خا"), ("ghu", "غو"),
    ("ma", "ما"), ("ri", "ري"), ("du", "دو"), ("ya", "يا"), ("tha", "ثا"), ("bi", "بي"),
)  # fmt: skip
ENDINGS = (
    ("n", "ن"), ("r", "ر"), ("b", "ب"), ("l", "ل"), ("s", "س"), ("ya", "ية"), ("h", "ة"),
    ("q", "ق"), ("d", "د"), ("m", "م"),
)  # fmt: skip
PREFIXES = (
    ("", ""), ("", ""), ("", ""), ("", ""), ("Tall ", "تل "), ("Kafr ", "كفر "),
    ("al-", "ال"), ("Dayr ", "دير "), ("Khan ", "خان "), ("Ayn ", "عين "),
)  # fmt: skip
# Spellings of one name: each a way of writing the sounds of another.
SPELLINGS = (
    (("Tall ", "Tell "), ("Dayr ", "Deir "), ("Ayn ", "Ein "), ("al-", "el-"), ("q", "k")),
    (("Tall ", "Tal "), ("al-", "al "), ("Dayr ", "Der "), ("u", "ou"), ("kh", "x"), ("y", "i")),
    (("Kafr ", "Kfar "), ("al-", ""), ("gh", "g"), ("a", "e"), ("i", "ee")),
)
ARABIC_SPELLINGS = ((("ة", "ه"), ("ا", "")), (("ي", "ى"), ("ال", "")), (("ا", "أ"),))


def place_names(rng: np.random.Generator, number: int) -> list[tuple[str, str]]:
    """So many invented names, each in Latin and in Arabic script; a few come twice."""
    found = []
    for _ in range(number):
        prefix = PREFIXES[rng.integers(len(PREFIXES))]
        middle = [SYLLABLES[i] for i in rng.integers(len(SYLLABLES), size=rng.integers(1, 4))]
        end = ENDINGS[rng.integers(len(ENDINGS))]
        latin, arabic = ("".join(part[i] for part in (*middle, end)) for i in (0, 1))
        found.append((prefix[0] + latin.capitalize(), prefix[1] + arabic))
    return found


def spelling(name: str, arabic: bool, variant: int) -> str:
    """A name as somebody else spells it; a word that knows no other spelling stays."""
    for one, other in (ARABIC_SPELLINGS if arabic else SPELLINGS)[variant]:
        name = name.replace(one, other)
    return name.strip() or name
