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
    clause_start,
    has_conjunction,
    is_definite,
    names_somebody,
)
from hudna.text.arabic.remarks import remark_head
from hudna.text.arabic.said import find_preposition, find_said
from hudna.text.arabic.subjects import told_before
from hudna.text.arabic.verbs import (
    in_quotation,
    is_led_to,
    is_quoted,
    noun_head,
    renewed_head,
    verb_head,
)
from hudna.text.frames import Finder, Head, Sentence
from hudna.text.lexicon import DOUBTFUL, HELD, Hit, Speech
from hudna.text.marked import COMMAS, QUOTES, Marked

# «أن» stands behind «من المتوقع», and behind a participle, within so many words; a subject has so many.
_EXPECTED = 8
_PARTICIPLE = 3
_OCCASION = 14
_SUBJECT = 12
# Before the name of a source («بحسب ما أفاد به أمس …»).
BEFORE_SOURCE = ("resumptive", "auxiliary", "time_words", "occasions")
# Sorts of heads that «وأن» goes on for.
_SPOKEN = frozenset({"verb", "participle", "according", "expected"})
# Kinds of entries that a verb may be that is no word of saying.
_TOLD = frozenset({"sort", "topic", "weak", "event", "weak_event", "place", "everyday", "unit"})
# Whose readiness or commitment it is takes at most so many words.
_HOLDER = 4
# A noun of agreement has its holders within so many words.
_HOLDERS = 8


def find_that(sentence: Sentence, first: int, reach: int) -> int | None:
    """Where «أن» stands within so many words, in a sentence."""
    return sentence.text.find(first, min(first + reach, sentence.last), "that")


def past_holder(text: Marked, place: int, noun: bool = False) -> int:
    """Behind whose readiness or commitment it is: «مجددا التزام حكومته بـ», «استعداد بلاده لـ».

    Behind a `noun` also a name and what it is said to be: «مؤكدا التزام مصر الكامل بـ».
    """
    hit = text.hit(place, "own_country", "bodies", "group_heads")
    if hit is not None and hit.suffix:
        return place + 1
    for _ in range(_HOLDER if noun else 0):
        name = text.hit(place, "actor", "nation")
        if name is not None and not name.skip:
            place += name.length
        elif text.is_word(place) and text.word(place).startswith(forms.ARTICLE):
            place += 1
        else:
            break
    return place


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


def _participle(s: Sentence, place: int, hit: Hit) -> Head | None:
    """«مشيرا إلى أن»: goes on for whoever speaks."""
    if is_definite(s.text, place, hit) or not _introduces(s, place, hit):
        return None
    if not s.heads and not _goes_on_from_told(s, place, hit):
        return None
    if s.text.hit(place, "grounds") and not after_comma(s.text, place):
        return None  # «لا ترى الحكومة مبررا لـ»
    return Head(place, place, hit, "participle")


def _by_saying(s: Sentence, place: int, hit: Hit) -> Head | None:
    """«… بالقول: «ندعو …»»: what was said is quoted behind what it comes to."""
    opened = s.text.word(place + hit.length) in QUOTES | {":"}
    glued = hit.skip == 1 and s.text.word(place).startswith(forms.IN)
    speaks = any(head.sort in _SPOKEN for head in s.heads)
    return Head(place, place, hit, "participle") if opened and glued and speaks else None


def _goes_on_from_told(s: Sentence, place: int, hit: Hit) -> bool:
    """Whether a participle adds to what is told: «وأرفق بيانه بقائمة، مشيرا إلى أن»."""
    after = place + hit.length
    told = that_of_participle(s.text, after, s.last) is not None
    told = told or s.text.hit(after - (hit.length > 1), "resumptive") is not None  # «معلنا فيه»
    acts = forms.is_accusative(s.text.word(place)) or s.text.is_feminine(place)
    if after_comma(s.text, place) and acts and not hit.skip and _tells_of_one(s, place, hit):
        return True  # «التقى الوزير الوسطاء، داعيا إلى التهدئة»
    if s.text.hit(after, "apart"):  # «شن هجوما على الوثيقة معتبرا إياها استسلاما»
        return not hit.skip
    at_once = s.text.hit(after, "that") is not None  # «أدلى بتصريحات … قائلا إن»
    return told and (at_once or after_comma(s.text, place)) and not hit.skip


def _tells_of_one(s: Sentence, place: int, hit: Hit) -> bool:
    """Whether the clause before a participle tells of one who is named, and who may speak."""
    subject = told_before(s, Head(place, place, hit, "participle"))
    return subject is not None and s.text.hit(subject[0], *SPEAKERS) is not None


def addresses(text: Marked, place: int, speech: Speech) -> bool:
    """Whether a participle has somebody before what is said: «متعهدة للمدنيين بحمايتهم»."""
    return speech.to or (bool(speech.with_) and text.word(place).startswith(forms.FOR_THE))


def _introduces(s: Sentence, place: int, hit: Hit) -> bool:
    """Whether something said follows a participle."""
    text, after = s.text, place + hit.length
    speech: Speech = hit.value
    word = text.word(place)
    adds = hit.skip or forms.is_accusative(word) or forms.is_oblique(word)  # «داعين»
    adds = adds or after_comma(text, place)
    if after >= s.last or not adds:
        return False
    behind = past_holder(text, after, noun=hit.length > 1)
    if that_of_participle(text, after, s.last) is not None or (
        behind < s.last and find_preposition(text, behind, speech)
    ):
        return True
    if addresses(text, after, speech) and find_said(text, place, hit, s.last) is not None:
        return True
    opened = QUOTES | {":"}
    quoted = after + 1 < s.last and text.hit(after, "noun") and text.word(after + 1) in opened
    if quoted or text.word(after) in opened:
        return True
    return speech.object and text.is_word(after)


def _according(s: Sentence, place: int, hit: Hit) -> Head | None:
    """«بحسب مصادر»: at the start of a clause, or as an aside."""
    start, aside = clause_start(s.text, place, s.first), after_comma(s.text, place)
    if _is_taken(s, place) or (aside and _is_expected_by(s, place)):
        return None
    first = s.text.past(s.first, place, "opener", "connective", "auxiliary")
    if s.text.hit(place, "mouth") and s.text.hit(first, "renewing", "giving"):
        return None  # «جددت الجزائر، على لسان وزيرها، تمسكها بـ»
    if place > s.first and start == place and not aside:
        return _trailing_source(s, place, hit)
    if s.text.hit(place, "connective") and (
        place == s.first or find_that(s, place + hit.length, _SUBJECT) is not None
    ):
        return None  # «كما أفاد المتحدث بأن»
    if aside and s.heads and s.heads[-1].sort == "clause":
        clause = s.heads.pop()
        explains = s.text.hit(clause.place, "explaining") is not None and not s.heads
        return Head(s.first if explains else clause.first, place, hit, "according")
    return Head(s.first if aside and not s.heads else start, place, hit, "according")


def _is_expected_by(s: Sentence, place: int) -> bool:
    """Whether a source stands between an expectation and what is expected: «من المرجح، بحسب دبلوماسي، أن»."""
    head = s.heads[-1] if s.heads else None
    if head is None or head.sort != "expected":
        return False
    that = find_that(s, head.after, _EXPECTED)
    return that is not None and that > place


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
    within = after_comma(s.text, place) and not s.heads  # «لا تشمل الهدنة، في قراءة المحامي، حلب»
    return Head(s.first if within else start, place, hit, "according")


def _reportedly(s: Sentence, place: int, hit: Hit) -> Head | None:
    """«يقال إن»: hearsay without a source."""
    amid = place > s.first and s.text.hit(place - 1, "locatives", "prepositions") is not None
    if s.heads and (amid or not after_comma(s.text, place)):
        return None
    return Head(clause_start(s.text, place, s.first), place, hit, "reportedly")


def _expected(s: Sentence, place: int, hit: Hit) -> Head | None:
    """«من المتوقع أن»."""
    if find_that(s, place + hit.length, _EXPECTED) is None:
        return None
    if hit.skip and not has_conjunction(s.text, place):  # «سيرجي»
        return None
    start = clause_start(s.text, place, s.first)
    told = place > s.first and s.text.hit(place - 1, "relative") is not None
    nested = (bool(s.heads) and start == place and not hit.skip) or told
    return Head(start, place, hit, "expected", nested=nested)


def _more(s: Sentence, place: int, hit: Hit) -> Head | None:
    """«وأن»: a further content of whoever speaks; it is the conjunction that is glued."""
    speaks = any(head.sort in _SPOKEN for head in s.heads)
    if not speaks or not hit.skip or not s.text.word(place).startswith(forms.AND):
        return None
    if _gives_cause(s, place):
        return None
    return Head(place, place, hit, "more")


def _gives_cause(s: Sentence, place: int) -> bool:
    """Whether «وأن» goes on with a reason: «رفض ذلك بحجة أن الطريق مغلقة وأن …»."""
    said = s.heads[-1].after
    for before in range(place - 1, said, -1):
        that = s.text.hit(before, "that")
        if that is not None:
            return s.text.hit(before - 1, "cause") is not None
    return False


def _more_not(s: Sentence, place: int, hit: Hit) -> Head | None:
    """«وألا»: a further content that begins with its negator."""
    speaks = any(head.sort in _SPOKEN for head in s.heads)
    if not speaks or not s.text.word(place).startswith(forms.AND):
        return None
    return Head(place, place, hit._replace(length=hit.length - 1), "more")  # «وأن لا صحة»


def _again(s: Sentence, place: int, hit: Hit) -> Head | None:
    """The preposition of the verb again, with «و»: «وبعدم …», «وعلى إبلاغ …»."""
    word = s.text.word(place)
    before = s.text.word(place - 1) if hit.skip == 0 and place > s.first else ""
    if hit.skip == 2 and word[0] == forms.AND:
        first, preposition = place, word[1]
    elif before.startswith(forms.AND) and len(before) > 2:
        first, preposition = place - 1, before[1:]
    else:
        return None
    if preposition not in _taken(s):
        return None
    nested = bool(s.heads) and s.heads[-1].nested and _takes_again(s.heads[-1], word, hit.skip)
    return Head(first, place, hit, "again", nested=nested)


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
    if in_quotation(s, place) and not s.heads:
        return None
    if any(other.length > 1 for other in text.hits[place]) or after >= s.last:
        return None
    word = text.word(after)
    if text.hit(after, "resuming") and text.hit(after + 1, "verb", DOUBTFUL):
        return None  # «ثم عاد فاشترط»
    happens = text.hit(after, "happening", "acting", "striking", "harming") is not None
    plain = all(hit.kind in _TOLD for hit in text.hits[after]) and text.is_word(after)
    plain = plain and not forms.is_definite(word) and not text.is_feminine(after)
    if not (happens or plain):
        return None
    speaks = any(head.sort in _SPOKEN and not head.nested for head in s.heads)
    return Head(place, place, hit, "more" if speaks else "clause")


def _led_to(s: Sentence, place: int, hit: Hit) -> Head | None:
    """«بعدما رفضت الحركة الهدنة، قصفت الطائرات …»: what happened, behind a clause that only leads to it."""
    if hit.skip or not s.heads or not after_comma(s.text, place):
        return None
    if s.heads[-1].sort == "according":
        return None  # «وفقا للوزير، القصف لم يتوقف»
    if s.text.mark(s.heads[-1].after, place, COMMAS) < place - 1 or is_quoted(s, place):
        return None
    if not is_led_to(s, place, place + hit.length):
        return None
    goes_on = forms.is_present(s.text.word(place + hit.length))
    if hit.kind == "negators" and not goes_on:
        return None
    if hit.kind == "resumption" and s.text.hit(place + hit.length, "verb"):
        return None  # «وإذ لا تشك الوزارة في النوايا، فإنها تطالب بـ»
    resumed = hit.kind == "resumption" and not goes_on  # «، فإن القصف استمر», «، فلم تتوقف المعارك»
    return Head(place, place, hit if resumed else hit._replace(length=0), "clause")


def _condition(s: Sentence, place: int, hit: Hit) -> Head | None:
    """«على أن»: a condition, unless a verb takes it, or takes it again with «و»."""
    text = s.text
    if hit.skip and text.word(place)[hit.skip :] in _taken(s):
        return Head(place, place, hit, "more")
    if hit.length > 1 and text.hit(place + 1, "thatnot"):
        hit = hit._replace(length=1)  # «على ألا …»
    if not _makes_condition(text, place, hit) or _is_agreed(s, place) or is_quoted(s, place):
        return None
    if place == s.first or text.hit(place, "subordinate") or _is_taken(s, place):
        return None
    if text.hit(place - 1, "negators"):  # «غير مشروط»
        return None
    noun = text.hit(place - 1, "noun")
    if noun is not None and text.word(place) in noun.value.with_:
        return None  # «الإصرار على أن»
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
    if place == s.first or text.word(place - 1) in QUOTES | {":"} or is_quoted(s, place):
        return None
    if text.hit(place, "concerning") or text.closes.get(s.first, s.first) > place:
        return None
    if text.hit(after, "aftermath", "occasions"):  # «وذلك بعد ساعات من …»
        return Head(place, place, hit, "clause")
    near = min(after + _SUBJECT, s.last)
    for at, other in text.all(
        after, text.mark(after, near, COMMAS), "verb", "according", "expected"
    ):
        asked = other.kind == "verb" and other.value.to and text.hit(at + 1, *SPEAKERS)
        if other.suffix and not asked:  # «وهو ما تنفيه موسكو»
            continue
        if clause_start(text, at, s.first) == place:
            return None
        spoken = other.kind == "verb" and names_somebody(text, after, at)
        if spoken and find_said(text, at, other, s.last) is not None:
            return None
    return Head(place, place, hit, "clause")


FINDERS: Mapping[str, tuple[Finder, ...]] = {
    "verb": (remark_head, verb_head),
    DOUBTFUL: (verb_head,),
    "noun": (renewed_head, noun_head, _by_saying),
    "participle": (_participle,),
    "according": (_according,),
    "opinion": (_opinion,),
    "reportedly": (_reportedly,),
    "expected": (_expected,),
    "that": (_more, _again),
    "thatnot": (_more_not,),
    "deverbal": (_again,),
    "negators": (_again, _led_to),
    "condition": (_condition,),
    "boundary": (_boundary,),
    "connective": (_likewise,),
    "happening": (_led_to,),
    "striking": (_led_to,),
    "harming": (_led_to,),
    "resumption": (_led_to,),
}
