"""Which words are the subject of an Arabic verb of saying, and which are spoken to or spoken of.

In: a sentence, the verb, the words behind it.  Out: stretches that name who speaks.
"""

from __future__ import annotations

from hudna.text import forms
from hudna.text.arabic.parts import (
    SPEAKERS,
    before_auxiliaries,
    find_subject,
    find_topic,
    named_by,
    subject_end,
    subject_start,
)
from hudna.text.frames import Head, Sentence
from hudna.text.lexicon import Speech
from hudna.text.marked import COMMAS, QUOTES, Marked, Stretch

# A verb of blame so far behind the start of its clause goes on with what was said.
_GOES_ON = 2
# Words of a subject before its verb, and of its name.
_SUBJECT = 12
_FRONTED = 5
# A paper and the verb that tells of it are so many words.
_PAPER = 2
# «ذات المسؤول» has so many words, a label («جافنا: …») at most so many.
_SAME = 2
_LABEL = 3
# Kinds of verbs that tell what somebody does.
_HAPPENS = (
    "happening", "acting", "visiting", "reaching", "striking", "harming", "answering", "verb",
)  # fmt: skip
# A title before a name has at most so many.
_TITLE = 4
# «مصدر عسكري» has so many.
_TWO = 2


def quoted_by(text: Marked, stretch: Stretch) -> Stretch | None:
    """Whose words a speaker gives, or by whom one speaks: «قالت القناة نقلا عن مصدر إن», «على لسان»."""
    for place, hit in text.all(*stretch, "mouth"):
        return named_by(text, (place + hit.length, stretch[1]))
    return None


def is_same(text: Marked, subject: Stretch) -> bool:
    """Whether a subject is whoever spoke last: «ذات المسؤول», «المصدر نفسه»."""
    first, last = subject
    if last - first != _SAME:
        return False
    if text.hit(first, "selfsame"):
        return text.hit(first + 1, "titles", "bodies") is not None
    one = text.hit(first, "titles", "unnamed") is not None  # not «القيادة نفسها»
    return one and text.hit(first + 1, "itself") is not None


def is_matter(text: Marked, subject: Stretch) -> bool:
    """Whether a subject is what happens or was said, and nobody who speaks: «استمرار القصف», «هذا»."""
    first = text.past(subject[0], subject[1], "quantifiers")
    if first >= subject[1] or text.hit(first, *SPEAKERS) or text.hit(subject[0], *SPEAKERS):
        return False
    if text.hit(first, "demonstratives", "pointing"):
        return first + 1 >= subject[1] or text.hit(first + 1, *SPEAKERS) is None
    hit = text.hit(first, "deverbal", "noun")
    return first > subject[0] or (hit is not None and not hit.skip and hit.suffix != forms.MY)


def is_addressee(s: Sentence, head: Head, stretch: Stretch) -> bool:
    """Whether the one noun after a verb is not its subject: «وذكّر الطرفين بأن», «واتهم الحكومة بـ»."""
    text, (low, high) = s.text, stretch
    low = text.past(low, high, "time_words")
    stretch = (low, high)
    if low >= high or head.hit.suffix in forms.OBJECTS:  # «تتهمها الحكومة بـ»
        return False
    if head.hit.value.to and head.hit.skip and text.hit(head.after, "resumptive"):
        return not _names_two(text, stretch)  # «تصريحات … وطالب فيها الوزير بـ»
    if head.hit.value.to and _is_of_paper(text, low):  # «القائد أبلغ مراسلنا بأن»
        return True
    if _is_called_on(text, head.hit.value, low):
        return True
    oblique = forms.is_oblique(text.word(low))
    if oblique and text.hit(low, "parties"):
        return True
    speech: Speech = head.hit.value
    pair = oblique and forms.is_definite(text.word(low)) and not text.hit(low, *SPEAKERS, "place")
    if speech.to and pair:  # «حث الرئيسين على»
        return True
    if speech.to and (_disagrees(text, head, low) or _is_thing(text, stretch)):
        return True
    if speech.to and head.hit.skip and _is_spoken_of(text, stretch):
        return True
    if speech.to and not head.hit.skip and _is_fronted(s, head):
        # «لكن الجيش اتهم متمردي الحركة»: an unnamed one behind the verb is whom it is said of
        return subject_end(text, low, high) >= high or not text.hit(low, *SPEAKERS)
    goes_on = head.hit.skip > 0 or head.place > s.first + _GOES_ON
    goes_on = goes_on or text.hit(head.first, "connective") is not None  # «كما اتهم باكستان بـ»
    alone = subject_end(text, low, high) >= high or not _names_two(text, stretch)
    alone = alone and not _names_behind_occasion(text, stretch)
    return speech.act == "accuse" and speech.to and goes_on and alone


def _is_called_on(text: Marked, speech: Speech, place: int) -> bool:
    """Whether a letter that brings nothing said brings whom a verb asks: «وأهاب بباقي الجماعات أن»."""
    named = text.hit(place, "quantifiers", "parties", *SPEAKERS)
    glued = text.word(place).startswith(forms.IN) and named is not None and named.skip == 1
    return speech.to and glued and forms.IN not in speech.with_


def _is_of_paper(text: Marked, place: int) -> bool:
    """Whether a word is who writes for whose text it is: «مراسلنا»."""
    word = text.word(place)
    named = text.lexicon.hits([word.removesuffix(forms.OUR)])[0] if word.endswith(forms.OUR) else ()
    return any(hit.kind == "dateline" and not hit.skip for hit in named)


def _is_spoken_of(text: Marked, stretch: Stretch) -> bool:
    """Whether what stands behind a verb that goes on is nobody who speaks: «وأمرت مقاتليها», «وعزا التأخر»."""
    low, high = stretch
    followed = text.hits[low] and not text.hit(low, "titles")
    if followed and high == low + 1 and any(hit.suffix for hit in text.hits[low]):
        return True
    if forms.is_nominative(text.word(low)):
        return False  # «ودعا المانحون إلى»
    known = forms.is_definite(text.word(low)) or text.hit(low, "deverbal", "noun") is not None
    return known and not text.has(low, high, *SPEAKERS)


def _names_two(text: Marked, stretch: Stretch) -> bool:
    """Whether another who may speak or be addressed stands behind the first: «اتهم الوزير الحركة»."""
    low, high = stretch
    hit = text.hit(low, *SPEAKERS)
    after = low + (hit.length if hit is not None else 1)
    return any(
        text.hit(at, *SPEAKERS) or forms.is_definite(text.word(at)) for at in range(after, high)
    )


def _names_behind_occasion(text: Marked, stretch: Stretch) -> bool:
    """Whether another stands behind an occasion: «اتهم الوزير في مؤتمر صحفي الحركة بـ»."""
    place = text.find(*stretch, "occasions")
    occasion = None if place is None else text.hit(place, "occasions")
    if place is None or occasion is None:
        return False
    after = place + occasion.length
    return any(
        not hit.skip
        and (at == after or not text.hit(at - 1, "titles", "prepositions", "bodies", "locatives"))
        and (hit.kind in ("actor", "group_heads") or forms.is_definite(text.word(at)))
        for at, hit in text.all(after, stretch[1], "actor", "bodies", "group_heads", "parties")
    )


def _is_fronted(s: Sentence, head: Head) -> bool:
    """Whether the subject of a verb stands right before it: «لكن الهند اتهمت باكستان»."""
    text, place = s.text, head.place
    first = head.first
    if head.nested:  # «قال إن الحركة طالبت الوسطاء بـ»
        low = max(s.first, place - _FRONTED - 1)
        that = [at + hit.length for at, hit in text.all(low, place, "that")]
        first = that[-1] if that else place
    begin = text.past(first, place, "opener", "boundary", "connective")
    near = begin < place <= begin + _FRONTED and not text.hit(begin, "prepositions")
    named = text.hit(begin, "actor") or (
        text.hit(begin, "titles", "bodies", "group_heads") and forms.is_definite(text.word(begin))
    )
    return near and bool(named)


def _is_thing(text: Marked, stretch: Stretch) -> bool:
    """Whether the one word behind a verb is what is spoken of, not who speaks: «وصف الإعلان بأنه»."""
    low, high = stretch
    return (
        high == low + 1
        and text.hit(low, "noun", "deverbal", "pointing") is not None
        and not text.hit(low, *SPEAKERS)
    )


def _disagrees(text: Marked, head: Head, place: int) -> bool:
    """Whether a state behind a verb of «he» has a name of «she», so that it is not the subject: «ودعا تركيا»."""
    verb = text.word(head.place)[head.hit.skip :]
    of_her = forms.is_of_her(verb)
    body = text.hit(place, "bodies", "group_heads", "titles")
    if body is not None and not body.skip and not body.suffix:
        if of_her:
            return head.hit.skip > 0 and text.hit(place, "masculine") is not None
        return (
            forms.is_definite(text.word(place))
            and text.is_feminine(place)
            and body.kind != "titles"
        )
    state = text.hit(place, "actor")
    if state is None or state.skip or state.value.sort != "state":
        return False
    return forms.is_feminine_name(text.word(place)) and not of_her


def subject_before(s: Sentence, head: Head) -> Stretch | None:
    """The subject that stands before a verb."""
    text = s.text
    end = before_auxiliaries(text, head.place, s.first)
    if head.hit.kind == "noun":  # «اكتفى البيت الأبيض بالقول إن»
        end -= text.hit(end - 1, "prepositions") is not None
        begin = text.past(head.first, end, "boundary", "opener", "connective")
        begin += text.hit(begin, "answering") is not None  # «ورد الوزير بالقول إن»
        fronted = begin > head.first and text.hit(begin - 1, "boundary")  # «أما فلان، ف…»
        if not fronted and subject_end(text, begin, end) <= begin:
            begin = text.find(head.first, end, "actor", "titles", "bodies", "group_heads") or end
            if text.hit(begin - 1, "prepositions"):  # «لكنه جدد في رسالة إذاعية التزامه»
                return None
        answers = head.hit.skip and head.hit.value.to  # «استقبل الزعيم القرار بدعوة لندن إلى»
        last = subject_end(text, begin, end) if answers else end
        return find_subject(text, (begin, _before_verb(text, begin, last)))
    if (topic := find_topic(text, s.first, head.place, head.hit)) is not None:
        end -= text.hit(end - 1, "resumption") is not None
        return find_subject(text, (topic[1], end))
    if text.hit(end - 1, "relative"):
        return _antecedent_of(s, end - 1)
    if not head.nested:
        if head.first >= end:
            return None
        begin = subject_start(text, head.first, end)
        found = find_subject(text, (begin, end))
        if begin > s.first and text.hit(begin - 1, "relative") and not text.hit(begin, *SPEAKERS):
            return _antecedent_of(s, begin - 1) or found  # «المبعوث الذي زار جوبا قال إن»
        return found or _before_opener(s, head)
    if text.word(end - 1) in QUOTES and text.closes.get(end - 1, -1) > end:
        end -= 1  # «إن قيادته "أمرت بـ…"»
    begin = end
    while (
        begin > max(s.first, end - _SUBJECT)
        and not text.hit(begin - 1, "that", "boundary", "relative", "resumption")
        and not _opens(text, begin - 1, end)
    ):
        begin -= 1
    if text.hit(end - 1, "documents") and not forms.is_definite(text.word(end - 1)):
        end = max(begin, end - _PAPER)  # «إن المكتب أصدر بيانا أعلن فيه أن»
    if head.hit.skip and text.hit(begin, *SPEAKERS):  # «إن الحركة خرقت الهدنة ورفضت …»
        end = subject_end(text, begin, end)
        verb = text.find(begin + 1, end, "weak", "acting", "happening", "striking", "harming")
        end = end if verb is None else verb
    return find_subject(text, (begin, end))


def told_before(s: Sentence, head: Head) -> Stretch | None:
    """Whom the clause before tells of, if it begins with a verb: «وصل الوزير إلى جوبا، وقال إن»."""
    text = s.text
    label = text.mark(s.first, min(s.first + _LABEL, head.first), frozenset(":"))
    begin = label + 1 if text.word(label) == ":" else s.first  # «جافنا: أغلق الجيش …»
    begin = text.past(begin, head.first, "opener", "boundary", "connective", "auxiliary")
    begin = _past_fronted(text, begin, head.first)
    if begin + 1 >= head.first or any(one.verb is not None for one in s.frames):
        return None
    if head.sort == "participle" and text.hit(begin, *SPEAKERS) and _is_known(text, begin):
        return find_subject(
            text, (begin, _before_verb(text, begin, head.first))
        )  # «الوزير زار …، مؤكدا»
    if begin > s.first and text.hit(begin - 1, "was"):  # «وكان الوزير قد زار جوبا، لكنه قال إن»
        end = text.find(begin + 1, head.first, "auxiliary")
        return None if end is None else find_subject(text, (begin, end))
    named = text.hit(begin + 1, *SPEAKERS)
    if named is None or named.skip or text.hit(begin, *SPEAKERS, "prepositions", "negators"):
        return None
    if text.hit(begin + 1, "documents"):  # «وأرفق بيانه بقائمة، مشيرا إلى أن»
        return None
    titled = named.kind == "titles" or head.sort == "participle"  # «وأجرى الوزير اتصالا وقال إن»
    verb = text.hit(begin, "happening", "acting", "visiting", "rooted") is not None  # «التقى»
    if (forms.is_definite(text.word(begin)) and not verb) or not (
        titled or text.word(head.first - 1) in COMMAS
    ):
        return None
    end = subject_end(text, begin + 1, head.first)
    clause = text.find(begin + 2, end, "prepositions")
    end = end if clause is None else clause
    known = (
        at
        for at in range(begin + 2, end)
        if _ends_name(text, at - 1, at == begin + 1 + max(named.length, _TWO), text.word(at))
        and _begins_another(text, at)
    )
    return find_subject(text, (begin + 1, next(known, end)))  # «زار المبعوث الأممي مخيم …»


def _begins_another(text: Marked, place: int) -> bool:
    """Whether a word behind one with the article begins another noun: «زار الوزير خط التماس», «دخل الجيش البلدة»."""
    hit = text.hit(place, "place", "place_heads", "bodies", "group_heads")
    if hit is not None:
        return not hit.skip
    named = text.hit(place, "titles", "name_particles", "person", "actor", "nation")
    known = text.hit(place, "facilities", "everyday", "deverbal", "documents", "noun") is not None
    return named is None and known and not forms.is_definite(text.word(place))


def _ends_name(text: Marked, place: int, titled: bool, after: str) -> bool:
    """Whether a name may end at a word before another noun, which may be known: «زار محمد مهدي البلدة»."""
    if titled or forms.is_definite(text.word(place)):
        return True
    return forms.is_definite(after) and not text.hit(place, "titles", "bodies", "group_heads")


def _past_fronted(text: Marked, first: int, last: int) -> int:
    """Behind what says where or when before who does something: «في عدن، وعلى عجل، التقى الوزير …»."""
    begin = first
    while text.hit(begin, "prepositions"):
        comma = text.mark(begin, last, COMMAS)
        if comma + 2 >= last:
            return first
        begin = comma + 1
    return begin


def _before_verb(text: Marked, first: int, last: int) -> int:
    """Where a name ends before what is told of it: «الوزير زار جوبا», «القائد، فلم يزد على»."""
    comma = text.mark(first, last, COMMAS)
    if comma + 1 < last and text.hit(comma + 1, "negators", "resumption", *_HAPPENS):
        last = comma
    verb = text.find(first + 1, last, *_HAPPENS)
    return last if verb is None else verb


def _is_known(text: Marked, place: int) -> bool:
    """Whether a word is who is known or named, and no noun of something: «الوزير», «وزير الدفاع», «موسكو»."""
    named = text.hit(place, *SPEAKERS)
    if named is None or named.skip or text.hit(place, "documents", "deverbal", "noun"):
        return False
    return named.kind in ("titles", "actor") or forms.is_definite(text.word(place))


def told_in_paper(s: Sentence, head: Head) -> Stretch | None:
    """Who issued what a verb takes up: «أصدرت الوزارة بيانا قالت فيه إن»."""
    text, taken = s.text, s.text.hit(head.after, "resumptive")
    within = head.hit.length > 1 and text.hit(head.after - 1, "resumptive")  # «جاء فيه»
    paper = text.hit(head.place - 1, "documents") if head.place > s.first else None
    at_once = paper is not None and not forms.is_definite(text.word(head.place - 1))
    taken_up = taken is not None or within
    if not taken_up and (head.hit.skip or not at_once):  # «وقع مرسوما يدعو الجيش إلى»
        return None
    after = head.after + (taken.length if taken is not None else 0)
    if after >= s.last or text.hit(head.place - 1, "relative"):
        return None
    told = taken is not None and text.hit(after, *SPEAKERS) is not None
    if told and not forms.is_oblique(text.word(after)):
        return None  # «… بيانا قال فيه الوزير إن»
    begin = text.past(s.first, head.place, "opener", "boundary", "connective", "auxiliary")
    if text.hit(begin, "prepositions", "subordinate"):  # «بعد يومين من المحادثات، تلا الوسيط بيانا»
        begin = text.past(text.mark(begin, head.place, COMMAS), head.place)
    if not text.hit(begin, *SPEAKERS):
        begin += 1  # «أصدرت الوزارة …»; «وكانت الوزارة قد أصدرت …»
    elif begin == s.first or not text.hit(begin - 1, "was"):
        return None
    if begin >= head.place or text.hit(begin - 1, *SPEAKERS, "prepositions", "negators"):
        return None
    named = text.hit(begin, *SPEAKERS)
    if named.skip if named is not None else text.lexicon.has(text.word(begin)):
        return None
    for end in range(begin + 1, head.place):
        if text.hit(end, "documents", "auxiliary"):
            return find_subject(text, (begin, end))
    return None


def _before_opener(s: Sentence, head: Head) -> Stretch | None:
    """A subject with an opener between it and its verb: «السلطات من جهتها تتحدث عن»."""
    text, end = s.text, head.first
    begin = subject_start(text, s.first, end)
    at = text.past(begin, end, "boundary", "opener", "connective")
    if head.hit.skip or not text.hit(head.first, "opener") or end - at > _FRONTED or at >= end:
        return None
    named = text.hit(at, *SPEAKERS)
    return find_subject(text, (at, end)) if named is not None and not named.skip else None


def _antecedent_of(s: Sentence, relative: int) -> Stretch | None:
    """Whom a relative clause tells of: «الوزارة، التي أكدت أن»."""
    text = s.text
    last = text.shorn(max(s.first, relative - 1), relative) if relative > s.first else relative
    for at in range(last - 1, max(s.first, last - _SUBJECT) - 1, -1):
        if text.hit(at, "that", "boundary", "verb", "relative") or text.word(at) in COMMAS:
            break
        named = text.hit(at, *SPEAKERS)
        if named is not None and named.kind != "nation":
            begin = _with_heads(text, at, s.first)
            return find_subject(text, (begin, subject_end(text, begin, last)))
    return None


def _with_heads(text: Marked, place: int, first: int) -> int:
    """Where a name begins with the titles and bodies right before it: «المتحدث باسم الجيش»."""
    for before in range(place - 1, max(first, place - _TITLE) - 1, -1):
        head = text.hit(before, "titles", "bodies")
        if head is not None and before + head.length == place:
            return _with_heads(text, before, first)
    return place


def _opens(text: Marked, place: int, end: int) -> bool:
    """Whether a colon, or a quotation that goes on, stands before a subject."""
    return text.word(place) == ":" or (
        text.word(place) in QUOTES and text.closes.get(place, -1) >= end
    )


def is_own(s: Sentence, head: Head) -> bool:
    """Whether the subject of a verb is in «أنها» before it, or in the verb («نبهنا»)."""
    text = s.text
    begin = before_auxiliaries(text, head.place, s.first)
    that = text.hit(begin - 1, "that")
    if that is not None and that.suffix and begin - 1 + that.length == begin:
        return True
    return head.hit.suffix == forms.OUR and begins_content(s, head)


def begins_content(s: Sentence, head: Head) -> bool:
    """Whether a verb begins what somebody says of themselves («وأنها تأمل في …»)."""
    begin = before_auxiliaries(s.text, head.place, s.first)
    return any(begin - frame.content[0] in (0, 1) for frame in s.frames)
