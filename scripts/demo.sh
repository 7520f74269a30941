#!/usr/bin/env bash
# From an article to a case, and the Syria case, end to end. Run it by `make demo`.
set -euo pipefail
cd "$(dirname "$0")/.."

hudna=${HUDNA:-.venv/bin/hudna}
export COLUMNS=${COLUMNS:-120} # the tables need some room
unset HUDNA_DATABASE           # the demo's record is its own file
export HUDNA_PERSON=demo       # who it says it is; nobody checks
case=out/demo/syria-2016
built=out/demo/from-article
article=$built/sources/article.ar.txt
reading=out/demo/reading.json
tellings=docs/samples/tellings.csv
checkpoint=out/demo/checkpoint.txt
reports=(out/sitrep-en.html out/sitrep-ar.html)

say() { printf '\n== %s\n' "$1"; }
run() {
    printf '$ hudna %s\n' "$*"
    "$hudna" "$@"
}

rm -rf "$case" "$built" "$reading" out/demo/keys "$checkpoint" "${reports[@]}"
mkdir -p "$(dirname "$case")"
export HUDNA_KEYS=$PWD/out/demo/keys # beside the case, never in it

say "A case that holds only what no article tells: actors, places, zones, the clock"
run new "$built" --template syria-from-article

say "A news article in Arabic: who said what, and where in the text it stands"
run read "$article" --case "$built" --published 2016-12-30
run read "$article" --case "$built" --published 2016-12-30 --format json --output "$reading"

say "What it proposes. Nothing of it is in the case yet"
accept=(accept "$built" --from "$reading" --text "$article")
run "${accept[@]}" --list

say "A person accepts what every account states: start, scope, acts, ground, response, who is in"
title="Article written for the demo, in the manner of 30 December 2016"
run "${accept[@]}" t-P04 t-P06 t-P01 t-P02 t-P03 t-P07 --title "$title"

say "And how each side reads it. What a side did not say stays open, and every answer is tried"
run "${accept[@]}" r-russia
cat <<'EOF'
The army leaves out the Nusrah Front and does not say whether its new name, Jabhat Fath al-Sham, is
left out too. No statement settles it, so a person does, and says why. It is the only such choice.
EOF
run "${accept[@]}" r-syria-army --set designation_follows_rename=true \
    --reason "Accounts of its side call the group a target from 1 January 2017 on (S25); a lawyer should confirm it"
run "${accept[@]}" r-turkey r-opposition-negotiators

say "Duties with their deadlines, and what happened on the first day"
run "${accept[@]}" --all-of obligations --all-of reports
run check "$built"
run obligations "$built"

say "Does the case from the article judge SC-01, SC-03 and SC-04 as a lawyer expects?"
awk '/^  - id: /{ kept = $3 ~ /^SC-0[134](-|$)/ } /^scenarios:/ || kept' \
    src/hudna/cases/syria-2016/scenarios.yaml >"$built/scenarios.yaml"
run test "$built"

say "The same ceasefire, made by hand from its documents: a new case from the template"
run new "$case" --template syria-2016

say "Are its files sound?"
run check "$case"

say "Every incident under every reading"
run judge "$case"
# Whole, as the log has it: cut to its second it could lie before the files were recorded.
known=$("$hudna" log show "$case" --kind batch --format json | "$(dirname "$hudna")/python" -c '
import json, sys
print(json.load(sys.stdin)[-1]["at"])')

say "What was due, and by when, by reading"
run obligations "$case"

say "The situation report, in Arabic and English"
run sitrep "$case" --lang ar,en --out out

say "One incident explained"
run explain "$case" sarmada-2017-01-03 --worlds R4

say "One incident, many tellings: a monitor, two copies, a log in Arabic and a data set of one shelling"
run import "$case" "$tellings"
run match "$case" --no-repeats "Event data set"

say "Side by side: what agrees, what differs, and how many independent origins there are"
run match "$case" --explain log-0931
run match "$case" --explain log-0931 --lang ar

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
echo "The case that the article gave:    $built"
echo "The case, to read and to change:   $case"
echo "Its record:                        $case/record.db"
echo "The situation report, in English:  ${reports[0]}"
echo "The situation report, in Arabic:   ${reports[1]}"
