/** `lifeboat backup look-at-primary`, `fence`, `hand-over-wal`, `promote`, `prove-clients`, `rebuild-standby`: from one primary to the next. */
import {checkPromotion, type Promotion} from '../../backup/failover/check-promotion.ts';
import {fence, lookAtFence, releaseFence} from '../../backup/failover/fence.ts';
import {handOverWal} from '../../backup/failover/hand-over-wal.ts';
import {lookAtPrimary} from '../../backup/failover/primary-state.ts';
import {promote} from '../../backup/failover/promote.ts';
import {proveClients} from '../../backup/failover/prove-clients.ts';
import {rebuildStandby} from '../../backup/failover/rebuild-standby.ts';
import {showForeignText} from '../../base/foreign-text.ts';
import {databaseOf} from '../recovery-step.ts';
import {printRefusal, refuse} from '../refusal.ts';
import type {StateOption} from '../state-place.ts';
import {durationOf, firstRefusal, given, ownFile, printOrHinder, surroundingsOf} from './backup-surroundings.ts';

type LookOptions = StateOption & {
  readonly data?: string;
  readonly resolver?: string;
  readonly tries?: string;
  readonly timeout?: string;
};

/** Prints what was seen; that nobody answers is no failure. */
export const lookAtPrimaryCommand = async (options: LookOptions): Promise<number> => {
  const primary = databaseOf('LIFEBOAT_DATABASE');
  const surroundings = surroundingsOf(options);
  const timeoutMs = durationOf('--timeout', options.timeout ?? '1s');
  const tries = Number(options.tries ?? '3');
  if (!primary.ok || !surroundings.ok || !timeoutMs.ok) {
    return printRefusal(firstRefusal(primary, surroundings, timeoutMs));
  }
  if (!Number.isInteger(tries) || tries < 1 || tries > 100) {
    return printRefusal(refuse('usage', `--tries takes a number from 1 to 100, not "${options.tries}".`).reason);
  }
  return printOrHinder(
    await lookAtPrimary({
      primary: primary.value,
      console: given('LIFEBOAT_CONSOLE'),
      standby: given('LIFEBOAT_SIDE'),
      clients: given('LIFEBOAT_CLIENT'),
      resolver: options.resolver,
      dataDirectory: options.data,
      surroundings: surroundings.value,
      probing: {tries, timeoutMs: timeoutMs.value},
    }),
  );
};

type FenceOptions = StateOption & {
  readonly data: string;
  readonly identifier?: string;
  readonly within?: string;
  readonly check?: boolean;
  readonly release?: boolean;
};

export const fenceCommand = async (options: FenceOptions): Promise<number> => {
  const surroundings = surroundingsOf(options);
  const withinMs = durationOf('--within', options.within ?? '30s');
  if (!surroundings.ok || !withinMs.ok) {
    return printRefusal(firstRefusal(surroundings, withinMs));
  }
  const fencing = {
    dataDirectory: options.data,
    identifier: options.identifier,
    surroundings: surroundings.value,
    withinMs: withinMs.value,
  };
  if (options.check && options.release) {
    return printRefusal(refuse('usage', 'Say either --check or --release.').reason);
  }
  return printOrHinder(
    options.check
      ? lookAtFence(fencing)
      : options.release
        ? await releaseFence(fencing, given('LIFEBOAT_SIDE'))
        : await fence(fencing),
  );
};

type PromoteOptions = StateOption & {
  readonly oldData?: string;
  readonly fencedBy?: string;
  readonly identifier?: string;
  readonly acceptLoss?: boolean;
  readonly catchUp?: string;
  readonly within?: string;
  readonly check?: boolean;
};

export const promoteCommand = async (options: PromoteOptions): Promise<number> => {
  const standby = databaseOf('LIFEBOAT_SIDE');
  const surroundings = surroundingsOf(options);
  const catchUpMs = durationOf('--catch-up', options.catchUp ?? '10s');
  const withinMs = durationOf('--within', options.within ?? '5m');
  if (!standby.ok || !surroundings.ok || !catchUpMs.ok || !withinMs.ok) {
    return printRefusal(firstRefusal(standby, surroundings, catchUpMs, withinMs));
  }
  const promotion: Promotion = {
    standby: standby.value,
    formerly: ['LIFEBOAT_DATABASE', 'LIFEBOAT_CONSOLE'].flatMap(name => given(name) ?? []),
    oldData: options.oldData,
    fencedBy: options.fencedBy,
    identifier: options.identifier,
    surroundings: surroundings.value,
    acceptsLoss: options.acceptLoss === true,
    catchUpMs: catchUpMs.value,
    withinMs: withinMs.value,
  };
  return printOrHinder(options.check ? await checkPromotion(promotion) : await promote(promotion));
};

type HandOverOptions = StateOption & {
  readonly oldData: string;
  readonly archive: string;
  readonly fencedBy?: string;
  readonly identifier?: string;
  readonly within?: string;
};

export const handOverWalCommand = async (options: HandOverOptions): Promise<number> => {
  const standby = databaseOf('LIFEBOAT_SIDE');
  const surroundings = surroundingsOf(options);
  const own = ownFile(options.archive);
  const withinMs = durationOf('--within', options.within ?? '30s');
  if (!standby.ok || !surroundings.ok || !own.ok || !withinMs.ok) {
    return printRefusal(firstRefusal(standby, surroundings, own, withinMs));
  }
  const {oldData, archive, fencedBy, identifier} = options;
  return printOrHinder(
    await handOverWal({
      oldData,
      archive,
      identifier,
      fencedBy,
      console: given('LIFEBOAT_CONSOLE'),
      standby: standby.value,
      surroundings: surroundings.value,
      withinMs: withinMs.value,
    }),
  );
};

export const proveClientsCommand = async ({resolver}: {readonly resolver?: string}): Promise<number> => {
  const meant = databaseOf('LIFEBOAT_DATABASE');
  if (!meant.ok) {
    return printRefusal(meant.reason);
  }
  return printOrHinder(
    await proveClients({clients: given('LIFEBOAT_CLIENT') ?? meant.value, resolver, meant: meant.value}),
  );
};

type RebuildOptions = StateOption & {
  readonly data: string;
  readonly slot: string;
  readonly option?: readonly string[];
  readonly archive?: string;
  readonly within?: string;
};

export const rebuildStandbyCommand = async (options: RebuildOptions): Promise<number> => {
  const primary = databaseOf('LIFEBOAT_DATABASE');
  const surroundings = surroundingsOf(options);
  const timeoutMs = durationOf('--within', options.within ?? '10m');
  if (!primary.ok || !surroundings.ok || !timeoutMs.ok) {
    return printRefusal(firstRefusal(primary, surroundings, timeoutMs));
  }
  return printOrHinder(
    await rebuildStandby({
      dataDirectory: options.data,
      primary: primary.value,
      follow: given('LIFEBOAT_FOLLOW') ?? primary.value,
      slot: options.slot,
      options: options.option ?? [],
      archive: options.archive,
      surroundings: surroundings.value,
      timeoutMs: timeoutMs.value,
      onProgress: sentence => void process.stderr.write(`${showForeignText(sentence)}\n`),
    }),
  );
};
