"""A PDF to its text.

A PDF is a program of a kind: it is opened in a process of its own (`glyphs.py`), which may take so
much memory and time and no more.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Final

from hudna.problem import refuse

MAX_SECONDS: Final = 120
"""Of the process that opens it; on a laptop, for some thousand pages."""

_TOO_MUCH: Final = "takes more memory or time to open than a document of text does"
_REMEDY: Final = "Give its text as .txt or .docx; of a scan, after text recognition (OCR)"


def text_of(raw: bytes, name: str) -> str:
    """The text of a PDF, which errors call `name`: a paragraph a line.  Raises `Refused`."""
    command = [sys.executable, "-m", "hudna.text.glyphs"]
    try:
        done = subprocess.run(  # noqa: S603  # the command is ours
            command, input=raw, capture_output=True, timeout=MAX_SECONDS, check=False
        )
        told = json.loads(done.stdout) if done.returncode == 0 else {"refused": _TOO_MUCH}
    except (subprocess.TimeoutExpired, ValueError):
        told = {"refused": _TOO_MUCH}
    except OSError as error:
        told = {"refused": f"no process can be started to open it: {error.strerror}"}
    if why := told.get("refused"):
        raise refuse(name, why, _REMEDY)
    return str(told["text"])
