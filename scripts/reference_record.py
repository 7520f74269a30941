"""The reference pages of the record: kinds of entries, forms of proofs, columns of a release.

In: the modules of `hudna.record`.  Out: lines of Markdown.
"""

from __future__ import annotations

import importlib
import pkgutil

from pydantic import BaseModel

from hudna import record
from hudna.record import erasure, proof
from hudna.record.leaf import BATCH
from hudna.record.manifest import SILENT
from hudna.record.rows import COLUMNS
from hudna.sources.byhand import ReportsFile
from reference_models import WORDS, Page, code, model_page, page, prose, table

_CONSTANTS = ("KIND", "STEP", "KEY", "OPENING", "MATCHED", "WEIGHTS", "SAMENESS")


def kinds() -> set[str]:
    """Every kind of entry, and of row, that the modules of the record write."""
    found = {BATCH, "record", "key"}
    for module in pkgutil.iter_modules(record.__path__, "hudna.record."):
        if not module.ispkg:
            loaded = vars(importlib.import_module(module.name))
            found |= {loaded[name] for name in _CONSTANTS if isinstance(loaded.get(name), str)}
    return found


PROOFS: tuple[type[BaseModel], ...] = (
    proof.Inclusion, proof.Entry, proof.Payload, proof.Row, proof.Consistency,
)  # fmt: skip
"""The models of proof files, each after what holds it."""

_LEAF = (
    "The bytes of an entry are a JSON object in canonical form (RFC 8785) with the fields of "
    "[Entry](#entry). They are a leaf of a tree as in RFC 6962: SHA-256, leaves under `00`, nodes "
    "under `01`. A row of a bulk change is a leaf of a tree of its own, whose content is the row's "
    "commitment."
)
_CHECKPOINT = (
    "A checkpoint is a signed note (C2SP *signed-note*, *tlog-checkpoint*): the log's name, the "
    "number of entries, the root in base64, an empty line, and lines of signatures. The log signs "
    "with Ed25519; its key is written `NAME+ID+KEY`, as `hudna log key` prints it."
)


def log_page() -> Page:
    """The log: what an entry is, which kinds there are, what a proof file holds."""
    yield from page(
        "The log",
        "What the record proves is in [The record](../explanation/the-record.md); how to check it, in "
        "[Hold a record to account](../how-to/hold-a-record-to-account.md).",
        _LEAF,
        _CHECKPOINT,
    )
    yield from ("## Kinds of entries", "")
    yield from table(
        ("kind", "what it says", "can be erased", "an answer may rest on it"),
        (
            (code(kind), text, "yes" if kind in erasure.ERASABLE else "no",
             "no" if kind in (*SILENT, "finding") else "yes")
            for kind, text in WORDS["log_kinds"].items()
        ),
    )  # fmt: skip
    yield from (
        "## Commitments",
        "",
        "`SHA-256(salt ‖ kind ‖ newline ‖ subject ‖ newline ‖ body)`, with 16 random bytes of salt.",
        "",
        "## Proof files",
        "",
        "One JSON object. Bytes are in lower-case hex. A field that is not listed is an error.",
        "",
    )
    for model in PROOFS:
        yield from (f"### {model.__name__}", "", prose(model.__doc__), "")
        yield from table(
            ("field", "meaning"),
            ((code(n), WORDS["proof"][f"{model.__name__}.{n}"]) for n in model.model_fields),
        )


def release_page() -> Page:
    """The columns that `hudna export` writes, by tier."""
    yield from page(
        "The columns of a release",
        "`hudna export` writes them. A reader of a tier gets the columns of that tier and of those "
        "before it: public, parties, mission. Which rows there are, and how sharp, is in [Protect a "
        "source](../how-to/protect-a-source.md).",
        "HXL is CSV with the tags in its second row and a manifest in a file beside it; lists are "
        "joined by `|`. JSON, GeoJSON and Parquet hold the manifest themselves.",
        "In a public release, rows that come from protected sources show a value only if at least k "
        "contributors in the same time and place share it, together with what else is shown; otherwise "
        "it is null, and a list is empty: unknown, which is not none. A public file counts what was left "
        'out exactly only from k on; below, it says `{"fewer_than": k}`.',
    )
    yield from table(
        ("column", "HXL tag", "type", "from tier", "meaning"),
        ((code(c.name), code(c.tag), code(c.type), c.tier.value, c.doc) for c in COLUMNS),
    )


def byhand_page() -> Page:
    """Reports written by hand."""
    yield from page(
        "Reports written by hand",
        "`hudna add` reads a YAML file with one report, a list of them, or `reports:` with a list. A "
        "field that is not listed is an error. Who a source is has no place in it.",
    )
    yield from model_page(ReportsFile, {"TimeEntry": "incidents.md", "PlaceEntry": "incidents.md"})
