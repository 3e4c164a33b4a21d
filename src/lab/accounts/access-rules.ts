/** pg_hba.conf and pg_ident.conf of a lab with accounts: the console by the account that sits at it, everybody else with a password. */

import {writeFileSync} from 'node:fs';
import {userInfo} from 'node:os';
import {join} from 'node:path';
import {quoteIdentifier} from '../../postgres/quote.ts';
import {giveTo, type ServerUser} from '../../postgres/server-user.ts';

/** All of the loopback addresses: each site and each client of a lab has one of them. */
const everybody = '127.0.0.0/8';

/**
 * No line trusts anybody: `peer` asks the operating system who is at the socket. Whoever may be `postgres` stands in the map,
 * because this program and the servers may run as two accounts.
 */
const rules = `# TYPE  DATABASE     USER      ADDRESS        METHOD
local   all          postgres                 peer map=console
local   replication  postgres                 peer map=console
local   all          all                      scram-sha-256
host    replication  all       ${everybody}    scram-sha-256
host    all          all       ${everybody}    scram-sha-256
`;

/** Replaces both; they count from the next reload on. Throws what the file system throws. */
export const writeAccessRules = (dataDirectory: string, user: ServerUser): void => {
  const accounts = [...new Set([user.name, userInfo().username])];
  const map = accounts.map(account => `console  ${quoteIdentifier(account)}  postgres\n`).join('');
  for (const [name, text] of Object.entries({'pg_hba.conf': rules, 'pg_ident.conf': map})) {
    const path = join(dataDirectory, name);
    writeFileSync(path, text, {mode: 0o600});
    giveTo(user, path);
  }
};
