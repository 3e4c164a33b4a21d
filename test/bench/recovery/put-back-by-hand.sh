#!/bin/bash
# What an expert's script does to bring deleted rows back, and nothing that it could leave out: the deletion from the WAL, a
# copy of the base backup beside production, recovery to just before it, the rows by address, one checked transaction.
# BIN: the server's programs. ROOT: where the cluster's socket, archive and backup lie. SINCE: a position before the deletion.
set -euo pipefail
export PGHOST=$ROOT PGUSER=postgres PGDATABASE=$DATABASE
query() { psql -X -v ON_ERROR_STOP=1 -Atq "$@"; }

query -c 'create extension if not exists pg_walinspect'
xid=$(query -c "select xid from pg_get_wal_records_info_till_end_of_wal('$SINCE')
  where resource_manager = 'Heap' and record_type like 'DELETE%' group by xid order by count(*) desc limit 1")
query -c "copy (select pg_filenode_relation(0, ((regexp_match(block_ref, 'rel \d+/\d+/(\d+)'))[1])::oid)::regclass::text,
  '(' || (regexp_match(block_ref, 'blk (\d+)'))[1] || ',' || (regexp_match(description, 'off (\d+)'))[1] || ')'
  from pg_get_wal_records_info_till_end_of_wal('$SINCE')
  where xid = $xid and resource_manager = 'Heap' and record_type like 'DELETE%') to stdout" > "$WORK/addresses"

segment=$(query -c 'select pg_walfile_name(pg_switch_wal())')
until [ -f "$ARCHIVE/$segment" ]; do sleep 0.02; done

side=$ROOT/by-hand
q=\'
cp -a "$BACKUP" "$side"
touch "$side/recovery.signal"
cat >> "$side/postgresql.auto.conf" <<CONF
restore_command = 'cp "${ARCHIVE//$q/$q$q}/%f" "%p"'
recovery_target_xid = '$xid'
recovery_target_inclusive = off
recovery_target_action = pause
archive_mode = off
listen_addresses = ''
unix_socket_directories = '"${side//$q/$q$q}"'
CONF
chown --reference="$BACKUP" "$side/recovery.signal"
$AS "$BIN/pg_ctl" -D "$side" -l "$side/log" -w -t 600 start > /dev/null
until [ "$(query -h "$side" -c 'select pg_get_wal_replay_pause_state()')" = paused ]; do sleep 0.02; done

load= insert=
for table in $TABLES; do
  addresses=$(awk -F'\t' -v t="$table" '$1 == t {printf "%s\"%s\"", (n++ ? "," : ""), $2}' "$WORK/addresses")
  query -h "$side" -c "copy (select x.* from $table x where ctid = any('{$addresses}'::tid[])) to stdout" > "$WORK/$table"
  lost=$(wc -l < "$WORK/$table")
  load+="create temp table lost_$table (like $table) on commit drop;
\\copy lost_$table from '$WORK/$table'
"
  insert+="insert into $table overriding system value select * from lost_$table on conflict do nothing;
    get diagnostics n = row_count; if n <> $lost then raise exception '$table: % of $lost', n; end if;
"
done
query <<SQL
begin isolation level repeatable read;
set local lock_timeout = '5s';
$load
do \$\$ declare n bigint; begin
$insert
end \$\$;
commit;
SQL
$AS "$BIN/pg_ctl" -D "$side" -m immediate stop > /dev/null
