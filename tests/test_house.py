"""What no tracked file may hold: paths of one machine, addresses of registries, hidden characters."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# Put together here, so that this file does not hold them.
MACHINE_PATH = re.compile(r"(?<![\w./-])/(work|root|home)/")  # not the path of a web address
REGISTRIES = [
    "pypi" + ".org",
    "python" + "hosted.org",
    "npm" + "js.org",
    "npm" + "js.com",
    "deb" + ".debian.org",
    "crates" + ".io",
    "conda" + ".anaconda.org",
]
REGISTRY_OPTIONS = ["--" + "index-url", "--" + "extra-index-url", "--" + "find-links"]

# Bidirectional embeddings, overrides and isolates: they make a text show what it does not say.
BIDI_CONTROLS = frozenset(map(chr, [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]))
# Files that may hold them, and why.
MAY_HOLD_BIDI_CONTROLS: dict[str, str] = {}

BINARY = {
    ".png",
    ".jpg",
    ".ico",
    ".gz",
    ".zip",
    ".xlsx",
    ".docx",
    ".parquet",
    ".mo",
    ".ttf",
    ".woff2",
}


def tracked_files():
    if not (ROOT / ".git").exists():
        pytest.skip("not a git work tree")
    listed = subprocess.run(
        ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def texts():
    for path in tracked_files():
        if path.suffix not in BINARY:
            name = path.relative_to(ROOT).as_posix()
            try:
                yield name, path.read_bytes().decode("utf-8")
            except UnicodeDecodeError as error:
                pytest.fail(
                    f"{name} is not UTF-8 (byte {error.start}); if it is binary, say so here"
                )


def test_no_path_of_one_machine():
    found = [
        f"{name}:{number}: {line.strip()}"
        for name, text in texts()
        for number, line in enumerate(text.splitlines(), 1)
        if MACHINE_PATH.search(line)
    ]
    assert not found, found


def test_no_address_of_a_registry():
    found = [
        f"{name}: {needle}" for name, text in texts() for needle in REGISTRIES if needle in text
    ]
    found += [
        f"{name}: {option}"
        for name, text in texts()
        if name.endswith((".lock", ".txt", ".in"))
        for option in REGISTRY_OPTIONS
        if option in text
    ]
    assert not found, found


def test_no_hidden_direction_marks():
    found = [
        f"{name}:{number}: U+{ord(character):04X}"
        for name, text in texts()
        if name not in MAY_HOLD_BIDI_CONTROLS
        for number, line in enumerate(text.splitlines(), 1)
        for character in sorted(BIDI_CONTROLS & set(line))
    ]
    assert not found, (
        f"write them as escapes (\\u2066), or say in MAY_HOLD_BIDI_CONTROLS why: {found}"
    )


def test_the_exceptions_are_still_needed():
    held = {name for name, text in texts() if BIDI_CONTROLS & set(text)}
    assert set(MAY_HOLD_BIDI_CONTROLS) <= held
