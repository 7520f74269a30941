"""Where an Arabic verb of saying, or a noun that a verb leads to, introduces something said.

In: a sentence as far as it is read, a word, and what the lexicon has for it.  Out: a head or none.
"""

from __future__ import annotations

from hudna.text import forms
from hudna.text.arabic.asides import aside_around, aside_end
from hudna.text.arabic.parts import (
    SPEAKERS,
    after_comma,
    before_auxiliaries,
    clause_start,
    ends_boundary,
    ends_occasion,
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
from hudna.text.arabic.said import find_said, is_direct
from hudna.text.arabic.subjects import told_in_paper
from hudna.text.clauses import GOES_ON, QUESTIONS
from hudna.text.frames import Head, Sentence
from hudna.text.lexicon import Hit, Speech
from hudna.text.marked import COMMAS, END_QUOTES, QUOTES, Marked
from hudna.text.statement import SpeechAct

# «أن» stands behind a verb at the start within so many words.
_START = 9
# A sentence that ends with its verb says so much before it, and so much names who speaks.
_TRAILED = 4
# Behind a noun of saying so many adjectives stand, and a quotation of more words.
_ADJECTIVES = 2
_SUBJECT = 12
_WHERE = 4
# Marks behind which a verb begins a sentence.
_BEGIN = frozenset("-–—/:ـ")
_COLON = frozenset(":")
# So many marks before a word tell whether it is quoted.
_MARKS = 4
# Acts of verbs with which a speaker asks not to be named.
_WISHES = frozenset({"demand", "deny", "condition"})
# Acts of verbs that trail what is said.
_TRAILING = frozenset({"state", "confirm"})
# Acts of verbs that tell what somebody holds with a negator, too.
_THOUGHT = frozenset({"opinion", "expect"})


def verb_head(s: Sentence, place: int, hit: Hit) -> Head | None:
    """A verb of saying, with what it holds behind it or before it."""
    if not _is_verb(s, place, hit) or _wishes_no_name(s, place, hit):
        return None
    text, first = s.text, s.first
    if (until := _until(s, place)) is not None:
        return _aside_head(s, place, hit, until)
    said = find_said(text, place, hit, s.last)
    if said is None and _trails(s, place, hit):
        return Head(first, place, hit, "after", quoted=(first, place - 1))
    if said is not None and (
        _has_pronoun(text, hit, said.content) or _is_by_saying(text, place, said.content)
    ):
        return None
    start = clause_start(text, place, first)
    if quoted := quoted_before(text, start, first):
        return Head(quoted[0] - 1, place, hit, "after", quoted=quoted)
    if said is None and not is_direct(text, place, hit, first, s.last):
        return None
    begins = before_auxiliaries(text, place, first)
    if (was := find_was(text, begins, first)) is not None:
        return Head(was, place, hit, "verb")
    if _is_asked(s, place, hit.value.act) or text.hit(begins - 1, "condition", "question"):
        return None
    kept = hit.value.kept  # «قال المبعوث إن الجيش التزم بالهدنة»
    if _is_within_speech(s, place) or is_quoted(s, place):
        return None if kept else Head(start, place, hit, "verb", nested=True)
    if (topic := find_topic(text, first, place, hit)) is not None:
        return Head(topic[0], place, hit, "verb")
    if s.heads and is_led_to(s, begins, place + hit.length):
        return Head(begins, place, hit, "verb")
    if start < begins or begins == first or _is_joined(s, begins):
        nested = begins == place and _goes_on_within(s, place, hit)
        return Head(start, place, hit, "verb", nested=nested)
    if begins == place and not s.heads and told_in_paper(s, Head(place, place, hit, "verb")):
        return Head(subject_start(text, first, place), place, hit, "verb")
    if _is_fronted(s, begins):
        start = subject_start(text, first, begins)
        start -= start > first and text.hit(start - 1, "boundary") is not None  # «لكن فلانا قال»
        return Head(start, place, hit, "verb")
    if _has_spoken(s):
        return None if kept else Head(start, place, hit, "verb", nested=True)
    return _first_verb(s, place, hit)


def _aside_head(s: Sentence, place: int, hit: Hit, until: int) -> Head | None:
    """A verb in an aside that says something there; «، إذ تأسف لسقوط الضحايا، تؤكد أن» is only courteous."""
    text, said = s.text, find_said(s.text, place, hit, until)
    if said is None:
        return None
    only_leads = text.hit(place - 1, "subordinate") and not text.hit(place - 1, "relative")
    clause = text.hit(said.content - 1, "that") or not text.is_word(said.content - 1)
    if only_leads and not clause:
        return None
    return Head(place, place, hit, "verb", nested=True, until=until)


def _until(s: Sentence, place: int) -> int | None:
    """Where an aside ends that a verb stands in: before who speaks goes on, or before what was said."""
    aside = aside_around(s.text, place, s.first, s.last)
    if aside is not None:
        return aside[1]
    if (close := _relative_end(s, place)) is not None:
        return close
    main = next((head for head in reversed(s.heads) if not head.nested), None)
    if main is None or main.sort != "verb":
        return None
    said = find_said(s.text, main.place, main.hit, s.last)
    waits = said is not None and said.end is None and said.content > place
    return s.text.mark(place, said.content, COMMAS) if said is not None and waits else None


def _relative_end(s: Sentence, place: int) -> int | None:
    """The comma that closes a relative clause between commas which a verb begins: «، الذي رفض الاتفاق، لا يمثل»."""
    text, begin = s.text, before_auxiliaries(s.text, place, s.first) - 1
    if text.hit(begin, "relative") is None or text.hit(place + 1, "that") or begin <= s.first:
        return None
    return aside_end(text, begin - 1, s.last)


def _has_spoken(s: Sentence) -> bool:
    """Whether somebody has spoken in a sentence, not only in an aside."""
    return any(head.sort != "clause" and head.until is None for head in s.heads)


def _is_verb(s: Sentence, place: int, hit: Hit) -> bool:
    """Whether an entry of a verb is one here, and tells that something was said."""
    text = s.text
    if place > s.first and (is_noun(text, place) or _is_object(s, place, hit)):
        return False
    if (name := text.hit(place, "name_particles")) is not None and name.length > hit.length:
        return False  # «نصر الله»
    glued = text.word(place)[hit.skip - 1] if hit.skip else ""
    if glued and glued in forms.NOMINAL:
        return False
    if glued == forms.TO and text.word(place)[hit.skip] not in forms.PRESENT:
        return False  # «لإذاعتنا»
    named = hit.length == 1 and hit.suffix == forms.MY
    if named or text.word(place).startswith(forms.FOR_THE, max(0, hit.skip - 2)):
        return False  # a name; «للتحقق»
    if (hit.skip or hit.suffix) and place > s.first and text.hit(place - 1, "relative", "whatever"):
        return False  # «الهدنة التي أعلنتها موسكو», «ما وصفه بالخرق»
    if hit.suffix in forms.OBJECTS and (
        ends_occasion(text, place) or (hit.value.act == "report" and after_comma(text, place))
    ):
        return False  # «في حديث بثته الإذاعة», «، نقلته وكالة الأنباء»
    if s.heads and hit.skip and forms.is_future(text.word(place)):
        return False  # «قال إن الحركة ستلتزم بالهدنة»
    if is_definite(text, place, hit) or (hit.suffix == forms.HIS and text.is_feminine(place)):
        return False
    if _is_other(text, place, hit) or (hit.value.strict and not _is_named(s, place, hit)):
        return False
    masdar = hit.suffix or forms.is_accusative(text.word(place))
    noun = text.hit(place, "noun") if masdar else None  # «جددت تمسكها», «أبدت تمسكا بـ»
    if noun is not None and renewed_head(s, place, noun) is not None:
        return False
    if noun is not None and text.hit(place + hit.length, "out_of"):  # «تلقت وعدا من الحركة بـ»
        return False
    if noun is not None and hit.suffix in forms.OBJECTS and not (hit.value.object or hit.value.to):
        return False  # «أكد الوزير تمسكه بالهدنة»: it has no object
    if hit.length == 1 and text.hit(place, "giving") and _gives(s, place):
        return False
    if text.hit(place, "naming") and not _claims(text, place + 1):
        return False  # «سائق يدعى كمال»
    return not _is_negated(s, place, hit)


def _goes_on_within(s: Sentence, place: int, hit: Hit) -> bool:
    """Whether a verb with «و» goes on in what somebody says: «قال الوزير إن الحركة خرقت الهدنة ورفضت».

    It is of «she», stands behind no comma and names nobody, and the verb of saying is of «he».
    """
    text, main = s.text, next((head for head in reversed(s.heads) if not head.nested), None)
    after = place + hit.length
    if main is None or main.sort not in ("verb", "participle") or hit.skip != 1:
        return False
    if text.word(place - 1) in END_QUOTES | COMMAS or after >= s.last or text.hit(after, *SPEAKERS):
        return False
    inside = text.find(main.after, place, "that") is not None
    verbs = (text.word(place)[1:], text.word(main.place)[main.hit.skip :])
    return inside and forms.is_past_of_her(verbs[0]) and not _is_of_her(*verbs[1:])


def _is_of_her(word: str) -> bool:
    """Whether a verb or participle may be of «she»."""
    return forms.is_of_her(word) or word.endswith(forms.FEMININE)


def _gives(s: Sentence, verb: int) -> bool:
    """Whether a verb only tells who says the noun behind its subject: «وجهت باكو اتهاما ليريفان بشن»."""
    text = s.text
    for place in range(verb + 2, min(verb + _SUBJECT, s.last)):
        noun = text.hit(place, "noun")
        if noun is not None and not (noun.skip or noun.suffix) and _is_given(text, place):
            return True
        over = text.hit(place, "that", "verb", "relative", "prepositions") is not None
        if over or text.word(place) in COMMAS:
            break
    return False


def _is_given(text: Marked, place: int) -> bool:
    """Whether a noun of saying may be what is given: «اتهاما», «أوامر»."""
    return forms.is_accusative(text.word(place)) or text.hit(place, "gifts") is not None


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
        and not (_is_led_by_place(s, place) or _is_led_by_clause(s, place))
    ):
        return False
    if text.hit(after, *SPEAKERS) is not None or not text.lexicon.has(text.word(after)):
        return True
    if hit.value.to and forms.is_oblique(text.word(after)) and forms.is_definite(text.word(after)):
        return True  # «أن يذكّر الصحافيين بأن»
    return not hit.value.with_ and text.hit(after + 1, "that") is not None


def _claims(text: Marked, place: int) -> bool:
    """Whether «أن» stands at a word, or behind who claims something: «تدعي كييف أن», not «يدعى كمال»."""
    named = text.hit(place, *SPEAKERS)
    that = place if named is None else place + named.length
    return text.hit(that, "that") is not None


def _is_led_by_place(s: Sentence, place: int) -> bool:
    """Whether a few words that say where begin a sentence before a verb: «وفي أبوجا بشّر الوزير بـ»."""
    text, after = s.text, place + 1
    near = s.first < place <= s.first + _WHERE and text.hit(s.first, "prepositions") is not None
    named = text.hit(after, "titles", "bodies", "actor")
    return near and named is not None and not named.skip


def _is_led_by_clause(s: Sentence, place: int) -> bool:
    """Whether what says when or where ends with the comma before a verb: «ولدى سؤاله عن الهدنة، أبى الوزير»."""
    text, after = s.text, place + 1
    named = text.hit(after, "titles", "bodies", "actor")
    led = text.hit(s.first, "prepositions", "subordinate", "occasions", "opener") is not None
    alone = text.mark(s.first, place, COMMAS) == place - 1
    return led and alone and named is not None and not named.skip


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
    thinks = speech.act in _THOUGHT and s.text.word(place)[0] in forms.PRESENT  # «لا ترى مبررا»
    return (
        place > s.first
        and not (speech.negates or speech.excludes or speech.act == "confirm" or thinks)
        and s.text.hit(place - 1, "negators") is not None
        and s.text.hit(place - 1, "still") is None
    )


def _trails(s: Sentence, place: int, hit: Hit) -> bool:
    """Whether a verb and its subject end a sentence that says what was said: «…، يقول مسؤول»."""
    after = place + hit.length
    return (
        hit.value.act in _TRAILING
        and not s.text.marks(after, s.last, QUOTES)
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


def is_led_to(s: Sentence, place: int, after: int) -> bool:
    """Whether the clause that a sentence begins with only leads to a verb: «وبينما أكد …، قال الوزير»."""
    text, begin = s.text, s.text.past(s.first, place, "opener")
    if text.word(place - 1) not in COMMAS or text.hit(after, "that"):
        return False
    return any(text.hit(at, "boundary", "subordinate") is not None for at in {s.first, begin})


def _is_fronted(s: Sentence, place: int) -> bool:
    """Whether the words before a verb, back to the start or a comma, name its subject."""
    text = s.text
    begin = subject_start(text, s.first, place)
    anew = (begin > s.first and text.hit(begin - 1, "boundary")) or ends_boundary(text, begin)
    if not anew and _has_spoken(s):
        return False
    return begin < place and names_somebody(text, begin, place)


def _first_verb(s: Sentence, place: int, hit: Hit) -> Head | None:
    """A verb that the first words of a sentence only lead to."""
    text, after = s.text, place + hit.length
    resumes = text.hit(place - 1, "resuming") is not None  # «وبعد ساعات، عاد فأكد»
    if (hit.skip and not resumes) or after >= s.last or text.hit(after, "prepositions"):
        return None
    near = text.hit(after, "that") and place - s.first < _START
    begin = before_auxiliaries(text, place, s.first)  # «ويوم الاثنين، لم يستبعد»
    return Head(s.first if near else begin, place, hit, "verb")


def _is_object(s: Sentence, place: int, hit: Hit) -> bool:
    """Whether a word is the noun that the verb right before it has: «رفض وصف الاتفاق بأنه»."""
    if hit.skip or not s.heads or s.heads[-1].sort != "verb":
        return False
    return s.heads[-1].after == place and bool(s.heads[-1].hit.value.object)


def _is_asked(s: Sentence, place: int, act: SpeechAct) -> bool:
    """Whether a question is put, which says nothing: «هل تعتقد أن …؟»."""
    asks = s.last < len(s.text.words) and s.text.word(s.last) in QUESTIONS
    if not asks or s.heads:
        return False
    until = place if act in GOES_ON else s.last
    return s.text.find(s.first, until, "question") is not None


def is_quoted(s: Sentence, place: int) -> bool:
    """Whether a quotation that a verb of saying opened goes on at a word."""
    return bool(s.heads) and in_quotation(s, place)


def in_quotation(s: Sentence, place: int) -> bool:
    """Whether a quotation of a sentence goes on at a word, whoever opened it."""
    marks = s.text.marks(s.first, place, QUOTES)[-_MARKS:]
    return any(s.text.closes.get(mark, -1) > place for mark in marks)


def _is_within_speech(s: Sentence, place: int) -> bool:
    """Whether a verb stands behind the colon that opened what somebody says."""
    speaks = next((head for head in s.heads if head.sort == "verb" and not head.nested), None)
    return speaks is not None and s.text.mark(speaks.after, place, _COLON) < place


def _has_pronoun(text: Marked, hit: Hit, content: int) -> bool:
    """Whether what a verb is said of is its pronoun: «وهو اتهام تنفيه أنقرة»."""
    direct = hit.length == 1 and hit.value.object and not hit.value.to
    direct = direct and hit.suffix not in ("", forms.OUR)
    opened = not text.is_word(content - 1) or text.hit(content - 1, "that") is not None
    return direct and not opened


def _is_by_saying(text: Marked, place: int, content: int) -> bool:
    """Whether a noun behind a verb says what it comes to: «رد الوزير بقوله: «…»»."""
    noun = text.hit(content - 2, "noun") if content - 2 > place else None
    by = noun is not None and noun.skip == 1 and text.word(content - 2).startswith(forms.IN)
    return by and (not text.is_word(content - 1) or text.hit(content - 1, "that") is not None)


def _wishes_no_name(s: Sentence, place: int, hit: Hit) -> bool:
    """Whether a speaker only asks not to be named: «قال مسؤول، طلب عدم ذكر اسمه، إن»."""
    asks = hit.value.act in _WISHES and not s.text.hit(place + hit.length, *SPEAKERS)
    return asks and is_unnamed_aside(s.text, place, s.last)


def noun_head(s: Sentence, place: int, hit: Hit) -> Head | None:
    """A noun that says by itself what a verb only leads to: «اكتفى … بالقول إن»."""
    text = s.text
    if place + 1 < s.last and (begin := _hastened(s, place, hit)) is not None:
        return Head(begin, place, hit, "verb")
    if (s.heads and s.heads[-1].sort != "clause") or place + 1 >= s.last:
        return None
    led = hit.skip or (place > s.first and text.hit(place - 1, "prepositions"))
    if not led or ends_occasion(text, place + 1):
        return None
    if not (text.hit(place + 1, "that") or _opens(text, place, hit) or _answers(s, place, hit)):
        return None
    start = clause_start(text, place, s.first)
    return Head(start if start < place else s.first, place, hit, "verb")


def _opens(text: Marked, place: int, hit: Hit) -> bool:
    """Whether a colon or quotation opens what a noun holds: «بقولها: …», «على شرطه القديم: …»."""
    after = place + hit.length
    if not (hit.suffix or is_definite(text, place, hit)):
        return False
    while after <= place + _ADJECTIVES and (
        text.hit(after, "resumptive", "time_words") or forms.is_definite(text.word(after))
    ):
        after += 1
    if text.word(after) == ":":
        return True
    return text.word(after) in QUOTES and text.closes.get(after, after) > after + _ADJECTIVES


def _answers(s: Sentence, place: int, hit: Hit) -> bool:
    """Whether what somebody does is that they demand: «رد الوزير بدعوة الطرفين إلى وقف القصف»."""
    text = s.text
    asks = hit.value.to and hit.skip and text.word(place)[hit.skip - 1] == forms.IN
    begin = text.past(s.first, place, "opener", "boundary", "connective", "auxiliary")
    if not asks or not text.hit(begin, "answering") or text.hit(place + 1, "out_of"):
        return False
    said = find_said(text, place, hit, s.last)
    return said is not None and said.content > place + 1


def _hastened(s: Sentence, place: int, hit: Hit) -> int | None:
    """Where it begins that somebody hastens to say something: «فسارعت الوزارة إلى نفي النبأ»."""
    text, marks = s.text, s.text.marks(s.first, place, COMMAS)
    begin = marks[-1] + 1 if marks else s.first
    verb = text.past(begin, place, "opener", "boundary", "connective", "auxiliary")
    by = hit.skip == 1 and text.word(place).startswith(forms.IN) and hit.length == 1
    by = by and text.hit(place + 1, "that") is not None  # «فردت الوزارة بالقول إن»
    led = not hit.skip and not hit.suffix and text.hit(place - 1, "prepositions") is not None
    kinds = ("resuming", "answering") if by else ("resuming",)
    if not (led or by) or text.hit(verb, *kinds) is None or text.hit(verb + 1, *SPEAKERS) is None:
        return None
    if is_quoted(s, place) or (s.heads and not has_conjunction(text, verb)):
        return None
    return begin if find_said(text, place, hit, s.last) is not None else None


def renewed_head(s: Sentence, place: int, hit: Hit) -> Head | None:
    """«جدد الوزير تأكيده أن»: the noun says it, and the verb before its subject only that it is said again."""
    text = s.text
    held = text.hit(place + hit.length, "bodies", "actor", "own_country")  # «التزام الدولة بـ»
    known = bool(hit.suffix) or is_definite(text, place, hit) or held is not None
    if not known and not _is_given(text, place):
        return None
    for verb in range(place - 1, max(s.first, place - _SUBJECT) - 1, -1):
        again = text.hit(verb, *(("renewing",) if known else ("giving",)))
        if again is not None and again.kind == "giving" and not _gives(s, verb):
            return None
        if (
            again is not None
            and not again.suffix
            and not text.hit(verb - 1, "prepositions", "locatives", "that")  # «وسط تبادل الاتهامات»
            and (not again.skip or has_conjunction(text, verb))
        ):
            start = clause_start(text, verb, s.first)
            taken = any(head.place >= start for head in s.heads)
            return None if taken else Head(start, place, hit, "verb")
        if text.hit(verb, "that", "boundary", "relative"):
            return None
    return None
