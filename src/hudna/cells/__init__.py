"""Cells: from many places to the zones that each lies in, exactly as `zones.lies_in` says.

In: zones with a geometry, and arrays of points, or of points with a radius.  Out: for each place a
number, whose entry in `Cells.found` names the zones that it lies in, or may lie in.

Start reading in `cells.py`.  `grid.py` draws what is known of each cell; `shapes.py` asks what is
not.  Only geometry counts here: administrative units are not the concern of this room.
"""

from hudna.cells.cells import Cells
from hudna.cells.grid import Status

__all__ = ["Cells", "Status"]
