"""Where what an English verb of saying holds begins.

In: a word of saying in a marked text.  Out: `Said`.  What is said follows «that», a preposition or «to»
that the verb takes, a colon or a quotation mark, or directly.
"""

from __future__ import annotations

from typing import NamedTuple

from hudna.text import forms
from hudna.text.english.parts import (
    ASIDES,
    SPEAKERS,
    acts,
    is_conjunction,
    is_predicate,
    is_relative,
    is_to_act,
)
from hudna.text.english.settings import (
    ADDRESSEE,
    WHEN,
    is_to,
    is_told_more,
    only_setting,
    past_comma,
    past_promisee,
    past_recipient,
    past_setting,
)
from hudna.text.lexicon import Hit, Speech
from hudna.text.marked import COMMAS, END_QUOTES, QUOTES, SEMICOLONS, Marked

# How far after a verb what is said may begin, in words, and how far if nothing brings it.
_REACH = 30
_DIRECT = 12
# A clause without «that» has its verb within so many words.
_CLAUSE = 16
# A name between commas has at most so many words.
_APPOSITION = 7
# Words of a thing that a figure is put on («put the number of people killed since May at 97»).
_THING = 24
# Marks within a name or a noun.
_WITHIN = frozenset("/'")
# What may stand behind «that» where it holds nothing itself.
_STOPS = frozenset(".!?:")
# What a thing is called before it is named has at most so many words.
_LABEL = 5
# The shortest quotation that is what somebody said, in words.
_SHORTEST = 3
# Words between a verb and the noun of saying that it gives, and kinds of them.
_GIVEN = 5
_BEFORE_NOUN = (
    "determiners",
    "possessives",
    "noun",
    "nation",
    "adverbs",
    "anew",
    "oblique",
    "addressees",
)
# Acts of verbs that a clause may follow without «that».
_BARE = frozenset({"state", "confirm", "opinion", "report", "expect", "announce"})
_CLAUSAL = _BARE | {"commit"}


class Said(NamedTuple):
    """Where what is said begins, and where it ends if it is a quotation."""

    content: int
    end: int | None = None


def find_said(text: Marked, place: int, hit: Hit, last: int) -> Said | None:
    """Where what a word of saying holds begins, if it holds something before word `last`."""
    speech: Speech = hit.value
    start = past_comma(text, place + hit.length, last)
    if speech.to:
        return _behind_addressee(text, start, last, speech)
    if text.hit(start, "infinitive") and text.word(start) not in speech.with_:
        start = past_recipient(text, start, last)
    taken = text.word(start) in speech.with_ and not text.hit(start, "infinitive")
    if speech.act == "commit" and not taken:  # not «agreed on a mechanism to …»
        start = past_promisee(text, start, last)
        if text.hit(start, "negators") and is_to(text, start, last):
            return Said(start)
    to_do = speech.act not in _BARE or "to" in speech.with_  # «threatened in a note to leave»
    if to_do and text.word(start) not in speech.with_:
        start = past_setting(text, start, last)
    aside = start
    for at in range(start, min(last, start + _REACH)):
        if text.is_plain(at) and text.word(at) not in speech.with_:
            continue
        when = text.hit(at, "time_words", "occasions")  # «agreed on Sunday to extend it»
        aside = max(aside, at + when.length if when is not None else start)
        opened = _opened(text, at, start, speech)
        if opened is not None:
            return opened
        if _is_over(text, at, start, speech):
            break
        day = at + 1 + text.word(at + 1).isdigit()
        dated = text.hit(day, "months") is not None  # «agreed on December 22 to halt …»
        named = speech.object and at > start and text.capital(start)  # «called for Kyiv to leave»
        held = at >= aside and not dated and not named and text.word(at) in speech.with_
        if held and speech.object and not text.hit(at, "infinitive"):
            held = text.past(start, at, *ASIDES) == at  # not «thanked Cairo for its patience»
        if held and only_setting(text, start, at):
            if at > start and text.hit(at - 1, "negators"):
                return Said(at - 1)  # «agreed not to mobilise»
            that = text.hit(at + 1, "that") if speech.that else None
            begin = at + 1 + (that.length if that is not None else 0)
            return Said(begin) if begin < last else None
    clause = speech.act in _CLAUSAL and (is_clause(text, start, last) or _leads(text, start, last))
    if speech.strict and not clause:
        return None
    direct = _direct(text, start, last, speech)
    if direct is None and clause and speech.act not in _BARE:
        return Said(text.past(start, last, *WHEN))  # «agreed prisoners would be freed»
    if direct is None and speech.act in _BARE and text.hit(start, "prepositions"):
        return _clause_behind(text, start, last)  # «said in Kiev there were no clashes»
    return direct


def is_clause(text: Marked, start: int, last: int) -> bool:
    """Whether a clause follows without «that»: «suggested the ultimatum may be a bluff»."""
    begin = text.past(start, last, *ASIDES)
    if begin >= last or text.word(start) in COMMAS:
        return False
    begins = text.hit(begin, "determiners", "nominative", "floating", "existential", "nobody")
    counted = text.capital(begin) or text.word(begin)[:1].isdigit()
    if not (begins or counted or _is_bare_noun(text, begin)):
        return False
    for place in range(begin + 1, min(begin + _CLAUSE, last)):
        if text.word(place) in _WITHIN:
            continue  # «SPLM/A», «weapons' decommissioning»
        if not text.is_word(place) or text.hit(
            place, "that", "relative", "boundary", "subordinate"
        ):
            return False
        if text.hit(place, "conjunctions") and text.hit(place + 1, "be", "auxiliary", "giving"):
            return False  # «does not recognise the border and will not …»
        if text.hit(place, "be", "auxiliary") and not text.hit(place, "adverbs", "determiners"):
            return True
        if _acts_on(text, place):
            return True  # «argued rebels shelled the airport»
    return False


def _acts_on(text: Marked, place: int) -> bool:
    """Whether a word looks like a verb with what it acts on: «shelled the airport», «covers Aden»."""
    past = forms.is_past(text.word(place)) or text.hit(place, "did") is not None
    present = text.word(place).endswith("s") and not text.hit(
        place, *SPEAKERS, "unit", "place_heads"
    )
    named = text.capital(place + 1) and not text.hit(place + 1, "titles", "months")
    thing = text.hit(place + 1, "articles", "indefinite_articles", "possessives") is not None
    return not text.capital(place) and (past or present) and (thing or named)


def _is_bare_noun(text: Marked, place: int) -> bool:
    """Whether a noun may begin a clause without an article: «conceded plans have not …»."""
    if not text.is_word(place) or text.hit(
        place, "prepositions", "conjunctions", "asked", "adverbs"
    ):
        return False
    return text.word(place).endswith(("s", "'")) or text.hit(place, "things") is not None


def given_by(text: Marked, verb: int, last: int) -> int | None:
    """The noun of saying that a verb like «issue» gives: «issued a strong denial that …»."""
    giving = text.hit(verb, "giving")
    spoken = text.hit(verb, "verb")
    if giving is None or (spoken is not None and spoken.length > giving.length):
        return None  # «made light of reports», «gave his word that»
    start = verb + giving.length
    for at in range(start, min(start + _GIVEN, last)):
        noun = text.hit(at, "noun")
        if noun is not None:
            held = held_from(text, at, noun)
            if held is not None and held < last:
                return at
        if text.word(at) in QUOTES:
            continue
        between = text.is_plain(at) or text.hit(at, *_BEFORE_NOUN) is not None
        if not text.is_word(at) or not between or text.hit(at, "of_body"):
            return None
    return None


def held_from(text: Marked, place: int, noun: Hit) -> int | None:
    """Where what a noun of saying holds begins: behind «that», or its preposition."""
    after, speech = place + noun.length, noun.value
    after += text.word(after) in END_QUOTES  # «expressed "regret" that …»
    if after >= len(text.words):
        return None
    behind = text.past(after, min(after + _GIVEN, len(text.words)), "time_words", "adverbs")
    if text.hit(behind, "be") and text.hit(behind + 1, "that"):
        behind += 1  # «their position is that …»
    that = text.hit(behind, "that")
    if that is not None:
        after = behind
        return None if is_predicate(text, after + 1) else after + that.length
    whom = after + 1
    while text.hit(after, "prepositions") and whom < len(text.words) and text.capital(whom):
        whom += 1
    if whom > after + 1 and text.word(whom) in speech.with_:
        return whom + 1  # «lodged a protest with Islamabad over …»
    of_noun = text.hit(after, "of_noun") if speech.with_ or not speech.strict else None
    return after + 1 if text.word(after) in speech.with_ or of_noun else None


def _is_over(text: Marked, at: int, start: int, speech: Speech) -> bool:
    """Whether nothing brings what is said behind a word or mark."""
    if text.word(at) in SEMICOLONS or text.hit(at, "boundary"):
        return True
    if text.word(at) in COMMAS and at > start + 1 and not text.hit(at + 1, "that"):
        closing = text.mark(at + 1, min(at + _APPOSITION, len(text.words) - 1), COMMAS)
        return text.hit(closing + 1, "that") is None  # «said through its head, Jan Kub, that»
    if at > start and is_conjunction(text, at) and text.hit(at + 1, "giving"):
        return text.hit(at + 1, "verb") is None  # «volunteered 40 men and renewed its plea that …»
    bare = speech.act in _BARE
    return bare and at > start and is_predicate(text, at)  # «said Moscow had claimed that …»


def _behind_addressee(text: Marked, start: int, last: int, speech: Speech) -> Said | None:
    """What is said to somebody: «told reporters that …», «told AFP …», «urged both sides to …»."""
    if start + (not speech.object) >= last:
        return None
    as_taken = text.word(start) in speech.with_ and text.hit(start, "prepositions")
    if as_taken and speech.act != "accuse" and not text.hit(start, "infinitive"):
        return Said(start + 1)  # «which he described as …», «warned against …»
    if not (speech.that or speech.object or _takes(text, start, last, speech)):
        return None
    bare = speech.act in _BARE
    for at in range(start, min(last, start + ADDRESSEE)):
        if text.is_plain(at):
            continue
        taken = text.word(at) == ":" and any(
            text.word(on) in speech.with_ for on in range(start, at)
        )
        if taken:
            return Said(start, at)  # «cautioned them against mines: a tractor …»
        opened = _opened(text, at, start, speech)
        if opened is not None and speech.that and (bare or (at == start and text.hit(at, "that"))):
            return opened
        if text.word(at) in COMMAS and (told := _past_apposition(text, at, last)) is not None:
            return _opened(text, told, start, speech)
        if text.word(at) in COMMAS | SEMICOLONS or is_predicate(text, at):
            break
    if not (bare and speech.that):  # to whom it is said belongs to what is said
        return Said(start + (text.hit(start, "upon") is not None))
    begin = text.past(start, last, *ASIDES)
    if begin == start:
        while begin < last and text.is_word(begin) and text.capital(begin):
            begin += 1
    direct = _direct(text, begin, last, speech)
    return direct if direct is not None else _clause_behind(text, begin, last)


def _past_apposition(text: Marked, comma: int, last: int) -> int | None:
    """The «that» behind who is told, and their name: «told our chief, Jan Kub, that …»."""
    closing = text.mark(comma + 1, min(comma + _APPOSITION, last - 1), COMMAS)
    named = all(text.is_word(at) and not is_predicate(text, at) for at in range(comma + 1, closing))
    return closing + 1 if named and text.hit(closing + 1, "that") else None


def _clause_behind(text: Marked, start: int, last: int) -> Said | None:
    """A clause behind whom and where something is told: «told a rally in the suburbs his men …»."""
    for at in range(start + 1, min(start + ADDRESSEE, last)):
        if not text.is_word(at) or is_predicate(text, at):
            return None
        within = text.hit(at - 1, "prepositions", "determiners", "of", "conjunctions")
        begins = text.hit(at, "determiners", "nominative", "nobody", "existential") is not None
        if not within and begins and is_clause(text, at, last):
            return Said(at)
    return None


def _takes(text: Marked, start: int, last: int, speech: Speech) -> bool:
    """Whether the word follows that makes it one of saying: «held … responsible»."""
    near = range(start + 1, min(last + 1, len(text.words), start + _THING))
    for at in near:
        outside = text.hit(at - 1, "prepositions") and not text.hit(at, "prepositions")
        name = text.capital(at - 1) and text.capital(at + 1)
        if text.hit(at, "infinitive") and not speech.that and name:
            continue  # «told Voice to Africa», but not «attributed it to Kyiv»
        if text.hit(at, "infinitive") and speech.act == "demand" and not is_to_act(text, at):
            continue  # «challenged the rebels to a fight»
        if text.hit(at, "infinitive") and text.hit(at - 1, "towards"):
            continue  # «told parliament in response to questions»
        named = speech.act == "demand" and text.hit(at, "infinitive") and not is_to_act(text, at)
        if named:
            continue  # «told AFP the road to Goma was open»
        if text.word(at) in speech.with_ and not outside:
            return True
        if text.word(at) in COMMAS | QUOTES or text.hit(at, "that") or is_predicate(text, at):
            return False
    return False


def _opened(text: Marked, at: int, start: int, speech: Speech) -> Said | None:
    """What «that», a colon or a quotation mark opens."""
    that = text.hit(at, "that") if speech.that else None
    quoted = that is not None and not speech.to and text.mark(start, at, QUOTES) < at
    acting = at > start + 1 and text.hit(start, "nominative") is not None and not speech.to
    if acting or (quoted and not speech.object and _is_bare_noun(text, start)):
        that = None  # «says it struck a cell that was …», «said images offer “credible evidence” that …»
    if that is not None and (_is_of_addressee(text, at) or _points_back(text, at)):
        that = None
    told = that is not None and at > start and speech.act in _BARE and not speech.to
    if told and text.hit(at - 1, "tales") and text.past(start, at, "determiners", "tales") == at:
        return Said(start)  # «said reports that the town had fallen were false»
    if that is not None and not (speech.strict and at > start and is_told_more(text, at + 1)):
        led = text.hit(start, "prepositions") and (
            speech.act in _BARE or text.capital(start + 1)
        )  # «reported at talks that», «requested in Aden that»
        thing = _thing(text, start, at) if speech.object and not speech.to and not led else at
        return Said(thing if thing < at else at + that.length)
    if text.word(at) in QUOTES and text.closes.get(at, at) - at > _SHORTEST:
        closing = text.closes[at]
        goes_on = text.hit(closing + 1, "be", "auxiliary") is not None or (
            at == start and text.word(closing + 1).endswith("s") and _goes_on(text, closing + 1)
        )
        if goes_on:
            return Said(at) if at == start else None
        if _is_whole(text, at, start, speech):
            return Said(at + 1, closing)
    if text.word(at) == ":":
        close = text.closes.get(at + 1)
        return Said(at + 1) if close is None else Said(at + 2, close)
    return None


def _goes_on(text: Marked, place: int) -> bool:
    """Whether a verb of what is said stands behind quoted words: «says "local forces" means …»."""
    if text.capital(place) or text.hit(place, "prepositions", "conjunctions", "time_words"):
        return False
    return text.hit(place + 1, "determiners", "that", "negators", "infinitive") is not None


def _points_back(text: Marked, at: int) -> bool:
    """Whether «that» only stands before what was told: «carried out that attack», «we hold that position»."""
    points = text.hit(at, "anaphors")
    if points is None:
        return False
    if points.length > 1 or text.word(at + 1) in _STOPS:
        return True
    return text.is_word(at + 1) and not (text.is_word(at + 2) or text.word(at + 2) in QUOTES)


def _is_of_addressee(text: Marked, at: int) -> bool:
    """Whether «that» says more of whom it is said to: «told a crowd that filled the square»."""
    return is_relative(text, at) and text.hit(at + 2, "determiners") is not None


def _is_whole(text: Marked, at: int, start: int, speech: Speech) -> bool:
    """Whether a quotation is what is said, and not a few words within it."""
    if at == start:
        return True
    if text.hit(at - 1, "determiners"):
        return False
    return (
        (speech.to and not speech.object)
        or text.word(at - 1) in COMMAS
        or only_setting(text, start, at)
    )


def _thing(text: Marked, start: int, that: int) -> int:
    """The object that a «that» after a verb belongs to («dismissed the accusation that …»)."""
    return text.past(start, that, *ASIDES, "prepositions")


def _direct(text: Marked, start: int, last: int, speech: Speech) -> Said | None:
    """What follows a verb directly."""
    thing = speech.object and speech.act not in _BARE  # «dismissed them as tracks»
    begin = text.past(start, last, *(WHEN if thing else ASIDES))
    if begin > start and text.closes.get(begin - 1, 0) > begin:
        begin -= 1  # «said "D-Day" fell on Wednesday»
    if begin > start and forms.is_possessive(text.word(begin - 1)):
        begin -= 1  # «said Monday's strikes killed six»
    if thing and text.hit(begin, "subordinate") and text.hit(begin, "prepositions"):
        begin = _past_label(text, begin, last)
    if begin >= last or begin - start > _DIRECT or not (speech.object or speech.act in _BARE):
        return None
    if begin > start and text.hit(begin, "of") and not thing:
        return Said(start)  # «said in the early hours of Monday rebels …»
    if is_conjunction(text, begin):
        return None  # «had been expecting us and …»
    points = text.hit(begin, "anaphors") and text.hit(begin, "determiners")
    if points and text.hit(begin + 1, "infinitive"):
        return None  # «reported this to the mission»
    determined = text.hit(begin, "determiners")
    led = text.hit(begin, "boundary", "subordinate", "prepositions")
    if led and not determined and not (begin == start and _leads(text, begin, last)):
        return None
    return Said(begin)


def _past_label(text: Marked, first: int, last: int) -> int:
    """Where a thing begins behind what it is called: «dismissed as “mad” the offer», «as lies a report»."""
    closing = text.closes.get(first + 1)
    if closing is not None:
        return closing + 1
    far = min(first + _LABEL, last)
    found = text.find(first + 2, far, "determiners", "things", "noun")
    return first if found is None else found


def _leads(text: Marked, start: int, last: int) -> bool:
    """Whether a clause follows behind its condition: «says despite the truce, the two are at odds»."""
    if not text.hit(start, "subordinate", "conceding"):
        return False
    comma = text.mark(start, min(start + _CLAUSE, last), COMMAS)
    far = min(comma + _CLAUSE, last)
    if comma >= min(start + _CLAUSE, last) or text.hit(comma + 1, "prepositions", "relative"):
        return False
    goes_on = forms.is_ing(text.word(comma + 1)) or is_conjunction(text, comma + 1)
    return not goes_on and any(acts(text, at) for at in range(comma + 2, far))
