/** A way to break a lab, in two steps: prepared and proven harmless so far, then injected. */
import type {Result} from '../base/result.ts';
import type {Damage} from './damage.ts';
import type {Estate} from './estate.ts';

export type Symptom = {readonly seen: boolean; readonly detail: string};

export type PreparedFault = {
  /** Absent before the fault and seen after it, or the drill proves nothing. */
  readonly symptom: () => Promise<Result<Symptom>>;
  /** Breaks the lab, once. */
  readonly inject: () => Promise<Result<Damage>>;
  /** In words, for the screen and the journal. */
  readonly summary: string;
};

export type FaultParameter = {
  /** What it is, for help and the reference. */
  readonly summary: string;
  readonly isNeeded: boolean;
};

/** What a fault asks of the machine besides a lab. */
export type FaultNeed = {
  readonly summary: string;
  /** One sentence with a way out where it is not there, asked before a lab is built; null where it is. */
  readonly lack: () => string | null;
};

/**
 * What a cure owes besides the rows: clients are served again, the archive of the server that takes writes is alive, there is
 * a base backup of it, its configuration is what it was, a site that was cut off takes no writes when it is back, and no segment of WAL since
 * the fault is missing.
 */
export type Owed = 'service' | 'archive' | 'backup' | 'configuration' | 'fence' | 'unbroken-wal';

export type Fault = {
  readonly name: string;
  readonly summary: string;
  /** By name, as the drill block and `--set` give them; all are texts or numbers. */
  readonly parameters: Readonly<Record<string, FaultParameter>>;
  readonly needs?: FaultNeed;
  /** Names of the lab, such as `dns`, that are built for it whether its drill mentions them or not. */
  readonly uses?: readonly string[];
  /** What the oracle looks at for it besides the rows; nothing where it is not said. */
  readonly owes?: readonly Owed[];
  /** Looks at the parameters and at the lab, and changes nothing. */
  readonly prepare: (estate: Estate, parameters: unknown) => Promise<Result<PreparedFault>>;
  /** Whether the symptom of this damage is there now; also for another process than the one that did it. */
  readonly symptomOf: (estate: Estate, damage: Damage) => Promise<Result<Symptom>>;
};
