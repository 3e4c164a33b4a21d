/** Who comes to the server of a lab over the network, and what each of them may do: the roles of a business, with passwords. */
import {randomBytes} from 'node:crypto';
import {quoteIdentifier, quoteLiteral} from '../../postgres/quote.ts';
import type {Credential} from './password-file.ts';

export type AccountRole = {
  readonly name: string;
  /** As CREATE ROLE has them. */
  readonly attributes: string;
  readonly isSuperuser: boolean;
  /** Whether it also comes over the replication protocol. */
  readonly replicates: boolean;
  /** What it is given besides. */
  readonly grants: readonly string[];
};

const role = (name: string, attributes: string, grants: readonly string[] = []): AccountRole => ({
  name,
  attributes,
  isSuperuser: /\bsuperuser\b/.test(attributes),
  replicates: /\breplication\b/.test(attributes),
  grants,
});

/** The people's own superuser over the network; `postgres` comes by the socket alone and has no password. */
export const adminRole = 'admin';

export const replicationRole = 'replicator';

/** Those that are made besides the application's, which is there before the data are. */
const others: readonly AccountRole[] = [
  role('reporting', 'login', [
    'grant usage on schema public to reporting',
    'grant select on all tables in schema public to reporting',
  ]),
  role(replicationRole, 'login replication'),
  role('backup', 'login replication', ['grant pg_monitor to backup']),
  role(adminRole, 'login superuser'),
];

/** All of them, the application's first. */
export const accountRoles = (applicationRole: string): readonly AccountRole[] => [
  role(applicationRole, 'login'),
  ...others,
];

/** A password for each, made at random: 24 bytes, which no list of passwords has. */
export const issuePasswords = (roles: readonly AccountRole[]): readonly Credential[] =>
  roles.map(({name}) => ({role: name, password: randomBytes(24).toString('base64url')}));

/** What makes them, with these passwords. Nothing logs statements yet when it runs. */
export const rolesSql = (roles: readonly AccountRole[], credentials: readonly Credential[]): string =>
  roles
    .flatMap(({name, attributes, grants}, index) => {
      const quoted = quoteIdentifier(name);
      const password = credentials.find(one => one.role === name)?.password ?? '';
      const made = index === 0 ? [] : [`create role ${quoted} ${attributes}`];
      return [...made, `alter role ${quoted} password ${quoteLiteral(password)}`, ...grants];
    })
    .join(';\n');
