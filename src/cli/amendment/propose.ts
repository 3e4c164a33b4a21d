/** A text that is to take the place of a run's runbook: whether it can, and what it changes. */
import {type Result, succeed} from '../../base/result.ts';
import {unifiedDiff} from '../../diagnostics/unified-diff.ts';
import {sha256} from '../../journal/safe-file.ts';
import {changedFrame, changedPast} from '../../machine/changed-past.ts';
import {compile} from '../../machine/compile.ts';
import {lived} from '../../machine/history.ts';
import type {Fact} from '../../run/event.ts';
import {fold} from '../../run/fold.ts';
import {pinnedVersions} from '../../run/pinned.ts';
import type {RunState} from '../../run/state.ts';
import {type Catalogued, load, readText} from '../catalog.ts';
import type {LeftRun} from '../left-run.ts';
import {pinnedPath} from '../pinned-files.ts';
import {asGoneThrough} from '../pinned-runbook.ts';
import {type Refusal, refuse} from '../refusal.ts';
import {besideOf} from '../runbook-files.ts';

export type Proposal = {
  readonly number: number;
  /** As it is carried out. */
  readonly amended: Catalogued;
  /** What will lie in its folder. */
  readonly files: readonly {readonly name: string; readonly text: string}[];
  readonly diff: string;
  readonly state: RunState;
};

/** Loads it as strictly as a runbook that is to be run, and lives all that was recorded through it. */
export const propose = (run: LeftRun, file: string): Result<Proposal, Refusal> => {
  const {catalogued, first, opened, outline} = run;
  const source = readText(file);
  if (!source.ok) {
    return source;
  }
  const loaded = load(source.value, catalogued.planSource, {beside: besideOf(file)});
  if (!loaded.ok) {
    return loaded;
  }
  const amended = asGoneThrough(loaded.value, first.mode);
  const files = filesOf(amended);
  const diff = diffOf(filesOf(catalogued), files);
  if (diff === '') {
    return refuse('usage', `${file} is the runbook that this run goes by; there is nothing to amend.`);
  }
  const state = fold(outline, opened.facts);
  const why = whyNot({before: catalogued, after: amended, state, facts: opened.facts});
  const hint = 'Only what is still to come can be amended, and what is held.';
  return why === undefined
    ? succeed({number: pinnedVersions(opened.facts).length, amended, files, diff, state})
    : refuse('usage', `The run cannot be amended to ${file}: ${why}.`, hint);
};

type Compared = {
  readonly before: Catalogued;
  readonly after: Catalogued;
  readonly state: RunState;
  readonly facts: readonly Fact[];
};

const whyNot = ({before, after, state, facts}: Compared): string | undefined => {
  if (state.undoing) {
    return 'the run is going back; `lifeboat resume` comes to the end of that first';
  }
  const frame = changedFrame(before.runbook, after.runbook);
  if (frame !== undefined) {
    return frame;
  }
  const past = changedPast(before.runbook, after.runbook, state);
  if (past !== undefined) {
    return `it changes ${past}, which is ${state.steps.get(past)?.status}`;
  }
  const story = lived(compile(after.runbook), facts);
  if ('refused' in story) {
    const {refused} = story;
    const about = 'step' in refused && refused.step !== undefined ? ` of ${refused.step}` : '';
    return `its machine does not allow fact ${refused.seq}, "${refused.type}"${about}, which has happened`;
  }
  return undefined;
};

/** What lies in a version's folder: the runbook, and the files beside it. */
export const filesOf = ({source, files}: Catalogued): Proposal['files'] => [
  {name: 'runbook.yaml', text: source.text},
  ...files.map(({file, text}) => ({name: pinnedPath(file), text})),
];

/** Of all files, in the order of their names; the runbook comes first. */
export const diffOf = (before: Proposal['files'], after: Proposal['files']): string => {
  const names = [...new Set([...before, ...after].map(({name}) => name))];
  const sorted = ['runbook.yaml', ...names.filter(name => name !== 'runbook.yaml').toSorted()];
  const textIn = (files: Proposal['files'], name: string): string => files.find(one => one.name === name)?.text ?? '';
  return sorted
    .map(name =>
      unifiedDiff({before: textIn(before, name), after: textIn(after, name), names: [`a/${name}`, `b/${name}`]}),
    )
    .join('');
};

export const digestOf = (text: string): string => sha256(Buffer.from(text));
