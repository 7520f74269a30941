"""What the reader knows of a language: words and phrases, compiled so that a text is read once.

In: the YAML files of `data/lexicon`, names, and what a case adds.  Out: a `Lexicon` that says for
each word of a text which entries begin there.  The rules of the reader name kinds of entries
(`that`, `negators`, `title`), never words.  `docs/reference/lexicons.md` describes the files.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count, pairwise
from typing import Any, Literal, NamedTuple

from hudna.text import forms
from hudna.text.letters import fold
from hudna.text.named import Named
from hudna.text.statement import Hedge, SpeechAct
from hudna.text.words import split

Language = Literal["ar", "en"]

# Kinds of words that are only part of a name: by them alone a word is not known.
NAMES_ONLY = frozenset({"name_particles"})
# The kind of an Arabic word that is a verb of saying only with its subject right behind it.
DOUBTFUL = "doubtful"
# And that of a noun of saying that is one only beside its holder.
HELD = "held"
# Kinds of phrases that say what a text is about: an Arabic word that is one may hide another yet
# («بضمان»).
_SORT = "sort"
_ABOUT = frozenset({"topic", "weak", "event", "weak_event", _SORT})
# Small words that may stand within a phrase of what a text is about («stop *all* attacks»), so many at most.
_FILLER = "fillers"
# Classes of those who speak.
_WHO = frozenset({"titles", "bodies", "unnamed"})
# Words that hide nothing, whatever they look like.
_WHOLE = "whole"
_FILLED = 2
# How an Arabic verb may end that keeps its last letter.
_HAMZA = frozenset("أئؤء")
# A word longer than this is not looked at: no word of a language is.
_LONGEST = 40
# Distinct words of which the analysis is kept.
_KEPT = 200_000
# The longest phrase, in words.
_REACH = 12


@dataclass(frozen=True, slots=True)
class Speech:
    """A word of saying: what the act is, what it does to what is said, how that follows it.

    The fields are those of `speech.yaml`: `with_` are the prepositions that what is said may follow,
    `own` is one whose participle goes on for nobody, `to` is a word with an addressee, `object` one that a noun may follow directly, `strict` one that
    speaks only with something that shows it (Arabic: with its subject right behind it), `that` one that
    a content clause may follow, `kept` one that as often tells that it was done.
    """

    act: SpeechAct
    hedge: Hedge = "none"
    negates: bool = False
    excludes: bool = False
    with_: frozenset[str] = frozenset()
    to: bool = False
    object: bool = False
    strict: bool = False
    that: bool = True
    own: bool = False
    kept: bool = False


class Entry(NamedTuple):
    """What stands in the lexicon for a word or phrase: its kind, and of which sort it is."""

    kind: str
    value: Any


class Hit(NamedTuple):
    """An entry found in a text.

    It takes `length` words; `skip` letters of its first word come before it, and `suffix`
    is the pronoun that its last word bears.
    """

    length: int
    skip: int
    suffix: str
    kind: str
    value: Any


class _Look(NamedTuple):
    """What is known of one word: the entries it is by itself, and where phrases go on from it."""

    alone: tuple[Hit, ...]
    starts: tuple[tuple[dict[str, Any], int, bool], ...]
    keys: tuple[forms.Hidden, ...]
    known: bool
    # What it may be behind the first word of a phrase, and whether it is so one whatever its letters.
    goes_on: tuple[tuple[str, str, bool], ...]
    fills: bool
    after: frozenset[str]  # what may be the second word of phrases that begin with it
    bare: frozenset[str]  # what it may be as such


_HIDDEN: dict[Language, Callable[[str], Iterator[forms.Hidden]]] = {
    "ar": forms.hidden, "en": forms.english_hidden,
}  # fmt: skip


class Waiting(dict[str, int]):
    """Entries not made yet, by their first words: the how manieth of `kept`, which end at `ends`, as JSON.

    They are a list of [words, kind, value…].
    """

    def __init__(
        self, words: Iterable[str] = (), ends: Sequence[int] = (), kept: bytes = b""
    ) -> None:
        super().__init__(zip(words, count(), strict=False))
        self.ends = ends
        self.kept = kept

    def rows(self, first: str) -> list[list[Any]]:
        """The entries that begin with a word."""
        at = self[first]
        low = self.ends[at - 1] if at else 0
        rows: list[list[Any]] = json.loads(self.kept[low : self.ends[at]])
        return rows


@dataclass(slots=True)
class Lexicon:
    """The compiled entries of one language.

    A trie over bare forms: `root[word][word]…[""]` are the entries that end there.  `known` are all
    bare forms.  `sure` are those that do not only come from the long list of the world's towns or are
    part of names, for many a town is called like a word with something glued to it; `first` are those that are an entry
    by themselves.  `waiting` are entries that are made when their first word is met.  `looks` is what was
    found out of words that were met.
    """

    language: Language
    root: dict[str, Any] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    sure: set[str] = field(default_factory=set)
    first: set[str] = field(default_factory=set)
    waiting: Waiting = field(default_factory=Waiting)
    looks: dict[str, _Look] = field(default_factory=dict)

    def add(self, phrase: str, entry: Entry, sure: bool = True) -> None:
        """Enter a word or phrase as people write it."""
        if words := self.keys(phrase):
            self.enter(words, entry, sure)

    def keys(self, phrase: str) -> list[str]:
        """The bare words of a phrase; none of one that is too long."""
        words = split(fold(phrase))
        if self.language == "ar":
            words = [forms.bare(word) for word in words]
        return words if len(words) <= _REACH else []

    def enter(self, words: list[str], entry: Entry, sure: bool) -> None:
        """Enter bare words; `sure` is false of what is only a town's name or part of one."""
        node = self.root
        hides = self.language == "ar" and entry.kind in _ABOUT
        if sure and len(words) == 1 and not hides:
            self.first.add(words[0])
        for word in words:
            self.known.add(word)
            if sure:
                self.sure.add(word)
            node = node.setdefault(word, {})
        held = node.get("", ())
        if entry not in held:
            node[""] = [*held, entry]  # what another node holds may be the same list

    def with_(self, entries: Iterable[tuple[str, Entry]]) -> Lexicon:
        """This lexicon and further entries; this one stays as it is."""
        added = Lexicon(
            self.language, _copied(self.root), set(self.known), set(self.sure), set(self.first),
            self.waiting,
        )  # fmt: skip
        for phrase, entry in entries:
            added.add(phrase, entry, entry.kind not in NAMES_ONLY)
        return added

    def has(self, word: str) -> bool:
        """Whether a folded word is in the lexicon, in some form, and not only as part of a name."""
        return self._look(word).known

    def glued(self, word: str) -> bool:
        """Whether one letter before a known word makes up a folded word; or it is not known."""
        look = self._look(word)
        return not look.known or any(skip == 1 and bare in self.sure for bare, skip, _ in look.keys)

    def hits(self, words: list[str]) -> list[tuple[Hit, ...]]:
        """The entries that begin at each word; of one kind at one place only the longest."""
        looks = self.looks
        if len(looks) > _KEPT:
            looks.clear()
        seen = [looks.get(word) or self._look(word) for word in words]
        found = [look.alone for look in seen]
        for place, (look, after) in enumerate(pairwise(seen)):
            if look.starts and (after.fills or not look.after.isdisjoint(after.bare)):
                found[place] = self._phrases(words, place, look)
        return found

    def _phrases(self, words: list[str], place: int, look: _Look) -> tuple[Hit, ...]:
        longest: dict[str, list[Hit]] = {}
        for node, skip, only in look.starts:
            for hit in self._along(words, place, node, skip, only):
                slot = _slot(hit)
                held = longest.get(slot)
                if held is None or held[0].length < hit.length:
                    longest[slot] = [hit]
                elif held[0].length == hit.length:
                    held.insert(0, hit)
        if not longest:
            return look.alone
        kept = [hit for hit in look.alone if _slot(hit) not in longest]
        return (*(hit for hits in longest.values() for hit in hits), *kept)

    def _along(
        self, words: list[str], place: int, node: dict[str, Any], skip: int, only: bool
    ) -> Iterator[Hit]:
        """The phrases that begin at a word, shorter first."""
        at = place + 1
        # Each with how many words of no weight were passed over on the way, and whether it is only a
        # phrase of what a text is about that its words may make.
        nodes = [(node, 0, only)]
        while at < len(words) and nodes:
            look = self._look(words[at])
            at += 1
            went = []
            for below, filled, about in nodes:
                for bare, suffix, whole in look.goes_on:
                    after = below.get(bare)
                    if after is None:
                        continue
                    only = about or not whole
                    if len(after) > ("" in after):
                        went.append((after, filled, only))
                    for entry in after.get("", ()):
                        if not only or entry.kind in _ABOUT:
                            yield Hit(at - place, skip, suffix, entry.kind, entry.value)
                    if self.language == "ar":
                        break
            if look.fills:
                went += [
                    (below, filled + 1, True) for below, filled, _ in nodes if filled < _FILLED
                ]
            nodes = went

    def _look(self, word: str) -> _Look:
        look = self.looks.get(word)
        if look is None:
            self.looks[word] = look = self._analysed(word)
        return look

    def _analysed(self, word: str) -> _Look:
        keys = self._keys(word)
        alone: dict[tuple[str, int], Hit] = {}
        starts = []
        for bare, skip, suffix in keys:
            for entry in self.root.get(bare, {}).get("", ()):
                alone.setdefault((entry.kind, id(entry.value)), Hit(1, skip, suffix, *entry))
        within = self._within(word, keys)
        for bare, skip, suffix in within:
            node = self.root.get(bare, {})
            if len(node) > ("" in node) and not suffix:
                starts.append((node, skip, (bare, skip, suffix) not in keys))
        known = any(bare in self.sure for bare, _, _ in keys)
        fills = any(kind == _FILLER for kind, _ in alone)
        goes_on = tuple(
            (bare, suffix, (bare, skip, suffix) in keys)
            for bare, skip, suffix in within
            if not skip
        )
        return _Look(
            tuple(alone.values()), tuple(starts), tuple(keys), known, goes_on, fills,
            frozenset().union(*(node for node, _, _ in starts)), frozenset(bare for bare, _, _ in goes_on),
        )  # fmt: skip

    def _within(self, word: str, keys: list[forms.Hidden]) -> list[forms.Hidden]:
        """What a word may be within a phrase: in English also what an entry of its own hides.

        «strikes» is an entry, and in "drone strikes" it is a «strike».
        """
        entries = self.root.get(word, {}).get("", ())
        if self.language == "ar" or any(kind == _WHOLE for kind, _ in entries):
            return keys
        hidden = (key for key in forms.english_within(word) if key[0] in self.known)
        return list(dict.fromkeys([*keys, *hidden]))

    def _keys(self, word: str) -> list[forms.Hidden]:
        """What of the lexicon a word may hide; of the towns that wait, those are entered."""
        if len(word) > _LONGEST:
            return []
        keys: list[forms.Hidden] = []
        for key in _HIDDEN[self.language](word):
            bare, skip, suffix = key
            if bare in self.waiting:
                for words, kind, *value in self.waiting.rows(bare):
                    self.enter(words, Entry(kind, Named(*value)), sure=False)
            if bare in self.known and key not in keys and not self._is_verb_behind(word, key):
                keys.append(key)
                if not skip and not suffix and bare in self.first:
                    break  # the word itself is known: it hides nothing
        return keys

    def _is_verb_behind(self, word: str, key: forms.Hidden) -> bool:
        """Whether a word would be an Arabic verb of the present behind «ك», where none stands: «كندور»."""
        bare, skip, _ = key
        if self.language == "en" or not skip or word[skip - 1] != forms.AS:
            return False
        entries = self.root.get(bare, {}).get("", ())
        return bare[0] in forms.PRESENT and bool(entries) and all(k == _SORT for k, _ in entries)


def _slot(hit: Hit) -> str:
    """Of what only the longest stands at one place: a kind of entry, or one sort of words."""
    return str(hit.value) if hit.kind == _SORT else hit.kind


def _copied(node: Mapping[str, Any]) -> dict[str, Any]:
    """A trie with nodes of its own; entries are shared."""
    return {key: _copied(below) if key else list(below) for key, below in node.items()}


def speech(entries: Iterable[Mapping[str, Any]], language: Language) -> Iterator[tuple[str, Entry]]:
    """The words of `speech.yaml`, with every form that rules give: (word, entry)."""
    for written in entries:
        sort = Speech(
            written["act"], written.get("hedge", "none"), _is(written, "negates"),
            _is(written, "excludes"), frozenset(map(fold, written.get("with", ()))),
            _is(written, "to"), _is(written, "object"), _is(written, "strict"),
            str(written.get("that", "true")).lower() == "true", _is(written, "own"),
            _is(written, "kept"),
        )  # fmt: skip
        strict = sort.strict and language == "ar"
        verbal, nominal = (DOUBTFUL, HELD) if strict else ("verb", "noun")
        for verb in written.get("verbs", ()):
            for form in _verb(verb, language):
                yield form, Entry(verbal, sort)
        for kind, key in ((verbal, "forms"), (nominal, "nouns")):
            for word in written.get(key, ()):
                yield word, Entry(kind, sort)
        for word in written.get("participles", ()):
            inflected = forms.arabic_participle(fold(word)) if language == "ar" else (word,)
            for form in inflected:
                yield form, Entry("participle", sort)


def _is(written: Mapping[str, Any], flag: str) -> bool:
    return str(written.get(flag, "false")).lower() == "true"


def _verb(verb: str, language: Language) -> Iterator[str]:
    """The forms of a verb as it is written: folded, a hamza at its end cannot be told."""
    if language == "en":
        return forms.english_verb(fold(verb))
    past, _, present = verb.partition("/")
    head, _, rest = past.partition(" ")
    inflected = forms.arabic_verb(fold(head), fold(present.partition(" ")[0]), head[-1] in _HAMZA)
    return (f"{form} {fold(rest)}".strip() for form in inflected)


def classes(grammar: Mapping[str, Any], language: Language) -> Iterator[tuple[str, Entry]]:
    """The words of `grammar.yaml`: (word, entry), the kind being the name of the class.

    Of those who speak an Arabic word may stand in the accusative («لكن مصدرا أمنيا قال»).
    """
    for kind, listed in grammar.items():
        entry = Entry(kind, None)
        for word in listed or ():
            yield word, entry
            if language == "ar" and kind in _WHO:
                yield from ((form, entry) for form in forms.arabic_accusative(word))


_TOPICS = (
    ("topics", "topic"), ("weak", "weak"), ("events", "event"), ("weak_events", "weak_event"),
)  # fmt: skip


def topics(written: Mapping[str, Any], language: Language) -> Iterator[tuple[str, Entry]]:
    """The phrases of `topics.yaml`: (phrase, entry), of the kinds of `_TOPICS`, and its sorts.

    The value of a word of a sort (kind `sort`) is what `topics.py` reads: which others it shows what beside.
    """
    for key, kind in _TOPICS:
        for code, phrases in (written.get(key) or {}).items():
            for phrase in phrases:
                yield phrase, Entry(kind, code)
                if language == "ar":
                    yield from (
                        (form, Entry(kind, code)) for form in forms.arabic_accusative(phrase)
                    )
    shown: dict[str, list[str]] = {}
    for code, pairs in (written.get("together") or {}).items():
        for one, other in pairs:
            shown.setdefault(one, []).append(f"{other}={code}")
            shown.setdefault(other, []).append(f"{one}={code}")
    for sort, words in (written.get("sorts") or {}).items():
        entry = Entry(_SORT, " ".join([sort, *shown.get(sort, ())]))
        for word in words:
            if "/" in word:
                yield from ((form, entry) for form in _verb(word, language))
                continue
            yield word, entry
            if language == "ar":
                yield from ((form, entry) for form in forms.arabic_accusative(word))


def units(written: Mapping[str, Any]) -> Iterator[tuple[str, Entry]]:
    """The words of `units.yaml`: what is counted is no place."""
    for unit, phrases in (written.get("units") or {}).items():
        for phrase in phrases:
            yield phrase, Entry("unit", unit)
