"""What Arabic nouns of saying hold whose holder stands beside them: «رفض موسكو استثناء …».

In: a sentence with its frames.  Out: these, parted, and further nested ones.
"""

from __future__ import annotations

from collections.abc import Iterator

from hudna.text import forms
from hudna.text.arabic.parts import (
    BEGINS,
    SPEAKERS,
    find_subject,
    has_conjunction,
    is_determined,
    is_unnamed_aside,
)
from hudna.text.arabic.said import find_preposition, find_said
from hudna.text.arabic.told import parted
from hudna.text.clauses import clause_end
from hudna.text.frames import Frame, Head, Sentence
from hudna.text.lexicon import HELD, Hit
from hudna.text.marked import COMMAS, Marked, Stretch

# Marks around a day.
_ASIDE = frozenset("()،,")
# So end many accusations, and those of somebody.
_MANY = ("ات", "اته", "اتها", "اتهم", "اتهما")
# The holder of a noun, and what is agreed on, are looked for so many words off.
_SUBJECT = 12


def held(s: Sentence) -> Iterator[Frame]:
    """What a noun of saying holds whose holder stands beside it: «رفض موسكو استثناء …»."""
    text = s.text
    s.frames[:] = [one for frame in s.frames for one in parted(text, frame)]
    heads = {head.place for head in s.heads}
    for place, hit in text.all(s.first, s.last, "noun", HELD):
        named = place > s.first and text.hit(place - 1, "bodies", "titles") is not None
        if place in heads or (named and is_determined(text, place)):
            continue  # «مكتب الادعاء الأذربيجاني»
        if hit.suffix and place > s.first and text.hit(place - 1, "whatever"):
            continue  # «ما وصفها بالخروق»
        occasion = text.hit(place - 1, "occasions") if place > s.first else None
        if occasion is not None and occasion.length > 1:
            continue  # «في تصريحات صحفية»
        if hit.kind != HELD and (hit.value.kept or hit.suffix == forms.MY):
            continue  # «ضمان التزام القوات بالهدنة», «إطلاق نار تحذيري»
        if _is_of_object(text, place, hit) or _is_said_again(s, place, hit):
            continue
        head = Head(place, place, hit, "verb", nested=True)
        if head.after >= s.last:
            continue
        if hit.kind == HELD:
            if frame := _agreed(s, head):
                yield frame._replace(skip=hit.skip)
            continue
        if hit.suffix:
            # «أنهت التزامها» says nothing
            whose = (one.speaker for one in s.frames if one.content[0] == place and one.speaker)
            holder = None if hit.value.act == "commit" else next(whose, None)  # «أعلن رفضه»
            if holder is None and hit.value.act != "commit":
                holder = _antecedent(text, s.first, place)
            frame = holder and _of_holder(s, head, holder, head.after)
            if frame and _is_of_whoever(text, s.first, place):
                frame = frame._replace(speaker=None, carried=True)
        elif (giver := _giver(s, head)) is not None:
            frame = _of_holder(s, head, giver, giver[1])
        elif (actor := text.hit(head.after, "actor", "nation")) and not actor.skip:
            after = head.after + actor.length
            frame = _of_holder(s, head, (head.after, after), after)
        else:
            frame = _of_titled(s, head)
        if frame:
            yield frame._replace(skip=hit.skip)


def _giver(s: Sentence, head: Head) -> Stretch | None:
    """Who gives what somebody gets: «تلقى وعدا من الحركة بكشف …»."""
    text, first = s.text, head.after + 1
    if head.hit.value.act != "commit" or text.hit(head.after, "out_of") is None:
        return None
    if first >= s.last or text.hit(first, *SPEAKERS) is None:
        return None
    for end in range(first + 1, min(first + _SUBJECT, s.last)):
        if text.hit(end, "that") or find_preposition(text, end, head.hit.value) is not None:
            return first, end
        if text.word(end) in COMMAS or text.hit(end, "verb", "relative"):
            break
    return None


def _is_of_whoever(text: Marked, first: int, place: int) -> bool:
    """Whether what is quoted is of whoever spoke last: «ونقلت عنه الوكالة قوله»."""
    near = text.all(max(first, place - _SUBJECT), place, "attributing")
    return any(hit.suffix for _, hit in near)


def _is_said_again(s: Sentence, place: int, hit: Hit) -> bool:
    """Whether a noun with a pronoun only says once more what its verb does: «أكد الوزير تمسكه بالهدنة»."""
    begun = (frame for frame in s.frames if frame.content[0] == place)
    return bool(hit.suffix) and any(frame.speech.act == hit.value.act for frame in begun)


def _is_of_object(text: Marked, place: int, hit: Hit) -> bool:
    """Whether behind one accusation who is accused stands: «اتهام الحركة بخرق الهدنة»."""
    if hit.kind == HELD or hit.value.act != "accuse" or text.word(place).endswith(_MANY):
        return False
    holder = None if hit.suffix else text.hit(place + hit.length, *SPEAKERS)
    after = place + hit.length + (holder.length if holder is not None else 0)
    return find_preposition(text, after, hit.value) is not None


def _agreed(s: Sentence, head: Head) -> Frame | None:
    """«اتفاق الطرفين على وقف القصف»: what its holders agree on, not «اتفاق أوسلو»."""
    text = s.text
    if is_determined(text, head.place) or not text.hit(head.after, *SPEAKERS, "parties"):
        return None
    for end in range(head.after + 1, min(head.after + _SUBJECT, s.last)):
        if text.word(end) in COMMAS or text.hit(end, "that", "verb", "relative"):
            break
        if find_preposition(text, end, head.hit.value) is not None:
            return _of_holder(s, head, (head.after, end), end)
    return None


def _of_titled(s: Sentence, head: Head) -> Frame | None:
    """«إعلان وزير الدفاع أن …»."""
    holder = s.text.hit(head.after, "titles", "bodies")
    if holder is None or holder.suffix:
        return None
    said = find_said(s.text, head.place, head.hit, s.last)
    if said is None:
        return None
    taken = s.text.word(said.content - 1) in head.hit.value.with_ or said.skip > 0
    begins = s.text.hit(said.content, "deverbal")
    owed = said.skip > 0 and head.hit.value.act == "commit"  # «التزام القوات بـ»: it may be kept
    taken = (taken and not owed) or (
        head.hit.value.object and begins is not None and not begins.skip
    )
    if not s.text.hit(said.content - 1, "that") and not (
        taken and s.text.hit(said.content, *BEGINS)
    ):
        return None
    if s.text.has(said.subject[0] + 1, said.subject[1], "deverbal", "that", "relative"):
        return None  # «دعوة زعيمه بإلقاء السلاح وإعلان وقف لـ»
    end = next((_begin(s, other) for other in s.heads if _begin(s, other) > said.content), s.last)
    resumed = s.text.find(said.content, end, "resumption")
    end = end if resumed is None else resumed  # «إثر إعلان الحكومة الانسحاب، فإن …»
    frame = head.frame((said.content, end), end, head.hit.value)
    speaker = find_subject(s.text, said.subject)
    return frame._replace(content_skip=said.skip, speaker=speaker)


def _begin(s: Sentence, head: Head) -> int:
    """Where a head begins; its verb, if a comma parts that from what leads to it («رغم إعلان …، قال»)."""
    return head.place if s.text.word(head.place - 1) in COMMAS else head.first


def _of_holder(s: Sentence, head: Head, holder: Stretch, after: int) -> Frame | None:
    """What stands behind a noun of saying and its holder, to the end of its clause."""
    text = s.text
    colon = after
    while colon < s.last and (text.hit(colon, "time_words") or text.word(colon) in _ASIDE):
        colon += 1
    if text.word(colon) == ":":  # «عن وكالة قولها أمس: إنها»
        after = colon + 1
    elif colon < s.last and text.hit(colon, "that") and not has_conjunction(text, colon):
        after = colon  # «قوله، إن», not «المقترح الأميركي، وأن»
    if after >= s.last:
        return None
    start, skip = after, 0
    if that := text.hit(after, "that"):
        start = after + that.length
    elif (taken := find_preposition(text, after, head.hit.value)) is not None:
        start, skip = taken
    elif (began := text.hit(after, *BEGINS[:-1])) is None or began.skip:
        return None
    end = clause_end(text, start, s.last)
    end = next((other.first for other in s.heads if start < other.first < end), end)
    return head.frame((start, end), end, head.hit.value)._replace(content_skip=skip, speaker=holder)


def _antecedent(text: Marked, first: int, place: int) -> Stretch | None:
    """The actor or people named last before a pronoun, or who is quoted («عن مزارعين قولهم»)."""
    last = place - 1 - (text.word(place - 1) in COMMAS)  # «عن المسؤول، قوله»
    before = text.marks(max(first, last - _SUBJECT), last, COMMAS) if last < place - 1 else ()
    if before and is_unnamed_aside(text, before[-1] + 1, last + 1):
        last = before[-1] - 1  # «عن ضابط، لم تسمه، قوله»
    for at in range(last, max(first, place - _SUBJECT) - 1, -1):
        if text.hit(at, "verb", "that", "boundary") or text.word(at) in COMMAS:
            break
        ascribed = text.hit(at, "prepositions") and text.has(
            max(first, at - _SUBJECT), at, "ascribing"
        )
        if text.hit(at, "attributing") or ascribed:
            return find_subject(text, (at + 1, place))
    named = [
        (at, at + hit.length) for at, hit in text.all(first, place, "actor", "nation", "bodies")
    ]
    return named[-1] if named else None
