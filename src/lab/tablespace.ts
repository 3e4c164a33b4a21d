/** A tablespace for a lab: its largest table moves there, as the large ones of production do. */
import {mkdirSync} from 'node:fs';
import {fail, type Result, succeed} from '../base/result.ts';
import {rowsOf} from '../postgres/query.ts';
import {quoteLiteral} from '../postgres/quote.ts';
import {giveTo} from '../postgres/server-user.ts';
import type {Estate} from './estate.ts';
import {inLab} from './in-lab.ts';
import {inPhase, type OnPhase} from './phases.ts';

/** In `estate.tablespace`. A lab with standbys has none: a standby would write into the same directory. */
export const makeTablespace = (estate: Estate, onPhase?: OnPhase): Promise<Result<void>> =>
  inPhase(onPhase, {phase: 'tablespace', title: 'Move the largest table into a tablespace'}, async () => {
    const {tablespace, tools, followers} = estate;
    if (followers.length > 0) {
      return fail('a lab with a standby has no tablespace: both servers would write into its directory');
    }
    mkdirSync(tablespace, {mode: 0o700});
    giveTo(tools.user, tablespace);
    return inLab(estate, async connection => {
      const made = await connection.run(`create tablespace space location ${quoteLiteral(tablespace)}`);
      const largest = made.ok ? await rowsOf(connection, largestSql) : made;
      const moved = largest.ok
        ? await connection.run(`alter table ${String(largest.value[0]?.name)} set tablespace space`)
        : largest;
      return moved.ok ? succeed(undefined) : fail(`the tablespace cannot be made: ${moved.reason.message}`);
    });
  });

const largestSql = `
  select format('%I.%I', n.nspname, c.relname) as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_'
   order by pg_relation_size(c.oid) desc, 1 limit 1`;
