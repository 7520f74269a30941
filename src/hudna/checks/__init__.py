"""Checks: whether the parts of a case fit together, and what a lawyer would ask of it.

In: models that are each valid by themselves, and where each of their values stands.  Out: problems
with file, line and column: errors, warnings, and questions.
"""

from hudna.checks.actors import check_actors
from hudna.checks.agreement import check_agreement, with_known_zone
from hudna.checks.incidents import Known, check_incidents
from hudna.checks.tracked import check_tracked
from hudna.checks.zones import read_zones

__all__ = [
    "Known",
    "check_actors",
    "check_agreement",
    "check_incidents",
    "check_tracked",
    "read_zones",
    "with_known_zone",
]
