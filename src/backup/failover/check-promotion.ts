/** Whether a standby may become the primary: only when the old one is fenced, and when it has what can still be had. */
import {setTimeout as delay} from 'node:timers/promises';
import {type Result, succeed} from '../../base/result.ts';
import {formatBytes} from '../../base/size.ts';
import {type Hindrance, impossible, unsafe} from '../in-place/hindrance.ts';
import type {Surroundings} from '../in-place/place.ts';
import {type Fenced, lookAtFence} from './fence.ts';
import {endOfOldWal, lackingBytes} from './lacking-wal.ts';
import type {OldSide} from './old-side.ts';
import {type ProbedServer, probeServer} from './probe-server.ts';
import {leadToOneServer} from './same-server.ts';
import {lookAtStandby, type StandbyState, warningsOf} from './standby-state.ts';

export type Promotion = {
  readonly standby: string;
  /** The old primary as it was reached, by every way that was given; each is asked again. */
  readonly formerly: readonly string[];
  /** Its data directory, where this is its host. */
  readonly oldData: string | undefined;
  /** What a person says keeps it from taking writes, where nothing here can show it. */
  readonly fencedBy: string | undefined;
  readonly identifier: string | undefined;
  readonly surroundings: Surroundings;
  /** Promote although the standby is known to lack WAL. */
  readonly acceptsLoss: boolean;
  /** How long to wait for WAL that the old primary has written and the standby may still get. */
  readonly catchUpMs: number;
  readonly withinMs: number;
};

export type Readiness = {
  readonly identifier: string;
  /** True where it was promoted before, which is fine. */
  readonly isPrimary: boolean;
  /** What shows that the old primary takes no writes: looked at here, or said by a person. */
  readonly fence: {readonly shown: boolean; readonly by: string};
  readonly receivedLsn: string | null;
  readonly replayedLsn: string | null;
  /** The last commit that the standby has, RFC 3339. */
  readonly recoveredTo: string | null;
  /** WAL of the old primary that it lacks, in bytes; null where nothing says where that ends, as after a crash. */
  readonly missingBytes: number | null;
  /** In a sentence, for the person who decides. */
  readonly summary: string;
  /** What will be in the way afterwards, in sentences. */
  readonly warnings: readonly string[];
};

/** Looks, waits for what the standby may still get, and changes nothing. */
export const checkPromotion = async (promotion: Promotion): Promise<Result<Readiness, Hindrance>> => {
  const fence = await checkFence(promotion);
  if (!fence.ok) {
    return fence;
  }
  const {side, ...said} = fence.value;
  const end = await endOfOldWal(promotion.standby, side);
  const state = await caughtUp(promotion, end);
  if (!state.ok) {
    return state;
  }
  const {identifier, isStandby, receivedLsn, replayedLsn, lastCommitAt} = state.value;
  const other = strangerTo(promotion, side, identifier);
  if (other !== null) {
    return unsafe(other, 'Name the standby of the primary that is gone, and the files of that.');
  }
  if (isStandby && state.value.hearsPrimary) {
    return unsafe(
      'The standby still hears its primary, so that lives; promoted now there would be two that take writes.',
      'Fence the old primary first: lifeboat backup fence.',
    );
  }
  const missingBytes = isStandby ? lackingBytes(end, state.value) : null;
  return succeed({
    identifier,
    isPrimary: !isStandby,
    fence: said,
    receivedLsn,
    replayedLsn,
    recoveredTo: lastCommitAt,
    missingBytes,
    summary: inWords(state.value, said, missingBytes),
    warnings: warningsOf(state.value),
  });
};

/** A sentence where the standby is of another cluster than the one that was confirmed, or whose files were looked at. */
const strangerTo = ({identifier: confirmed}: Promotion, side: Fence['side'], identifier: string): string | null => {
  if (confirmed !== undefined && identifier !== confirmed) {
    return `The standby is of the cluster ${identifier}, and ${confirmed} was confirmed.`;
  }
  const files = side?.identifier ?? identifier;
  return identifier === files
    ? null
    : `The standby is of the cluster ${identifier}, and ${side?.directory ?? ''} holds ${files}.`;
};

type Fence = {readonly shown: boolean; readonly by: string; readonly side: OldSide | null};

const promptProbing = {tries: 1, everyMs: 0, timeoutMs: 1_000};

const checkFence = async (promotion: Promotion): Promise<Result<Fence, Hindrance>> => {
  const alive = await firstAlive(promotion);
  if (alive !== undefined) {
    return unsafe(
      `The old primary is alive (${alive.place}): ${alive.detail}.`,
      'Fence it first: lifeboat backup fence on its host, or its power, its port of the network, its disk.',
    );
  }
  const seen =
    promotion.oldData === undefined ? null : lookAtFence({...fencingOf(promotion), dataDirectory: promotion.oldData});
  if (seen?.ok === false) {
    return seen;
  }
  const side: Fenced | null = seen?.value ?? null;
  if (side?.state === 'running' && !side.fenced) {
    return unsafe(
      `${asSentence(side.proof)} It would go on beside the new one.`,
      'Fence it first: lifeboat backup fence.',
    );
  }
  if (side?.fenced === true) {
    return succeed({shown: true, by: side.proof, side});
  }
  if (promotion.fencedBy !== undefined && promotion.fencedBy.trim() !== '') {
    return succeed({shown: false, by: promotion.fencedBy, side});
  }
  return unsafe(
    side === null
      ? 'Nothing shows that the old primary takes no writes: its host was not looked at.'
      : `Nothing shows that the old primary stays stopped: ${side.proof}.`,
    'Fence it on its host, or say what keeps it from taking writes: lifeboat backup promote --fenced-by "its power is off"',
  );
};

/** Also one that takes no writes just now, or that is set to take none: both end in a moment. The standby itself, where an address was moved to it, is none. */
const firstAlive = async ({formerly, standby}: Promotion): Promise<ProbedServer | undefined> => {
  const asked = await Promise.all(
    formerly.map(async where => ({where, seen: await probeServer(where, promptProbing)})),
  );
  for (const {where, seen} of asked) {
    const isAlive = seen.state !== 'silent' && seen.state !== 'follows';
    if (isAlive && !(await leadToOneServer(where, standby))) {
      return seen;
    }
  }
  return undefined;
};

const fencingOf = ({surroundings, identifier}: Promotion) => ({surroundings, identifier, withinMs: 0});

const asSentence = (text: string): string => `${text[0]?.toUpperCase() ?? ''}${text.slice(1)}.`;

const pollEveryMs = 20;

/** A clean stop sends its last WAL to the standby, or to the archive that the standby reads: that takes a moment to arrive. */
const caughtUp = async (promotion: Promotion, end: string | null): Promise<Result<StandbyState, Hindrance>> => {
  for (const deadlineMs = performance.now() + promotion.catchUpMs; end !== null; ) {
    const state = await lookAtStandby(promotion.standby, {isBrief: true});
    const lacks = state.ok ? lackingBytes(end, state.value) : 0;
    if (!state.ok || !state.value.isStandby || lacks === 0 || performance.now() > deadlineMs) {
      break;
    }
    await delay(pollEveryMs);
  }
  // Long enough to hear a primary that lives, whatever the files say that were looked at.
  const state = await lookAtStandby(promotion.standby);
  return state.ok
    ? state
    : impossible(
        `${asSentence(state.reason)}`,
        'Without it there is nothing to promote; restore on another site instead.',
      );
};

const inWords = ({isStandby, lastCommitAt}: StandbyState, fence: Omit<Fence, 'side'>, lacks: number | null): string => {
  const has = isStandby
    ? `The standby has ${lastCommitAt === null ? 'replayed no commit since its start' : `the commits up to ${lastCommitAt}`}`
    : 'It is the primary already';
  const lost =
    !isStandby || lacks === 0
      ? isStandby
        ? ', and all that the old primary has written'
        : ''
      : lacks === null
        ? '; what the old primary wrote after that is not known'
        : `, and lacks ${formatBytes(lacks)} of WAL that the old primary has written`;
  return `${has}${lost}. The old primary ${fence.shown ? 'is fenced' : 'is fenced, as a person says'}: ${fence.by}.`;
};
