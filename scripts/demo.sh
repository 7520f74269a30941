#!/usr/bin/env bash
# The Syria case, end to end. Run it by `make demo`.
set -euo pipefail
cd "$(dirname "$0")/.."

hudna=${HUDNA:-.venv/bin/hudna}
export COLUMNS=${COLUMNS:-120} # the tables need some room
unset HUDNA_DATABASE           # the demo's record is its own file
export HUDNA_PERSON=demo       # who it says it is; nobody checks
case=out/demo/syria-2016
checkpoint=out/demo/checkpoint.txt
reports=(out/sitrep-en.html out/sitrep-ar.html)

say() { printf '\n== %s\n' "$1"; }
run() {
    printf '$ hudna %s\n' "$*"
    "$hudna" "$@"
}

rm -rf "$case" out/demo/keys "$checkpoint" "${reports[@]}"
mkdir -p "$(dirname "$case")"
export HUDNA_KEYS=$PWD/out/demo/keys # beside the case, never in it

say "A new case from the template of the Syrian ceasefire of 30 December 2016"
run new "$case" --template syria-2016

say "Are its files sound?"
run check "$case"

say "Every incident under every reading"
run judge "$case"
known=$(date -u +%Y-%m-%dT%H:%M:%SZ) # the files were recorded before the judging began

say "What was due, and by when, by reading"
run obligations "$case"

say "The situation report, in Arabic and English"
run sitrep "$case" --lang ar,en --out out

say "One incident explained"
run explain "$case" sarmada-2017-01-03 --worlds R4

say "The scenarios: does it derive the headlines that a lawyer expects?"
run test "$case"

say "The record of all this: who changed what, and when"
run log show "$case"

say "What was due, as it was known when the incidents had been judged"
run obligations "$case" --worlds R4 --as-known "$known"

say "A checkpoint, for whoever does not trust the host"
run log checkpoint "$case" --output "$checkpoint"
cat "$checkpoint"

say "Does everything fit: the record, the checkpoint, the two published pages?"
run verify "$case" "${reports[@]}" --key "$("$hudna" log key "$case")" --checkpoint "$checkpoint"

for report in "${reports[@]}"; do
    if [[ ! -s $report ]]; then
        echo "make demo: $report was not made" >&2
        exit 1
    fi
done

say "Done. Where to look"
echo "The case, to read and to change:   $case"
echo "Its record:                        $case/record.db"
echo "The situation report, in English:  ${reports[0]}"
echo "The situation report, in Arabic:   ${reports[1]}"
