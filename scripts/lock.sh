#!/usr/bin/env bash
# Remakes the two lock files from pyproject.toml. Run it by `make lock`; `make lock ARGS=--upgrade`
# takes the newest versions, otherwise what is locked stays unless pyproject.toml forbids it.
set -euo pipefail
cd "$(dirname "$0")/.."

export UV_CUSTOM_COMPILE_COMMAND="make lock"
compile() {
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links "$@" > /dev/null
}

compile --all-extras --group dev --output-file requirements-dev.lock "$@" pyproject.toml

# The lowest versions that pyproject.toml admits, with the test tools as they are locked above.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
{
    for tool in editables hatchling hypothesis jsonschema packaging psutil pytest pytest-xdist \
        setuptools; do
        grep -E "^$tool==" requirements-dev.lock | sed 's/ *\\$//'
    done
} > "$work/tools.in"
rm -f requirements-lowest.lock
compile --all-extras --group partners --resolution lowest-direct --no-annotate \
    --output-file requirements-lowest.lock pyproject.toml "$work/tools.in"
echo "Remade requirements-dev.lock and requirements-lowest.lock"
