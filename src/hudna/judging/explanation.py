"""An explanation as a structure: sections of lines, each with the facts that it stands on.

Out: an `Explanation`; `as_text` prints it, `as_html` gives a text for a page.  Texts hold Unicode
isolates round what runs against the language's direction; a page has `<bdi>` in their place.
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass

from hudna.agreement.agreement import Agreement
from hudna.agreement.document import Clause, Instrument
from hudna.agreement.worlds import World
from hudna.entry import Sourced
from hudna.i18n import isolate, translator
from hudna.incident import Incident
from hudna.judging.words import Words


@dataclass(frozen=True, slots=True)
class Line:
    """One statement, `depth` steps in, with the ids of what it stands on."""

    text: str
    depth: int = 0
    clauses: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    unverified: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under a title.  `key` is the same in every language."""

    key: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why one incident, or one part of it, is found to be what it is."""

    incident: str
    part: int | None
    lang: str
    title: str
    sections: tuple[Section, ...]


def as_text(explanation: Explanation) -> str:
    """The explanation for a terminal."""
    say = translator(explanation.lang)
    rows = [explanation.title, "=" * min(len(explanation.title), 79)]
    for section in explanation.sections:
        rows += ["", section.title, "-" * min(len(section.title), 79)]
        for line in section.lines:
            marks = [line.text]
            if line.sources:
                ids = ", ".join(line.sources)
                marks.append(f"[{isolate(ids) if explanation.lang == 'ar' else ids}]")
            if line.unverified:
                marks.append(say("(unverified)"))
            rows.append("  " * line.depth + " ".join(marks))
    return "\n".join(rows) + "\n"


def as_html(text: str) -> str:
    """A line's text or a title, escaped for a page, its isolated parts in `<bdi>`."""
    return html.escape(text).replace(_FSI, "<bdi>").replace(_PDI, "</bdi>")


_FSI, _PDI = isolate(" ").split(" ")


class Teller:
    """Writes the sections of one explanation, and keeps what they cite."""

    def __init__(self, agreement: Agreement, incident: Incident, lang: str) -> None:
        self.agreement = agreement
        self.incident = incident
        self.words = Words(agreement, lang)
        self.say = self.words.say
        self.clauses: dict[str, tuple[Instrument, Clause]] = {
            clause.id: (instrument, clause)
            for instrument in agreement.document.instruments
            for clause in instrument.clauses
        }
        self.cited_clauses: dict[str, None] = {}
        self.cited_sources: dict[str, None] = {}
        self.sections: list[Section] = []
        self._told: dict[tuple[Line, ...], str] = {}
        self._lines: list[Line] = []

    def section(self, key: str, title: str) -> None:
        """Close the lines written so far as a section; one without lines is left out."""
        if self._lines:
            self.sections.append(Section(key, title, tuple(self._lines)))
        self._lines = []

    def line(
        self,
        text: str,
        depth: int = 0,
        *,
        on: Iterable[Sourced | None] = (),
        clauses: Iterable[str] = (),
        terms: Iterable[str] = (),
        origins: Iterable[str] = (),
        sources: Iterable[str] = (),
        unverified: bool = False,
    ) -> None:
        """Write a line; `on` are entries whose sources and unverified marks it carries."""
        entries = [entry for entry in on if entry is not None]
        named = (*sources, *(source for entry in entries for source in entry.sources))
        line = Line(
            text,
            depth,
            tuple(dict.fromkeys(clauses)),
            tuple(dict.fromkeys(terms)),
            tuple(dict.fromkeys(origins)),
            tuple(self.words.plain(name) for name in dict.fromkeys(named)),
            unverified or any(entry.unverified for entry in entries),
        )
        self.cited_clauses.update(dict.fromkeys(line.clauses))
        self.cited_sources.update(dict.fromkeys(line.sources))
        self._lines.append(line)

    def at(self) -> int:
        """Where the next line of the section under way will stand."""
        return len(self._lines)

    def once(self, start: int, where: str) -> None:
        """Tell the lines from `start` on by reference, if they stand in an earlier section.

        `where` is what later sections call this one.
        """
        block = tuple(self._lines[start:])
        earlier = self._told.setdefault(block, where)
        if earlier == where or len(block) < 3:
            return
        first = block[0]
        del self._lines[start:]
        self.line(
            self.say("{text}. Evidence and grounds as under: {where}.", text=first.text,
                     where=earlier),
            first.depth,
            clauses=(x for line in block for x in line.clauses),
            terms=(x for line in block for x in line.terms),
            origins=(x for line in block for x in line.origins),
            sources=(x for line in block for x in line.sources),
            unverified=any(line.unverified for line in block),
        )  # fmt: skip

    def term(self, name: str, world: World, depth: int) -> None:
        """A term, the clauses that it stands on, and whether they are its words."""
        term = world.terms[name]
        known = [self.clauses[c] for c in term.clauses if c in self.clauses]
        words = self.words
        told = {
            "term": words.term(name, world),
            "clauses": words.listed(map(words.apart, term.clauses)),
        }
        if not term.clauses:
            text = self.say("By {term}; it cites no clause.", term=told["term"])
        elif any(clause.status == "paraphrase" for _, clause in known):
            text = self.say(
                "By {term}, clauses: {clauses} (paraphrase, not the official text).", **told
            )
        else:
            text = self.say("By {term}, clauses: {clauses}.", **told)
        if term.basis.value == "implied":
            text += " " + self.say("Implied, not said in so many words.")
        self.line(
            text, depth, on=[term, *(clause for _, clause in known)],
            clauses=term.clauses, terms=[name],
        )  # fmt: skip
