/** A run's runbook and those that it includes, as places that see one another's steps or do not. */
import {everyStep, type PlacedStep} from '../../machine/compile.ts';
import {ownerOf, type Path, withoutItems} from '../../run/path.ts';
import type {RunState} from '../../run/state.ts';
import type {Runbook, Step} from '../../runbook/runbook.ts';

/** A runbook and each that it includes: what is written in one sees the steps of that one. */
export type RunbookDocument = {
  /** Of the step that includes it; '' for the runbook of the run. */
  readonly path: Path;
  readonly step?: Step;
  readonly steps: ReadonlyMap<string, PlacedStep>;
  /** The let steps that name a value, by its name. */
  readonly named: ReadonlyMap<string, readonly string[]>;
};

const emptyDocument: RunbookDocument = {path: '', steps: new Map(), named: new Map()};

/** The innermost first. */
const documentsOf = (runbook: Runbook): readonly RunbookDocument[] => {
  const all = everyStep(runbook);
  const paths = ['', ...all.flatMap(({step, path}) => (step.kind === 'include' ? [path] : []))];
  return paths
    .map((path): RunbookDocument => {
      const own = all.filter(({document}) => document === path);
      const step = all.find(entry => entry.path === path)?.step;
      return {path, ...(step && {step}), steps: new Map(own.map(entry => [entry.step.id, entry])), named: namesIn(own)};
    })
    .sort((one, other) => other.path.length - one.path.length);
};

const namesIn = (steps: readonly PlacedStep[]): ReadonlyMap<string, readonly string[]> => {
  const named = new Map<string, string[]>();
  for (const {step} of steps) {
    for (const name of step.kind === 'let' ? Object.keys(step.values) : []) {
      named.set(name, [...(named.get(name) ?? []), step.id]);
    }
  }
  return named;
};

/** The document that a place belongs to, innermost first. */
export const documentFinder = (runbook: Runbook): ((viewer: Path) => RunbookDocument) => {
  const documents = documentsOf(runbook);
  return viewer => {
    const key = withoutItems(viewer);
    return documents.find(({path}) => path === '' || key.startsWith(`${path}/`)) ?? emptyDocument;
  };
};

/** A path without items, with those of the place that it is seen from as far as both go the same way. */
export const seenFrom = (key: Path, viewer: Path): Path => {
  const seen = viewer.split('/');
  let same = true;
  return key
    .split('/')
    .map((part, index) => {
      const other = seen[index] ?? '';
      same &&= withoutItems(other) === part;
      return same ? other : part;
    })
    .join('/');
};

type Known = {readonly state: Pick<RunState, 'steps'>; readonly documentAt: (viewer: Path) => RunbookDocument};

/** The path of a step that is known by its id, as seen from another step. */
export const pathSeenFrom = ({state, documentAt}: Known, id: string, viewer: Path): Path => {
  const path = seenFrom(documentAt(viewer).steps.get(id)?.path ?? id, viewer);
  return state.steps.has(path) ? path : ownerOf(path);
};
