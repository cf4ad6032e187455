#!/usr/bin/env bash
# The partnership's story, told by the program: every command is printed before its
# output. `make demo` runs this; it needs `zuidas` on the PATH and leaves nothing behind.
set -euo pipefail

examples=$(cd "$(dirname "$0")" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
ln -s "$examples" examples
unset ZUIDAS_DB ZUIDAS_LOG
export ZUIDAS_ACTOR=cashier

heading() {
  printf '\n== %s' "$1"
}

# The command as a reader would type it, then its output.
run() {
  printf '\n$'
  printf ' %s' "$@" | sed "s/ \([^ ]*#[^ ]*\)/ '\1'/g"
  printf '\n'
  "$@" 2>&1
}

# A refusal is part of the story: the command must fail.
refused() {
  if run "$@"; then
    exit 1
  fi
}

heading "A ledger from the built-in framework; it says the gap of table 2 out loud"
run zuidas init

heading "2011: decisions, ceilings, contributions, and the first projects"
run zuidas post examples/01-first-tranche.jsonl
run zuidas post examples/02-first-projects.jsonl

heading "Coevorden paid without a reference: until 5 September that was suspense"
run zuidas check suspense contributions --at 2011-09-01
run zuidas balance partners --at 2011-09-05

heading "The year-end report of 2011, and what was known when it was made"
run zuidas --actor controller post examples/03-year-end.jsonl
run zuidas balance programmes --at 2011-12-31 --known-at '#34'

heading "The auditor takes a signed checkpoint home"
run zuidas audit keygen log.key
run zuidas audit checkpoint --key log.key -o year-end.checkpoint

heading "An invoice turned up after the report: the difference, and the entry behind it"
run zuidas diff '#34' '#41' --at 2011-12-31

heading "A locked period stays locked; the refusal names the way out"
refused zuidas post-process-cost --year 2011 --programme SN --amount 95,00 \
  --date 2011-12-20 --payee Bloemisterij --description Flowers --document INK-2012-0003

heading "2012: settlements, a recovery, carry-forward; money of others is not ours to spend"
run zuidas post examples/04-second-tranche.jsonl
run zuidas balance programmes --at 2012-07-31
run zuidas balance current-account --at 2012-07-31
run zuidas statement current-account --from 2011-12-01 --to 2012-01-31

heading "The corridor: a grant beyond its maximum and beyond the ceiling, with reasons"
run zuidas post examples/05-corridor.jsonl
run zuidas balance programmes --at 2013-07-31
run zuidas decision SG-2013-01
run zuidas explain programme:TL:2012 --at 2013-07-31

heading "2013: the last tranche, a grant withdrawn, a debt written off, 2012 closed"
run zuidas post examples/06-third-tranche.jsonl

heading "Two grants: one determined lower, one overpaid and recovered"
run zuidas statement project:proefleven
run zuidas history --project haal-winst

heading "What a partner asks: what was I asked, what did I pay, what became of it?"
run zuidas partner coevorden --at 2014-07-31
run zuidas budget-report --year 2012 --at 2014-07-31

heading "GreCOR: EUR 550,000 applied for, pending. Would it be funded today?"
run zuidas assess grecor --date 2013-12-02

heading "Who met and decided, what was lent, and what waits for somebody"
run zuidas post examples/registers.jsonl
run zuidas meetings --body steering_group --at 2012-12-31
run zuidas hours --year 2012 --at 2013-12-31
run zuidas decision SG-2013-04 --at 2014-02-28
run zuidas agenda --at 2014-04-01

heading "A second term: what another framework would change, before anybody decides"
run zuidas framework diff examples/second-term.toml --at 2014-08-01
run zuidas balance programmes --at 2014-07-31 --known-at '#148' -O json -o before.json

heading "Adopted: Hardenberg joins and is called; a programme ends, another begins"
run zuidas post examples/second-term.jsonl
run zuidas decision SG-2014-02 --at 2014-08-31
run zuidas balance partners --at 2014-08-31
run zuidas project technieklokaal --at 2014-12-31

heading "The programme that ended: its grant runs on, its budget goes where it is needed"
run zuidas statement project:dryport --from 2014-08-01 --to 2015-07-31
run zuidas explain programme:TL:2013 --at 2015-07-31
run zuidas balance programmes --at 2015-07-31

heading "What was answered before is answered the same"
run zuidas balance programmes --at 2014-07-31 --known-at '#148' -O json -o after.json
run diff -s before.json after.json

heading "A third term: De Wolden leaves, and still owes its last contribution"
run zuidas framework diff examples/third-term.toml --at 2017-08-01
run zuidas post examples/third-term.jsonl
run zuidas agenda --at 2017-09-01
run zuidas statement partner:dewolden --from 2016-08-01 --to 2017-12-31
run zuidas partner hardenberg --at 2017-12-31
run zuidas framework history

heading "The bank comes in: its statements are read, and what is certain is matched"
run zuidas open-bank-account --account rc --kind bank --holder 'Provincie Drenthe' \
  --date 1-8-2011 --opening 0 --iban NL05ZLBK2011080100 \
  --document 'Overeenkomst rekening-courant'
run zuidas bank import examples/bank/*.xml
run bash -c 'zuidas bank suggest --certain -O jsonl | zuidas post -'
run bash -c 'zuidas bank suggest --certain -O jsonl | zuidas post -'
run zuidas bank suggest

heading "The rest by hand; a suspense item and its clearing were never at the bank"
run zuidas match-bank-lines --line 281.2 --entry 7
run zuidas match-bank-lines --line 281.4 --entry 9
run zuidas match-bank-lines --line 282.13 --entry 60
run zuidas match-bank-lines --line 284.9 --entry 182
run zuidas match-bank-lines --entry 12 --entry 13 --reason 'Moved out of suspense'
run zuidas bank reconcile --at 2018-12-31

heading "The auditor comes back: nothing before the checkpoint was changed"
run zuidas check --at 2018-07-31
run zuidas audit verify --checkpoint year-end.checkpoint --vkey log.vkey
