/** The amendments of a record, checked again: each version allowed its part, each difference is what was approved, by whom it says. */

import type {Scan} from '../journal/chain.ts';
import type {RunDirectory} from '../journal/run-directory.ts';
import {readRunFile} from '../journal/run-files.ts';
import {amendmentChallenge, headBefore} from '../journal/signing/amendment-challenge.ts';
import type {Finding} from '../journal/verify/finding.ts';
import {changedFrame, changedPast} from '../machine/changed-past.ts';
import {compile} from '../machine/compile.ts';
import {lived} from '../machine/history.ts';
import type {Fact} from '../run/event.ts';
import {fold} from '../run/fold.ts';
import {type Pinned, pinnedVersions} from '../run/pinned.ts';
import {sameName} from '../run/same-name.ts';
import {approversOf, signedApproval} from './amendment/approver.ts';
import {diffOf, filesOf} from './amendment/propose.ts';
import type {Catalogued} from './catalog.ts';
import {pinnedVersion} from './pinned-runbook.ts';
import {outlineOfVersion} from './recorded-run.ts';

export type AmendmentSaid = {readonly number: number; readonly by: string; readonly isProven: boolean};

type Amended = Extract<Fact, {type: 'amended'}>;

/** That the machine of every version allows its part of the history, and that of the last one all of it; and who approved. */
export const checkVersions = (
  directory: RunDirectory,
  {facts, hashes}: Scan,
): {readonly findings: readonly Finding[]; readonly amendments: readonly AmendmentSaid[]} => {
  const [first] = facts;
  const versions = pinnedVersions(facts);
  const findings: Finding[] = [];
  const read: Catalogued[] = [];
  for (const version of versions) {
    const catalogued = first?.type === 'run-started' ? pinnedVersion(directory, first, version) : undefined;
    if (!catalogued?.ok) {
      return {findings: [unreadable], amendments: []};
    }
    findings.push(...illegal(catalogued.value, facts.slice(0, version.until)));
    read.push(catalogued.value);
  }
  const amended = facts.filter((fact): fact is Amended => fact.type === 'amended');
  for (const [index, fact] of amended.entries()) {
    const [before, after, version] = [read[index], read[index + 1], versions[index]];
    const why =
      before && after && version
        ? whyNot(directory, fact, {before, after, version, facts, hashes})
        : 'its versions cannot be read';
    if (why !== undefined) {
      findings.push({
        verdict: 'DAMAGED',
        code: 'amendment',
        seq: fact.seq,
        message: `Amendment ${fact.number} in entry ${fact.seq} is not proven: ${why}.`,
      });
    }
  }
  return {
    findings: versions.length === 0 ? [unreadable] : findings,
    amendments: amended.map(({number, by, proof}) => ({number, by, isProven: proof === 'signature'})),
  };
};

const unreadable: Finding = {
  verdict: 'DAMAGED',
  code: 'history/no-runbook',
  seq: null,
  message: 'The pinned runbook cannot be read, so the history cannot be checked against it.',
};

const illegal = ({runbook}: Catalogued, facts: readonly Fact[]): readonly Finding[] => {
  const story = lived(compile(runbook), facts);
  return 'refused' in story
    ? [
        {
          verdict: 'DAMAGED',
          code: 'history/illegal',
          seq: story.refused.seq,
          message: `The runbook's machine does not allow ${story.refused.type} here.`,
        },
      ]
    : [];
};

type Told = {
  readonly before: Catalogued;
  readonly after: Catalogued;
  readonly version: Pinned;
  readonly facts: readonly Fact[];
  readonly hashes: readonly string[];
};

/** The rules by which it was taken. A typed name proves nothing and is checked as a name alone. */
const whyNot = (
  directory: RunDirectory,
  fact: Amended,
  {before, after, version, facts, hashes}: Told,
): string | undefined => {
  const outline = outlineOfVersion(directory, version);
  const diff = readRunFile(directory, fact.diff.file)?.toString('utf8');
  if (!outline.ok || diff !== diffOf(filesOf(before), filesOf(after))) {
    return `${fact.diff.file} is not the difference of the two texts`;
  }
  const state = fold(outline.value, facts.slice(0, fact.seq));
  const changed = changedFrame(before.runbook, after.runbook) ?? changedPast(before.runbook, after.runbook, state);
  if (changed !== undefined) {
    return `it changed what had happened: ${changed}`;
  }
  const approvers = approversOf(before.runbook, state);
  const executors = [...state.executors, fact.actor.name];
  if (fact.proof === 'typed') {
    const isAsked = approvers.some(({name}) => sameName(name, fact.by));
    return isAsked ? undefined : `${fact.by} may not approve it`;
  }
  const message = amendmentChallenge({
    run: state.run,
    number: fact.number,
    reason: fact.reason,
    old: version.files.find(({path}) => path === `${version.folder}runbook.yaml`)?.sha256 ?? '',
    files: fact.files,
    diff: fact.diff.sha256,
    head: headBefore(fact.session, facts, hashes),
  });
  const proven = signedApproval(fact.signature ?? '', {approvers, state, executors, message});
  if (!proven.ok) {
    return proven.reason.replace(/\.$/, '');
  }
  const {by, contact, key} = proven.value;
  return by === fact.by && contact === fact.contact && key === fact.key ? undefined : `it was signed by ${by}`;
};
