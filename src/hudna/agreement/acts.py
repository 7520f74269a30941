"""Acts of a term: which observation codes a term speaks of, and what its duty protects."""

from __future__ import annotations

from functools import lru_cache

from hudna import taxonomy
from hudna.agreement.provisions import ActTerm, NoSeizure, kind_of


@lru_cache(maxsize=64)
def default_acts(kind: str) -> frozenset[str]:
    """The codes whose default term is `kind`: no compliance, and for P02 nothing without force."""
    return frozenset(
        code
        for code, act in taxonomy.acts().items()
        if kind in act.terms and not act.compliance and (act.force or kind != "P02")
    )


def acts_of(term: ActTerm) -> frozenset[str]:
    """The codes of the acts that a term speaks of."""
    if term.acts != "default":
        return frozenset(term.acts)
    codes = default_acts(kind_of(term))
    if isinstance(term, NoSeizure) and not term.including_attempt:
        return codes - {"H-TER-A", "H-INF"}
    return codes


def object_of(code: str, term: ActTerm | None) -> str:
    """Whom or what the duty protects: `actor`, `ground`, `population` or `none`."""
    return "ground" if isinstance(term, NoSeizure) else taxonomy.act(code).object
