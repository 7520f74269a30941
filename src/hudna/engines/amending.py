"""Amending: an agreement's file with accepted drafts written into it, as a person would write them.

In: the text of `agreement.yaml`, and drafts of one reading.  Out: the text with sources, clauses, terms
and switches added; what stood there stays as it is.  What the statements leave open is written as open:
a switch without a value.  Nothing is written to a file here.  `stating.py` writes readings, and
`joining.py` who is in and who owes what.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import ValidationError

from hudna.agreement.document import AgreementFile
from hudna.agreement.provisions import Basis, Term, kind_of, model_of
from hudna.agreement.worlds import OPEN, Worlds, undecided
from hudna.case import Case
from hudna.engines.reading_file import (
    Draft,
    ReadingFile,
    StatementPart,
    TermDraft,
)
from hudna.entry import build
from hudna.problem import Refused, refuse
from hudna.yamlfile import Path_, hidden_characters, parse_yaml
from hudna.yamltext import with_item, with_value

FILE: Final = "agreement.yaml"

_NAMES: Final = {
    "P01": "T-acts", "P02": "T-seize", "P03": "T-force", "P04": "T-start", "P05": "T-end",
    "P06": "T-scope", "P07": "T-parties", "P08": "T-exclude", "P09": "T-line", "P10": "T-weapons",
    "P11": "T-flights", "P12": "T-posture", "P13": "T-propaganda", "P14": "T-civilians",
    "P15": "T-aid", "P16": "T-movement", "P17": "T-services", "P18": "T-prisoners",
    "P19": "T-return", "P20": "T-guarantors", "P21": "T-monitoring", "P22": "T-commission",
    "P23": "T-complaints", "P24": "T-reporting", "P25": "T-sanctions", "P26": "T-interpretation",
    "P27": "T-liaison", "P28": "T-confidence", "P29": "T-talks", "P30": "T-separation",
    "P31": "T-accession", "P32": "T-conditions", "P33": "T-term", "P34": "T-law",
    "P35": "T-orders", "P36": "T-foreign-forces",
}  # fmt: skip
"""What a term is called that is the first of its type."""


@dataclass(frozen=True, slots=True)
class Question:
    """A switch for a parameter that statements leave open: its name, what it asks, its answers."""

    name: str
    en: str
    ar: str
    values: tuple[str | bool, ...]


QUESTIONS: Final = {
    "mode": Question(
        "exclusion_mode", "Does the exclusion work by area, by person, or by both?",
        "هل يعمل الاستثناء بحسب المنطقة أم الشخص أم كليهما؟", ("area", "person", "both"),
    ),
    "follows_rename": Question(
        "designation_follows_rename", "Does an exclusion follow a group under a new name?",
        "هل يتبع الاستثناء الجماعة تحت اسم جديد؟", (True, False),
    ),
    "inherits": Question(
        "exclusion_inherits", "What becomes of an exclusion when a group merges or splits?",
        "ماذا يصير بالاستثناء عند اندماج جماعة أو انقسامها؟", ("dominant", "any", "none"),
    ),
    "duty_scope": Question(
        "duty_scope", "Is the duty owed to parties only, or to everybody?",
        "هل الواجب تجاه الأطراف وحدها أم تجاه الجميع؟", ("inter_partes", "erga_omnes"),
    ),
}  # fmt: skip
"""By parameter: those without which no world of a reading can be judged."""


@dataclass(slots=True)
class Amendment:
    """`agreement.yaml` as it will stand, and where each draft went.

    `settings` are what the person says beside the statements (`--set`), `reason` is why.
    """

    case: Case
    file: ReadingFile
    text: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    reason: str | None = None
    title: str | None = None
    used: set[str] = field(default_factory=set)
    into: dict[str, list[str]] = field(default_factory=dict)
    document: AgreementFile = field(init=False)
    raw: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        self._read()

    def _read(self) -> None:
        located = parse_yaml(self.text, FILE)
        built, problems = build(located, AgreementFile)
        if built is None:
            raise Refused(problems)
        self.document, self.raw = built, located.value

    def put(self, path: Path_, value: Any) -> None:
        """Set or add what stands at a path."""
        self.text = with_value(self.text, FILE, path, value)
        self._read()

    def add(self, path: Path_, value: Any) -> None:
        """Add an item to the list at a path."""
        self.text = with_item(self.text, FILE, path, value)
        self._read()

    def wrote(self, draft: Draft, *path: str) -> None:
        """Remember where a draft went."""
        self.into.setdefault(draft.id, []).append(".".join(path))

    # --- the text that was read, as a source, an instrument and its clauses ----------------------

    @property
    def article(self) -> str:
        """The id of the text, as a source and as an instrument."""
        return f"text-{self.file.document.sha256[:10]}"

    def clauses(self, statements: Iterable[str]) -> list[str]:
        """The clauses that quote some statements; those that are missing are written."""
        wanted = {}
        for name in statements:
            one = self.file.statement(name)
            low, high = one.content
            wanted[f"{self.article}.{low}-{high}"] = {
                "id": f"{self.article}.{low}-{high}", "status": "quotation",
                "version": f"{self.article}.{self.file.document.language}",
                "text": self.label(one.said), "sources": [self.article],
                "note": _place(one),
            }  # fmt: skip
        number = self._instrument()
        there = {clause.id for clause in self.document.instruments[number].clauses}
        missing = [clause for name, clause in wanted.items() if name not in there]
        if missing and not there:
            self.put(("instruments", number, "clauses"), missing)
        else:
            for clause in missing:
                self.add(("instruments", number, "clauses"), clause)
        return list(wanted)

    def _instrument(self) -> int:
        ids = [instrument.id for instrument in self.document.instruments]
        if self.article in ids:
            return ids.index(self.article)
        read = self.file.document
        title = self.title or f"A text in {read.language}, SHA-256 {read.sha256[:16]}…"
        date = {"date": read.published} if read.published else {}
        if self.article not in self.document.sources:
            note = both(f"SHA-256 {read.sha256}", f"SHA-256 {read.sha256}")
            self.put(("sources", self.article), {"title": visible(title), **date, "note": note})
        self.add(("instruments",), {
            "id": self.article, "title": by_letters(title), **date, "sources": [self.article],
            "note": both(
                "What others said, as this text reports it: not a document of the agreement.",
                "ما قاله آخرون كما ينقله هذا النص، وليس وثيقة من وثائق الاتفاق.",
            ),
            "versions": [{
                "id": f"{self.article}.{read.language}", "language": read.language,
                "status": "unofficial", "ref": f"sha256:{read.sha256}", "sources": [self.article],
            }],
        })  # fmt: skip
        return len(ids)

    def label(self, text: str) -> dict[str, str]:
        """A text under the language that was read."""
        language = self.file.document.language
        return {language if language in ("en", "ar") else "en": visible(text)}

    # --- terms ------------------------------------------------------------------------------------

    def term(self, draft: TermDraft) -> None:
        """Write a provision that holds for every reading."""
        given = self.given(model_of(draft.type))
        parameters = {**draft.parameters, **given}
        name = self.named(draft, draft.type)
        base = self.document.terms.get(name)
        clauses = self.clauses(draft.statements)
        if base is not None and base.basis != Basis.SILENT:
            self._widen(draft, name, parameters, clauses)
        else:
            value = {"type": draft.type, "clauses": clauses, **parameters}
            valid(draft.id, draft.type, value)
            self.put(("terms", name), {
                **value, "text": self.label(draft.text()), "sources": [self.article],
                **self.told(draft.unknown, draft.hedges),
            })  # fmt: skip
        self.wrote(draft, "terms", name)

    def _widen(
        self, draft: Draft, name: str, parameters: Mapping[str, Any], clauses: list[str]
    ) -> None:
        """Add to a term what it does not say yet.  Raises `Refused` where it says something else."""
        raw = self.raw["terms"][name]
        for parameter, value in parameters.items():
            if parameter in raw and raw[parameter] != value:
                raise refuse(
                    draft.id, f"{name} says {parameter}: {raw[parameter]}, the draft {value}",
                    "Decide which: change the term by hand, or accept what differs as a reading",
                )  # fmt: skip
            if parameter not in raw:
                self.put(("terms", name, parameter), value)
        for key, values in (("clauses", clauses), ("sources", [self.article])):
            for value in values:
                if value not in self.raw["terms"][name].get(key, []):
                    self.add(("terms", name, key), value)

    def named(self, draft: Draft, kind: str) -> str:
        """What the term of a type is called, in the agreement or when it is written.

        Raises `Refused` where there are several: the person says which (`--set term=NAME`).
        """
        there = [n for n, term in self.document.terms.items() if kind_of(term) == kind]
        chosen = self.settings.get("term")
        if isinstance(chosen, str) and chosen in there:
            self.used.add("term")
            return chosen
        if len(there) > 1:
            raise refuse(
                draft.id, f"the agreement has several terms of type {kind}: {', '.join(there)}",
                "Say which: --set term=NAME",
            )  # fmt: skip
        if there:
            return there[0]
        name = _NAMES[kind]
        return name if name not in self.document.terms else f"{name}-{kind}"

    def given(self, model: type[Term]) -> dict[str, Any]:
        """The parameters of a kind of term that the person says."""
        own = {info.alias or name for name, info in model.model_fields.items()}
        own -= {"type", "clauses", "sources", "unverified", "note", "text", "obligations"}
        found = {name: value for name, value in self.settings.items() if name in own}
        self.used |= set(found)
        return found

    def told(self, unknown: Iterable[str], hedges: Iterable[str] = ()) -> dict[str, Any]:
        """A note of what the statements do not say, how surely, and why the person says what."""
        en, ar = [], []
        if listed := ", ".join(dict.fromkeys(name for name in unknown if name not in self.used)):
            en.append(f"Not said: {listed}.")
            ar.append(f"لم يُذكر: {listed}.")
        if listed := ", ".join(hedges):
            en.append(f"Said as {listed}.")
            ar.append(f"قيل على سبيل {listed}.")
        return {"note": both(visible(" ".join(en)), visible(" ".join(ar)))} if en else {}

    # --- switches ---------------------------------------------------------------------------------

    def answer(self, term: str, parameter: str, reading: str, answer: Mapping[str, Any]) -> None:
        """Set what a switch says of a reading; a switch that is missing is written."""
        name = self._switch(term, parameter)
        values = self.document.switches[name].values
        value = (
            str(answer["value"]).lower() if isinstance(answer["value"], bool) else answer["value"]
        )
        if value not in (*values, OPEN):
            known = ", ".join(values)
            raise refuse(name, f"“{visible(str(value))[:60]}” is no value of it", f"Write {known}")
        self.put(("switches", name, "readings", reading), dict(answer))

    def _switch(self, term: str, parameter: str) -> str:
        for name, switch in self.document.switches.items():
            if any(parameter in changes.get(term, {}) for changes in switch.values.values()):
                return name
        asked = QUESTIONS[parameter]
        name = asked.name if asked.name not in self.document.switches else f"{asked.name}_{term}"
        self.put(("switches", name), {
            "label": both(asked.en, asked.ar),
            "values": {
                str(value).lower() if isinstance(value, bool) else value: {term: {parameter: value}}
                for value in asked.values
            },
        })  # fmt: skip
        return name

    def settle(self) -> None:
        """Write as open what a reading would have to decide and does not."""
        worlds = Worlds(self.document)
        wanted = [
            (term, parameter, reading)
            for reading in self.document.readings
            for term, parameter in undecided(worlds.of_reading(reading)[0])
        ]
        for term, parameter, reading in wanted:
            answer = {"value": OPEN, "sources": [self.article]}
            self.answer(term, parameter, reading, answer)


def valid(draft: str, kind: str, value: Mapping[str, Any]) -> None:
    """Raise `Refused` where a term lacks what its type needs, or has what it has no place for."""
    try:
        model_of(kind).model_validate(value)
    except ValidationError as error:
        item = error.errors()[0]
        name = ".".join(map(str, item["loc"]))
        if item["type"] == "missing":
            what = f"the statements do not say {name}"
            raise refuse(draft, what, f"Say it: --set {name}=VALUE") from None
        raise refuse(draft, f"{name}: {item['msg']}", "Write the term by hand") from None


def visible(text: str) -> str:
    """A text without characters that hide or reorder what a reader sees: case files have none."""
    return "".join(letter for letter in text if not hidden_characters(letter))


def by_letters(text: str) -> dict[str, str]:
    """What a person writes, under the language of its letters."""
    arabic = any("\u0600" <= letter <= "\u06ff" for letter in text)
    return {"ar" if arabic else "en": visible(text)}


def _place(one: StatementPart) -> dict[str, str]:
    """Who said something, and where in the text it stands."""
    low, high = one.content
    en, ar = f"Characters {low} to {high} of the text", f"الأحرف من {low} إلى {high} من النص"
    if one.speaker is None:
        return both(f"{en}; nobody is named.", f"{ar}، ولم يُسمَّ قائله.")
    name = visible(one.speaker.name)
    return both(f"{en}; said by “{name}”.", f"{ar}، والقائل «{name}».")


def both(en: str, ar: str) -> dict[str, str]:
    """A text in both languages, as case files have it."""
    return {"en": en, "ar": ar}
