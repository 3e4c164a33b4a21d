#!/bin/bash
# What an expert's script does when the primary is gone: three silences, promotion, until the new one takes writes, and the pooler led there.
# BIN: the server's programs. FROM and TO: addresses of the two, at PORT. POOLER: configuration of PgBouncer, at PPORT. DATABASE.
set -euo pipefail
export PGUSER=postgres
silences=0
while [ $silences -lt 3 ]; do
  if "$BIN/pg_isready" -q -t 1 -h "$FROM" -p "$PORT"; then silences=0; else silences=$((silences + 1)); fi
  sleep 0.2
done
query() { "$BIN/psql" -X -Atq -h "$TO" -p "$PORT" -d "$DATABASE" -c "$1"; }
query 'select pg_promote(true, 60)' > /dev/null
until [ "$(query 'select pg_is_in_recovery()')" = f ]; do sleep 0.02; done
sed -i "s/host=$FROM/host=$TO/" "$POOLER"
"$BIN/psql" -X -Atq -h 127.0.0.1 -p "$PPORT" -d pgbouncer -c reload
