"""A reading as `hudna read --format json` wrote it, read again for a person to accept drafts of.

In: a JSON file, and perhaps the text that it is of.  Out: a `ReadingFile` whose drafts rest on
statements of the file, word for word, or `Refused`.  The file may have been edited: nothing in it is
believed but what fits together.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from hudna.entry import Id
from hudna.problem import Problem, Refused, refuse
from hudna.text.drafting import KINDS

LARGEST: Final = 64 << 20
"""A larger file is refused."""

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Span = tuple[Annotated[int, Field(ge=0)], Annotated[int, Field(ge=0)]]


def _day(value: str | None) -> str | None:
    if value is not None:
        date.fromisoformat(value)
    return value


class _Read(BaseModel):
    """What is read of a file; what else stands in it is passed over."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)


class DocumentPart(_Read):
    """Which text was read."""

    sha256: Sha256
    language: str = Field(pattern=r"^[a-z]{2,3}$")
    published: Annotated[str | None, AfterValidator(_day)] = None
    characters: int = Field(ge=0)


class By(_Read):
    """Who said it."""

    actor: str | None = None
    name: str
    role: str | None = None


class StatementPart(_Read):
    """What is needed of a statement: what is said, where it stands, and who says it."""

    id: Id
    span: Annotated[Span, Field(strict=False)]
    content: Annotated[Span, Field(strict=False)]
    quote: str
    speaker: By | None = None

    @property
    def said(self) -> str:
        """The words of its content, out of its quote."""
        return self.quote[self.content[0] - self.span[0] : self.content[1] - self.span[0]]


class QuotePart(_Read):
    """A quote of a draft, with its place in the text."""

    span: Annotated[Span, Field(strict=False)]
    text: str


class Draft(_Read):
    """What every draft has."""

    id: Id
    sha256: Sha256
    statements: list[Id] = Field(min_length=1)
    quotes: list[QuotePart] = Field(min_length=1)
    by: list[By] = []
    hedges: list[str] = []
    unknown: list[str] = []

    @property
    def sort(self) -> str:
        """The id without what tells one draft of a sort from another."""
        return self.id.rpartition("-")[0]

    def text(self) -> str:
        """Its quotes, each once."""
        return " … ".join(dict.fromkeys(quote.text for quote in self.quotes))


class TermDraft(Draft):
    """A provision that everybody who speaks of it states."""

    type: str = Field(pattern=r"^P(0[1-9]|[12][0-9]|3[0-6])$")
    parameters: dict[str, Any]
    said: dict[str, Any] = {}
    open: list[str] = []


class TermOfReading(_Read):
    """A provision as one side states it."""

    parameters: dict[str, Any]
    said: dict[str, Any] = {}
    open: list[str] = []
    unknown: list[str] = []
    statements: list[Id] = Field(min_length=1)


class ReadingDraft(Draft):
    """What one side states, provision by provision."""

    holder: str | None = None
    name: str
    terms: dict[Annotated[str, Field(pattern=r"^P(0[1-9]|[12][0-9]|3[0-6])$")], TermOfReading]


class ObligationDraft(Draft):
    """A duty to act."""

    type: str = Field(pattern=r"^P(0[1-9]|[12][0-9]|3[0-6])$")
    holder: str | None = None
    what: str = Field(min_length=1)
    due: dict[str, Any] | None = None
    debtors: list[str] = []


class ReportDraft(Draft):
    """Something that happened, by one account."""

    act: Id
    time: dict[str, Any] | None = None
    place: dict[str, Any] | None = None
    actors: list[str] = []
    targets: list[str] = []
    deaths: dict[str, Any] | None = None


class DraftsPart(_Read):
    """The drafts, by kind."""

    terms: list[TermDraft] = []
    readings: list[ReadingDraft] = []
    obligations: list[ObligationDraft] = []
    reports: list[ReportDraft] = []


class ReadingFile(_Read):
    """What is read of a reading."""

    document: DocumentPart
    statements: list[StatementPart]
    drafts: DraftsPart

    def all(self) -> Iterator[tuple[str, Draft]]:
        """Every draft with its kind, in the order in which they are accepted."""
        for kind in KINDS:
            for draft in getattr(self.drafts, kind):
                yield kind, draft

    def statement(self, name: str) -> StatementPart:
        """The statement of an id that a draft names."""
        return next(one for one in self.statements if one.id == name)


def read_reading(path: Path, text: Path | None = None) -> ReadingFile:
    """Read a reading; with the text that it is of, compare every quote.  Raises `Refused`."""
    with path.open("rb") as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise refuse(path.name, "is too large", f"A reading has at most {LARGEST >> 20} MiB")
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        remedy = "Write it by `hudna read FILE --format json`"
        raise refuse(path.name, "is not JSON in UTF-8", remedy) from None
    try:
        found = ReadingFile.model_validate(value)
    except ValidationError as error:
        raise Refused(_malformed(path, error)) from None
    problems = [Problem(path.name, None, None, what, _REMADE) for what in _unfit(found)]
    if not problems and text is not None:
        problems = list(_compared(found, text))
    if problems:
        raise Refused(problems)
    return found


_REMADE: Final = "Write it anew by `hudna read FILE --format json`, and leave it as it is"


def _malformed(path: Path, error: ValidationError) -> Iterator[Problem]:
    for item in error.errors()[:20]:
        where = ".".join(map(str, item["loc"])) or "the file"
        yield Problem(path.name, None, None, f"{where}: {item['msg']}", _REMADE)


def _unfit(found: ReadingFile) -> Iterator[str]:
    """What does not fit together."""
    said = {one.id: one for one in found.statements}
    if len(said) < len(found.statements):
        yield "two statements have one id"
    seen: set[str] = set()
    for _, draft in found.all():
        if draft.id in seen:
            yield f"two drafts have the id “{draft.id}”"
        seen.add(draft.id)
        if draft.sha256 != found.document.sha256:
            yield f"{draft.id} is of another text"
        named = [*draft.statements]
        if isinstance(draft, ReadingDraft):
            named += [name for term in draft.terms.values() for name in term.statements]
        if missing := [name for name in named if name not in said]:
            yield f"{draft.id} rests on statements that are not there: {', '.join(missing)}"
            continue
        told = {(tuple(said[name].content), said[name].said) for name in draft.statements}
        if told != {(tuple(quote.span), quote.text) for quote in draft.quotes}:
            yield f"the quotes of {draft.id} are not those of its statements"


def _compared(found: ReadingFile, path: Path) -> Iterator[Problem]:
    """Whether the text is the one that was read, and says what is quoted."""
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != found.document.sha256:
        what = "is not the text that was read: its SHA-256 is another"
        yield Problem(path.name, None, None, what, "Name the file that `hudna read` was given")
        return
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return  # as the web sends it: the reader made a text of it that is not kept
    if len(text) != found.document.characters:
        return
    for one in found.statements:
        low, high = one.span
        if text[low:high] != one.quote:
            what = f"does not say “{one.quote[:60]}” at {low} to {high}"
            yield Problem(path.name, None, None, what, _REMADE)
