/** What a runbook looked like when its run began: enough to review the run for ever without the runbook itself. */
import type {EventName, Outcome} from './event.ts';
import {type Path, stepPath} from './path.ts';

export type Shape = 'action' | 'prompt' | 'probe' | 'group' | 'instant';

export type Effects = 'none' | 'read' | 'write' | 'destructive';

export type EstimateMs = {readonly p50Ms: number; readonly p90Ms: number};

export type OutlineBranch = {
  readonly name: string;
  readonly title: string;
  readonly steps: readonly OutlineStep[];
  /** A branch that only leads on: to a step further down, by id. */
  readonly goto?: string;
  /** A branch that only ends the run. */
  readonly end?: Outcome;
};

/** What its author knows about a step going wrong. */
export type Trouble = {readonly symptom: string; readonly check?: string; readonly then: string};

export type OutlineStep = {
  readonly id: string;
  readonly title: string;
  readonly kind: string;
  readonly shape: Shape;
  readonly heading?: string;
  readonly phase?: string;
  readonly role?: string;
  readonly why?: string;
  readonly effects: Effects;
  readonly targetMs?: number;
  /** How long it takes, from the author or the default of its kind; nothing for instants. */
  readonly estimate: EstimateMs;
  /** So many runs taught the estimate; nothing where it is the author's. */
  readonly learntFrom?: number;
  readonly skippable: boolean;
  readonly pointOfNoReturn: boolean;
  readonly hasUndo: boolean;
  /** How long its undo takes, milliseconds, where that is known apart from how long it took to do: a person does it. */
  readonly undoMs?: number;
  /** It measures up to when data was restored. */
  readonly measuresPoint?: true;
  /** SQL that PostgreSQL does as a whole or not at all. */
  readonly isTransaction?: boolean;
  /** The names of the checks that must pass before and after. */
  readonly requires: readonly string[];
  readonly verify: readonly string[];
  /** What it looks for, where it is a check or a wait for one. */
  readonly looksFor?: string;
  /** What to look at when it fails, and a look-alike that must not be used. */
  readonly troubleshoot?: readonly Trouble[];
  readonly danger?: string;
  readonly milestone?: EventName;
  /** Instants that its outputs measure: output → event. */
  readonly measures?: {readonly [output: string]: EventName};
  readonly outcome?: Outcome;
  readonly branches?: readonly OutlineBranch[];
  /** The one block inside a group or a loop; that of a step with `each` is the step itself. */
  readonly steps?: readonly OutlineStep[];
  /** How its blocks open; a decision opens the one that is chosen. */
  readonly opens?: 'block' | 'branches' | 'picks' | 'items' | 'rounds';
  /** It leaves something behind that must go: the step that takes it away, and by when. */
  readonly temporary?: {readonly liftedBy: string; readonly withinMs: number};
  /** After how long an approval is asked for again. */
  readonly expiresMs?: number;
  /** Whose go it takes, in the order written. */
  readonly from?: readonly string[];
  /** To which role it goes when nobody has dealt with it for so long. */
  readonly escalate?: {readonly afterMs: number; readonly to: string};
  /** What a person should attach to it. */
  readonly evidence?: readonly string[];
  /** Ids that it had in earlier versions of the runbook: by them it is found in earlier runs. */
  readonly formerly?: readonly string[];
};

export type Outline = {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly scenario: string;
  readonly summary: string;
  readonly steps: readonly OutlineStep[];
  /** What must have been done by when, and what is said again and again. */
  readonly deadlines?: readonly OutlineDeadline[];
  readonly reminders?: readonly OutlineReminder[];
  /** The runbook that is proposed when this one ends. */
  readonly next?: string;
};

export type OutlineDeadline = {
  readonly id: string;
  readonly withinMs: number;
  readonly after: EventName;
  readonly role?: string;
  readonly text: string;
};

export type OutlineReminder = {
  readonly id: string;
  readonly everyMs: number;
  readonly until: EventName;
  readonly role?: string;
  readonly text: string;
};

/** The path of every step, in the order of the page; what stands in a loop stands there once, without an item. */
export const outlinePaths = (outline: Outline): readonly Path[] => {
  const found: Path[] = [];
  const visit = (block: string, steps: readonly OutlineStep[]): void => {
    for (const step of steps) {
      const path = stepPath(block, step.id);
      found.push(path);
      for (const branch of step.branches ?? []) {
        visit(`${path}:${branch.name}`, branch.steps);
      }
      visit(path, step.steps ?? []);
    }
  };
  visit('', outline.steps);
  return found;
};
