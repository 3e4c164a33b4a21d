/** A configuration for a restored server that has none: only what it cannot do without, so that nothing of another host is guessed. */
import {quoteSetting} from '../../postgres/quote.ts';

export type OwnConfiguration = {
  /** Directory of its socket. */
  readonly socketDir: string;
  readonly port: number;
  /** What it listens on besides; nothing by default. */
  readonly listen: string;
  /** Networks, as in 10.0.0.0/8, whose clients may come in with a password. */
  readonly allow: readonly string[];
  /** The account of this host that may come in by the socket, and as whom. */
  readonly console: readonly {readonly account: string; readonly role: string}[];
  /** Limits that the restored server had, by their names. */
  readonly limits: Readonly<Record<string, string>>;
};

/** The three files by their names; access rules are read from above, and what no line lets in stays out. */
export const ownConfiguration = (own: OwnConfiguration): Readonly<Record<string, string>> => ({
  'postgresql.conf': [
    '# Made by lifeboat backup settle, because the backup had no configuration. Memory, logging and the archive are to be set.',
    ...Object.entries({
      listen_addresses: own.listen,
      port: String(own.port),
      unix_socket_directories: own.socketDir,
      ...own.limits,
    }).map(([name, value]) => `${name} = ${quoteSetting(value)}`),
    '',
  ].join('\n'),
  'pg_hba.conf': [
    '# Made by lifeboat backup settle: accounts of this host by pg_ident.conf, and passwords from the networks that were named.',
    'local all all peer map=console',
    'local replication all peer map=console',
    ...own.allow.map(network => `host all all ${network} scram-sha-256`),
    '',
  ].join('\n'),
  'pg_ident.conf': [...own.console.map(({account, role}) => `console "${account}" "${role}"`), ''].join('\n'),
});

/** What a server must not have less of than it had, for prepared transactions and for those that follow it. */
export const keptLimits = [
  'max_connections',
  'max_worker_processes',
  'max_wal_senders',
  'max_prepared_transactions',
  'max_locks_per_transaction',
] as const;
