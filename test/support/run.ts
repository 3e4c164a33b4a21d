/** A run as a timeline: `run(deletion, ['0s start', '2s began stop_writes', '1m succeeded stop_writes'])` gives facts and the state that they fold to. */
import {parseDurationMs} from '../../src/base/duration.ts';
import type {EventName, Fact, FactBody, Mode, ObjectivesMs, Outcome} from '../../src/run/event.ts';
import {fold} from '../../src/run/fold.ts';
import type {ProbeUse} from '../../src/run/shown.ts';
import type {RunState} from '../../src/run/state.ts';
import type {Sample} from './deletion-sample.ts';

/** Three in the morning: 02:47 UTC. */
export const startMs = Date.parse('2026-11-23T02:47:00.000Z');

export type RunOptions = {
  readonly mode?: Mode;
  readonly objectives?: ObjectivesMs;
  /** When the damage was done, before the start of the run; null leaves it unknown. */
  readonly disruptedBefore?: string | null;
};

export type ToldRun = {
  readonly facts: readonly Fact[];
  readonly state: RunState;
  /** When the last line of the timeline was. */
  readonly lastMs: number;
};

const hourMs = 3_600_000;

/** Reads a timeline; a line is `AT WORD…`, with AT counted from the start of the run. */
export const run = (sample: Sample, timeline: readonly string[], options: RunOptions = {}): ToldRun => {
  const facts: Fact[] = [];
  const attempts = new Map<string, number>();
  for (const line of timeline) {
    const [at = '', ...words] = line.split(' ');
    const atMs = startMs + durationMs(at);
    for (const body of bodiesOf(words, {sample, attempts, atMs, options})) {
      facts.push({
        seq: facts.length,
        sync: facts.length - 1,
        session: 1,
        at: new Date(atMs).toISOString(),
        monoUs: (atMs - startMs) * 1_000,
        actor: {name: 'ada', via: 'screen'},
        ...body,
      });
    }
  }
  return {facts, state: fold(sample.outline, facts), lastMs: Date.parse(facts.at(-1)?.at ?? '')};
};

const durationMs = (text: string): number => {
  const parsed = parseDurationMs(text);
  if (!parsed.ok) {
    throw new Error(parsed.reason);
  }
  return parsed.value;
};

type Told = {
  readonly sample: Sample;
  readonly attempts: Map<string, number>;
  readonly atMs: number;
  readonly options: RunOptions;
};

const bodiesOf = (words: readonly string[], told: Told): readonly FactBody[] => {
  const [word = '', first = '', ...rest] = words;
  const reason = rest.join(' ');
  switch (word) {
    case 'start':
      return started(told);
    case 'marked':
      return [
        {
          type: 'event-marked',
          event: first as EventName,
          time: new Date(startMs + durationMs(reason)).toISOString(),
          source: 'typed',
        },
      ];
    case 'paused':
      return [{type: 'paused', reason: words.slice(1).join(' ')}];
    case 'continued':
      return [{type: 'continued'}];
    case 'noted':
      return [{type: 'noted', text: words.slice(1).join(' ')}];
    case 'judged':
      return [judged(first === 'passed')];
    case 'ended': {
      // One word is the step that the run ended at, a sentence is why a person ended it.
      const why = reason.includes(' ') ? {reason} : {step: reason};
      return [{type: 'run-ended', outcome: first as Outcome, ...(reason !== '' && why)}];
    }
    case 'sealed':
      return [{type: 'sealed', head: 'fern otter lamp dune', entries: 40}];
    default:
      return [stepFact(word, {step: first, rest}, told)];
  }
};

const started = ({sample, options}: Told): readonly FactBody[] => {
  const {mode = 'drill', objectives = {rtoMs: hourMs, rpoMs: hourMs}, disruptedBefore = '5m'} = options;
  const {id, version, title, scenario} = sample.outline;
  return [
    {
      type: 'run-started',
      run: '20261123t024700z-accidental-deletion-k7q2xw',
      mode,
      runbook: {id, version, title, scenario},
      files: [],
      outline: {file: 'outline.json', sha256: ''},
      program: '0.1.0',
      inputs: {},
      secrets: [],
      objectives,
      clock: {start: 'disruption', stop: 'service_restored'},
      roles: {db_operator: {contact: 'database_administrator', name: 'Ada Lovelace'}},
      contacts: {
        database_administrator: {name: 'Ada Lovelace', keys: [], phone: '+1 555 0101'},
        technical_lead: {name: 'Grace Hopper', keys: [], phone: '+1 555 0102'},
      },
      ladder: [{title: 'Technical lead', contact: 'technical_lead', afterMs: 1_200_000}],
      executor: 'ada',
    },
    ...(disruptedBefore === null
      ? []
      : [
          {
            type: 'event-marked',
            event: 'disruption',
            time: new Date(startMs - durationMs(disruptedBefore)).toISOString(),
            source: 'lab',
          } satisfies FactBody,
        ]),
  ];
};

const judged = (passed: boolean): FactBody => ({
  type: 'drill-judged',
  passed,
  partial: false,
  findings: [
    {name: 'lost rows are back', ok: passed, detail: passed ? '1,204 of 1,204' : '1,190 of 1,204'},
    {name: 'later writes survived', ok: true, detail: '312 of 312'},
  ],
});

type Words = {readonly step: string; readonly rest: readonly string[]};

const stepFact = (word: string, {step, rest}: Words, {sample, attempts, atMs}: Told): FactBody => {
  const reason = rest.join(' ');
  if (word === 'retried' || !attempts.has(step)) {
    attempts.set(step, (attempts.get(step) ?? 0) + 1);
  }
  const attempt = attempts.get(step) ?? 1;
  const shown = sample.shown[step];
  const at = {step, attempt};
  switch (word) {
    case 'asked':
      return {
        type: 'asked',
        ...at,
        prompt: sample.prompts[step] ?? {kind: 'instruction', ask: reason},
        ...(shown && {shown}),
      };
    case 'ticked':
      return {type: 'ticked', ...at, index: Number(rest[0])};
    case 'confirmed':
      return {type: 'confirmed', ...at, value: reason};
    case 'approved':
      return {type: 'approved', ...at, by: reason, role: 'technical_lead', proof: 'typed'};
    case 'chosen':
      return {type: 'chosen', ...at, branch: reason};
    case 'began':
      return {type: 'began', ...at, ...(shown && {shown})};
    case 'performed':
      return {type: 'performed', ...at, result: null};
    case 'probed': {
      const [use = 'verify', index = '0', verdict, ...detail] = rest;
      const outline = [...fold(sample.outline, []).steps.values()].find(({path}) => path === step)?.outline;
      const names = use === 'requires' ? outline?.requires : outline?.verify;
      const name = names?.[Number(index)] ?? 'done_when';
      return {
        type: 'probed',
        ...at,
        use: use as ProbeUse,
        index: Number(index),
        name,
        ok: verdict === 'ok',
        detail: detail.join(' '),
        tries: 1,
      };
    }
    case 'succeeded':
      return {
        type: 'succeeded',
        ...at,
        ...(reason === 'recovery-point' && {recoveryPoint: new Date(startMs - 301_000).toISOString()}),
        ...milestoneOf(sample, step),
      };
    case 'failed':
      return {type: 'failed', ...at, reason, then: {do: 'hold'}};
    case 'unknown':
      return {type: 'unknown', ...at, cause: reason};
    case 'resolved':
      return {type: 'resolved', ...at, as: 'done', by: 'person', reason};
    case 'retried':
      return {type: 'retried', ...at};
    case 'skipped':
      return {type: 'skipped', step, reason};
    case 'overridden':
      return {type: 'overridden', step, reason};
    default:
      throw new Error(`the timeline does not know "${word}" (at ${new Date(atMs).toISOString()})`);
  }
};

const milestoneOf = ({outline}: Sample, id: string): {milestone?: EventName} => {
  const milestone = outline.steps.find(step => step.id === id)?.milestone;
  return milestone === undefined ? {} : {milestone};
};
