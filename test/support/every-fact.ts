/** One fact of every type, about any step: histories that no machine allows, and that a fold takes all the same. */
import type {AttemptName, FactBody, RunFact, StepFact} from '../../src/run/event.ts';

/** By its type; of an attempt that comes later it says something else. */
export const factOf = (type: FactBody['type'], at: AttemptName): FactBody => everyFact[type](at);

/** A type that is missing does not compile. */
type EachOf<Body extends FactBody> = {
  readonly [Type in Body['type']]: (at: AttemptName) => Extract<Body, {readonly type: Type}>;
};

const sha256 = 'c0ffee';
const file = {file: 'outline.json', sha256};
const time = '2026-11-01T03:00:00.000Z';

const aboutRun: EachOf<RunFact> = {
  'run-started': () => ({
    type: 'run-started',
    run: '20261101t030000z-lost-tickets-aaaaaa',
    mode: 'incident',
    runbook: {id: 'lost-tickets', version: '1', title: 'Lost tickets', scenario: 'accidental-deletion'},
    files: [],
    outline: file,
    program: 'lifeboat 0.1.0',
    inputs: {target: 'tickets'},
    secrets: [],
    objectives: {rtoMs: 3_600_000, rpoMs: null},
    clock: {start: 'disruption', stop: 'service_restored'},
    roles: {approver: {contact: 'grace', name: 'Grace Hopper'}},
    executor: 'sam',
  }),
  'session-opened': ({attempt}) => ({
    type: 'session-opened',
    boot: `boot ${attempt}`,
    bootUs: 7_000_000,
    pid: 7,
    user: 'ada',
    host: 'ops-1',
    zone: 'UTC',
    program: 'lifeboat 0.1.0',
    executor: attempt % 2 === 0 ? 'ada' : 'sam',
    ...(attempt % 3 === 0 && {paper: true}),
  }),
  'session-closed': () => ({type: 'session-closed', reason: 'left'}),
  'clock-jumped': ({attempt}) => ({type: 'clock-jumped', byMs: 5_000 * (attempt - 2), against: 'boot'}),
  amended: ({attempt}) => ({
    type: 'amended',
    number: attempt + 1,
    reason: 'the host is gone',
    files: [],
    outline: file,
    diff: {...file, bytes: 17},
    by: 'Grace Hopper',
    role: 'approver',
    proof: attempt % 2 === 0 ? 'typed' : 'signature',
  }),
  'event-marked': ({attempt}) => ({
    type: 'event-marked',
    event: attempt % 2 === 0 ? 'disruption' : 'detection',
    time,
    source: 'typed',
  }),
  paused: () => ({type: 'paused', reason: 'a call'}),
  continued: () => ({type: 'continued'}),
  noted: ({step}) => ({type: 'noted', text: 'the disk is full', step}),
  'handed-over': ({attempt}) => ({
    type: 'handed-over',
    role: attempt % 2 === 0 ? 'executor' : 'approver',
    from: 'sam',
    to: 'ada',
  }),
  'inputs-changed': ({attempt}) => ({type: 'inputs-changed', inputs: {target: `copy ${attempt}`}}),
  due: ({attempt}) => ({
    type: 'due',
    what: attempt % 2 === 0 ? 'deadline' : 'reminder',
    id: `notice ${attempt}`,
    text: 'Tell the customers',
    time,
  }),
  acknowledged: ({attempt}) => ({type: 'acknowledged', id: `notice ${attempt}`}),
  escalated: at => ({type: 'escalated', ...at, to: 'approver', reason: 'nobody answers'}),
  lacking: at => ({type: 'lacking', ...at, lacks: [{step: at.step, name: 'password'}]}),
  'given-again': at => ({type: 'given-again', ...at, name: 'password'}),
  'approval-proven': at => ({
    type: 'approval-proven',
    ...at,
    of: 'Dana',
    by: 'Dana',
    role: 'approver',
    contact: 'dana',
    key: 'ssh-ed25519 AAAA',
    signature: 'AAAA',
  }),
  'evidence-attached': ({step}) => ({
    type: 'evidence-attached',
    step,
    file: 'evidence/1',
    name: 'disk.log',
    bytes: 17,
    sha256,
  }),
  'tail-removed': () => ({type: 'tail-removed', offset: 17, bytes: 3, sha256, file: 'tail-1'}),
  degraded: ({attempt}) =>
    attempt % 2 === 0
      ? {type: 'degraded', cause: 'ENOSPC', follows: 'journal.jsonl', entries: 3, where: 'unwritten'}
      : {
          type: 'degraded',
          cause: 'EIO',
          follows: 'journal.jsonl',
          entries: 3,
          where: 'fallback',
          file: 'journal-2.jsonl',
        },
  restored: () => ({type: 'restored', file: 'journal-3.jsonl'}),
  'injects-sealed': () => ({type: 'injects-sealed', file: 'injects.sealed', sha256}),
  'injects-opened': () => ({
    type: 'injects-opened',
    file: 'injects.yaml',
    sha256,
    injects: [{inject: 'restore fails with exit code 1', came: true}],
  }),
  'lab-examined': () => ({type: 'lab-examined', findings: []}),
  'drill-judged': ({attempt}) => ({
    type: 'drill-judged',
    findings: [{name: 'rows', ok: attempt === 1, detail: '17 rows'}],
    passed: attempt === 1,
    partial: false,
  }),
  'run-ended': ({step}) => ({type: 'run-ended', outcome: 'recovered', step}),
  sealed: () => ({type: 'sealed', head: sha256, entries: 17}),
};

const shown = {kind: 'command', lines: ['/usr/bin/dump', 'tickets']} as const;
const outputs = ({attempt}: AttemptName) => ({rows: attempt});

const aboutStep: EachOf<StepFact> = {
  'not-applicable': ({step}) => ({type: 'not-applicable', step}),
  asked: at => ({
    type: 'asked',
    ...at,
    prompt: {kind: 'approval', ask: 'Go?', from: [{role: 'approver', contact: 'grace', name: 'Grace Hopper'}]},
    challenge: `challenge ${at.attempt}`,
  }),
  ticked: at => ({type: 'ticked', ...at, index: at.attempt}),
  revealed: at => ({type: 'revealed', ...at, name: 'password'}),
  confirmed: at => ({type: 'confirmed', ...at, value: 'tickets'}),
  approved: at => ({type: 'approved', ...at, by: 'Dana', role: 'approver', proof: 'typed'}),
  chosen: at => ({type: 'chosen', ...at, branch: 'b1'}),
  expired: at => ({type: 'expired', ...at}),
  listed: at => ({type: 'listed', ...at, from: 0, items: ['eu', 'us', 'ap']}),
  opened: at => ({type: 'opened', ...at, count: 3}),
  picked: at => ({type: 'picked', ...at, inner: 's1'}),
  'file-ended': at => ({type: 'file-ended', ...at, outcome: 'recovered'}),
  'round-ended': at => ({type: 'round-ended', ...at, round: 0, done: false}),
  began: at => ({type: 'began', ...at, shown}),
  spawned: at => ({type: 'spawned', ...at, pid: 7, startTicks: '9'}),
  'stop-requested': at => ({type: 'stop-requested', ...at, reason: 'the wrong host'}),
  performed: at => ({type: 'performed', ...at, result: null, outputs: outputs(at), recoveryPoint: time}),
  probed: at => ({
    type: 'probed',
    ...at,
    use: 'verify',
    index: at.attempt % 2,
    name: 'seen',
    ok: true,
    detail: '17 rows',
    tries: 1,
  }),
  succeeded: at => ({
    type: 'succeeded',
    ...at,
    outputs: outputs(at),
    ...(at.attempt === 3 ? {milestone: 'service_restored'} : {recoveryPoint: time}),
  }),
  failed: at => ({type: 'failed', ...at, reason: 'exit 3', then: {do: 'hold'}, outputLost: true}),
  backfilled: at => ({type: 'backfilled', ...at, by: 'Dana'}),
  unknown: at => ({type: 'unknown', ...at, cause: 'the program died'}),
  resolved: at => ({type: 'resolved', ...at, as: 'again', by: 'person', reason: 'looked'}),
  retried: at => ({type: 'retried', ...at}),
  skipped: ({step}) => ({type: 'skipped', step, reason: 'not here'}),
  overridden: ({step}) => ({type: 'overridden', step, reason: 'by hand'}),
  'undo-listed': at => ({type: 'undo-listed', ...at, from: 0, attempts: [at]}),
  'undo-started': at => ({type: 'undo-started', ...at, attempts: [at], reason: 'the wrong host'}),
  'undo-began': at => ({type: 'undo-began', ...at, of: 1, prompt: {kind: 'instruction', ask: 'Take it back'}}),
  undone: at => ({type: 'undone', ...at, of: 1}),
  'undo-failed': at => ({type: 'undo-failed', ...at, of: 1, reason: 'exit 3'}),
  'undo-retried': at => ({type: 'undo-retried', ...at, of: 1}),
  'undo-skipped': at => ({type: 'undo-skipped', ...at, of: 1, reason: 'it may stay'}),
  'undo-ended': at => ({type: 'undo-ended', ...at, around: []}),
  jumped: at => ({type: 'jumped', ...at, around: [], reason: 'look again'}),
};

const everyFact: EachOf<FactBody> = {...aboutRun, ...aboutStep};

export const factTypes = Object.keys(everyFact) as readonly FactBody['type'][];
