/** Told runs on the disk: the accidental deletion, open at its approval or over and sealed, as the program leaves it. */

import {writeFileSync} from 'node:fs';
import {canonicalJson, type Json} from '../../src/base/canonical-json.ts';
import {createRun, type RunDirectory} from '../../src/journal/run-directory.ts';
import {writeRunFile} from '../../src/journal/run-files.ts';
import type {Fact, Mode} from '../../src/run/event.ts';
import {deletion} from './deletion-sample.ts';
import {chained} from './long-record.ts';
import {must} from './postgres-must.ts';
import {run} from './run.ts';
import {smallPlan} from './small-runbook.ts';

export type StoredRun = {
  readonly id: string;
  readonly mode: Mode;
  readonly ending: 'open' | 'sealed';
  /** Its outline is of a form that this version does not know, though it is the one that was recorded. */
  readonly isOdd?: boolean;
  /** The text that it went by, pinned with a plan. */
  readonly runbookText?: string;
  /** Facts before its end, besides: notes, of so many characters each. */
  readonly notes?: {readonly count: number; readonly length: number};
};

const begun = ['0s start', '1m began stop_writes', '2m performed stop_writes', '2m succeeded stop_writes'];

export const storeRun = (
  state: string,
  {id, mode, ending, isOdd = false, runbookText, notes = {count: 0, length: 0}}: StoredRun,
): RunDirectory => {
  const directory = must(createRun(state, id));
  const texts = runbookText === undefined ? {} : {'runbook.yaml': runbookText, 'plan.yaml': smallPlan};
  const files = Object.entries(texts).map(([path, text]) =>
    must(writeRunFile(directory, {path, bytes: Buffer.from(text)})),
  );
  const outlineJson = JSON.parse(JSON.stringify(isOdd ? {id: deletion.outline.id} : deletion.outline)) as Json;
  const outline = must(writeRunFile(directory, {path: 'outline.json', bytes: Buffer.from(canonicalJson(outlineJson))}));
  const over = [
    '20m succeeded serving',
    '21m ended recovered done',
    ...(mode === 'drill' ? ['21m judged passed'] : []),
  ];
  const {facts} = run(deletion, [...begun, ...(ending === 'sealed' ? over : ['3m asked allow_repair'])], {mode});
  const [first, ...others] = facts;
  const last = facts.at(-1);
  const remark = {...envelopeOf(first), type: 'noted', text: 'x'.repeat(notes.length)};
  const seal = {...envelopeOf(last), type: 'sealed', head: 'fern otter lamp dune', entries: facts.length};
  const told = [
    {...first, run: id, outline, files},
    ...Array.from({length: notes.count}, () => remark),
    ...others,
    ...(ending === 'sealed' ? [seal] : []),
  ].map((fact, seq) => ({...fact, seq, sync: seq - 1}));
  writeFileSync(directory.journal, chained(told as unknown as readonly Fact[]), {mode: 0o600});
  return directory;
};

/** When it was recorded, and by whom. */
const envelopeOf = (fact: Fact | undefined) => {
  const {session, at, monoUs, actor} = fact ?? {};
  return {session, at, monoUs, actor};
};
