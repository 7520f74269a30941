"""Run-time dependencies carry a permissive or LGPL licence: Hudna is Apache-2.0."""

import re
from importlib import metadata

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

# SPDX identifiers that an Apache-2.0 package may depend on.
ADMITTED = re.compile(
    r"0BSD|Apache-2\.0|BlueOak-1\.0\.0|BSD-[123]-Clause|BSL-1\.0|CC0-1\.0|CNRI-Python|HPND|ISC|MIT"
    r"|MIT-0|MIT-CMU|MPL-2\.0|LGPL-(2\.0|2\.1|3\.0)(-only|-or-later)?|NCSA|OFL-1\.1|PSF-2\.0"
    r"|Python-2\.0(\.1)?|Unicode-3\.0|Unlicense|X11|Zlib|ZPL-2\.1"
)
# A copyleft library whose exception lets anything be linked to it (the runtime of GCC).
ADMITTED_EXCEPTIONS = {"GCC-exception-3.1", "GCC-exception-2.0"}

# What older metadata says in words, as SPDX identifiers.
IN_WORDS = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    "BSD 3-Clause": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause",
    "GNU Affero General Public License v3": "AGPL-3.0-only",
    "GNU Affero General Public License v3 or later (AGPLv3+)": "AGPL-3.0-or-later",
    "GNU General Public License (GPL)": "GPL-2.0-or-later",
    "GNU General Public License v2 (GPLv2)": "GPL-2.0-only",
    "GNU General Public License v2 or later (GPLv2+)": "GPL-2.0-or-later",
    "GNU General Public License v3 (GPLv3)": "GPL-3.0-only",
    "GNU General Public License v3 or later (GPLv3+)": "GPL-3.0-or-later",
    "GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.0-or-later",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
    "GNU Lesser General Public License v3 or later (LGPLv3+)": "LGPL-3.0-or-later",
    "GNU Library or Lesser General Public License (LGPL)": "LGPL-2.0-or-later",
    "ISC License": "ISC",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "SIL Open Font License 1.1 (OFL-1.1)": "OFL-1.1",
    "The BSD 2-Clause License": "BSD-2-Clause",
    "http://www.apache.org/licenses/LICENSE-2.0": "Apache-2.0",
}

# Packages whose metadata says nothing usable, with the licence that a person read in their files.
# Name -> SPDX expression. Say in a comment which file and version was read.
REVIEWED: dict[str, str] = {}

TOKEN = re.compile(r"\(|\)|[^\s()]+")


def run_time_dependencies(root: str) -> dict[str, metadata.Distribution]:
    """The packages that `root` with all its extras needs here, by name."""
    found: dict[str, metadata.Distribution] = {}
    extras_of_root = metadata.metadata(root).get_all("Provides-Extra") or []
    waiting: list[tuple[str, frozenset[str]]] = [(root, frozenset(extras_of_root))]
    done: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        name, extras = key = waiting.pop()
        if key in done:
            continue
        done.add(key)
        try:
            package = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            if name in found or name == root:
                raise
            continue  # an extra that is not installed here
        found[name] = package
        for line in package.requires or []:
            requirement = Requirement(line)
            marker = requirement.marker
            if marker is None or any(marker.evaluate({"extra": e}) for e in ("", *extras)):
                waiting.append((canonicalize_name(requirement.name), frozenset(requirement.extras)))
    found.pop(root)
    return found


def licence_of(name: str, package: metadata.Distribution) -> str | None:
    """The SPDX expression that a package's metadata gives, or None."""
    if name in REVIEWED:
        return REVIEWED[name]
    fields = package.metadata
    if expression := fields.get("License-Expression"):
        return expression
    in_short = (fields.get("License") or "").strip()
    if in_short and "\n" not in in_short and len(in_short) < 100:
        return IN_WORDS.get(in_short, in_short)
    classifiers = [
        line.rsplit(" :: ", 1)[1]
        for line in fields.get_all("Classifier") or []
        if line.startswith("License ::") and line != "License :: OSI Approved"
    ]
    return " AND ".join(IN_WORDS.get(words, "?") for words in classifiers) or None


def is_admitted(expression: str) -> bool:
    """Whether an SPDX expression leaves a choice that is admitted; OR binds loosest."""
    tokens = TOKEN.findall(expression)

    def any_of() -> bool:
        result = all_of()
        while tokens and tokens[0].upper() == "OR":
            tokens.pop(0)
            result = all_of() or result
        return result

    def all_of() -> bool:
        result = one()
        while tokens and tokens[0].upper() == "AND":
            tokens.pop(0)
            result = one() and result
        return result

    def one() -> bool:
        token = tokens.pop(0) if tokens else ""
        if token == "(":
            result = any_of()
            return bool(tokens) and tokens.pop(0) == ")" and result
        result = ADMITTED.fullmatch(token) is not None
        if tokens and tokens[0].upper() == "WITH":
            tokens.pop(0)
            exception = tokens.pop(0) if tokens else ""
            result = result or exception in ADMITTED_EXCEPTIONS
        return result

    return any_of() and not tokens


def test_run_time_dependencies_are_permissive_or_lgpl():
    packages = run_time_dependencies("hudna")
    assert "pydantic" in packages, "the walk found too little"
    faults = []
    for name, package in sorted(packages.items()):
        licence = licence_of(name, package)
        print(f"{name} {package.version}: {licence}")
        if licence is None or "?" in licence:
            faults.append(
                f"{name} {package.version}: its metadata names no licence that is known here. "
                f"Read its licence file and add it to REVIEWED, or choose another package."
            )
        elif not is_admitted(licence):
            faults.append(
                f"{name} {package.version}: {licence} is neither permissive nor LGPL (or is not "
                f"yet in ADMITTED). Hudna, being Apache-2.0, cannot depend on strong copyleft."
            )
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("expression", "admitted"),
    [
        ("MIT", True),
        ("Apache-2.0 OR GPL-3.0-only", True),
        ("GPL-3.0-only OR MIT", True),
        ("BSD-3-Clause AND 0BSD AND (MIT OR GPL-2.0-only)", True),
        ("LGPL-3.0-or-later", True),
        ("GPL-3.0-or-later WITH GCC-exception-3.1", True),
        ("GPL-3.0-or-later", False),
        ("AGPL-3.0-only", False),
        ("MIT AND GPL-2.0-only", False),
        ("(MIT OR Apache-2.0) AND AGPL-3.0-only", False),
        ("GPL-2.0-only WITH Classpath-exception-2.0", False),
        ("SSPL-1.0", False),
        ("(MIT", False),
        ("MIT Apache-2.0", False),
        ("", False),
    ],
)
def test_expressions_are_read_as_spdx_means_them(expression, admitted):
    assert is_admitted(expression) is admitted
