#!/usr/bin/env bash
# The Syria case, end to end. Run it by `make demo`.
set -euo pipefail
cd "$(dirname "$0")/.."

hudna=${HUDNA:-.venv/bin/hudna}
export COLUMNS=${COLUMNS:-120} # the tables need some room
case=out/demo/syria-2016
reports=(out/sitrep-en.html out/sitrep-ar.html)

say() { printf '\n== %s\n' "$1"; }
run() {
    printf '$ hudna %s\n' "$*"
    "$hudna" "$@"
}

rm -rf "$case" "${reports[@]}"
mkdir -p "$(dirname "$case")"

say "A new case from the template of the Syrian ceasefire of 30 December 2016"
run new "$case" --template syria-2016

say "Are its files sound?"
run check "$case"

say "Every incident under every reading"
run judge "$case"

say "What was due, and by when, by reading"
run obligations "$case"

say "The situation report, in Arabic and English"
run sitrep "$case" --lang ar,en --out out

say "One incident explained"
run explain "$case" sarmada-2017-01-03 --worlds R4

say "The scenarios: does it derive the headlines that a lawyer expects?"
run test "$case"

for report in "${reports[@]}"; do
    if [[ ! -s $report ]]; then
        echo "make demo: $report was not made" >&2
        exit 1
    fi
done

say "Done. Where to look"
echo "The case, to read and to change:   $case"
echo "The situation report, in English:  ${reports[0]}"
echo "The situation report, in Arabic:   ${reports[1]}"
