#!/usr/bin/env bash
# The demo ledger as a service, with an account for each of three people. `make serve`
# runs this; it needs `zuidas` on the PATH. What it makes stays in the folder that is
# given (build/serve), so that work goes on where it was left.
set -euo pipefail

examples=$(cd "$(dirname "$0")" && pwd)
folder=${1:-build/serve}
umask 077
mkdir -p "$folder"
cd "$folder"
unset ZUIDAS_LOG ZUIDAS_ACTOR
export ZUIDAS_DB=demo.db

people=(officer approver auditor)

# Of this demo alone, and only this computer reaches it.
password_of() {
  printf 'demo password of the %s' "$1"
}

make_ledger() {
  rm -f demo.db demo.db-wal demo.db-shm demo.db.accounts
  zuidas init
  for file in "$examples"/0*.jsonl; do
    zuidas post "$file"
  done
  # The first role is that of an administrator: whoever runs this.
  zuidas grant-role --person "$(id -un)" --role administrator --date today
  for person in "${people[@]}"; do
    zuidas grant-role --person "$person" --role "$person" --date today
    password_of "$person" | zuidas account add "$person" --password-file -
  done
  zuidas audit keygen log.key
} >made.log

if [ ! -e made.log ] || [ ! -e demo.db ]; then
  rm -f log.key log.vkey made.log
  make_ledger || { cat made.log; rm -f made.log; exit 1; }
fi

printf 'The demo ledger is in %s. Three people may sign in:\n' "$folder"
for person in "${people[@]}"; do
  printf '  %-9s %s\n' "$person" "$(password_of "$person")"
done
printf 'A token for a program, such as: zuidas --db %s/demo.db account token officer \\\n' "$folder"
printf '  --scope read --scope post --expires 2099-12-31\n'
exec zuidas serve --key log.key --log service.log "${@:2}"
