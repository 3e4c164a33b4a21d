/** What an approver of an amendment signs: a challenge like that of a gate, whose question names what goes and what comes. */
import {canonicalJson} from '../../base/canonical-json.ts';
import type {Fact} from '../../run/event.ts';
import {sha256} from '../safe-file.ts';
import {challengeText} from './challenge.ts';

/** No step can be called so, because ids begin with a letter. */
export const amendmentStep = '@amendment';

export type AmendmentAsked = {
  readonly run: string;
  readonly number: number;
  readonly reason: string;
  /** The digest of the runbook's text as it was, and the files that take its place. */
  readonly old: string;
  readonly files: readonly {readonly path: string; readonly sha256: string}[];
  readonly diff: string;
  /** The hash of the last fact before the session that amends. */
  readonly head: string;
};

/** As many digits of each digest as a challenge has of its question: 128 bits. */
const digits = 32;

/** The question in words; its digests come first, since a challenge shows the beginning of a long one. */
const amendmentQuestion = ({old, files, diff, reason}: AmendmentAsked): string =>
  [
    'Amend the runbook of this run?',
    `from ${old.slice(0, digits)}`,
    `to ${(files[0]?.sha256 ?? '').slice(0, digits)}`,
    `diff ${diff.slice(0, digits)}`,
    `Why: ${reason}`,
    `All files: ${sha256(Buffer.from(canonicalJson(files.map(({path, sha256: one}) => [path, one]))))}`,
  ].join('\n');

export const amendmentChallenge = (asked: AmendmentAsked): string =>
  challengeText({
    run: asked.run,
    step: amendmentStep,
    attempt: asked.number,
    ask: amendmentQuestion(asked),
    head: asked.head,
  });

/** The hash that a session found when it was opened. */
export const headBefore = (session: number, facts: readonly Fact[], hashes: readonly string[]): string =>
  hashes[facts.filter(fact => fact.session < session).length - 1] ?? '';
