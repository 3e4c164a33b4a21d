/** Runbooks as values: a step or a whole runbook with everything that a test does not care about filled in. */
import type {InputDeclaration, InputType} from '../../src/runbook/input-declaration.ts';
import type {Branch, CommonFields, Probe, Runbook, Step, StepOf} from '../../src/runbook/runbook.ts';

const common = (id: string): CommonFields => ({
  id,
  title: `Do ${id}`,
  effects: 'write',
  idempotent: false,
  timeoutMs: 900_000,
  retry: {attempts: 1, delayMs: 0, backoff: 1},
  touches: [],
  requires: [],
  verify: [],
  doneWhen: [],
  pointOfNoReturn: false,
  skippable: true,
  onFailure: {do: 'hold'},
  outputs: {},
  drill: {do: 'run'},
  evidence: [],
  formerly: [],
  troubleshoot: [],
  see: [],
  span: {from: 0, to: 0},
});

type Extra = Partial<CommonFields>;

export const commandStep = (id: string, run: readonly string[] = ['/bin/true'], extra: Extra = {}): Step => ({
  ...common(id),
  kind: 'command',
  shape: 'action',
  action: {kind: 'command', run, env: {}},
  ...extra,
});

export const sqlStep = (id: string, statements: readonly string[], extra: Extra = {}): Step => ({
  ...common(id),
  kind: 'sql',
  shape: 'action',
  action: {kind: 'sql', connection: '${inputs.database}', statements, params: [], transaction: false},
  ...extra,
});

export const instructionStep = (id: string, checklist: readonly string[] = [], extra: Extra = {}): Step => ({
  ...common(id),
  kind: 'instruction',
  shape: 'prompt',
  do: `Please do ${id}`,
  checklist,
  ...extra,
});

export const approvalStep = (
  id: string,
  need = 1,
  extra: Extra & Partial<Pick<StepOf<'approval'>, 'onNoGo' | 'expiresMs'>> = {},
): Step => ({
  ...common(id),
  effects: 'none',
  kind: 'approval',
  shape: 'prompt',
  ask: `May we go on with ${id}?`,
  from: ['approver'],
  need,
  notExecutor: true,
  onNoGo: {do: 'hold'},
  ...extra,
});

export const checkStep = (id: string, extra: Extra & {readonly probe?: Probe} = {}): Step => ({
  ...common(id),
  effects: 'read',
  kind: 'check',
  shape: 'probe',
  probe: probe(id),
  ...extra,
});

export const milestoneStep = (id: string): Step => ({
  ...common(id),
  effects: 'none',
  kind: 'milestone',
  shape: 'instant',
  event: 'service_restored',
});

export const endStep = (id: string, outcome: StepOf<'end'>['outcome'] = 'recovered', extra: Extra = {}): Step => ({
  ...common(id),
  effects: 'none',
  kind: 'end',
  shape: 'instant',
  outcome,
  ...extra,
});

export const decisionStep = (
  id: string,
  branches: readonly Branch[],
  extra: Extra & Partial<Pick<StepOf<'decision'>, 'choose' | 'propose'>> = {},
): Step => ({
  ...common(id),
  effects: 'none',
  kind: 'decision',
  shape: 'group',
  ask: `Which way at ${id}?`,
  branches,
  ...extra,
});

export const groupStep = (
  id: string,
  steps: readonly Step[],
  extra: Extra & Partial<Pick<StepOf<'group'>, 'order'>> = {},
): Step => ({...common(id), effects: 'none', kind: 'group', shape: 'group', steps, order: 'written', ...extra});

export const parallelStep = (
  id: string,
  branches: readonly Branch[],
  extra: Extra & Partial<Pick<StepOf<'parallel'>, 'atOnce'>> = {},
): Step => ({...common(id), effects: 'none', kind: 'parallel', shape: 'group', branches, atOnce: 64, ...extra});

export const foreachStep = (
  id: string,
  steps: readonly Step[],
  extra: Extra & Partial<Pick<StepOf<'foreach'>, 'in' | 'atOnce' | 'onItemFailure'>> = {},
): Step => ({
  ...common(id),
  effects: 'none',
  kind: 'foreach',
  shape: 'group',
  in: "['eu', 'us', 'ap']",
  atOnce: 1,
  onItemFailure: 'hold',
  steps,
  ...extra,
});

export const repeatStep = (
  id: string,
  steps: readonly Step[],
  extra: Extra & Partial<Pick<StepOf<'repeat'>, 'until' | 'max' | 'onExhausted'>> = {},
): Step => ({
  ...common(id),
  effects: 'none',
  kind: 'repeat',
  shape: 'group',
  until: 'true',
  max: 3,
  onExhausted: {do: 'hold'},
  steps,
  ...extra,
});

export const includeStep = (
  id: string,
  runbook: Runbook,
  extra: Extra & Partial<Pick<StepOf<'include'>, 'inputs'>> = {},
): Step => ({...common(id), effects: 'none', kind: 'include', shape: 'group', runbook, inputs: {}, ...extra});

export const notifyStep = (id: string, text: string, extra: Extra & {readonly mustAck?: boolean} = {}): Step => ({
  ...common(id),
  effects: 'none',
  kind: 'notify',
  shape: 'action',
  action: {kind: 'notify', to: ['approver'], text},
  ...extra,
});

export const letStep = (id: string, values: {readonly [name: string]: string}, extra: Extra = {}): Step => ({
  ...common(id),
  effects: 'none',
  kind: 'let',
  shape: 'instant',
  values,
  ...extra,
});

export const assertStep = (id: string, condition: string, extra: Extra = {}): Step => ({
  ...common(id),
  effects: 'none',
  kind: 'assert',
  shape: 'instant',
  condition,
  ...extra,
});

export const waitStep = (id: string, wait: StepOf<'wait'>['wait'], extra: Extra = {}): Step => ({
  ...common(id),
  effects: 'none',
  kind: 'wait',
  shape: 'probe',
  wait,
  ...extra,
});

export const inputStep = (id: string, type: InputType, extra: Extra = {}): Step => ({
  ...common(id),
  effects: 'none',
  kind: 'input',
  shape: 'prompt',
  ask: `What is ${id}?`,
  declaration: {name: 'value', type, optional: false, span: {from: 0, to: 0}},
  ...extra,
});

export const branch = (name: string, steps: readonly Step[], extra: Partial<Branch> = {}): Branch => ({
  name,
  title: `Take ${name}`,
  steps,
  outputs: {},
  ...extra,
});

export const probe = (name: string, extra: Partial<Probe> = {}): Probe => ({
  name,
  negated: false,
  action: {kind: 'command', run: ['/usr/bin/look', name], env: {}},
  everyMs: 1_000,
  timeoutMs: 30_000,
  ...extra,
});

export const runbookOf = (steps: readonly Step[], extra: Partial<Runbook> = {}): Runbook => ({
  id: 'lost-tickets',
  version: '1.0.0',
  title: 'Tickets were lost',
  scenario: 'deletion',
  summary: 'Bring the tickets back.',
  owner: 'database_administrator',
  symptoms: [],
  objectives: {rtoMs: 3_600_000, rpoMs: 3_600_000},
  clock: {start: 'declaration', stop: 'service_restored'},
  roles: {},
  inputs: {},
  defaults: {},
  outputs: {},
  deadlines: [],
  reminders: [],
  steps,
  see: [],
  ...extra,
});

export const input = (name: string, type: InputType): {readonly [name: string]: InputDeclaration} => ({
  [name]: {name, type, optional: false, span: {from: 0, to: 0}},
});
