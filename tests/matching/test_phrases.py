"""What the words of a report say of itself: that it sums up several incidents, and whose account it is."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hudna.matching.phrases import SEVERAL, attributed, summed
from hudna.names import fold


def count(*texts):
    return summed(pa.array(texts, pa.string())).tolist()


@pytest.mark.parametrize(
    ("text", "incidents"),
    [
        ("6 attacks in Aleppo", 6),
        ("In Aleppo, 6 attacks were recorded", 6),
        ("The mission counted 12 ceasefire violations in Donetsk", 12),
        ("Six new cease-fire violations", 6),
        ("two air strikes on Douma", 2),
        ("6 Russian air strikes", 6),
        ("Several shellings of Harasta", SEVERAL),
        ("A number of clashes north of the town", SEVERAL),
        ("Dozens of violations", SEVERAL),
        ("6 خروقات في حلب", 6),
        ("٦ خروقات في حلب", 6),
        ("سُجِّلت ستة خروقات", 6),
        ("عدة غارات على إدلب", SEVERAL),
        ("عدد من الخروقات", SEVERAL),
        ("غارتان على دوما", 2),
        ("شنّ الطيران غارتين على دوما", 2),
        ("15 خرقا", 15),
        # One incident, whatever numbers stand in it.
        ("Shelling killing 4 in attacks on the town", 0),
        ("Air strike kills 6", 0),
        ("On 25 March, clashes broke out", 0),
        ("On March 25, clashes broke out", 0),
        ("March 25 clashes", 0),
        ("25 آذار اشتباكات في درعا", 0),
        ("في آذار 25 اشتباكات", 0),
        ("In 2016 clashes broke out", 0),
        ("Killing 6. Attacks went on", 0),
        ("At 10:30 clashes began", 0),
        ("F-16 strikes hit the bridge", 0),
        ("1 attacks", 0),
        ("an attack", 0),
        ("attacks", 0),
        ("6", 0),
        ("", 0),
        ("Wounded 6 people in attacks", 0),
        ("مقتل 4 في غارات على إدلب", 0),
        ("غارة على إدلب أدت إلى مقتل 4", 0),
    ],
)
def test_how_many_incidents_a_report_sums_up(text, incidents):
    assert count(text) == [incidents]


def test_of_many_texts_each_its_own():
    assert count(None, "6 attacks", "", "clash", "6 attacks", None) == [0, 6, 0, 0, 6, 0]
    assert count() == []
    assert count(None) == [0]


NAMES = {
    "SOHR": 0,
    "AFP": 1,
    "المرصد": 2,
    "المرصد السوري لحقوق الإنسان": 3,
    "فرانس برس": 4,
    "mission": 5,
}


def told(*texts, names=NAMES):
    return attributed(
        pa.array(texts, pa.string()), {fold(name): code for name, code in names.items()}
    ).tolist()


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Four were killed, according to SOHR.", "SOHR"),
        ("According to the SOHR four were killed", "SOHR"),
        ("The sohr said four were killed", "SOHR"),
        ("AFP reported four dead", "AFP"),
        ("Source: AFP", "AFP"),
        ("Four dead (quoted by the mission)", "mission"),
        ("قُتل أربعة بحسب المرصد", "المرصد"),
        ("قُتل أربعة، وفق المرصد السوري لحقوق الإنسان", "المرصد السوري لحقوق الإنسان"),
        ("أفادت وكالة فرانس برس بمقتل أربعة", "فرانس برس"),
        ("قال المرصد إن أربعة قتلوا", "المرصد"),
        ("نقلاً عن فرانس برس", "فرانس برس"),
        ("AFP, citing SOHR", "SOHR"),
        # Who is named only, or is not known, has not told it.
        ("Four of AFP were wounded", None),
        ("according to residents", None),
        ("according to", None),
        ("reported", None),
        ("", None),
        (None, None),
        ("Men of the sohrab clan said", None),
    ],
)
def test_who_told_it(text, who):
    assert told(text) == [-1 if who is None else NAMES[who]]


def test_of_many_texts_each_its_teller():
    assert told("x according to SOHR", None, "AFP said", "SOHR") == [0, -1, 1, -1]
    assert told() == []
    assert told("according to SOHR", names={}) == [-1]


WORDS = st.lists(
    st.one_of(
        st.sampled_from(["6", "six", "ستة", "attacks", "خروقات", "according", "to", "SOHR", "said", "عدة", "the", ",", ".", "-",
                         "\n", "\u202e", "9" * 400, "٦", "²", "①", "½", "March", "(", "[a-z]+", "\\"]),
        st.text(max_size=5),
    ), max_size=8,
).map(" ".join)  # fmt: skip


@given(st.lists(st.one_of(st.none(), WORDS), max_size=5))
def test_any_text_is_read_and_each_by_itself(texts):
    texts = [None if text is None else text.encode("utf-8", "ignore").decode() for text in texts]
    alone = [count(text)[0] for text in texts]
    assert count(*texts) == alone
    assert all(number == SEVERAL or number == 0 or 2 <= number <= 9999 for number in alone)
    assert told(*texts) == [told(text)[0] for text in texts]
