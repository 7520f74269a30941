"""The parts of an Arabic clause with a word of saying: where it begins, which words are its subject.

In: places in a marked text.  Out: places and stretches; nothing is decided about what is said.
"""

from __future__ import annotations

from hudna.text import forms
from hudna.text.arabic.asides import aside_before, opens_aside
from hudna.text.lexicon import DOUBTFUL, HELD, Hit
from hudna.text.marked import COMMAS, END_QUOTES, QUOTES, Marked, Stretch

# Kinds of words that begin what is said after a preposition.
BEGINS = ("deverbal", "noun", "negators", "exclusion", "inclusion", "quantifiers")
# Kinds of words by which a subject is known to name somebody.
SPEAKERS = ("titles", "bodies", "actor", "person", "nation", "group_heads")
# Kinds of words that stand in no name.
_NEVER_NAMED = ("negators", "auxiliary", "prepositions", "that", "verb", "subordinate", "deverbal")
# Kinds of small words before a verb that belong to its clause, and to no subject.
_SMALL = ("boundary", "opener", "connective")
# Kinds of words that say when, or on which occasion.
_ASIDES = ("time_words", "occasions")
# Behind these a quotation does not go on with the words of whoever tells.
_BEFORE_QUOTATION = COMMAS | {":", "."}
# How many words are looked at: before a word, before a verb for what belongs to it, and for «وكان»; behind a comma
# for the one that closes an apposition, for a name, and for a wish not to be named.
_SHORT = 2
_AUXILIARY = 3
_LONGEST_SMALL = 5
_WAS = 14
_APPOSITION = 6
_NAME = 3
_ANONYMITY = 6
# A subject before its verb has at most so many words, so that time is linear.
_LONGEST_SUBJECT = 100
_LONGEST_TOPIC = 20
# What is said to somebody has this letter before them; a word no longer than this may be but a pronoun.
_TO = forms.TO
_PRONOUN = 3
# An adjective of several persons who do not act ends so.
_THEIR_KIND = "يين"
# An adjective of one ends so; «لم تمض ساعات حتى» has so many words.
_LIKE = ("ي", "يه")
_BARELY = 10
# The shortest quotation that is what somebody said, in words.
_SHORTEST_QUOTATION = 4


def is_definite(text: Marked, place: int, hit: Hit) -> bool:
    """Whether a participle has the article: an adjective, not what somebody does."""
    if hit.kind in ("verb", DOUBTFUL) and text.hit(place, "rooted"):
        return False
    return text.word(place).startswith(forms.ARTICLE, hit.skip)


def is_mine(text: Marked, place: int, hit: Hit) -> bool:
    """Whether a verb is one of whoever writes: «نؤكد», «أدعو»."""
    if text.hit(place, "mine"):
        return True
    word = text.word(place)[hit.skip :]
    if hit.kind != "verb" or hit.length > 1 or not word.startswith(forms.WE):
        return False
    of_him = text.lexicon.hits([forms.HE + word[1:]])[0]
    return any(other.kind == "verb" and other.value == hit.value for other in of_him)


def is_noun(text: Marked, place: int) -> bool:
    """Whether a word that may be a verb is a noun here: behind «إلى», «بسبب», «أي»."""
    if text.hit(place - 1, "prepositions", "quantifiers"):
        if text.has(max(0, place - _BARELY), place - 1, "barely"):  # «لم تمض ساعات حتى أعلن»
            return False
        low = max(0, place - _SHORT)  # «سرعان ما اتهمت»
        return before_auxiliaries(text, place, low) == place
    done = text.hit(place - 1, "undergoing")  # «تم رصد تحركات»
    if done is not None and not has_conjunction(text, place):
        return True
    return text.hit(place - 1, "cause") is not None and not text.hit(place - 1, "relative")


def is_verbal(text: Marked, place: int) -> bool:
    """Whether a negator stands before a verb of the present: «لا تلتزم», not «عدم التزام»."""
    return place + 1 < len(text.words) and text.word(place + 1)[0] in forms.PRESENT


def is_contrast(text: Marked, place: int) -> bool:
    """Whether a negator only says what is not meant: «البقاء لا الرحيل»."""
    after = place + 1
    known = after < len(text.words) and forms.is_definite(text.word(after))
    return known and text.hit(place, "contrast") is not None


def is_attribute(text: Marked, first: int, place: int) -> bool:
    """Whether a negated verb is told of a noun: «وجود جماعات لا تأتمر بأحد», in what is no clause."""
    nominal = text.hit(first, "deverbal", "noun") is not None and not text.hit(first - 1, "that")
    known = is_determined(text, first) or is_determined(text, place - 1)
    told = any(forms.is_future(text.word(at)) for at in range(first, place))
    return (told or (nominal and not known)) and is_verbal(text, place)


def is_determined(text: Marked, place: int) -> bool:
    """Whether a noun has the article, with what is glued before it or not."""
    return forms.is_definite(text.word(place))


def has_conjunction(text: Marked, place: int) -> bool:
    """Whether a word begins as one does that a conjunction is glued to."""
    return text.word(place).startswith(forms.CONJUNCTIONS)


def after_comma(text: Marked, place: int) -> bool:
    """Whether a comma or the end of a quotation stands before a word."""
    return place > 0 and text.word(place - 1) in END_QUOTES | COMMAS


def clause_start(text: Marked, place: int, first: int) -> int:
    """Where the clause of a verb begins: before a connective, an opener, an auxiliary."""
    start = before_auxiliaries(text, place, first)
    while start > first:
        at = start - 1 if start - 1 > first and text.word(start - 1) in COMMAS else start
        small = _small(text, first, at)
        if small is None:
            return start
        start = small
        if text.hit(small, "boundary"):
            return start
    return start


def before_auxiliaries(text: Marked, place: int, first: int) -> int:
    """Where a verb begins with what belongs to it: «كان قد أكد», «ولم يستبعد»."""
    while place > first:
        for start in range(max(first, place - _AUXILIARY), place):
            hit = text.hit(start, "auxiliary", "negators", "resuming")
            if hit is not None and start + hit.length == place:
                place = start
                break
        else:
            break
    return place


def _small(text: Marked, first: int, end: int) -> int | None:
    """Where a connective or opener begins that ends right before a word."""
    near = text.all(max(first, end - _LONGEST_SMALL), end, *_SMALL)
    return next((start for start, hit in near if start + hit.length == end), None)


def find_was(text: Marked, place: int, first: int) -> int | None:
    """Where «وكان …» begins whose subject stands between it and its verb («وكان الوزير قد أكد»)."""
    if not text.hit(place, "auxiliary"):
        return None
    for before in range(place - 1, max(first, place - _WAS) - 1, -1):
        joined = before == first or text.word(before).startswith(forms.AND)
        if joined and text.hit(before, "was"):
            return before
        if text.hit(before, "that", "verb", "boundary"):
            return None
    return None


def find_topic(text: Marked, first: int, place: int, hit: Hit) -> Stretch | None:
    """The connective that brings the subject of a verb with «ف» forward: «أما الوزير، فقال إن»."""
    begin = before_auxiliaries(text, place, first)
    if begin > first and text.hit(begin - 1, "resumption"):
        place = begin - 1  # «أما الوزير، فقد قال إن»
    elif begin < place and text.word(begin)[0] in forms.CONJUNCTIONS[1:]:
        place = begin  # «أما الوزير فلم يستبعد», «أما الوزير فكان قد أكد»
    elif hit.skip != 1 or text.word(place)[0] not in forms.CONJUNCTIONS[1:]:
        return None
    for before in range(place - 1, max(first, place - _LONGEST_TOPIC) - 1, -1):
        connective = text.hit(before, "boundary")
        if connective is not None and connective.length == 1:
            return before, before + 1
        if text.hit(before, "verb", "that") and not text.hit(before, "name_particles"):
            return None
    return None


def quoted_before(text: Marked, place: int, first: int) -> Stretch | None:
    """The quotation that a verb follows («"…"، قال الوزير»)."""
    closing = place - 1
    if closing > first and text.word(closing) in COMMAS:
        closing -= 1
    if closing <= first or text.word(closing) not in END_QUOTES:
        return None
    opening = text.opens.get(closing, -1)
    shortest = _SHORT if opening == first else _SHORTEST_QUOTATION
    if not first <= opening < closing - shortest:
        return None
    if opening > first and text.word(opening - 1) not in _BEFORE_QUOTATION:
        return None
    return opening + 1, closing


def ends_boundary(text: Marked, place: int) -> bool:
    """Whether a connective of several words ends right before a word («غير أن»)."""
    near = text.all(max(0, place - _LONGEST_SMALL + 1), place, "boundary")
    return any(before + hit.length == place for before, hit in near)


def ends_occasion(text: Marked, place: int) -> bool:
    """Whether an occasion of several words ends right before a word: «في حديث»."""
    near = text.all(max(0, place - _LONGEST_SMALL + 1), place, "occasions")
    return any(hit.length > 1 and before + hit.length == place for before, hit in near)


def subject_start(text: Marked, first: int, place: int) -> int:
    """Where a subject that stands before its verb begins."""
    begin = place
    while (
        begin > max(first, place - _LONGEST_SUBJECT)
        and not text.hit(begin - 1, "boundary", "that", "relative")
        and not ends_boundary(text, begin)
        and text.word(begin - 1) != ":"
    ):
        if (comma := aside_before(text, begin - 1, first)) is not None:
            begin = comma  # «الوزير، الذي زار جوبا، قال»
            continue
        if text.word(begin - 1) not in END_QUOTES:
            begin -= 1
            continue
        opening = text.opens.get(begin - 1, -1)
        if not max(first, begin - _APPOSITION) < opening:  # «حركة «غاتيا» فلان»
            break
        begin = opening
    return begin


def names_somebody(text: Marked, first: int, last: int) -> bool:
    """Whether words name somebody who may speak."""
    return text.has(first, last, *SPEAKERS)


def is_unnamed_aside(text: Marked, place: int, limit: int) -> bool:
    """Whether a clause only says that the speaker is not to be named («، طلب عدم ذكر اسمه،»)."""
    return text.find(place, min(place + _ANONYMITY, limit), "anonymity") is not None


def apposed(text: Marked, place: int) -> bool:
    """Whether what follows a comma is more of the subject: another title, or a name."""
    if place < len(text.words) and text.hit(place, "titles"):
        return True
    if opens_aside(text, place):
        return False
    linked = text.hit(place, "auxiliary") is not None and not text.hit(place, "was")
    if linked and place + 1 < len(text.words):
        place += 1  # «متحدث باسم الحركة، هو فلان»
    for at in range(place, min(place + _NAME, len(text.words))):
        if not text.is_word(at) or text.word(at)[0].isdigit():
            return False  # «حسب موسكو، 40 أسيرا …»
        if not text.lexicon.has(text.word(at)):
            return not text.hit(at, "time_words")
        if text.hit(at, *_NEVER_NAMED):
            return False
    return False


def subject_end(text: Marked, start: int, limit: int) -> int:
    """Where a subject ends that nothing marks the end of: after the name that it begins with."""
    closing = text.closes.get(start, limit)
    hit = text.hit(start, "actor", "titles", "bodies", "place", "group_heads")
    if closing < min(start + _APPOSITION, limit - 1):  # «"الأونروا" …»
        return closing + 1
    if hit is None:
        return _entitled(text, start, limit)
    end = start + hit.length
    if hit.kind == "titles" and hit.length > 1 and end < limit and text.is_word(end):
        end += not (text.word(end - 1).startswith(forms.ARTICLE) or _is_rounded(text, end))
    while end < limit:
        if text.word(end) in COMMAS:  # «منسقة الأمم المتحدة، فلانة، …»
            near = min(end + _APPOSITION + 1, limit)
            closing = text.mark(end + 1, near, COMMAS)
            return closing if closing < near and apposed(text, end + 1) else end
        closing = text.closes.get(end, limit)
        if closing < min(end + _APPOSITION, limit):  # «قائد "قسد" …»
            end = closing + 1
            continue
        if _begins_more(text, end):
            break
        end += 1
    return end


def _is_rounded(text: Marked, place: int) -> bool:
    """Whether a title ends with what it is like, before who is spoken of: «قائد ميداني قوات النظام»."""
    another = text.hit(place, "group_heads", "bodies", "parties", "actor") is not None
    return another and text.word(place - 1).endswith(_LIKE)  # «المتحدث باسم الجيش» goes on


def _ends_body(text: Marked, place: int) -> bool:
    """Whether a state or body ends right before a word."""
    near = text.all(max(0, place - _NAME), place, "actor", "bodies", "group_heads")
    return any(at + hit.length == place and not hit.suffix for at, hit in near)


def _entitled(text: Marked, start: int, limit: int) -> int:
    """Where a subject ends that begins with a name and goes on with its title: «فلان، آمر غرفة …، …»."""
    comma = text.mark(start, min(start + _NAME + 1, limit), COMMAS)
    after = comma + 1
    if not start < comma < limit - 1 or text.word(comma) not in COMMAS:
        return start
    if not text.hit(after, "titles") or text.hit(start, *BEGINS, "that", "parties"):
        return start
    return text.mark(after, limit, COMMAS)


def _begins_more(text: Marked, place: int) -> bool:
    """Whether a word or mark behind a name is no more of it."""
    if not text.is_word(place):
        return True
    before = place - 1
    definite = forms.is_definite(text.word(before))
    headed = not definite and text.hit(before, "titles", "bodies", "group_heads") is not None
    more = text.hit(place, "parties", "bodies", "group_heads", HELD, *BEGINS)
    titled = text.hit(place, "titles") is not None or text.word(place).startswith(_TO)
    if more is not None and not headed and not titled:  # «القائد العام للقوات المسلحة»
        return True
    owned = text.word(place).endswith(forms.HER_OR_THEIR) or (
        text.word(place).endswith(forms.HIS) and not text.is_feminine(place)
    )
    if definite and owned and text.hit(place, "unit", "deverbal", "noun", "group_heads"):
        return True  # «أمرت الحركة قواتها»
    if owned and not text.is_feminine(place) and _ends_body(text, place):
        return True  # «دعت الولايات المتحدة رعاياها»
    named = text.hit(before, "actor") is not None
    person = text.hit(place, "titles") is not None and is_determined(text, place)
    if person and text.is_word(before) and not text.lexicon.has(text.word(before)):
        return True  # «دعت … ميركل الرئيس الروسي»
    if (definite or named) and forms.is_oblique(text.word(place)) and is_determined(text, place):
        return True  # «اتهمت كييف الانفصاليين»
    of_title = headed or text.hit(before, "titles", "locatives") is not None
    people = definite and text.hit(place, "nation") is not None and is_determined(text, place)
    return text.hit(place, "actor") is not None and not of_title and not people


def without_addressee(text: Marked, stretch: Stretch) -> Stretch:
    """The subject of a verb that has an addressee after it: up to where its name ends."""
    start, last = stretch
    while start < last and text.hit(start, "resumptive"):
        start += 1
    if start >= last:
        return start, start
    end = subject_end(text, start, last)
    while start < end < last and (after := _joined_end(text, end, last)):
        end = after
    if text.hit(start, "parties") and (is_determined(text, start) or not text.hit(start, "bodies")):
        subject = start < end < last and not forms.is_oblique(text.word(start))
        subject = subject and not text.word(end).endswith(_THEIR_KIND)  # «الوسطاء الإقليميين»
        return (start, end) if subject else (start, start)  # «أبلغ الوسطاء الحركة»
    if end == start:  # «وصف لافروف الهجوم بأنه»
        while end < last and text.is_word(end) and _may_name(text, end):
            end += 1
    if end > start:
        return start, end
    addressed = (
        at
        for at in range(start + 1, last)
        if text.hit(at, "parties") and forms.is_oblique(text.word(at))
    )
    return start, next(addressed, last)


def _joined_end(text: Marked, place: int, last: int) -> int | None:
    """Where another name ends that follows with «و»: «دعت مصر وقطر الأطراف إلى»."""
    joined = text.hit(place, "actor", "titles", "bodies", "group_heads")
    word = text.word(place)
    if joined is None or joined.skip != 1 or not word.startswith(forms.AND):
        return None
    whole = place + joined.length
    return whole if forms.is_definite(word[1:]) else max(whole, subject_end(text, place, last))


def _may_name(text: Marked, place: int) -> bool:
    """Whether a word that nothing is known of may be of a name: «لافروف», «المانحون الدوليون»."""
    word = text.word(place)
    return not text.lexicon.has(word) or forms.is_nominative(word)


def find_subject(text: Marked, stretch: Stretch) -> Stretch | None:
    """The words that name a speaker: without adverbs of time and of place, and marks at the ends."""
    return named_by(text, (_past_asides(text, *stretch), stretch[1]))


def named_by(text: Marked, stretch: Stretch) -> Stretch | None:
    """The name that some words begin with, if they begin with one."""
    first, last = stretch
    if first >= last or text.hit(first, "prepositions", "subordinate"):
        return None
    if text.hit(first, "quantifiers") and last == first + 1:  # «بقلق عميق»
        return None
    end = first
    while end < last and (text.hit(end, "name_particles") or not _ends_subject(text, end, last)):
        whole = text.hit(end, "name_particles", "actor")  # «بان كي مون», «أطباء بلا حدود»
        end += min(whole.length, last - end) if whole is not None else 1
    while (
        end > first and not text.is_word(end - 1) and text.word(end - 1) not in END_QUOTES | {")"}
    ):
        end -= 1
    if text.closes.get(first) == end - 1 and end - first > _SHORT:  # «"لافروف"»
        first, end = first + 1, end - 1
    if text.word(end - 1) in END_QUOTES and text.closes.get(first - 1) == end - 1:
        end -= 1
    return (first, end) if end > first else None


def _past_asides(text: Marked, first: int, last: int) -> int:
    """Where a subject begins, behind words that say when, on which occasion and to whom.

    What is behind an occasion is a subject if it begins with a title or a body («في بيان وزير …»), and
    else goes on with the occasion («في بيان تلقته …»), as the noun does that it takes: «بعد لقائه الرئيس».
    """
    at = first
    while at < last:
        at = text.past(at, last, "resumptive", "auxiliary", *_SMALL, "time_words", "jointly")
        if (after := past_addressed(text, at, last)) > at:
            at = after
            continue
        occasion = text.hit(at, "occasions")
        if at >= last or occasion is None:
            return at
        after = at + occasion.length
        named = after < last and (hit := text.hit(after, *SPEAKERS)) is not None and not hit.skip
        if not (named and not _takes_noun(text, at, occasion)) and not _goes_on(text, after, last):
            after = text.mark(after, last, COMMAS) + 1
        at = after
    return last


def past_addressed(text: Marked, place: int, last: int) -> int:
    """Behind a newspaper or body to which something is said: «لفرانس برس», «لـ«الشرق الأوسط»»."""
    if place >= last or not text.word(place).startswith(_TO):
        return place
    if text.word(place) in (_TO, forms.FOR_THE):
        return text.closes.get(place + 1, place - 1) + 1
    hit = text.hit(place, "actor", "bodies")
    return place + hit.length if hit is not None and hit.skip else place


def _tells_media(text: Marked, place: int) -> bool:
    """Whether a newspaper is addressed, not one that a title belongs to («المبعوث الخاص للأمم المتحدة»)."""
    word = text.word(place)
    if word[0] != _TO:
        return False
    if word == _TO:
        near = text.all(max(0, place - _NAME), place, "titles")
        titled = any(title.length > 1 and at + title.length == place for at, title in near)
        return place + 1 in text.closes and not titled  # «الأمين العام لـ"حزب الله"»
    hit = text.hit(place, "dateline")
    return hit is not None and hit.skip > 0


def _goes_on(text: Marked, place: int, last: int) -> bool:
    """Whether another word of time or occasion, or a small word, follows one."""
    return place < last and text.hit(place, *_SMALL, *_ASIDES, "resumptive") is not None


def _takes_noun(text: Marked, place: int, occasion: Hit) -> bool:
    """Whether an occasion has a noun behind it that is no subject: «أمام الوسطاء», «بعد لقائه الرئيس».

    «في مؤتمر صحفي» and «في بيان له» have none.
    """
    end = place + occasion.length - 1
    if occasion.length == 1:
        return not text.hit(place, "time_words")
    word = text.word(end)
    return len(word) > _PRONOUN and not word.endswith(forms.MY)


def _ends_subject(text: Marked, place: int, last: int) -> bool:
    """Whether a word or mark is no part of the name that stands before it."""
    if is_aside(text, place) or _tells_media(text, place):
        return True
    if text.hit(place, "wishing") and is_unnamed_aside(text, place + 1, last):
        return True  # «ضابط فضل عدم ذكر اسمه»
    if place + 1 < last and text.word(place + 1).isdigit() and text.hit(place, "prepositions"):
        return True  # «في 12 يونيو»
    ends = text.hit(
        place, "subordinate", "relative", "auxiliary", "negators", "notice", "opener", "according", "during", "mouth",
    )  # fmt: skip
    glued = ends is not None and ends.skip > 0  # «موسى فكي», «تانري كولو»
    named = glued and (text.hit(place - 1, "person") or not has_conjunction(text, place))
    linked = text.word(place - 1) in COMMAS and apposed(text, place)  # «متحدث، هو فلان، أن»
    amid = ends is not None and ends.kind == "during" and text.hit(place + 1, "place")
    if amid:  # «والي وسط دارفور»
        return False
    if ends is not None and not named and not (ends.kind == "auxiliary" and linked):
        return True
    word = text.word(place)
    if word in COMMAS:
        if place + 1 >= last or not apposed(text, place + 1):
            return True
        return is_unnamed_aside(text, place + 1, last)
    if place in text.opens:  # «حركة "حماس" في غزة»
        return False
    return word in QUOTES | {"("} and text.closes.get(place, last) >= last


def is_aside(text: Marked, place: int) -> bool:
    """Whether a word only says when or on which occasion."""
    return text.hit(place, *_ASIDES) is not None
