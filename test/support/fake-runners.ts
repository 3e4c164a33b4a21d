/** The world outside as the engine sees it: it does what the test says, and remembers what was done and how often. */
import type {Found, Performed, PerformRequest, Runners} from '../../src/engine/actions/runner.ts';

export const done: Performed = {ok: true, scope: {exit: 0, stdout: '', stderr: ''}, certain: true};

export const printed = (stdout: string): Performed => ({ok: true, scope: {exit: 0, stdout, stderr: ''}, certain: true});

export const failedWith = (exit: number, reason = `it ended with exit code ${exit}`): Performed => ({
  ok: false,
  reason,
  scope: {exit, stdout: '', stderr: ''},
  certain: true,
});

/** Nobody knows whether it happened: a time-out, a lost connection. */
export const lost = (reason = 'it was over its time'): Performed => ({ok: false, reason, scope: {}, certain: false});

/** `hold` keeps it running until the test settles it. */
export type Verdict = Performed | 'hold' | Promise<Performed>;

export type World = {
  /** What comes of an action (`restore#1`) or a probe (`restore#1? seen`), with how often it was asked before. */
  readonly verdict?: (name: string, before: number, request: PerformRequest) => Verdict;
  /** What a former session's attempt left. */
  readonly found?: (name: string, request: PerformRequest) => Found | Promise<Found>;
  /** The child of an action is seen to start. */
  readonly hasTerminal?: boolean;
  readonly child?: {readonly pid: number; readonly startTicks: string};
};

export type FakeRunners = Runners & {
  /** Names of everything that was performed, in order. */
  readonly log: readonly string[];
  readonly requests: readonly PerformRequest[];
  readonly times: (name: string) => number;
  /** Names of what was to be stopped. */
  readonly stopped: readonly string[];
  /** Names of what was looked for. */
  readonly sought: readonly {readonly name: string; readonly request: PerformRequest; readonly child: unknown}[];
  /** Lets something end that was on hold. */
  readonly settle: (name: string, performed: Performed) => void;
  /** What runs until the test settles it. */
  readonly onHold: () => readonly string[];
};

/** An action is `STEP#N`; a probe adds its last word, or the first words of its statement. */
export const nameOf = ({attempt, use, action}: PerformRequest): string => {
  const name = `${attempt.step}#${attempt.attempt}`;
  if (use === 'action') {
    return name;
  }
  return `${name}? ${action.kind === 'command' ? action.argv.at(-1) : action.kind === 'sql' ? action.statements[0] : 'script'}`;
};

export const nothing: Found = {found: 'nothing', cause: 'it left no result and nothing of it runs any more'};

export const fakeRunners = ({
  verdict = () => done,
  found = () => nothing,
  child,
  hasTerminal = false,
}: World = {}): FakeRunners => {
  const log: string[] = [];
  const requests: PerformRequest[] = [];
  const sought: {name: string; request: PerformRequest; child: unknown}[] = [];
  const stopped: string[] = [];
  const held = new Map<string, (performed: Performed) => void>();
  // Counted and not searched for: a measurement performs tens of thousands.
  const counts = new Map<string, number>();
  const times = (name: string): number => counts.get(name) ?? 0;
  return {
    log,
    requests,
    sought,
    stopped,
    times,
    stop: ({step, attempt}) => {
      stopped.push(`${step}#${attempt}`);
    },
    perform: async (request, started) => {
      const name = nameOf(request);
      const answer = verdict(name, times(name), request);
      log.push(name);
      counts.set(name, times(name) + 1);
      requests.push(request);
      if (child && request.use === 'action') {
        started(child);
      }
      return answer === 'hold' ? new Promise<Performed>(resolve => held.set(name, resolve)) : answer;
    },
    find: async (request, _session, spawned) => {
      sought.push({name: nameOf(request), request, child: spawned});
      return found(nameOf(request), request);
    },
    hasTerminal: () => hasTerminal,
    output: () => [],
    onOutput: () => {},
    close: async () => {},
    settle: (name, performed) => {
      const end = held.get(name);
      if (!end) {
        throw new Error(`${name} is not on hold; on hold are: ${[...held.keys()].join(', ')}`);
      }
      held.delete(name);
      end(performed);
    },
    onHold: () => [...held.keys()],
  };
};
