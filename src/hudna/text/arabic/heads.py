"""The words of an Arabic sentence at which something said is introduced: one function a kind of entry.

In: a sentence as far as it is read, a word, and what the lexicon has for it.  Out: a head or none.
"""

from __future__ import annotations

from collections.abc import Mapping

from hudna.text import forms
from hudna.text.arabic.parts import (
    BEGINS,
    SPEAKERS,
    after_comma,
    before_auxiliaries,
    clause_start,
    ends_boundary,
    find_topic,
    find_was,
    has_conjunction,
    is_definite,
    is_noun,
    is_unnamed_aside,
    names_somebody,
    quoted_before,
    subject_start,
)
from hudna.text.arabic.said import find_preposition, find_said, is_direct
from hudna.text.clauses import QUESTIONS
from hudna.text.frames import Finder, Head, Sentence
from hudna.text.lexicon import DOUBTFUL, HELD, Hit, Speech
from hudna.text.marked import COMMAS, QUOTES, Marked

# «أن» stands behind «من المتوقع», behind a participle, and behind a verb at the start, within so many words.
_EXPECTED = 8
_PARTICIPLE = 3
_OCCASION = 14
_START = 9
# A sentence that ends with its verb says so much before it, and so much names who speaks.
_TRAILED = 4
_SUBJECT = 12
# Before the name of a source («بحسب ما أفاد به أمس …»).
BEFORE_SOURCE = ("resumptive", "auxiliary", "time_words", "occasions")
# Marks behind which a verb begins a sentence.
_BEGIN = frozenset("-–—/:ـ")
_COLON = frozenset(":")
# Sorts of heads that «وأن» goes on for.
_SPOKEN = frozenset({"verb", "participle", "according", "expected"})
# Kinds of entries that a verb may be that is no word of saying.
_TOLD = frozenset({"sort", "topic", "weak", "event", "weak_event", "place", "everyday", "unit"})
# A noun of agreement has its holders within so many words.
_HOLDERS = 8
# Acts of verbs with which a speaker asks not to be named.
_WISHES = frozenset({"demand", "deny", "condition"})
# Acts of verbs that trail what is said.
_TRAILING = frozenset({"state", "confirm"})


def find_that(sentence: Sentence, first: int, reach: int) -> int | None:
    """Where «أن» stands within so many words, in a sentence."""
    return sentence.text.find(first, min(first + reach, sentence.last), "that")


def past_holder(text: Marked, place: int) -> int:
    """Behind whose readiness or commitment it is: «مجددا التزام حكومته بـ», «استعداد بلاده لـ»."""
    hit = text.hit(place, "own_country", "bodies", "group_heads")
    return place + 1 if hit is not None and hit.suffix else place


def that_of_participle(text: Marked, first: int, last: int) -> int | None:
    """Where «أن» stands behind a participle, at once or behind an occasion: «قائلا في تصريح لصحيفة … إن»."""
    reach = _OCCASION if text.hit(first, "occasions") else _PARTICIPLE
    return text.find(first, text.mark(first, min(first + reach, last), COMMAS), "that")


def is_aside_of(sentence: Sentence, place: int, last: int) -> bool:
    """Whether «، بحسب فلان،» stands within what is told."""
    text = sentence.text
    near = min(place + _SUBJECT, last)
    goes_on = text.mark(place + 1, near, COMMAS) + 1
    return after_comma(text, place) and goes_on < last and not text.hit(goes_on, "relative")


def _verb(s: Sentence, place: int, hit: Hit) -> Head | None:
    """A verb of saying, with what it holds behind it or before it."""
    if not _is_verb(s, place, hit) or _wishes_no_name(s, place, hit):
        return None
    text, first = s.text, s.first
    said = find_said(text, place, hit, s.last)
    if said is None and _trails(s, place, hit):
        return Head(first, place, hit, "after", quoted=(first, place - 1))
    start = clause_start(text, place, first)
    if quoted := quoted_before(text, start, first):
        return Head(quoted[0] - 1, place, hit, "after", quoted=quoted)
    if said is None and not is_direct(text, place, hit, first, s.last):
        return None
    begins = before_auxiliaries(text, place, first)
    if (was := find_was(text, begins, first)) is not None:
        return Head(was, place, hit, "verb")
    if place > first and (is_noun(text, place) or _is_object(s, place, hit)):
        return None
    if _is_asked(s, place) or text.hit(begins - 1, "condition", "question"):
        return None
    if _is_within_speech(s, place):
        return Head(start, place, hit, "verb", nested=True)
    if (topic := find_topic(text, first, place, hit)) is not None:
        return Head(topic[0], place, hit, "verb")
    if start < begins or begins == first or _is_joined(s, begins):
        return Head(start, place, hit, "verb")
    if _is_fronted(s, begins):
        return Head(subject_start(text, first, begins), place, hit, "verb")
    named = not text.hit(place + hit.length, "that")
    if s.heads and named and after_comma(text, place) and text.hit(first, "boundary"):
        return Head(start, place, hit, "verb")  # «وبينما أكد …، قال …»
    if s.heads:
        return Head(start, place, hit, "verb", nested=True)
    return _first_verb(s, place, hit)


def _wishes_no_name(s: Sentence, place: int, hit: Hit) -> bool:
    """Whether a speaker only asks not to be named: «قال مسؤول، طلب عدم ذكر اسمه، إن»."""
    asks = hit.value.act in _WISHES and not s.text.hit(place + hit.length, *SPEAKERS)
    return asks and is_unnamed_aside(s.text, place, s.last)


def _is_within_speech(s: Sentence, place: int) -> bool:
    """Whether a verb stands behind the colon that opened what somebody says."""
    speaks = next((head for head in s.heads if head.sort == "verb" and not head.nested), None)
    return speaks is not None and s.text.mark(speaks.after, place, _COLON) < place


def _is_asked(s: Sentence, place: int) -> bool:
    """Whether a question is put, which says nothing: «هل تعتقد أن …؟»."""
    asks = s.last < len(s.text.words) and s.text.word(s.last) in QUESTIONS
    return asks and not s.heads and s.text.find(s.first, place, "question") is not None


def _is_object(s: Sentence, place: int, hit: Hit) -> bool:
    """Whether a word is the noun that the verb right before it has: «رفض وصف الاتفاق بأنه»."""
    if hit.skip or not s.heads or s.heads[-1].sort != "verb":
        return False
    return s.heads[-1].after == place and bool(s.heads[-1].hit.value.object)


def _is_verb(s: Sentence, place: int, hit: Hit) -> bool:
    """Whether an entry of a verb is one here, and tells that something was said."""
    text = s.text
    if hit.skip and text.word(place)[hit.skip - 1] in forms.NOMINAL:
        return False
    named = hit.length == 1 and hit.suffix == forms.MY
    if named or text.word(place).startswith(forms.FOR_THE, max(0, hit.skip - 2)):
        return False  # a name; «للتحقق»
    if (hit.skip or hit.suffix) and place > s.first and text.hit(place - 1, "relative"):
        return False  # «الهدنة التي أعلنتها موسكو»
    if s.heads and hit.skip and forms.is_future(text.word(place)):
        return False  # «قال إن الحركة ستلتزم بالهدنة»
    if is_definite(text, place, hit) or (hit.suffix == forms.HIS and text.is_feminine(place)):
        return False
    if _is_other(text, place, hit) or (hit.value.strict and not _is_named(s, place, hit)):
        return False
    noun = text.hit(place, "noun") if hit.suffix else None  # «جددت تمسكها»
    if noun is not None and _renewed(s, place, noun) is not None:
        return False
    return not _is_negated(s, place, hit)


def _is_named(s: Sentence, place: int, hit: Hit) -> bool:
    """Whether a verb begins a clause and who speaks stands right behind it: «وأمر الزعيم قواته»."""
    text, after = s.text, place + hit.length
    if (
        after >= s.last
        or not text.is_word(after)
        or (hit.skip and not has_conjunction(text, place))
        or hit.skip > 1
    ):
        return False
    aside = text.hit(after, "occasions", "time_words") is not None  # «وبيّن خلال لقائه أن»
    if aside or text.word(after) in hit.value.with_:  # «عبر عن»
        return True
    if (
        not hit.skip
        and place > s.first
        and text.word(place - 1) not in _BEGIN
        and not text.hit(place - 1, "that", "auxiliary", "boundary")
        and clause_start(text, place, s.first) == place
    ):
        return False
    if text.hit(after, *SPEAKERS) is not None or not text.lexicon.has(text.word(after)):
        return True
    return not hit.value.with_ and text.hit(after + 1, "that") is not None


def _is_other(text: Marked, place: int, hit: Hit) -> bool:
    """Whether a longer occasion or source, or a verb of nobody, begins at a word: «عبر منصة إكس», «نقلا عن»."""
    if text.hit(place, "expected") and text.hit(place + hit.length, "that"):
        return True
    return any(
        other.kind in ("occasions", "mouth", "silence", "notice") and other.length > hit.length
        for other in text.hits[place]
    )


def _is_negated(s: Sentence, place: int, hit: Hit) -> bool:
    """Whether it is told that nobody said it: narration, but for «لم يستبعد», «لم ينف»."""
    speech: Speech = hit.value
    if s.text.hit(place + hit.length, "measures"):  # «يبلغ عدد»
        return True
    return (
        place > s.first
        and not (speech.negates or speech.excludes or speech.act == "confirm")
        and s.text.hit(place - 1, "negators") is not None
        and s.text.hit(place - 1, "still") is None
    )


def _trails(s: Sentence, place: int, hit: Hit) -> bool:
    """Whether a verb and its subject end a sentence that says what was said: «…، يقول مسؤول»."""
    after = place + hit.length
    return (
        hit.value.act in _TRAILING
        and not hit.skip
        and place > s.first + _TRAILED
        and after_comma(s.text, place)
        and after < s.last <= after + _SUBJECT
        and s.text.hit(after, "titles", "bodies", "actor", "group_heads") is not None
    )


def _is_joined(s: Sentence, place: int) -> bool:
    """Whether a conjunction is glued to the verb, and it does not begin what somebody says."""
    text = s.text
    if place and text.word(place - 1) in _BEGIN:
        return True
    if not has_conjunction(text, place) or not any(hit.skip for hit in text.hits[place]):
        return False
    return not (s.heads and text.hit(place - 1, "that"))


def _is_fronted(s: Sentence, place: int) -> bool:
    """Whether the words before a verb, back to the start or a comma, name its subject."""
    text = s.text
    begin = subject_start(text, s.first, place)
    anew = (begin > s.first and text.hit(begin - 1, "boundary")) or ends_boundary(text, begin)
    if not anew and any(head.sort != "clause" for head in s.heads):
        return False
    return begin < place and names_somebody(text, begin, place)


def _first_verb(s: Sentence, place: int, hit: Hit) -> Head | None:
    """A verb that the first words of a sentence only lead to."""
    text, after = s.text, place + hit.length
    if hit.skip or after >= s.last or text.hit(after, "prepositions"):
        return None
    near = text.hit(after, "that") and place - s.first < _START
    return Head(s.first if near else place, place, hit, "verb")


def _noun(s: Sentence, place: int, hit: Hit) -> Head | None:
    """A noun that says by itself what a verb only leads to: «اكتفى … بالقول إن»."""
    text = s.text
    if any(head.sort != "clause" for head in s.heads) or place + 1 >= s.last:
        return None
    led = hit.skip or (place > s.first and text.hit(place - 1, "prepositions"))
    if not led or not text.hit(place + 1, "that"):
        return None
    start = clause_start(text, place, s.first)
    return Head(start if start < place else s.first, place, hit, "verb")


def _renewed(s: Sentence, place: int, hit: Hit) -> Head | None:
    """«جدد الوزير تأكيده أن»: the noun says it, and the verb before its subject only that it is said again."""
    text = s.text
    held = text.hit(place + hit.length, "bodies", "actor", "own_country")  # «التزام الدولة بـ»
    if not hit.suffix and not is_definite(text, place, hit) and held is None:
        return None
    for verb in range(place - 1, max(s.first, place - _SUBJECT) - 1, -1):
        again = text.hit(verb, "renewing")
        if (
            again is not None
            and not again.suffix
            and (not again.skip or has_conjunction(text, verb))
        ):
            start = clause_start(text, verb, s.first)
            taken = any(head.place >= start for head in s.heads)
            return None if taken else Head(start, place, hit, "verb")
        if text.hit(verb, "that", "boundary", "relative"):
            return None
    return None


def _participle(s: Sentence, place: int, hit: Hit) -> Head | None:
    """«مشيرا إلى أن»: goes on for whoever speaks."""
    if is_definite(s.text, place, hit) or not _introduces(s, place, hit):
        return None
    if not s.heads and not _goes_on_from_told(s, place, hit):
        return None
    return Head(place, place, hit, "participle")


def _goes_on_from_told(s: Sentence, place: int, hit: Hit) -> bool:
    """Whether a participle adds to what is told: «وأرفق بيانه بقائمة، مشيرا إلى أن»."""
    that = that_of_participle(s.text, place + hit.length, s.last)
    return that is not None and after_comma(s.text, place) and not hit.skip


def _introduces(s: Sentence, place: int, hit: Hit) -> bool:
    """Whether something said follows a participle."""
    text, after = s.text, place + hit.length
    speech: Speech = hit.value
    adds = hit.skip or forms.is_accusative(text.word(place)) or after_comma(text, place)
    if after >= s.last or not adds:
        return False
    behind = past_holder(text, after)
    if that_of_participle(text, after, s.last) is not None or (
        behind < s.last and find_preposition(text, behind, speech)
    ):
        return True
    if speech.to and find_said(text, place, hit, s.last) is not None:
        return True
    opened = QUOTES | {":"}
    quoted = after + 1 < s.last and text.hit(after, "noun") and text.word(after + 1) in opened
    if quoted or text.word(after) in opened:
        return True
    return (speech.object or speech.to) and text.is_word(after)


def _according(s: Sentence, place: int, hit: Hit) -> Head | None:
    """«بحسب مصادر»: at the start of a clause, or as an aside."""
    start, aside = clause_start(s.text, place, s.first), after_comma(s.text, place)
    if _is_taken(s, place):
        return None
    if place > s.first and start == place and not aside:
        return _trailing_source(s, place, hit)
    if s.text.hit(place, "connective") and (
        place == s.first or find_that(s, place + hit.length, _SUBJECT) is not None
    ):
        return None  # «كما أفاد المتحدث بأن»
    if aside and s.heads and s.heads[-1].sort == "clause":
        return Head(s.heads.pop().first, place, hit, "according")
    return Head(s.first if aside and not s.heads else start, place, hit, "according")


def _trailing_source(s: Sentence, place: int, hit: Hit) -> Head | None:
    """«قتل ثلاثة جنود بحسب مصدر طبي»: a source behind what is told, without a comma."""
    after = s.text.past(place + hit.length, s.last, *BEFORE_SOURCE)
    if after >= s.last or hit.skip or any(head.sort != "clause" for head in s.heads):
        return None
    source = s.text.hit(after, *SPEAKERS)
    if source is None or source.skip > 1:
        return None
    first = s.heads.pop().first if s.heads else s.first
    return Head(first, place, hit, "trailing")


def _opinion(s: Sentence, place: int, hit: Hit) -> Head | None:
    """«في رأي محللين»: whose opinion it is."""
    start = clause_start(s.text, place, s.first)
    if place > s.first and start == place and not after_comma(s.text, place):
        return None
    return Head(start, place, hit, "according")


def _reportedly(s: Sentence, place: int, hit: Hit) -> Head | None:
    """«يقال إن»: hearsay without a source."""
    if s.heads and not after_comma(s.text, place):
        return None
    return Head(clause_start(s.text, place, s.first), place, hit, "reportedly")


def _expected(s: Sentence, place: int, hit: Hit) -> Head | None:
    """«من المتوقع أن»."""
    if find_that(s, place + hit.length, _EXPECTED) is None:
        return None
    start = clause_start(s.text, place, s.first)
    nested = bool(s.heads) and start == place and not hit.skip
    return Head(start, place, hit, "expected", nested=nested)


def _more(s: Sentence, place: int, hit: Hit) -> Head | None:
    """«وأن»: a further content of whoever speaks; it is the conjunction that is glued."""
    speaks = any(head.sort in _SPOKEN for head in s.heads)
    if not speaks or not hit.skip or not s.text.word(place).startswith(forms.AND):
        return None
    return Head(place, place, hit, "more")


def _more_not(s: Sentence, place: int, hit: Hit) -> Head | None:
    """«وألا»: a further content that begins with its negator."""
    speaks = any(head.sort in _SPOKEN for head in s.heads)
    if not speaks or not s.text.word(place).startswith(forms.AND):
        return None
    return Head(place, place, hit._replace(length=0), "more")


def _again(s: Sentence, place: int, hit: Hit) -> Head | None:
    """The preposition of the verb again, with «و»: «وبعدم …», «وعلى إبلاغ …»."""
    word, taken = s.text.word(place), _taken(s)
    nested = bool(s.heads) and s.heads[-1].nested and _takes_again(s.heads[-1], word, hit.skip)
    if hit.skip == 2 and word[0] == forms.AND and word[1] in taken:
        return Head(place, place, hit, "again", nested=nested)
    before = s.text.word(place - 1) if hit.skip == 0 and place > s.first else ""
    if before.startswith(forms.AND) and len(before) > 2 and before[1:] in taken:
        return Head(place - 1, place, hit, "again", nested=nested)
    return None


def _takes_again(head: Head, word: str, skip: int) -> bool:
    """Whether a preposition that stands again is one that a verb takes."""
    taken: frozenset[str] = head.hit.value.with_ if head.hit.value is not None else frozenset()
    return not skip or word[1:2] in taken


def _taken(s: Sentence) -> frozenset[str]:
    """The prepositions of the verb or participle that is spoken on, none in another clause."""
    taken: frozenset[str] = frozenset()
    for head in reversed(s.heads):
        if head.sort == "again":
            continue
        if head.sort not in ("verb", "participle"):
            break
        taken |= head.hit.value.with_
        if not head.nested:  # «شدد على أن إسرائيل رضخت بـ…، وعلى أن»
            break
    return taken


def _likewise(s: Sentence, place: int, hit: Hit) -> Head | None:
    """«، كما حلّق الطيران»: a further clause, of whoever speaks."""
    text, after = s.text, place + hit.length
    if hit.skip or hit.length > 1 or not text.hit(place, "opener") or not after_comma(text, place):
        return None
    if any(other.length > 1 for other in text.hits[place]) or after >= s.last:
        return None
    word = text.word(after)
    happens = text.hit(after, "happening", "acting", "striking", "harming") is not None
    plain = all(hit.kind in _TOLD for hit in text.hits[after]) and text.is_word(after)
    plain = plain and not forms.is_definite(word) and not text.is_feminine(after)
    if not (happens or plain):
        return None
    speaks = any(head.sort in _SPOKEN and not head.nested for head in s.heads)
    return Head(place, place, hit, "more" if speaks else "clause")


def _condition(s: Sentence, place: int, hit: Hit) -> Head | None:
    """«على أن»: a condition, unless a verb takes it, or takes it again with «و»."""
    text = s.text
    if hit.skip and text.word(place)[hit.skip :] in _taken(s):
        return Head(place, place, hit, "more")
    if hit.length > 1 and text.hit(place + 1, "thatnot"):
        hit = hit._replace(length=1)  # «على ألا …»
    if not _makes_condition(text, place, hit) or _is_agreed(s, place):
        return None
    if place == s.first or text.hit(place, "subordinate") or _is_taken(s, place):
        return None
    if text.hit(place - 1, "negators"):  # «غير مشروط»
        return None
    return Head(place, place, hit, "condition")


def _is_agreed(s: Sentence, place: int) -> bool:
    """Whether «على أن» is what is agreed: «اتفاق الطرفين على أن»."""
    low = max(s.first, place - _HOLDERS)
    return any(
        s.text.hit(before + hit.length, *SPEAKERS, "parties") is not None
        and not s.text.has(before + hit.length, place, "verb", "that", "subordinate")
        and s.text.word(place) in hit.value.with_
        for before, hit in s.text.all(low, place, HELD)
    )


def _makes_condition(text: Marked, place: int, hit: Hit) -> bool:
    """Whether what depends on it stands behind a word: «مشروطة بوقف القصف», not «بصورة مشروطة»."""
    after = place + hit.length
    if after >= len(text.words):
        return False
    if hit.length > 1 or text.word(after).startswith(forms.IN):
        return True
    return text.hit(after, "that", "thatnot", "subordinate", *BEGINS) is not None


def _is_taken(s: Sentence, place: int) -> bool:
    """Whether the verb before takes a word as its own preposition."""
    if not s.heads or s.heads[-1].sort not in ("verb", "participle"):
        return False
    head = s.heads[-1]
    said = find_said(s.text, head.place, head.hit, len(s.text.words))
    return said is not None and said.content > place


def _boundary(s: Sentence, place: int, hit: Hit) -> Head | None:
    """A connective that begins a new clause, unless a verb of saying right behind it takes it."""
    text, after = s.text, place + hit.length
    if place == s.first or text.word(place - 1) in QUOTES | {":"}:
        return None
    near = min(after + _SUBJECT, s.last)
    for at, other in text.all(
        after, text.mark(after, near, COMMAS), "verb", "according", "expected"
    ):
        if clause_start(text, at, s.first) == place:
            return None
        spoken = other.kind == "verb" and names_somebody(text, after, at)
        if spoken and find_said(text, at, other, s.last) is not None:
            return None
    return Head(place, place, hit, "clause")


FINDERS: Mapping[str, tuple[Finder, ...]] = {
    "verb": (_verb,),
    DOUBTFUL: (_verb,),
    "noun": (_renewed, _noun),
    "participle": (_participle,),
    "according": (_according,),
    "opinion": (_opinion,),
    "reportedly": (_reportedly,),
    "expected": (_expected,),
    "that": (_more, _again),
    "thatnot": (_more_not,),
    "deverbal": (_again,),
    "negators": (_again,),
    "condition": (_condition,),
    "boundary": (_boundary,),
    "connective": (_likewise,),
}
