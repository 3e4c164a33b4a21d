/** A small runbook in a real engine, led from one state of a step to the next, and looked at through the run screen. */
import type {Found, Performed} from '../../src/engine/actions/runner.ts';
import type {FactBody} from '../../src/run/event.ts';
import type {Ghost} from '../../src/run/ghost.ts';
import type {Intent} from '../../src/run/intent.ts';
import type {RunSession} from '../../src/run/session.ts';
import {frameLines} from '../../src/tui/frame.ts';
import {focusOf, momentOf} from '../../src/tui/moment.ts';
import {settle} from '../../src/tui/press/press.ts';
import type {Size} from '../../src/tui/screens/at-moment.tsx';
import {unicodeGlyphs} from '../../src/tui/theme.ts';
import {freshView} from '../../src/tui/view.ts';
import {fakeClock} from './fake-clock.ts';
import {done, fakeRunners, type World} from './fake-runners.ts';
import {soundRunbook} from './foretold.ts';
import {type OpenEngine, openEngine} from './open-engine.ts';
import {recovered, runbookText} from './runbook-text.ts';

export type KindRun = {
  readonly say: (intent: Intent) => void;
  /** Lets an action (`restore#1`) or a check (`restore#1? writes_stopped`) end that is on hold. */
  readonly settle: (name: string, performed?: Performed) => void;
  readonly pass: (ms: number) => void;
  /** The program is killed, and goes on: what was running left this behind. */
  readonly crash: (found?: Found) => void;
  /** Something is recorded that the program itself, or the disk, would. */
  readonly record: (fact: FactBody) => void;
  readonly setClock: (byMs: number) => void;
};

export type Story = {
  /** YAML, a list without indentation; the milestone and the end are added. */
  readonly steps: string;
  readonly top?: string;
  readonly probes?: string;
  readonly beside?: {readonly [runbook: string]: string};
  /** The step that it is about, looked at also when the run is elsewhere; empty for the run itself. */
  readonly about: string;
  /** What does not wait to be settled. */
  readonly world?: World;
  readonly output?: readonly string[];
  readonly ghost?: Ghost;
  /** What leads to each state from the one before; twenty seconds pass in between. */
  readonly states: {readonly [state: string]: (run: KindRun) => void};
};

/** 03:07 UTC, and the disruption was at five to three. */
const startMs = Date.parse('2026-11-23T03:07:00Z');
const disruption = '2026-11-23T02:55:00.000Z';

const inputs = {
  database: 'postgres://ops:Tr0ub4dor@db1.shop.example:5432/ticketing',
  table: 'payments',
  password: 'correct horse battery',
};

const first = {
  run: '20261123t030700z-lost-payments-k7q2xw',
  objectives: {rtoMs: 3_600_000, rpoMs: 3_600_000},
  clock: {start: 'disruption', stop: 'service_restored'},
  executor: 'sam',
  roles: {
    db_operator: {contact: 'database_administrator', name: 'Ada Lovelace'},
    approver: {contact: 'technical_lead', name: 'Grace Hopper'},
  },
  contacts: {
    database_administrator: {name: 'Ada Lovelace', keys: [], phone: '+49 30 123401'},
    technical_lead: {name: 'Grace Hopper', keys: [], phone: '+49 30 123402'},
    on_call_engineer: {name: 'Joan Clarke', keys: [], phone: '+49 30 123403'},
  },
  ladder: [
    {title: 'On-call engineer', contact: 'on_call_engineer', afterMs: 0},
    {title: 'Technical lead', contact: 'technical_lead', afterMs: 1_200_000},
  ],
} as const;

/** Tells a story; `look` is called in each of its states. */
export const tell = async (story: Story, look: (state: string, session: RunSession) => void): Promise<void> => {
  const {steps, top, probes, beside, world, states} = story;
  const text = runbookText(`${steps.trim()}${recovered}`, {...(top && {top}), ...(probes && {probes})})
    .replace('A runbook for a test', 'Payments were lost')
    .replace('test-runbook', 'lost-payments');
  const runbook = soundRunbook(text, beside && besideOf(beside));
  let found: Found | undefined;
  const runners = fakeRunners({
    verdict: () => 'hold',
    found: () => found ?? {found: 'nothing', cause: 'the host was restarted while it ran, and it left no result'},
    ...world,
  });
  let open: OpenEngine = openEngine(runbook, {
    runners,
    inputs,
    first,
    mode: 'incident',
    clock: fakeClock(startMs),
    marks: [{type: 'event-marked', event: 'disruption', time: disruption, source: 'typed'}],
  });
  const run: KindRun = {
    say: intent => {
      const answer = open.say(intent);
      if (!answer.accepted) {
        throw new Error(`refused: ${JSON.stringify(intent)}: ${answer.why}`);
      }
    },
    settle: (name, performed = done) => runners.settle(name, performed),
    pass: ms => open.clock.pass(ms),
    crash: left => {
      found = left;
      open = open.crash().resume();
    },
    record: fact => void open.engine.conclude([fact]),
    setClock: byMs => open.clock.set(byMs),
  };
  for (const [state, lead] of Object.entries(states)) {
    lead(run);
    await settledOf(open);
    open.clock.pass(20_000);
    await settledOf(open);
    look(state, sessionOf(open, story));
  }
};

const besideOf = (texts: NonNullable<Story['beside']>) => (file: string) => {
  const text = texts[file];
  return text === undefined ? {ok: false as const, reason: `there is no ${file}`} : {ok: true as const, value: text};
};

/** What follows from what was said takes a few turns. */
const settledOf = async (open: OpenEngine): Promise<void> => {
  for (let turn = 0; turn < 4; turn += 1) {
    await open.settled();
  }
};

const sessionOf = ({engine, state, nowMs}: OpenEngine, {about, output = [], ghost}: Story): RunSession => ({
  state: () => state,
  version: () => 1,
  subscribe: () => () => undefined,
  prompts: () => engine.prompts(),
  output: path => (path === about ? output : []),
  nowMs,
  send: async () => ({accepted: true}),
  head: () => ({words: 'fern otter lamp dune', entries: state.facts}),
  ...(ghost && {ghost: () => ghost}),
});

/** The screen, at the step that the story is about. Ink would draw the same lines, and take twenty times as long. */
export const screenOf = (session: RunSession, about: string, size: Size): string => {
  const moment = momentOf(session);
  const isThere = about === '' || focusOf(moment, null)?.path === about;
  const view = settle({...freshView, selected: isThere ? null : about}, moment);
  return frameLines({moment, view, isArmed: true, glyphs: unicodeGlyphs, ...size})
    .map(line =>
      line
        .map(({text}) => text)
        .join('')
        .trimEnd(),
    )
    .join('\n');
};
