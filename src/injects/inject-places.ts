/** Which steps an inject means: by an id, or by a path as it stands in a run. */
import {type Path, withoutItems} from '../run/path.ts';
import type {Probe, Runbook, Step} from '../runbook/runbook.ts';
import {type StepPlace, stepPlaces} from '../runbook/step-places.ts';
import type {InjectPlace} from './injects.ts';

/** An attempt of a step, as facts and runners name it. */
export type Attempted = {readonly step: Path; readonly attempt: number};

/** Whether an inject lies at an attempt. */
export const liesAt = ({step, attempt}: InjectPlace, at: Attempted): boolean =>
  attempt === at.attempt && names(step, at.step);

/** Whether a name means a step: its path, the path that it has in every item of a loop, or its id. */
export const names = (name: string, path: Path): boolean =>
  name === path || name === withoutItems(path) || name === idOf(path);

/** All places that a name means. */
export const placesNamed = (name: string, runbook: Runbook): readonly StepPlace[] => {
  const wanted = name.replaceAll(/\[\d+\]/g, '[]');
  return stepPlaces(runbook).filter(
    ({path, ofItem, step}) => wanted === path || wanted === ofItem || wanted === step.id,
  );
};

/** The step of a runbook at a path of a run. */
export const stepsByPath = (runbook: Runbook): ((path: Path) => Step | undefined) => {
  const steps = new Map(stepPlaces(runbook).map(({path, step}) => [path, step]));
  return path => steps.get(withoutItems(path));
};

/** The question of a step that only asks one: of a check, or of a wait that waits for an answer. */
export const ownProbe = (step: Step): Probe | undefined => {
  if (step.kind === 'check') {
    return step.probe;
  }
  return step.kind === 'wait' && 'until' in step.wait ? step.wait.until : undefined;
};

const idOf = (path: Path): string => withoutItems(path.slice(path.lastIndexOf('/') + 1));
