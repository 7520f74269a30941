"""Unknown names: the ids of a table that its case does not have, with what may have been meant.

In: a table of incidents, checked, and a case.  Out: nothing, or a refusal that names every unknown
id at once.  A name is not put in the place of an id: what was meant is for a person to say.

Units that leave one out are refused, too.  What contains a place is given whole, so what is not
given does not contain it: of a district without its country, that it lies elsewhere.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from hudna import taxonomy
from hudna.case import Case
from hudna.gazetteer import Gazetteer
from hudna.incident import UNIDENTIFIED
from hudna.judging import lists
from hudna.names import fold
from hudna.problem import Problem, Refused

TOLD = 20
"""How many unknown ids are told one by one."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """What the ids of a column are: those that are known, and which are called by a name."""

    what: str
    known: Collection[str]
    called: Callable[[str], Sequence[str]]
    otherwise: str


def check_names(table: pa.Table, case: Case, name: str = "table") -> None:
    """That a case knows every actor, origin, unit and act of a table.  Raises `Refused`."""
    found = [
        problem
        for column, kind in _kinds(case).items()
        if column in table.column_names
        for problem in _unknown(table[column].combine_chunks(), column, kind)
    ]
    if not found and "units" in table.column_names:
        found = list(_incomplete(table["units"].combine_chunks(), case.agreement.gazetteer))
    problems = [Problem(name, None, None, what, remedy) for what, remedy in found]
    if len(problems) > TOLD:
        more = f"{len(problems) - TOLD:,} more ids are not known"
        problems = [*problems[:TOLD], Problem(name, None, None, more, "Mend those above first")]
    if problems:
        raise Refused(problems)


def _kinds(case: Case) -> dict[str, _Kind]:
    registry, gazetteer = case.registry, case.agreement.gazetteer
    acts = {fold(act.label.en): (code,) for code, act in taxonomy.acts().items()}
    actor = _Kind(
        "actor of the case",
        {*registry.entries, UNIDENTIFIED},
        lambda name: registry.names.get(fold(name), ()),
        "Add it to actors.yaml, or write `unidentified`",
    )
    origin = _Kind(
        "origin of the case",
        set(registry.origins),
        lambda name: [registry.origin_names[n] for n in [fold(name)] if n in registry.origin_names],
        "Add it to the origins of actors.yaml, or leave it out and give `level`",
    )
    unit = _Kind(
        "unit or place of the case",
        set(gazetteer.spots),
        lambda name: [spot.id for spot in gazetteer.find(name)],
        "Add it to gazetteer.csv, or leave it out: the place is then known less well",
    )
    act = _Kind(
        "code of an act",
        set(taxonomy.acts()),
        lambda name: acts.get(fold(name), ()),
        "See the reference of observation codes",
    )
    return {"actors": actor, "targets": actor, "origins": origin, "units": unit, "acts": act}


def _unknown(column: pa.Array, name: str, kind: _Kind) -> Iterator[tuple[str, str]]:
    """Each id that is not known, with the remedy."""
    flat = pc.list_flatten(column)
    for wrong in pc.unique(flat).to_pylist():
        if wrong in kind.known:
            continue
        place = pc.index(flat.is_null() if wrong is None else pc.equal(flat, wrong), True).as_py()
        where = f"`{name}`, row {pc.list_parent_indices(column)[place].as_py() + 1}"
        if wrong is None:
            yield f"{where}: a list holds an empty name", "Leave it out of the list"
        else:
            yield f"{where}: “{wrong}” is no {kind.what}", _remedy(wrong, kind)


def _incomplete(column: pa.Array, gazetteer: Gazetteer) -> Iterator[tuple[str, str]]:
    """Each list of units that is not all that contain its first, with the remedy."""
    spots = list(gazetteer.spots)
    told = lists.read(pa.chunked_array([column]), spots.index)
    for row in lists.numbered(told)[1]:
        units = [spots[i] for i in told.of(row)]
        whole = gazetteer.chain(units[0]) if units else ()
        where = f"`units`, row {row + 1}: {units[0] if units else ''}"
        if missing := [unit for unit in whole if unit not in units]:
            yield (
                f"{where} lies in {', '.join(missing)}, which is left out",
                f'Write {", ".join(whole)}: `case.units("{units[0]}")` gives them',
            )
        elif other := [unit for unit in units if unit not in whole]:
            yield f"{where} does not lie in {', '.join(other)}", "Give the units that contain it"


def _remedy(wrong: str, kind: _Kind) -> str:
    """What may have been meant: by its name in any language, else by the letters of its id."""
    if meant := kind.called(wrong):
        words = " or ".join(f"`{one}`" for one in meant)
        return f"The case calls it {words}" if len(meant) == 1 else f"It may be {words}"
    for spelled in (wrong, fold(wrong).replace(" ", "-")):
        if near := difflib.get_close_matches(spelled, kind.known, 1):
            return f"Did you mean `{near[0]}`?"
    return kind.otherwise
