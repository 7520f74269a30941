"""Situation reports: a published account of a period, in Arabic and English.

In: a case, its findings and incidents, its obligations, a period.  Out: a `Report`, the same for
both languages, and one self-contained HTML file a language.  Start reading in `model`, what a
report contains; `compose` fills it, `render` writes it down.

Nothing here decides.  Counts carry their unit and are never summed over units; what has no report
is shown as “no report”; coordinates and the words of imported reports are not printed.
"""

from hudna.sitrep.compose import build
from hudna.sitrep.render import html

__all__ = ["build", "html"]
