/** Which line of pg_hba.conf lets a login in, and that login alone as a line of its own: so that isolating locks nobody out who must stay. */
import {isIP} from 'node:net';
import {fail, type Result, succeed} from '../base/result.ts';
import type {Connection} from '../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../postgres/failure.ts';
import {rowsOf} from '../postgres/query.ts';

/** Who stays: a role, and the address that it comes from; null for the server's own socket. */
export type Login = {readonly role: string; readonly address: string | null};

/** Reads `replicator@10.0.0.2`, or `replicator@local` for the socket. */
export const parseLogin = (text: string): Result<Login> => {
  const at = text.lastIndexOf('@');
  const [role, address] = [text.slice(0, Math.max(at, 0)), text.slice(at + 1)];
  if (role === '' || (address !== 'local' && isIP(address) === 0)) {
    return fail(`"${text}" is no login such as replicator@10.0.0.2, or replicator@local for the socket`);
  }
  return succeed({role, address: address === 'local' ? null : address});
};

/** The login of this session. */
export const ownLogin = async (connection: Connection): Promise<Result<Login, DatabaseFailure>> => {
  const rows = await rowsOf(connection, 'select session_user as role, host(inet_client_addr()) as address');
  if (!rows.ok) {
    return rows;
  }
  const {role, address} = rows.value[0] ?? {};
  return succeed({role: String(role), address: address === null || address === undefined ? null : String(address)});
};

/** Lines that let this login in as it is let in today, for databases and for replication. */
export const linesFor = async (
  connection: Connection,
  login: Login,
): Promise<Result<readonly string[], DatabaseFailure>> => {
  const rules = await rowsOf(connection, rulesSql, [login.role, login.address]);
  if (!rules.ok) {
    return rules;
  }
  const lines = rules.value
    // What refuses today is no way in.
    .filter(({method}) => method !== 'reject')
    .map(({kind, method, options}) => {
      const more = Array.isArray(options) ? options.map(option => ` ${inQuotes(String(option))}`).join('') : '';
      return login.address === null
        ? `local ${kind} ${inQuotes(login.role)} ${method}${more}`
        : `host ${kind} ${inQuotes(login.role)} ${login.address}/${isIP(login.address) === 6 ? 128 : 32} ${method}${more}`;
    });
  return lines.length > 0
    ? succeed(lines)
    : fail(
        refusal(
          `no line of pg_hba.conf lets ${login.role} in from ${login.address ?? 'the socket'}, so none can be kept for it`,
        ),
      );
};

/** The whole file while the server is isolated: those who stay, then nobody. */
export const isolatedFile = (lines: readonly string[]): string =>
  [
    '# Written by lifeboat breach isolate: nobody else is let in until lifeboat breach reopen.',
    ...lines,
    'local all all reject',
    'local replication all reject',
    'host all all all reject',
    'host replication all all reject',
    '',
  ].join('\n');

/** In quotes a name is only a name, also one that is called all. */
const inQuotes = (word: string): string => `"${word.replaceAll('"', '""')}"`;

// The first line that fits counts (PostgreSQL manual, 21.1). samenet and names of hosts are passed over: whether the line
// that is kept does let us in is tried by a login before anything else happens.
const rulesSql = `
  with wanted(kind, database) as (values ('all', current_database()), ('replication', null)),
  fitting as (
    select kind, r.* from wanted, pg_hba_file_rules r
     where r.error is null
       and case when $2::inet is null then r.type = 'local' else r.type in ('host', 'hostssl', 'hostnossl') end
       and case when wanted.database is null then 'replication' = any(r.database)
                else 'all' = any(r.database) or wanted.database = any(r.database)
                     or ('sameuser' = any(r.database) and wanted.database = $1) end
       and ('all' = any(r.user_name) or $1 = any(r.user_name)
            or exists (select from unnest(r.user_name) name join pg_roles g on name = '+' || g.rolname
                        where pg_has_role($1, g.oid, 'member')))
       and ($2::inet is null or r.address = 'all' or (r.address = 'samehost' and $2::inet = inet_server_addr())
            or case when r.address ~ '^[0-9a-fA-F.:]+$' and family(r.address::inet) = family($2::inet)
                    then (r.address::inet & r.netmask::inet) = ($2::inet & r.netmask::inet) end)
  )
  select distinct on (kind) kind, auth_method as method, options from fitting order by kind, line_number`;
