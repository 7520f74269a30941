"""Who speaks: the name, the title and whom they speak for, from the words that name them.

In: the words of a text that name a speaker, and who has spoken before (`Cast`).  Out: a `Speaker`.
Words that the lexicon does not know, at the end of a title, are a person's name.  A person named in
full is known again by the last name, in another spelling too.  Whom they speak for is an actor named
in the title, or the state whose people's name the title bears.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz, process

from hudna.text import forms
from hudna.text.arabic import persons as arabic
from hudna.text.english import persons as english
from hudna.text.lexicon import Language
from hudna.text.marked import Marked, Stretch
from hudna.text.named import Named
from hudna.text.statement import Speaker

# Two spellings of a last name are one from this likeness on, of 100; of longer names from the second.
_ALIKE = 75
_ALIKE_IN_FULL = 85
# A name of more words is compared in full.
_SHORT = 2
# So many persons are remembered: a name is linked to one of the last.
_REMEMBERED = 100
# «the minister» is one of so many who spoke last.
_RECENT = 8

_FIND_NAME: Mapping[Language, Callable[[Marked, Stretch], Stretch | None]] = {
    "ar": arabic.find_name, "en": english.find_name,
}  # fmt: skip


_ARE_SEVERAL: Mapping[Language, Callable[[Marked, Stretch], bool]] = {
    "ar": lambda _text, _stretch: False, "en": english.are_several,
}  # fmt: skip


_BEHIND_NOUN: Mapping[Language, Callable[[Marked, Stretch], Stretch | None]] = {
    "ar": lambda _text, _stretch: None, "en": english.find_untitled,
}  # fmt: skip


@dataclass(slots=True)
class Cast:
    """Who has spoken in a text so far, so that a last name or a pronoun finds them.

    `titled` are the persons named with a title, by name, `split` the words of these names, `parts` how
    many have each, `lasts` their last ones; `links` are what was found out of names.  `issuer` is whose
    text it is, as a heading says, `person` is the last with a title, whom «he» is, `told` the words that name whom a narration since has
    told of, `recent` those who spoke last with the words that named them.  `interviewed` is who answers
    in an interview, `own` the first who spoke in their own words, `voices` the names of all who did.
    """

    titled: dict[str, Speaker] = field(default_factory=dict)
    split: dict[str, list[str]] = field(default_factory=dict)
    parts: Counter[str] = field(default_factory=Counter)
    lasts: dict[str, str] = field(default_factory=dict)
    links: dict[str, Speaker | None] = field(default_factory=dict)
    last: Speaker | None = None
    person: Speaker | None = None
    issuer: Speaker | None = None
    told: Stretch | None = None
    interviewed: Speaker | None = None
    own: Speaker | None = None
    voices: set[str] = field(default_factory=set)
    recent: deque[tuple[Speaker, frozenset[str]]] = field(
        default_factory=lambda: deque(maxlen=_RECENT)
    )

    def speaker(self, text: Marked, stretch: Stretch, nested: bool) -> Speaker:
        """The speaker whom some words name; remembered, as the last one unless `nested`."""
        found = self._linked(read(text, stretch))
        if found.actor is None and found.role == found.name:
            found = self._of_same(text, stretch, found)
        if found.role is not None and found.role != found.name and found.name not in self.titled:
            self.titled[found.name] = found
            self.split[found.name] = words = found.name.split()
            self.parts.update(words)
            self.lasts[found.name] = words[-1] if words else ""
            self.links.clear()
            if len(self.titled) > _REMEMBERED:
                del self.titled[next(iter(self.titled))]
                self.parts -= Counter(self.split.pop(next(iter(self.split))))
                del self.lasts[next(iter(self.lasts))]
        if not nested:
            self.last, self.told = found, None
            self.recent.append((found, frozenset(text.words.text[stretch[0] : stretch[1]])))
            named = found.role is not None or _is_full_name(found) or self._is_part(found.name)
            if named or _is_somebody(text, stretch) or _is_only_name(text, stretch):
                self.person = found
        return found

    def _is_part(self, name: str) -> bool:
        """Whether a name is one word of a person's who was named before: «Zeid»."""
        if self.person is not None and name in self.person.name.replace(",", "").split():
            return True
        return name in self.parts

    def called(self, noun: str) -> Speaker | None:
        """Who spoke last of those whom a noun names: «the group», «the minister»."""
        return next((one for one, words in reversed(self.recent) if noun in words), None)

    def hear(self, speaker: Speaker) -> None:
        """Remember who spoke in their own words."""
        self.own = self.own or speaker
        self.voices.add(speaker.name)

    def writer(self) -> Speaker | None:
        """Whose text it is: as a heading says, or the one who speaks where nobody else does («We call on …»)."""
        if self.issuer is None:
            alone = self.own is not None and self.voices == {self.own.name}
            return self.own if alone else None
        same = self.own is not None and self.issuer.actor in (None, self.own.actor)
        return self.own if same else self.issuer

    def told_of(self, text: Marked) -> Speaker | None:
        """Whoever was told of last, or spoke last as a person: who is interviewed."""
        if self.told is not None:
            return self.speaker(text, self.told, nested=True)
        return self.person or self.last

    def labelled(self, text: Marked, label: Stretch) -> Speaker | None:
        """Whom a label before a colon names: by title, or by words that named a person before («KUB: …»)."""
        if text.hit(label[1] - 1, "titles"):
            return self.speaker(text, label, nested=False)
        words = set(text.words.text[label[0] : label[1]])
        if any(text.hit(place, "actor", "place", "nation", "bodies") for place in range(*label)):
            return None
        if self.told is not None and words <= set(text.words.text[self.told[0] : self.told[1]]):
            named: Speaker | None = self.speaker(text, self.told, nested=True)
        else:
            named = next((one for one, named in reversed(self.recent) if words <= named), None)
        return named and replace(named, span=text.name(*label))

    def _of_same(self, text: Marked, stretch: Stretch, speaker: Speaker) -> Speaker:
        """«the minister», with whom the one who was called so before speaks for."""
        before = self.called(text.word(stretch[1] - 1))
        return speaker if before is None else replace(speaker, actor=before.actor)

    def _linked(self, speaker: Speaker) -> Speaker:
        """With the title and side of a person who was named in full before."""
        if speaker.role is not None and speaker.actor is not None:
            return speaker
        name = speaker.name
        if name not in self.links:
            if len(self.links) > _REMEMBERED:
                self.links.clear()
            self.links[name] = self._named(name)
        before = self.links[name]
        if before is None:
            return speaker
        return Speaker(
            speaker.span, name, speaker.role or before.role, speaker.actor or before.actor
        )

    def _named(self, name: str) -> Speaker | None:
        """The person with a title, named last, whose name is the same."""
        words = name.split()
        if words and len(words) <= _SHORT:  # as `_are_same`, by the last words of all at once
            alike = process.extract_iter(
                words[-1], self.lasts, scorer=fuzz.ratio, score_cutoff=_ALIKE
            )
            named = [other for _, _, other in alike]
            return self.titled[named[-1]] if named else None
        for other, theirs in reversed(self.split.items()):
            if _are_same(name, words, other, theirs):
                return self.titled[other]
        return None


def _is_full_name(speaker: Speaker) -> bool:
    """Whether a speaker without a title is named as persons are: «Ibrahim Jabawi»."""
    words = speaker.name.split()
    named = len(words) > 1 and speaker.actor is None
    return named and all(word[0].isupper() or "-" in word for word in words)


def _is_only_name(text: Marked, stretch: Stretch) -> bool:
    """Whether a speaker is one English word that only names: «Kamorteiro», not «Hamas»."""
    first, last = stretch
    named = text.language == "en" and last == first + 1 and text.capital(first)
    return (named and not text.hits[first]) or _ends_with_name(text, stretch)


def _ends_with_name(text: Marked, stretch: Stretch) -> bool:
    """Whether an English speaker ends with a person's names behind whose they are: «the UN's Volker Perthes»."""
    first, last = stretch
    if text.language != "en" or last - first <= _SHORT:
        return False
    named = all(text.capital(at) for at in (last - 2, last - 1))
    known = text.has(last - 2, last, "titles", "bodies", "actor", "group_heads", "nation")
    return named and not known and text.is_possessive(last - 3)


def _is_somebody(text: Marked, stretch: Stretch) -> bool:
    """Whether one person is meant, who is not named: «a senior source», «a resident»."""
    return any(
        not text.word(place + hit.length - 1).endswith("s")
        for place, hit in text.all(*stretch, "unnamed")
    )


def is_same(one: str, other: str) -> bool:
    """Whether two names are one person's: the last words are alike, of long names the whole."""
    return _are_same(one, one.split(), other, other.split())


def _are_same(one: str, mine: list[str], other: str, theirs: list[str]) -> bool:
    """As `is_same`, of names that are split already, for they are compared with many."""
    if one == other:
        return True
    if len(mine) == 1 and mine == theirs[:1]:
        return True  # «Getachew» of Getachew Reda
    if not mine or not theirs or (len(mine) > _SHORT and len(theirs) > _SHORT):
        return fuzz.ratio(one, other, score_cutoff=_ALIKE_IN_FULL) > 0
    return fuzz.ratio(mine[-1], theirs[-1], score_cutoff=_ALIKE) > 0


def read(text: Marked, stretch: Stretch) -> Speaker:
    """The speaker whom some words name, as far as these words say."""
    first, last = stretch
    glued = _conjunction(text, first) or _preposition(text, first)
    span = text.name(first, last, glued)
    actor = _side(text, first, last)
    title = _title(text, first, last)
    if title is None or _ARE_SEVERAL[text.language](text, stretch):
        behind = _BEHIND_NOUN[text.language](text, stretch)
        if behind is None:
            return Speaker(span, _with_article(text, first, text.quote(span)), None, actor)
        role = (first, behind[0]) if behind[0] > first else (behind[1], last)
        called = text.quote(text.letters(text.past(*role), role[1]))
        return Speaker(span, text.quote(text.name(*behind)), called or None, actor)
    name = _FIND_NAME[text.language](text, stretch)
    if name is None:
        named = _with_article(text, first, text.quote(span))
        return Speaker(span, named, named, actor)
    low, high = name
    role = (first, low) if low > title else (high, last)
    begin = text.past(*role)
    start, end = text.letters(begin, text.shorn(begin, role[1]))
    titles = text.quote((start + (glued if begin == first else 0), end))
    if begin == first:
        titles = _with_article(text, first, titles)
    return Speaker(span, text.quote(text.name(low, high)), titles or None, actor)


def _title(text: Marked, first: int, last: int) -> int | None:
    """Where a title begins; one in the name of a body is none («Central General Staff»)."""
    place = text.find(first, last, "titles")
    if place is None or text.language == "ar":
        return place
    if english.is_of_body(text, first, place):
        return None
    body, title = text.hit(place, "bodies"), text.hit(place, "titles")
    if body is not None and title is not None and body.length > title.length:
        return _title(text, place + body.length, last)  # «the army's general staff»
    for before in range(first, place):
        name = text.hit(before, "actor")
        if name is not None and before + name.length > place:
            return _title(text, before + name.length, last)
    return place


def _conjunction(text: Marked, place: int) -> int:
    """Letters of a conjunction glued before a speaker («وموسكو»)."""
    hits = text.hits[place]
    if not hits or hits[0].skip != 1 or not all(hit.skip for hit in hits):
        return 0
    return int(text.word(place).startswith(forms.CONJUNCTIONS))


def _preposition(text: Marked, place: int) -> int:
    """Letters of a preposition that the word for a source takes: «وفقا لمصادر», not «وفق لافروف»."""
    if text.language != "ar" or place == 0 or not text.word(place).startswith(forms.TO):
        return 0
    by = text.hit(place - 1, "according")
    taken = by is not None and by.length == 1 and forms.is_accusative(text.word(place - 1))
    return int(taken)


def _with_article(text: Marked, place: int, named: str) -> str:
    """A name whose article lost its first letter to a preposition: «للفصائل»."""
    lost = _preposition(text, place) and text.word(place).startswith(forms.FOR_THE)
    return forms.ARTICLE[0] + named if lost else named


def _side(text: Marked, first: int, last: int) -> str | None:
    """Whom a speaker speaks for: the first actor named, or the people that the title bears."""
    named = [*text.all(first, last, "actor", "person", "role_of"), *text.all(first, last, "nation")]
    if not named:
        return None
    value: Named = named[0][1].value
    return value.id
