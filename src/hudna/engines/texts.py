"""Texts read with the names, the words and the time zone of a case, and what they propose for it.

In: documents, and perhaps a case.  Out: readings with their drafts.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from hudna.problem import refuse
from hudna.text.document import Document
from hudna.text.drafting import drafts
from hudna.text.lexicon import Language
from hudna.text.reading import Reader
from hudna.text.statement import Reading

if TYPE_CHECKING:
    from hudna.case import Case


@dataclass(slots=True)
class Readers:
    """Readers of both languages, each made when it is first needed.

    `published` is the day of every text; without it each has the day that it states itself.
    """

    case: Case | None = None
    published: date | None = None
    made: dict[Language, Reader] = field(default_factory=dict)

    def read(self, document: Document, name: str = "the text") -> Reading:
        """Read a document.  Raises `Refused` for a language that is not read."""
        if document.language is None:
            what = document.remark or "it is in no language that is read"
            raise refuse(name, what, "Give Arabic or English text")
        reading = self._reader(document.language).read(
            document.text, self.published or document.published, document.sha256
        )
        notes = sorted([*reading.notes, *document.notes], key=lambda note: note.span)
        reading = replace(reading, notes=tuple(notes))
        return replace(reading, drafts=drafts(reading, self.case))

    def task(self) -> dict[str, Any]:
        """What a reading depends on besides the text, as JSON."""
        published = None if self.published is None else self.published.isoformat()
        if self.case is None:
            return {"published": published, "case": None}
        from hudna.text.own_words import FILE  # noqa: PLC0415  # of a case alone

        own = self.case.path / FILE
        words = own.read_bytes().hex() if own.exists() else ""
        return {"published": published, "case": self.case.hashes, "words": words}

    def _reader(self, language: Language) -> Reader:
        if language not in self.made:
            self.made[language] = self._new(language)
        return self.made[language]

    def _new(self, language: Language) -> Reader:
        if self.case is None:
            return Reader.of(language)
        from hudna.text.own_words import of_case  # noqa: PLC0415  # of a case alone

        zone = ZoneInfo(self.case.agreement.zone)
        return Reader.of(language, of_case(self.case, language), zone)
