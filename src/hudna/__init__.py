"""Hudna: the open record of a ceasefire.

import hudna

case = hudna.open_case("syria-2016")  # the folder of a case; `hudna.new_case` makes one
findings = case.judge(events)  # a table of pandas, polars or Arrow: the same kind comes out
links = hudna.match([reports, others])  # which reports tell of one incident
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hudna.engines.matching import match
    from hudna.engines.notebook import new_case, open_case

__all__ = ["__version__", "match", "new_case", "open_case"]

__version__: str

if not TYPE_CHECKING:  # a checker shall still find a name that is not there

    def __getattr__(name: str) -> object:
        """Load the Python interface when it is first asked for: every command imports this."""
        if name == "__version__":
            return import_module("importlib.metadata").version("hudna")
        if name in __all__:
            room = "matching" if name == "match" else "notebook"
            return getattr(import_module(f"hudna.engines.{room}"), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
