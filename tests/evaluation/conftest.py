"""The tests of the evaluation import its programs from where they stand."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2] / "evaluation"
sys.path[:0] = [str(ROOT / "reading"), str(ROOT / "matching")]
