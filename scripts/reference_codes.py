"""The reference pages of codes: what acts, reasons and all else that is coded are called.

In: the taxonomy and the codes.  Out: lines of Markdown.
"""

from __future__ import annotations

from hudna import codes, taxonomy
from reference_models import Page, code, page, table, words

LOSSES = (
    "“any” and “as the weapon” are for a person to choose. *unverified*: from memory, not from "
    "the scheme's own papers. CAMEO 196, “violate ceasefire”, is a verdict and stands for no "
    "act. What each mapping loses follows."
)


def observations_page() -> Page:
    """The taxonomy of acts, and what other data sets call them."""
    yield from page(
        "Observation codes",
        "A code says what was seen or alleged. It never says that it was a violation.",
        "*Term*: the types of provision that usually speak of the act. *Protects*: what a duty "
        "about it protects. Figures in different units never add up.",
    )
    for family, label in taxonomy.families().items():
        acts = [act for act in taxonomy.acts().values() if act.family == family]
        yield from (f"## {label.en[:1].upper()}{label.en[1:]}", "")
        yield from table(
            ("code", "act", "counted by", "term", "protects", "flags"),
            (
                (code(a.code), words(a.label), taxonomy.units()[a.counts_as].en,
                 ", ".join(f"[{t}](provisions.md#{t.lower()})" for t in a.terms) or "—",
                 "—" if a.object == "none" else a.object, code(*a.flags) if a.flags else "—")
                for a in acts
            ),
        )  # fmt: skip
    yield from ("## Classes of weapon", "")
    yield from table(
        ("class", "words"),
        ((code(n), words(t)) for n, t in taxonomy.weapon_classes().items()),
    )
    yield from _mappings()


def _mappings() -> Page:
    yield from (
        "## What other data sets call them",
        "",
        LOSSES,
        "",
    )
    acts = taxonomy.acts().values()
    yield from table(
        ("code", *(scheme.upper() for scheme in taxonomy.SCHEMES)),
        ((code(a.code), *(_mapped(m) for m in a.maps)) for a in acts),
    )
    for scheme in taxonomy.SCHEMES:
        losses: dict[str, list[str]] = {}
        for act in acts:
            losses.setdefault(taxonomy.mapping(act.code, scheme).note.en, []).append(act.code)
        yield from (f"### Lost in {scheme.upper()}", "")
        yield from table(
            ("note", "codes"), ((note, code(*which)) for note, which in losses.items())
        )


def _mapped(mapped: taxonomy.Mapped) -> str:
    words = list(mapped.labels)
    words += ["any"] * mapped.any_label + ["as the weapon"] * mapped.as_weapon
    text = " / ".join(words) if mapped.codable and words else "—"
    return text + (" *(unverified)*" if mapped.unverified else "")


_KINDS = {
    "reason": "Reasons for “cannot determine”",
    "verdict": "Verdicts, in one world",
    "headline": "Headlines, over the default worlds",
    "cause": "Causes of a headline that is not a violation",
    "element": "Elements",
    "truth": "Values of an element",
    "evidence": "Evidence levels",
    "ground": "Grounds",
    "flag": "Flags under other law",
    "law": "Bodies of law",
    "accession": "Entries of the accession ledger",
    "actor": "Kinds of actor",
    "zone": "Kinds of zone",
    "obligation": "Status of an obligation",
    "relation": "Ties",
    "endorsement": "How a body took an agreement up",
    "notice": "Notices that go with a finding",
    "stage": "How far a report or an incident has come",
    "role": "Roles of people",
    "change": "What differs between two versions of a finding",
}


def codes_page() -> Page:
    """Every code that is shown to a person, with its words."""
    yield from page(
        "Reason codes and other codes",
        "Every code that Hudna shows, with its words in English and Arabic. The Arabic awaits "
        "review by a native legal translator.",
    )
    for kind in sorted(codes.kinds(), key=list(_KINDS).index):
        yield from (f"## {_KINDS[kind]} {{ #{kind} }}", "")
        if kind == "reason":
            yield from (
                "The program sets most of them. Those marked \\* are for a person to set.",
                "",
            )
            yield from table(
                ("code", "words", "meaning", "what would resolve it"),
                (
                    (code(c.code) + " \\*" * (c.set_by == "person"), words(c.label),
                     c.meaning.en, codes.needs(c.code, "en"))
                    for c in codes.codes(kind).values()
                ),
            )  # fmt: skip
            continue
        yield from table(
            ("code", "words", "meaning"),
            ((code(c.code), words(c.label), c.meaning.en) for c in codes.codes(kind).values()),
        )
