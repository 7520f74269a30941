"""Names across scripts: what writers vary is folded away, what tells names apart stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hudna.names import fold, index

RLM = chr(0x200F)


@pytest.mark.parametrize(
    "spellings",
    [
        ["أحرار الشام", "احرار الشام", "أَحْرَار الشَّام", "أحـــرار الشام", "أحرار  الشام ", "أحرار-الشام",
         RLM + "أحرار الشام", "ٱحرار الشام"],
        ["إدلب", "ادلب", "إدلـب"],
        ["الآثار", "الاثار"],
        ["الجبهة الشامية", "الجبهه الشاميه", "الجبهة الشاميّة"],
        ["مصطفى", "مصطفي", "مصطفی"],
        ["تركيا", "ترکیا"],  # Persian kaf and yeh
        ["الفرقة ٤", "الفرقة 4", "الفرقة ۴"],
        ["ﺟﻴﺶ", "جيش"],  # presentation forms
        ["Faylaq al-Sham", "faylaq al sham", "FAYLAQ AL-SHAM", "Faylaq  al–Sham", "Faylaq_al_Sham"],
        ["Kefraya", "Kefrayâ"],
        ["Ma'arrat", "Maʿarrat", "Ma’arrat", "Ma`arrat", "Maʼarrat", "Maʻarrat"],
        ["Şehir", "sehir", "Sehir"],
        ["İdlib", "idlib"],
        ["Straße", "STRASSE"],
        ["שלום", "שָׁלוֹם"],
        ["Сирия", "сирия"],
    ],
)  # fmt: skip
def test_spellings_of_one_name_fold_to_one(spellings):
    assert len({fold(name) for name in spellings}) == 1
    assert fold(spellings[0])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("جيش النصر", "جيش الأنصار"),  # the two that a bulletin confused
        ("جيش الإسلام", "جيش الشام"),
        ("حماة", "حمص"),
        ("حلب", "حارم"),
        ("سلقين", "سلقي"),
        ("Jaysh al-Nasr", "Jaysh al-Ansar"),
        # Transliterations differ in letters: they are aliases to be listed, never guessed.
        ("Jaysh al-Mujahidin", "Jaish al-Mujahidin"),
        ("Deir ez-Zor", "Dayr az-Zawr"),
        ("Damascus", "Damas"),
        ("Brigade 4", "Brigade 14"),
        ("कि", "का"),  # scripts whose vowel signs are marks
        ("မြို့", "မြို"),
        ("al Bab", "alBab"),
    ],
)
def test_names_that_differ_in_a_letter_stay_apart(one, other):
    assert fold(one) != fold(other)


@pytest.mark.parametrize("name", ["", " ", "—", "'", "ـ", "...", "\u0651"])
def test_a_name_without_letters_is_no_name(name):
    assert fold(name) == ""


LETTERS = st.text(st.characters(categories=["Lu", "Ll", "Lo", "Nd", "Mn", "Mc", "Zs", "Pd", "Po"]))


@given(LETTERS)
def test_folding_again_changes_nothing(name):
    assert fold(fold(name)) == fold(name)


@given(LETTERS)
def test_a_folded_name_has_single_spaces_and_none_around(name):
    folded = fold(name)
    assert folded == " ".join(folded.split())


@given(st.text(st.sampled_from("abcdefghij 0123456789"), max_size=12))
def test_plain_names_are_only_trimmed(name):
    assert fold(name) == " ".join(name.split())


def test_index_sets_the_ambiguous_apart():
    pairs = [
        ("Damascus", "SY01"),
        ("دمشق", "SY01"),
        ("DAMASCUS", "SY03"),
        ("Hama", "SY05"),
        ("hama", "SY05"),
        ("—", "SY09"),
    ]
    single, several = index(pairs)
    assert single == {fold("دمشق"): "SY01", "hama": "SY05"}
    assert several == {"damascus": {"SY01", "SY03"}}
    assert single.get(fold("HAMA")) == "SY05"
    assert single.get(fold("Damascus")) is None
    assert single.get(fold("")) is None
