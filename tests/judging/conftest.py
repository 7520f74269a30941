"""The tests of judging share `little.py`, and `syria_tables.py` with those of engines."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(1, str(Path(__file__).parents[1] / "engines"))
