"""The tests of analysis share the little country and the random agreements of judging's."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "judging"))
