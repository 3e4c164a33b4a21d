/** What a journal does when its file fails: the entries that wait stand in the next file, as they are, in the first place that takes them. */
import {basename} from 'node:path';
import type {Fact} from '../../run/event.ts';
import type {Sink} from '../../run/record-fact.ts';
import type {Draft} from '../journal.ts';
import type {Scribe} from '../scribe.ts';
import type {OpenFile} from '../write-durably.ts';
import {noteSegment} from './journal-next.ts';
import {type Next, openSegment} from './open-segment.ts';

/** Where a journal may go on, in the order in which the places are tried, and how room is made where there is none. */
export type Beside = {readonly sinks: readonly Sink[]; readonly makeRoom: () => void};

export type Failed = {
  readonly beside: Beside;
  readonly scribe: Scribe;
  /** The code of the failure, as `degraded` says it. */
  readonly cause: string;
  /** What waits is the seal of a run that has ended: nothing may follow it, so it goes nowhere but home. */
  readonly isLast: boolean;
};

export type WentOn = {readonly open: OpenFile; readonly facts: readonly Fact[]};

/**
 * The entries keep their bytes, so that their hashes, and what was signed or read aloud of them, stay true; `degraded`
 * follows them in the same write. Nothing where no place takes them.
 */
export const goOnBeside = (dead: OpenFile, failed: Failed): WentOn | undefined => {
  const {beside, cause, isLast} = failed;
  if (cause === 'ENOSPC' || cause === 'EDQUOT') {
    beside.makeRoom();
  }
  // Before the first fact nobody knows yet where else to look, and nothing was done: there the run does not begin.
  const isFirst = failed.scribe.durable().entries === 0;
  const sinks = isLast || isFirst ? beside.sinks.filter(({where}) => where === 'run-directory') : beside.sinks;
  let after = dead.number;
  for (const sink of sinks) {
    const next = tryPlace(dead, {sink, after}, failed);
    if (next) {
      return next;
    }
    // What a failed try may have left has its number for itself.
    after += 1;
  }
  return undefined;
};

const tryPlace = (dead: OpenFile, next: Next, failed: Failed): WentOn | undefined => {
  const {disk, standing, bytesBefore} = dead;
  const {scribe, isLast, beside} = failed;
  let fact: Fact | undefined;
  const segment = openSegment(disk, next, name => {
    fact = isLast ? undefined : scribe.write(degraded(dead, {...next, ...failed, name}));
    return Buffer.from(scribe.waiting());
  });
  if (!segment) {
    if (fact) {
      scribe.takeBack();
    }
    return undefined;
  }
  const home = beside.sinks.find(({where}) => where === 'run-directory');
  if (home && next.sink !== home) {
    noteSegment(disk, home.directory, segment.path);
  }
  const open = {...segment, disk, bytesBefore: bytesBefore + standing.size};
  return {open, facts: fact ? [fact] : []};
};

const degraded = (dead: OpenFile, {sink, cause, scribe, name}: Next & Failed & {readonly name: string}): Draft => {
  const {where, directory} = sink;
  return {
    actor: {name: 'lifeboat', via: 'engine'},
    body: {
      type: 'degraded',
      cause,
      follows: basename(dead.path),
      entries: scribe.durable().entries,
      where,
      file: name,
      ...(where !== 'run-directory' && {directory}),
    },
  };
};
