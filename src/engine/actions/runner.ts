/** What the engine asks of the outside world; it never imports a runner, it is handed them. */
import type {Json} from '../../base/canonical-json.ts';
import type {Result} from '../../base/result.ts';
import type {Path} from '../../run/path.ts';
import type {KeptOutput} from '../../run/shown.ts';

/** An action with every value filled in; it may hold secrets and is never recorded as it is. */
export type ResolvedAction =
  | {
      readonly kind: 'command';
      readonly argv: readonly string[];
      readonly env: {readonly [name: string]: string};
      readonly cwd?: string;
      readonly stdin?: string;
      /** A PostgreSQL URI whose parts go into libpq's variables and a 0600 password file. */
      readonly connection?: string;
      /** The host that it runs on, as ssh takes it; nothing means this one. */
      readonly on?: string;
      /** It gets the terminal of whoever executes the run. */
      readonly interactive?: true;
    }
  | {
      readonly kind: 'script';
      readonly interpreter: readonly string[];
      readonly text: string;
      readonly env: {readonly [name: string]: string};
      readonly on?: string;
    }
  | {
      readonly kind: 'sql';
      readonly connection: string;
      readonly statements: readonly string[];
      readonly params: readonly Json[] | {readonly [name: string]: Json};
      readonly transaction: boolean;
      /** The host that reaches the server. */
      readonly on?: string;
    }
  | {
      readonly kind: 'http';
      readonly method: string;
      /** The whole address, its query included. */
      readonly url: string;
      readonly headers: {readonly [name: string]: string};
      readonly body?: string;
    }
  | {readonly kind: 'notify'; readonly to: readonly string[]; readonly text: string};

export type Attempt = {readonly run: string; readonly step: Path; readonly attempt: number};

export type PerformRequest = {
  readonly attempt: Attempt;
  readonly action: ResolvedAction;
  readonly timeoutMs: number;
  /** Values that must not be seen in what it prints. */
  readonly secrets: readonly Secret[];
  /** What it prints may hold secrets that only its end tells. */
  readonly heldBack?: HeldBack;
  /** Probes run beside an action, read only, and leave no output file. */
  readonly use: 'action' | 'probe';
  /**
   * Asked when the statements of a transaction are through, before it commits; what is asked through `ask` sees what they
   * did. A reason rolls everything back.
   */
  readonly beforeCommit?: (ask: (action: ResolvedAction) => Promise<Performed>) => Promise<Result<void>>;
};

/** Nothing of what an attempt prints is kept or shown before its secrets are known. */
export type HeldBack = {
  /** Those of which nothing is kept or shown where the secrets cannot be told. The body of an answer counts as `stdout`. */
  readonly streams: readonly ('stdout' | 'stderr')[];
  /** The secrets in what came back; nothing when they cannot be told. */
  readonly secretsIn: (scope: Performed['scope']) => readonly Secret[] | undefined;
};

export type Secret = {readonly name: string; readonly value: string};

/** What came of it, as `expect` and `outputs` see it. A time-out or a refusal to start is `ok: false` too. */
export type Performed = KeptOutput & {
  readonly ok: boolean;
  /** Why not, in one sentence for a person. */
  readonly reason?: string;
  /** `exit`, `stdout`, `stderr`, `json`, or `rows`, `row_count`, or `status`, `headers`, `body`. */
  readonly scope: {readonly [name: string]: Json};
  /** False where it may have happened all the same: a lost connection after a statement was sent, a time-out. */
  readonly certain: boolean;
  /** It was not tried: no place takes the record. */
  readonly offRecord?: true;
};

/** What became of an attempt that a former session had begun. */
export type Found =
  | {readonly found: 'finished'; readonly performed: Performed; readonly endedAtMs: number}
  | {readonly found: 'running'; readonly pid: number | null; readonly ended: Promise<Found>}
  | {readonly found: 'nothing'; readonly cause: string};

export type Runners = {
  /** Runs an action to its end. `started` is called once the child has a pid. */
  readonly perform: (
    request: PerformRequest,
    started: (child: {pid: number; startTicks: string}) => void,
  ) => Promise<Performed>;
  /** Looks for what a former session's attempt left. */
  readonly find: (
    request: PerformRequest,
    session: number,
    spawned?: {pid: number; startTicks: string},
  ) => Promise<Found>;
  /**
   * Ends what runs of an attempt, of this session or found of a former one: it is asked to end, and ended after a grace
   * time. What came of it is told by `perform` or `find`; said before those, it holds for them.
   */
  readonly stop: (attempt: Attempt) => void;
  /** Whether there is a terminal with a person at it that a program can be given. */
  readonly hasTerminal: () => boolean;
  /** The last lines that an attempt printed, redacted, at most a few hundred. */
  readonly output: (attempt: Attempt) => readonly string[];
  /** Calls back when there is new output. */
  readonly onOutput: (listener: () => void) => void;
  /**
   * Ends what belongs to this session, and resolves when nothing of it runs: the keeper is gone. Where a program still runs
   * it resolves at once, and the keeper goes with the last of them. Never rejects.
   */
  readonly close: () => Promise<void>;
};
