"""Where what an Arabic verb of saying holds begins.

In: a word of saying in a marked text.  Out: `Said`.  What is said follows «أن», a preposition that the
verb takes, a colon or a quotation mark, or directly as a noun.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from hudna.text import forms
from hudna.text.arabic.asides import aside_end
from hudna.text.arabic.objects import POINTING, begins_object
from hudna.text.arabic.parts import (
    BEGINS,
    SPEAKERS,
    apposed,
    has_conjunction,
    is_aside,
    is_definite,
    is_mine,
    is_unnamed_aside,
    names_somebody,
    subject_end,
)
from hudna.text.lexicon import HELD, Hit, Speech
from hudna.text.marked import COMMAS, QUOTES, Marked, Stretch
from hudna.text.mention import is_other

# How far after a verb what is said may begin, in words.
_REACH = 45
# A preposition glued to two letters is looked up by itself («بشن»).
_SHORT = 3
# The shortest quotation that is what somebody said, in words.
_SHORTEST = 4
# The longest name in quotation marks.
_NAME = 8
# How far before a word its title may stand, and before a verb its subject.
_TITLE = 3
_SUBJECT = 6


# Marks that open what is said.
_OPENED = frozenset(":")
# Kinds of names that may have a preposition within them.
_WHOLE = frozenset({"titles", "bodies", "actor", "forces", "state_bodies", "named_bodies"})
# Kinds of words that may begin what is said, or end the search for it.
_TELLING = frozenset({
    "that", "thatnot", "boundary", "verb", "subordinate", "relative", "occasions", "quantifiers", "deverbal",
    "exclusion", "noun", HELD, "grounds", "how", "during", "anaphors", *POINTING,
})  # fmt: skip


class Said(NamedTuple):
    """Where what is said begins, and which words name the speaker.

    `skip` letters of its first word are not said; `end` is where a quotation closes.
    """

    content: int
    skip: int
    subject: Stretch
    end: int | None = None


def find_said(text: Marked, place: int, hit: Hit, last: int) -> Said | None:
    """Where what a word of saying holds begins, if it holds something before word `last`."""
    start, last = place + hit.length, _before_closing(text, place, last)
    if hit.value.object and not hit.value.to and is_mine(text, place, hit):
        begin = text.past(start, last, "time_words", "notice")  # «أدين بشدة الهجمات»
        follows = begin < last and text.is_word(begin) and text.word(begin - 1) not in COMMAS
        if (
            follows
            and not text.hit(begin, "that", "thatnot")
            and not find_preposition(text, begin, hit.value)
            and not (hit.value.act == "condition" and before_purpose(text, begin, last) == begin)
        ):
            return Said(begin, 0, (start, start))
    return _Search(text, hit.value, start, last, min(last, start + _REACH)).said()


def _before_closing(text: Marked, place: int, last: int) -> int:
    """Where what is said ends at the latest by a verb in a quotation: at its closing mark."""
    for opening in reversed(text.marks(max(0, place - _REACH), place, QUOTES)):
        closing = text.closes.get(opening, place)
        if closing > place:
            return min(last, closing)
    return last


@dataclass(slots=True)
class _Search:
    """A walk along the words behind a word of saying, up to what it holds.

    `named`: the subject has begun; `over`: an occasion has ended it, `behind` is the word behind that.
    `candidate`: what a preposition brings, unless something surer comes; `doubtful`: its letter may be of a name («بنيامين»).
    """

    text: Marked
    speech: Speech
    start: int
    last: int
    limit: int
    named: bool = False
    over: bool = False
    behind: int = -1
    candidate: Said | None = None
    doubtful: bool = False

    def said(self) -> Said | None:
        """What the walk finds."""
        at = self.start
        mouths = {
            place
            for first, mouth in self.text.all(at, self.limit, "mouth", "notice")
            for place in range(first, first + mouth.length)
        }
        while (at := self._past_plain(at, mouths)) < self.limit:
            if at in mouths:
                at += 1
                continue
            found = self._opened(at)
            if found is not None:
                return found
            if self._is_over(at):
                break
            if self._takes(at):
                return self.candidate
            if self.candidate is not None:
                if self._parts(at):
                    break
                at += 1
                continue
            after = self._past_aside(at)
            if after > at:
                at = after
                continue
            content = self._object(at)
            if content is not None:
                return Said(content, 0, (self.start, at))
            self.named = self.named or self.text.is_word(at)
            at += 1
        return self.candidate or self._behind_subject()

    def _past_plain(self, at: int, mouths: set[int]) -> int:
        """Behind words at which nothing begins, ends or opens, as most are: they may be of the subject."""
        begin, kinds, words, taken = at, self.text.kinds, self.text.words.text, self.speech.with_
        while (
            at < self.limit
            and (
                not kinds[at]
                or (at > self.start and kinds[at].isdisjoint(_TELLING) and at not in mouths)
            )
            and (letter := words[at][0]).isalpha()
            and letter not in forms.TAKEN
            and words[at] not in taken
        ):
            at += 1
        self.named = self.named or (at > begin and self.candidate is None)
        return at

    def _opened(self, at: int) -> Said | None:
        """What «أن», a colon or a quotation mark opens."""
        text, subject = self.text, (self.start, at)
        that = text.hit(at, "that") if self.speech.that else None
        if (
            that is not None
            and not (that.skip and has_conjunction(text, at))
            and not (at > self.start and _is_subordinate(text, at - 1))
            and not text.hit(at, "name_particles")  # «بان كي مون»
            and not text.hit(at + that.length, "that")  # «أضاف بان أن»
            and not _begins_quoted_name(text, at)
        ):
            return Said(at + that.length, 0, subject)
        if (thatnot := text.hit(at, "thatnot")) is not None:
            glued = thatnot.length == 1 and text.word(at).startswith(forms.IN)  # «بألا»
            return Said(at + thatnot.length - 1, int(glued), subject)
        if self.speech.that and text.hit(at, "how"):  # «روى الجندي كيف سقطت القذيفة»
            return Said(at + 1, 0, subject)
        if text.word(at) == ":":
            return Said(at + 1, 0, subject, text.closes.get(at + 1))
        if (
            text.word(at) in QUOTES
            and text.closes.get(at, at) > at + self._shortest(at)
            and not self._is_quoted_subject(at)
        ):
            return self.candidate or Said(at + 1, 0, subject, text.closes[at])
        return None

    def _shortest(self, at: int) -> int:
        """How many words a quotation has at least that is what somebody said: fewer at the end."""
        return 2 if self.text.closes.get(at, at) == self.last - 1 else _SHORTEST

    def _is_quoted_subject(self, at: int) -> bool:
        """Whether a quotation right behind the verb only names who speaks: «أعلنت "جبهة تحرير …" أن»."""
        text, closing = self.text, self.text.closes[at]
        named = at == self.start and text.hit(at + 1, *SPEAKERS) is not None
        return named and closing <= at + _NAME and text.is_word(min(closing + 1, self.last - 1))

    def _is_over(self, at: int) -> bool:
        """Whether another clause begins: a connective, or a verb of saying with a conjunction."""
        if not self.text.hits[at]:
            return False
        verb = self.text.hit(at, "verb")
        joined = verb is not None and verb.skip == 1 and has_conjunction(self.text, at)
        joined = joined and verb is not None and not is_definite(self.text, at, verb)  # «فاليري»
        joined = joined and verb is not None and verb.suffix != forms.MY  # «ويردي»
        over = self.text.hit(at, "boundary") is not None and not self.text.hit(at, "concerning")
        return over or (at > self.start and joined)

    def _takes(self, at: int) -> bool:
        """Whether a preposition of the verb stands here with a word behind it that begins what is said.

        Another word behind it is a candidate.
        """
        text = self.text
        taken = find_preposition(text, at, self.speech)
        if taken is None or _in_title(text, at, self.start):
            return False
        if at > self.start and text.hit(at, "occasions"):  # «دعا الوزير للصحفيين إلى»
            return False
        content, skip = taken
        short = len(text.word(at)) == _SHORT and (content == at or not self.doubtful)
        if self.candidate is not None and short:
            return False  # «بجرائم بحق المدنيين»
        that = text.hit(content, "that") if content < self.limit else None
        if that is not None:
            self.candidate = Said(content + that.length, 0, (self.start, at))
            return True
        sure = content < self.limit and text.hit(content, *BEGINS) is not None
        if sure or self.candidate is None or self.doubtful:
            self.candidate = Said(content, skip, (self.start, at))
            self.doubtful = skip > 0 and _may_be_name(text, content)
        glued = at == self.start and skip > 0 and not self.doubtful
        return sure or glued  # «طالب بضمانات بعدم …»

    def _parts(self, at: int) -> bool:
        """Whether nothing surer than a candidate comes behind a word or mark."""
        text = self.text
        if text.word(at) in COMMAS:
            return not (self.doubtful or text.hit(at + 1, "that"))
        quoted = self.candidate is not None and text.hit(self.candidate.content - 1, "attributing")
        if quoted and text.mark(at, self.limit, _OPENED) < self.limit:
            return False  # «نقلت الوكالة عن الوفد في هافانا حيث تجري المحادثات: «…»»
        return not self.doubtful and text.hit(at, "subordinate", "relative") is not None

    def _past_aside(self, at: int) -> int:
        """Behind the occasion, or the wish not to be named, that begins at a word; else the word."""
        text = self.text
        if text.word(at - 1) in COMMAS and text.hit(at, "during") and at > self.start:
            return text.mark(at, self.limit, COMMAS)  # «أكد الوزير، خلال افتتاح المعبر، تمسكه»
        occasion = text.hit(at, "occasions")
        if occasion is not None and not self.named and occasion.length == 1:
            occasion = None
        day = at + 1 < self.limit and text.hit(at + 1, "time_words") is not None
        if occasion is not None and occasion.length == 1 and day:  # «مساء الاثنين»
            at += 1
            while at < self.limit and (more := text.hit(at, "time_words")) is not None:
                at += more.length
            return at
        if occasion is not None:
            self.over = True
            parted = text.word(at - 1) in COMMAS
            at += occasion.length
            end = text.mark(at, self.limit, QUOTES | COMMAS | {":"})
            that = text.find(at, end, "that")
            if that is not None:  # «أشار في بيان إلى أن»
                end = that - (text.word(that - 1) in self.speech.with_)
            self.behind = at
            return next((place for place in range(at, end) if self._begins(place, parted)), end)
        if text.word(at) in COMMAS and (
            is_unnamed_aside(text, at + 1, self.limit) or text.hit(at + 1, "according")
        ):
            return text.mark(at + 1, self.limit, COMMAS | _OPENED)
        return self._past_commas(at) if self.named and text.word(at) in COMMAS else at

    def _past_commas(self, at: int) -> int:
        """The comma that closes what a comma opens, if what is said is taken up behind it; else the comma.

        «أشار تقرير، نشر الثلاثاء، إلى تجنيد أطفال», «أبدى مسؤول، تحدث إلى صحافيين، تفاؤله».
        """
        text, close = self.text, self.text.mark(at + 1, self.limit, COMMAS)
        if close + 1 >= self.limit:
            return at
        told = not forms.is_definite(text.word(self.start)) and text.hit(at + 1, "verb") is not None
        aside = told or aside_end(text, at, self.limit) is not None
        resumes = self._is_taken_up(close + 1) or (aside and self._resumes(close + 1))
        return close if resumes else at

    def _resumes(self, at: int) -> bool:
        """Whether what is said begins behind an aside: «القائد، وهو عميد سابق، أن», «…، تفاؤله»."""
        if self._opened(at) is not None:
            return True
        return self.speech.object and begins_object(self.text, at, self.start, named=True)

    def _is_taken_up(self, at: int) -> bool:
        """Whether «أن» or a preposition of the verb stands at a word, with what begins what is said."""
        text = self.text
        that = text.hit(at, "that") if self.speech.that else None
        if that is not None:
            return not (that.skip and has_conjunction(text, at))
        taken = find_preposition(text, at, self.speech)
        return taken is not None and text.hit(taken[0], "that", *BEGINS) is not None

    def _begins(self, at: int, parted: bool) -> bool:
        """Whether what is said begins at a word behind an occasion: «عبّر في تغريدة عن استغرابه».

        No object does between the commas that part an occasion: «، في لقاء عقد برعاية قطر، وقف القصف».
        """
        text = self.text
        if not text.hit(at, *BEGINS) and text.word(at) not in self.speech.with_:
            return False
        if self.speech.object and not parted and at == self.behind and self._is_act(at):
            return True
        taken = find_preposition(text, at, self.speech)
        if taken is not None:
            if text.hit(at, "attending"):
                return False
            # «أمله» looks like a participle
            return taken[0] < self.limit and bool(text.hit(taken[0], *BEGINS, "participle"))
        return self.speech.object and not parted and begins_object(text, at, self.start, True)

    def _object(self, at: int) -> int | None:
        """Where an object begins that follows directly: at a word, or behind a comma."""
        text = self.text
        parted = self.named and at > self.start and (
            text.word(at - 1) in COMMAS or is_aside(text, at - 1)
        )  # fmt: skip
        if self.speech.to and text.hit(at, "quantifiers") and self._addresses(at + 1):
            return None  # «ناشدت جميع الأطراف وقف»
        if self.speech.object and at == self.start + 1 and self._is_spoken_of(at):
            return at
        if (self.speech.object or parted) and begins_object(text, at, self.start, self.named):
            return at
        if self.speech.object and at == self.behind and self._is_act(at):
            return at  # «رفض في بيان احترام الهدنة»
        if self.speech.negates and self.speech.object and self._was_told(at):
            return at  # «نفى ناطق باسم الشرطة الحادثة»
        if self.speech.act == "opinion" and text.hit(at, "grounds"):  # «ترى الحكومة مبررا لـ»
            return at
        deemed = at == self.start and self.speech.object and self.speech.act == "opinion"
        if deemed and text.is_word(at) and forms.is_accusative(text.word(at)):  # «عدّتها خرقا»
            return at
        after = at + 1
        may = self.named and self.speech.object and after < self.limit
        if not may or text.word(at) not in COMMAS:
            return None
        if find_preposition(text, after, self.speech) or text.hit(
            after, "occasions", "that", "relative", "time_words", "opener"
        ):
            return None
        return after if self.over or not apposed(text, after) else None

    def _was_told(self, at: int) -> bool:
        """Whether a word takes up what was told, and belongs to no name before it."""
        text = self.text
        if text.hit(at, "anaphors") is None:
            return False
        if at == self.start:
            return True  # «سارعت الوزارة إلى تكذيب النبأ»
        of_name = text.hit(at - 1, "titles", "bodies", "group_heads", "prepositions", "deverbal")
        return self.named and (of_name is None or forms.is_definite(text.word(at - 1)))

    def _is_act(self, at: int) -> bool:
        """Whether a word is what is done, with nothing before it that is glued."""
        hit = self.text.hit(at, "deverbal", "exclusion")
        return hit is not None and not hit.skip

    def _addresses(self, at: int) -> bool:
        """Whether a word names somebody to whom something is said."""
        text = self.text
        if at >= self.limit or not forms.is_definite(text.word(at)):
            return False
        if text.hit(at, "parties", *SPEAKERS):
            return True
        near = range(at + 1, min(at + _SUBJECT, self.limit))  # «كافة المكونات اليمنية تغليب»
        return any(
            (hit := text.hit(place, "deverbal")) is not None and not hit.skip
            for place in near
            if not forms.is_definite(text.word(place))
        )

    def _is_spoken_of(self, at: int) -> bool:
        """Whether an object begins behind a subject of one word: «تستنكر الوزارة صمت المجتمع»."""
        text, after = self.text, at + 1
        if after >= self.limit or not text.is_plain(at) or forms.is_definite(text.word(at)):
            return False
        known = text.hit(at - 1, "bodies", "group_heads") and forms.is_definite(text.word(at - 1))
        return bool(known) and forms.is_definite(text.word(after))

    def _behind_subject(self) -> Said | None:
        """What follows a subject that nothing marks the end of, of a verb that has an object."""
        if not self.speech.object:
            return None
        end = subject_end(self.text, self.start, self.limit)
        if not self.start < end < self.last:
            return None
        content, skip = find_preposition(self.text, end, self.speech) or (end, 0)
        return Said(content, skip, (self.start, end)) if content < self.last else None


def _begins_quoted_name(text: Marked, place: int) -> bool:
    """Whether a word is the first of a short name in quotation marks: «منصة "إن سوسيال"»."""
    before = place - 1
    return text.word(before) in QUOTES and text.closes.get(before, len(text.words)) < place + _SHORT


def _is_subordinate(text: Marked, place: int) -> bool:
    """Whether a word before «أن» makes it one of time or cause, and is no name («كولو»)."""
    hit = text.hit(place, "subordinate", "without")
    return hit is not None and (not hit.skip or has_conjunction(text, place))


def _may_be_name(text: Marked, place: int) -> bool:
    """Whether a word that begins with a preposition's letter may be a name: «بنيامين», «بايدن»."""
    glued = [hit for hit in text.hits[place] if hit.skip]
    if len(text.word(place)) == _SHORT:
        return False  # «بشن»
    return (
        all(hit.kind in ("verb", "place") for hit in glued)
        if glued
        else not text.lexicon.has(text.word(place))
    )


def is_direct(text: Marked, place: int, hit: Hit, first: int, last: int) -> bool:
    """Whether the object follows a verb at once whose subject stands before it («يريفان تعلن …»)."""
    after = place + hit.length
    speech: Speech = hit.value
    return (
        speech.object
        and not hit.skip
        and place > first
        and after < last
        and text.is_word(after)
        and not text.hit(after, "wholly")  # «البيان كذب تام»
        and not text.hit(after, "titles", "bodies", "actor", "prepositions", "locatives")
        and names_somebody(text, max(first, place - _SUBJECT), place)
    )


def find_preposition(text: Marked, place: int, speech: Speech) -> tuple[int, int] | None:
    """Where what is said begins if a preposition that a verb takes stands here: word, letters."""
    word = text.word(place)
    if word in speech.with_ and (len(word) > 1 or place + 1 in text.closes):
        return place + 1, 0
    if word[:1] not in forms.TAKEN:
        return None
    if word[0] in speech.with_ and text.hit(place, "that"):  # «برر الغارة بأن»
        return place, 1
    if (about := text.hit(place, "about")) is not None:  # «الاتهامات بشأن خرق الهدنة»
        return (place + about.length, 0) if forms.IN in speech.with_ else None
    if text.hit(place, "actor", "nation") and not any(hit.skip for hit in text.hits[place]):
        return None  # «باكو»
    for letter in forms.TAKEN:
        if letter not in speech.with_ or not word.startswith(letter):
            continue
        if len(word) == _SHORT and not text.lexicon.has(word) and word[1:] in text.lexicon.first:
            return place, 1
        if len(word) > _SHORT:
            if word.startswith(forms.FOR_THE):  # «للتفاوض»: without the letter it is no word
                return place, 0
            return (place, 1) if text.lexicon.glued(word) else None
    return None


def before_purpose(text: Marked, first: int, last: int) -> int:
    """Where it begins for what, or for whom, a condition is made: «اشترط الوفد لتمديد الهدنة سحب …»."""
    for at in range(first, last):
        glued = text.word(at).startswith(forms.TO) and any(hit.skip == 1 for hit in text.hits[at])
        if glued and text.hit(at, "actor", "name_particles") is None:
            return at
        if text.word(at).startswith(forms.FOR_THE) or text.hit(at, "upon"):
            return at
    return last


def _in_title(text: Marked, place: int, start: int) -> bool:
    """Whether a preposition belongs to a title («المبعوث الأممي إلى سوريا»)."""
    near = range(max(start, place - _TITLE), place)
    titles = [(before, title) for before in near if (title := text.hit(before, "titles"))]
    if any(
        before + hit.length > place
        for before in near
        for hit in text.hits[before]
        if hit.kind in _WHOLE
    ):
        return True  # «القيادة العامة للجيش»
    if text.word(place).startswith(forms.TO) and not text.hit(place, *BEGINS):
        whole = (before + title.length == place for before, title in titles if title.length > 1)
        if any(whole):
            return True  # «الممثلة السامية للاتحاد»
    after = place + 1
    named = text.hit(after, "place", "actor") is not None and not is_other(text, after)
    return named and bool(titles)
