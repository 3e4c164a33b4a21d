/** Random histories that the machines of a runbook allow: every fact that could come next, and a walk along them. */
import {advance} from '../../src/machine/advance.ts';
import type {Forest} from '../../src/machine/compile.ts';
import type {Policy} from '../../src/machine/policy.ts';
import type {Position} from '../../src/machine/position.ts';
import type {Wanted} from '../../src/machine/wanted.ts';
import {wanted} from '../../src/machine/wanted.ts';
import type {Actor, AttemptName, Fact, FactBody, Mode, Then} from '../../src/run/event.ts';
import {stepPath} from '../../src/run/path.ts';
import type {Prompt} from '../../src/run/shown.ts';
import type {Runbook} from '../../src/runbook/runbook.ts';

/** Every fact that could come next at something wanted; some of them the machine will refuse. */
export const candidates = (item: Wanted): readonly FactBody[] => [...candidatesOf(item), byHand(item)];

/** A person did it on paper meanwhile. */
const byHand = ({path: step, want, attempt}: Wanted): FactBody => ({
  type: 'backfilled',
  step,
  attempt: want === 'enter' ? attempt + 1 : attempt,
  by: 'Dana',
});

const candidatesOf = (item: Wanted): readonly FactBody[] => {
  const {path: step, policy, want, attempt} = item;
  const next = attempt + 1;
  const now = {step, attempt};
  switch (want) {
    case 'enter':
      return [
        {type: 'not-applicable', step},
        {type: 'probed', step, attempt: next, use: 'requires', index: 0, name: 'seen', ok: true, detail: '', tries: 1},
        {type: 'asked', step, attempt: next, prompt: promptOf(policy)},
        {type: 'began', step, attempt: next},
        {type: 'succeeded', step, attempt: next},
        {type: 'skipped', step, reason: 'not here'},
        {type: 'listed', step, attempt: next, from: 0, items: ['eu', 'us', 'ap']},
        {type: 'listed', step, attempt: next, from: 3, items: ['sa']},
        ...[undefined, 0, 3, 4].map(
          (count): FactBody => ({type: 'opened', step, attempt: next, ...(count !== undefined && {count})}),
        ),
        ...choices(item, next),
        ...failures(item, next),
      ];
    case 'confirm':
      return [
        {type: 'confirmed', ...now, value: 'tickets'},
        {type: 'skipped', step, reason: 'by hand'},
      ];
    case 'answer':
      return [
        {type: 'ticked', ...now, index: 0},
        {type: 'revealed', ...now, name: '‹secret:password›'},
        {type: 'expired', ...now},
        {type: 'approved', ...now, by: 'Dana', role: 'approver', proof: 'typed'},
        {type: 'performed', ...now, result: null},
        {type: 'succeeded', ...now},
        {type: 'skipped', step, reason: 'done already'},
        ...choices(item, attempt),
        ...failures(item, attempt),
      ];
    case 'begin':
      return [
        {type: 'probed', ...now, use: 'requires', index: 0, name: 'seen', ok: true, detail: '', tries: 1},
        {type: 'began', ...now},
        ...[0, 3, 4].map((count): FactBody => ({type: 'opened', ...now, count})),
        {type: 'asked', ...now, prompt: {kind: 'instruction', ask: 'Now?'}},
        ...failures(item, attempt),
      ];
    case 'perform':
      return [
        {type: 'spawned', ...now, pid: 7, startTicks: '9'},
        {type: 'stop-requested', ...now, reason: 'the wrong host'},
        {type: 'performed', ...now, result: null},
        {type: 'succeeded', ...now},
        {type: 'unknown', ...now, cause: 'the program died'},
        {type: 'probed', ...now, use: 'check', index: 0, name: 'seen', ok: true, detail: '', tries: 1},
        ...failures(item, attempt),
      ];
    case 'ask':
      return [{type: 'asked', ...now, prompt: {kind: 'instruction', ask: 'Heard?'}}, ...failures(item, attempt)];
    case 'verify':
      return [
        {type: 'probed', ...now, use: 'verify', index: 0, name: 'seen', ok: true, detail: '', tries: 1},
        {type: 'succeeded', ...now},
        ...failures(item, attempt),
      ];
    case 'decide':
      return (['done', 'again', 'failed'] as const).map(as => ({
        type: 'resolved',
        ...now,
        as,
        by: 'person',
        reason: 'looked',
      }));
    case 'hold':
      return [
        {type: 'retried', ...now},
        {type: 'skipped', step, reason: 'by hand'},
        {type: 'overridden', step, reason: 'by hand'},
      ];
    case 'undo':
      return [
        {type: 'undo-began', ...now, attempt: next, of: item.of ?? attempt},
        {
          type: 'undo-began',
          ...now,
          attempt: next,
          of: item.of ?? attempt,
          prompt: {kind: 'instruction', ask: 'Take it back'},
        },
        {type: 'undo-failed', ...now, attempt: next, of: item.of ?? attempt, reason: 'no password'},
      ];
    case 'undoing':
    case 'undo-answer':
    case 'undo-hold': {
      const place = {...now, of: item.of ?? 0};
      return [
        {type: 'undone', ...place},
        {type: 'undo-failed', ...place, reason: 'exit 3'},
        {type: 'undo-retried', ...place},
        {type: 'undo-skipped', ...place, reason: 'it may stay'},
      ];
    }
    case 'undo-end':
      return [{type: 'undo-ended', ...now, around: []}];
    case 'pick':
      return policy.lanes.map(inner => ({type: 'picked', ...now, inner}));
    case 'judge':
      return [0, 1, 2].flatMap((round): FactBody[] => [
        {type: 'round-ended', ...now, round, done: false},
        {type: 'round-ended', ...now, round, done: true},
        ...failures(item, attempt),
      ]);
    case 'close':
      return [{type: 'succeeded', ...now}, ...failures(item, attempt)];
    case 'end-file':
      return item.outcome === undefined
        ? []
        : [now.attempt, next].map(attempt => ({type: 'file-ended', step, attempt, outcome: item.outcome ?? 'aborted'}));
    case 'end':
      return item.outcome === undefined ? [] : [{type: 'run-ended', outcome: item.outcome, step}];
  }
};

const promptOf = ({confirm}: Policy): Prompt => ({kind: confirm ? 'confirmation' : 'instruction', ask: 'Now?'});

const choices = ({path: step, policy}: Wanted, attempt: number): readonly FactBody[] =>
  policy.branches.map(({name, goto}) => ({
    type: 'chosen',
    step,
    attempt,
    branch: name,
    ...(goto !== undefined && {goto: targetOf(step, goto)}),
  }));

/** In random runbooks a goto leads to the end of its file: `done_ID` stands in the runbook that the step `ID` includes. */
const targetOf = (from: string, id: string): string => {
  const include = id.startsWith('done_') ? id.slice('done_'.length) : undefined;
  const parts = from.split('/');
  return include === undefined ? id : stepPath(parts.slice(0, parts.indexOf(include) + 1).join('/'), id);
};

const failures = ({path: step, policy}: Wanted, attempt: number): readonly FactBody[] => {
  const ways: Then[] = [
    {do: 'hold'},
    {do: 'continue'},
    {do: 'abort'},
    {do: 'leave'},
    {do: 'retry', notBefore: '2026-11-01T03:12:00.000Z'},
    ...(policy.onFailure.do === 'goto' ? [{do: 'goto', step: targetOf(step, policy.onFailure.step)} as const] : []),
  ];
  return ways.map(then => ({type: 'failed', step, attempt, reason: 'exit 3', then}));
};

const engine: Actor = {name: 'engine', via: 'engine'};

/** The fact with an envelope, a second after the last one. */
export const recorded = (body: FactBody, seq: number): Fact => ({
  seq,
  sync: seq - 1,
  session: 1,
  at: new Date(Date.UTC(2026, 10, 1, 3, 0, 0) + seq * 1_000).toISOString(),
  monoUs: seq * 1_000_000,
  actor: engine,
  ...body,
});

export const started = (runbook: Runbook, mode: Mode = 'drill'): FactBody => ({
  type: 'run-started',
  run: '20261101t030000z-lost-tickets-aaaaaa',
  mode,
  runbook: {id: runbook.id, version: runbook.version, title: runbook.title, scenario: runbook.scenario},
  files: [],
  outline: {file: 'outline.json', sha256: ''},
  program: 'lifeboat 0.1.0',
  inputs: {},
  secrets: [],
  objectives: {rtoMs: 3_600_000, rpoMs: null},
  clock: runbook.clock,
  roles: {},
  executor: 'sam',
});

/** Back to a step that was come to before, with all attempts since or with none, or to it as things are. */
const detours = ({step, attempt}: AttemptName, begun: readonly AttemptName[]): readonly FactBody[] => [
  {type: 'jumped', step, attempt, around: [], reason: 'look again'},
  {type: 'undo-started', step, attempt, attempts: begun.slice(-3).toReversed(), reason: 'wrong host'},
  {type: 'undo-started', step, attempt, attempts: [], reason: 'wrong host'},
  {type: 'undo-listed', step, attempt, from: 0, attempts: begun.slice(-1)},
  {type: 'undo-listed', step, attempt, from: 1, attempts: begun.slice(-2, -1)},
  {type: 'undo-started', step, attempt, attempts: begun.slice(-3, -2), listed: 2, reason: 'wrong host'},
];

/** Walks the machine by the choices until the run ends or the choices do; calls back after every fact that was taken. */
export const walk = (
  forest: Forest,
  choices: readonly number[],
  run: {
    readonly from: Position;
    readonly first: FactBody;
    readonly taken: (body: FactBody, position: Position) => void;
  },
): Position => {
  let position = advance(forest, run.from, run.first);
  run.taken(run.first, position);
  const begun: AttemptName[] = [];
  for (const choice of choices) {
    const open = wanted(position);
    const isHeld = open.some(({want}) => want === 'hold');
    const legal = [
      ...open.flatMap(candidates),
      ...(isHeld ? begun.slice(-3).flatMap(name => detours(name, begun)) : []),
    ]
      .map(body => ({body, next: advance(forest, position, body)}))
      .filter(({next}) => next !== position);
    const pick = legal[choice % Math.max(legal.length, 1)];
    if (!pick) {
      break;
    }
    position = pick.next;
    if (pick.body.type === 'began' || pick.body.type === 'asked') {
      begun.push({step: pick.body.step, attempt: pick.body.attempt});
    }
    run.taken(pick.body, position);
  }
  return position;
};
