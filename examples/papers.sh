#!/usr/bin/env bash
# Every paper that the demo ledger can give: letters, reports, lists, exports, the
# register. `make papers` runs this; it needs `zuidas` on the PATH, with the extras
# `sheets` and `documents`. What it makes is in the folder that is given (build/papers),
# and index.html there lists it. Every command is printed before it is run.
set -euo pipefail

examples=$(cd "$(dirname "$0")" && pwd)
mkdir -p "${1:-build/papers}"
papers=$(cd "${1:-build/papers}" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
ln -s "$examples" examples
ln -s "$papers" papers
unset ZUIDAS_DB ZUIDAS_LOG ZUIDAS_LANG
export ZUIDAS_ACTOR=cashier

# A date within the second term: its framework says who writes, so letters have a
# letterhead. Of what the first framework did not say nothing would be made up.
then=2014-12-31
made=0
failed=0

heading() {
  printf '\n== %s\n' "$1"
}

# The command as a reader would type it, then its output.
run() {
  printf '$'
  printf ' %q' "$@"
  printf '\n'
  "$@" 2>&1
}

# A file, and its line in the list; what can't be made is said, and the rest is.
paper() {
  local file=$1
  shift
  if run "$@" -o "papers/$file"; then
    made=$((made + 1))
    printf '<tr><td><a href="%s">%s</a></td><td><code>%s</code></td></tr>\n' \
      "$file" "$file" "$*" >>list.html
  else
    failed=$((failed + 1))
  fi
}

# The names that stand in a help, of the queries and commands below a word.
names() {
  zuidas --lang en "$1" --help | awk '/^Commands/ {on = 1; next} on && /^  [a-z]/ {print $1}'
}

takes() {
  zuidas --lang en document "$1" --help | grep -q -e "^ *--$2 "
}

projects() {
  zuidas balance projects --at "$then" -O csv |
    awk -F, -v wanted=" $* " 'NR == 1 {for (n = 1; n <= NF; n++) at[$n] = n; next}
      index(wanted, " " $at["status"] " ") {print $at["project"]}'
}

# A document of one kind, as PDF; a letter for Word too. What only people know of it,
# such as whether somebody was heard, is in the file of its name in examples/papers.
document() {
  local name=$1 kind=$2 words=examples/papers/$1.md
  shift 2
  if [ -e "$words" ]; then
    set -- "$@" --text "$words"
  fi
  paper "$name.pdf" zuidas document "$kind" "$@"
  case $kind in
    *-letter | *-call | reminder)
      paper "$name.docx" zuidas document "$kind" "$@" ;;
  esac
}

of_projects() {
  local kind=$1 project
  shift
  for project in $(projects "$@"); do
    if [ "$(zuidas project "$project" --at "$then" -O json | grep -c '"kind": "grant"')" -gt 0 ]; then
      document "$kind-$project" "$kind" --project "$project" --at "$then"
    fi
  done
}

# The reports of the recipients come last: the numbers of the other entries stay as
# they are quoted elsewhere, and a letter names the report of before its day.
heading "The demo ledger: the first term, registers, two more terms, what was reported"
run zuidas init
for file in examples/0*.jsonl examples/registers.jsonl examples/second-term.jsonl \
  examples/third-term.jsonl examples/papers/results.jsonl; do
  run zuidas post "$file" >posted.log || { cat posted.log; exit 1; }
  head -1 posted.log
done

heading "Documents"
for kind in $(names document); do
  case $kind in
    award-letter)
      of_projects "$kind" awarded determined withdrawn
      # A raise is a decision of its own, with a letter of its own.
      if takes "$kind" decision; then
        document "$kind-dryport-SG-2013-01" "$kind" --project dryport \
          --decision SG-2013-01 --at "$then"
      fi ;;
    determination-letter) of_projects "$kind" determined ;;
    rejection-letter) of_projects "$kind" rejected ;;
    withdrawal-letter) of_projects "$kind" withdrawn ;;
    contribution-call)
      document "$kind-emmen-2014" "$kind" --partner emmen --year 2014 --at 2014-08-15 ;;
    reminder)
      document "$kind-dewolden-2016" "$kind" --partner dewolden --year 2016 --at 2017-08-31 ;;
    *)
      if takes "$kind" partner; then
        document "$kind-emmen" "$kind" --partner emmen --at "$then"
      else
        document "$kind" "$kind" --at "$then"
      fi ;;
  esac
done

heading "Exports"
paper workbook.xlsx zuidas export workbook --at "$then"
paper 2012.xaf zuidas export xaf --year 2012
cp examples/mapping.toml .
paper batch-1.csv zuidas export ledger --map mapping.toml --target province

heading "Reports"
for report in $(names report); do
  paper "$report.xlsx" zuidas --lang nl report "$report" --at "$then" -O xlsx
  paper "$report.csv" zuidas report "$report" --at "$then" -O csv-nl
done

heading "Registers"
for register in $(names register); do
  paper "$register.xlsx" zuidas --lang nl register "$register" --at "$then" -O xlsx
  paper "$register.csv" zuidas register "$register" --at "$then" -O csv
done

{
  printf '<!doctype html>\n<html lang="en"><meta charset="utf-8">\n'
  printf '<title>Papers of the demo ledger</title>\n'
  printf '<h1>Papers of the demo ledger</h1>\n<table>\n'
  printf '<tr><th>File</th><th>Command</th></tr>\n'
  cat list.html
  printf '</table>\n</html>\n'
} >papers/index.html
printf '\n%d papers; %s/index.html lists them.\n' "$made" "$papers"
if [ "$failed" -gt 0 ]; then
  printf '%d could not be made; what was said of each stands above.\n' "$failed"
  exit 1
fi
