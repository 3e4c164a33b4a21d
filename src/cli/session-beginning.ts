/** How a session begins in the record: on which host, by which clocks, and with which key it signs its seals. */
import {join} from 'node:path';
import {type Result, succeed} from '../base/result.ts';
import type {RunDirectory} from '../journal/run-directory.ts';
import {sinksOf} from '../journal/segments/sinks.ts';
import {openHostKey} from '../journal/signing/host-key.ts';
import {openSessionKey, type SessionKey} from '../journal/signing/session-key.ts';
import type {Fact, FactBody} from '../run/event.ts';
import {jumpBetweenSessions} from '../run/run-time.ts';
import {thisHost} from './host.ts';
import {type Refusal, refuse} from './refusal.ts';
import {systemClock} from './system-clock.ts';

/** A fresh key for a session, vouched for by the host; refused where the key of the host is not safe to use. */
export const sessionKeyOf = ({id, path}: RunDirectory, session: number): Result<SessionKey, Refusal> => {
  const host = openHostKey(join(path, '..', '..'));
  return host.ok
    ? succeed(openSessionKey(id, session, host.value))
    : refuse(host.reason.kind === 'unsafe' ? 'unsafe' : 'usage', host.reason.message);
};

type SessionOpened = Extract<FactBody, {type: 'session-opened'}>;

/** Which run it writes, and who executes that; a network file system where one was allowed for the state directory. */
export type Beginning = {
  readonly directory: RunDirectory;
  readonly executor: string;
  readonly networkFs?: string | undefined;
  readonly paper?: true;
};

/** What says that this process writes from now on. */
export const sessionOpened = ({directory, networkFs, ...session}: Beginning, {voucher}: SessionKey): SessionOpened => {
  const sinks = sinksOf(directory.path).filter(({where}) => where !== 'run-directory');
  const {boot, user, host, zone, program} = thisHost();
  const bootUs = systemClock.bootUs();
  return {
    type: 'session-opened',
    boot,
    ...(bootUs !== undefined && {bootUs}),
    pid: process.pid,
    user,
    host,
    zone,
    program,
    ...session,
    ...(networkFs !== undefined && {networkFs}),
    ...(sinks.length > 0 && {sinks}),
    ...voucher,
  };
};

/** The same behind what former sessions recorded: with the jump of the clock in the time in which nobody ran the run. */
export const sessionReopened = (
  facts: readonly Fact[],
  opened: SessionOpened,
  wallMs = systemClock.nowMs(),
): readonly FactBody[] => {
  const jumped = jumpBetweenSessions(facts, opened, wallMs);
  return jumped ? [opened, jumped] : [opened];
};
