"""The tests of matching share `tables.py` with those of its engine and its command."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
