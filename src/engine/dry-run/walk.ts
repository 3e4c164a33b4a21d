/** What goes along while a dry run goes down the page. */

import type {ForetoldBlock, ForetoldStep} from '../../run/dry-run.ts';
import type {Path} from '../../run/path.ts';
import type {Step} from '../../runbook/runbook.ts';
import type {EventName} from '../../runbook/words.ts';
import type {KnownNow} from './known-now.ts';
import type {Exits, Moment} from './way-times.ts';

/** An answer that was prepared for a step, by its path or its id, as a person would have typed it. */
export type Prepared = (path: Path, id: string) => string | undefined;

export type Walk = {
  readonly known: KnownNow;
  /** Where each step stands on the page, by its path without items. */
  readonly numbers: ReadonlyMap<Path, number>;
  readonly prepared: Prepared;
  /** The milestone that the recovery time runs to. */
  readonly stopsAt: EventName;
  /** Goes through a block inside. */
  readonly block: (walk: Walk, block: Sequence) => Walked;
  /** Takes note of when the clock stops. */
  readonly stopAt: (moment: Moment) => void;
  /** The clock is the one of the runbook around what is included. */
  readonly isIncluded: boolean;
};

export type Sequence = {
  readonly block: string;
  readonly steps: readonly Step[];
  readonly isLeftOut: boolean;
  /** When it is come to; nothing where no way leads there. */
  readonly entry: Moment | undefined;
  /** People pick: no step waits for the one above it. */
  readonly isInAnyOrder?: boolean;
};

export type Walked = {readonly steps: readonly ForetoldStep[]; readonly exits: Exits};

/** What stands inside a step, what that adds to the step, and how it is left. */
export type Inside = {
  readonly blocks: readonly ForetoldBlock[];
  readonly exits: Exits;
  readonly says?: Partial<ForetoldStep>;
  readonly problems?: readonly string[];
};
