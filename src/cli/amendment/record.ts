/** Puts an amendment into a run: its files are durable before the fact that names them. */
import {rmSync} from 'node:fs';
import {join} from 'node:path';
import {canonicalJson, type Json} from '../../base/canonical-json.ts';
import {type Result, succeed} from '../../base/result.ts';
import {pinFile} from '../../journal/run-files.ts';
import type {Fact, FactBody} from '../../run/event.ts';
import {amendmentFolder} from '../../run/pinned.ts';
import {stillLearnt} from '../history/still-learnt.ts';
import {type LeftRun, leftSessionOpened} from '../left-run.ts';
import {type Refusal, refuse} from '../refusal.ts';
import type {Approval} from './approver.ts';
import type {Proposal} from './propose.ts';

export type Deciding = {
  readonly reason: string;
  readonly approval: Approval;
  readonly executor: string;
  readonly via: 'plain' | 'json';
};

/** The fact as it stands in the record. */
export const recordAmendment = (run: LeftRun, proposal: Proposal, deciding: Deciding): Result<Fact, Refusal> => {
  const {number, diff} = proposal;
  const written = writeFiles(run, proposal);
  if (!written.ok) {
    return written;
  }
  const [outline, patch, ...files] = written.value;
  const {journal} = run.opened;
  const {reason, approval, executor, via} = deciding;
  const actor = {name: executor, via};
  const engine = {name: 'lifeboat', via: 'engine'} as const;
  for (const body of leftSessionOpened(run, {executor})) {
    journal.append({body, actor: engine});
  }
  const body: FactBody = {
    type: 'amended',
    number,
    reason,
    files,
    outline: {file: outline.path, sha256: outline.sha256},
    diff: {file: patch.path, sha256: patch.sha256, bytes: Buffer.byteLength(diff)},
    ...approval,
  };
  const fact = journal.append({body, actor});
  journal.append({body: {type: 'session-closed', reason: 'the runbook is amended'}, actor: engine});
  const {hash, entries} = journal.head();
  const signature = run.sessionKey.seal({hash, entries});
  journal.append({body: {type: 'sealed', head: hash, entries, signature}, actor: engine});
  const flushed = journal.flush();
  return flushed.ok ? succeed(fact) : refuse('held', flushed.reason);
};

type Written = {readonly path: string; readonly sha256: string};

/** What a program left that died before the fact was durable belongs to nothing: no fact names it. */
const writeFiles = (
  {directory, catalogued, outline: former}: LeftRun,
  {number, files, diff, amended}: Proposal,
): Result<readonly [Written, Written, ...Written[]], Refusal> => {
  const folder = amendmentFolder(number);
  rmSync(join(directory.path, folder), {recursive: true, force: true});
  const write = (name: string, text: string): Result<Written, Refusal> => {
    const pinned = pinFile(directory, {path: `${folder}${name}`, bytes: Buffer.from(text)});
    return pinned.ok ? pinned : refuse('usage', pinned.reason);
  };
  const next = stillLearnt({runbook: catalogued.runbook, outline: former}, amended.runbook);
  const outline = write('outline.json', canonicalJson(JSON.parse(JSON.stringify(next)) as Json));
  const patch = outline.ok ? write('diff.patch', diff) : outline;
  if (!outline.ok || !patch.ok) {
    return outline.ok ? (patch as Extract<typeof patch, {ok: false}>) : outline;
  }
  const pinned: Written[] = [];
  for (const {name, text} of files) {
    const one = write(name, text);
    if (!one.ok) {
      return one;
    }
    pinned.push(one.value);
  }
  return succeed([outline.value, patch.value, ...pinned]);
};
