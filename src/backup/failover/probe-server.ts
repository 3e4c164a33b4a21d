/** One server asked from here, several times: whether it answers, and whether it takes writes. */
import {setTimeout as delay} from 'node:timers/promises';
import {type Result, succeed} from '../../base/result.ts';
import {type Connection, withConnection} from '../../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../../postgres/failure.ts';
import {rowsOf} from '../../postgres/query.ts';
import {type ConnectionTarget, displayTarget, parseConnection} from '../../postgres/uri.ts';
import {addressOf} from './resolve-name.ts';

export type ProbedServer = {
  /**
   * `takes-writes`; `read-only`, a primary that is told to take none; `follows`, a standby; `answers`, alive but it lets nobody in
   * just now; `silent`, not a word in all tries.
   */
  readonly state: 'takes-writes' | 'read-only' | 'follows' | 'answers' | 'silent';
  /** In a sentence, for a person; why it is silent. */
  readonly detail: string;
  /** Where it was asked, without a password. */
  readonly place: string;
  /** Of its cluster; null where it did not say. */
  readonly identifier: string | null;
  readonly tries: number;
};

export type Probing = {
  /** One word that comes is enough; only as many silences in a row count as one. */
  readonly tries: number;
  readonly everyMs: number;
  /** Of each try. */
  readonly timeoutMs: number;
  /** HOST:PORT of the name service that clients ask, where it is not the one of this host. */
  readonly resolver?: string | undefined;
};

/** Three tries a fifth of a second apart, as the failover that was measured by hand: a packet that is lost is no lost server. */
export const usualProbing: Probing = {tries: 3, everyMs: 200, timeoutMs: 1_000};

/** Never fails: that nobody answers is what is asked. */
export const probeServer = async (where: string, probing: Probing = usualProbing): Promise<ProbedServer> => {
  const target = parseConnection(where);
  if (!target.ok) {
    return {state: 'silent', detail: target.reason, place: 'nowhere', identifier: null, tries: 0};
  }
  const place = displayTarget(target.value);
  for (let tries = 1; ; tries += 1) {
    const asked = await askOnce(target.value, probing);
    if (asked.ok) {
      return {...asked.value, place, tries};
    }
    const {sqlstate, message} = asked.reason;
    // A server that says no has a code for it; nobody else has.
    if (sqlstate !== null) {
      return {state: 'answers', detail: message, place, identifier: null, tries};
    }
    if (tries >= probing.tries) {
      return {state: 'silent', detail: message, place, identifier: null, tries};
    }
    await delay(probing.everyMs);
  }
};

type Asked = Pick<ProbedServer, 'state' | 'detail' | 'identifier'>;

const askOnce = async (
  target: ConnectionTarget,
  {timeoutMs, resolver}: Probing,
): Promise<Result<Asked, DatabaseFailure>> => {
  const address = await addressOf(target.host, resolver, timeoutMs);
  if (!address.ok) {
    return {ok: false, reason: refusal(address.reason)};
  }
  return withConnection({...target, host: address.value}, ask, {
    connectTimeoutMs: timeoutMs,
    statementTimeoutMs: timeoutMs,
    // A pooler takes the client and lets the statement wait for a server that never comes.
    answerTimeoutMs: timeoutMs,
    applicationName: 'lifeboat',
  });
};

const ask = async (connection: Connection): Promise<Result<Asked, DatabaseFailure>> => {
  const rows = await rowsOf(
    connection,
    `select pg_is_in_recovery() as follows, current_setting('transaction_read_only') = 'on' as read_only,
            (select system_identifier::text from pg_control_system()) as identifier`,
  );
  if (!rows.ok) {
    return rows;
  }
  const {follows, read_only: isReadOnly, identifier} = rows.value[0] ?? {};
  const state = follows === true ? 'follows' : isReadOnly === true ? 'read-only' : 'takes-writes';
  return succeed({state, detail: sentences[state], identifier: typeof identifier === 'string' ? identifier : null});
};

const sentences = {
  'takes-writes': 'it answers, and takes writes',
  'read-only': 'it answers, and is set to take no writes (default_transaction_read_only)',
  follows: 'it answers, and is a standby',
} as const;
