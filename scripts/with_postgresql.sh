#!/usr/bin/env bash
# Runs a command while there is a throw-away PostgreSQL server, which its tests find through
# HUDNA_TEST_POSTGRESQL: scripts/with_postgresql.sh COMMAND [ARGUMENT...]
# Where that variable is set none is started: tests use the server that it names, or, if it is
# empty, skip.
set -euo pipefail
here=$(dirname "$0")

if [[ -n ${HUDNA_TEST_POSTGRESQL+set} ]]; then exec "$@"; fi
if ! found=$(bash "$here/postgresql.sh" find 2>&1); then
    echo "No PostgreSQL here: its tests skip. $found" >&2
    exec "$@"
fi

# In memory where there is room: a fresh database is some 300 files, made ten times faster there.
parent=${TMPDIR:-/tmp}
free=$(df -Pk /dev/shm 2> /dev/null | awk 'NR == 2 { print $4 }' || true) # KiB
if [[ -w /dev/shm ]] && ((${free:-0} > 4 * 1024 * 1024)); then parent=/dev/shm; fi

dir=$(mktemp -d "$parent/hudna-postgresql.XXXXXX")
HUDNA_TEST_POSTGRESQL=$(HUDNA_POSTGRESQL_FAST=1 bash "$here/postgresql.sh" start "$dir")
trap 'bash "$here/postgresql.sh" stop "$dir"' EXIT
export HUDNA_TEST_POSTGRESQL
"$@"
