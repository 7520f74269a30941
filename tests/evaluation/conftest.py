"""The tests of the evaluation import its programs from where they stand."""

import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "evaluation" / "reading"
sys.path.insert(0, str(FOLDER))
