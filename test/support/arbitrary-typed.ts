/** Random runbooks whose steps give values of known types, and expressions that put those together, rightly or wrongly. */
import fc from 'fast-check';
import {type Dice, diceOf} from './dice.ts';
import {recovered, runbookText} from './runbook-text.ts';

export type TypedRunbook = {
  /** The runbook with a last step, `target`, that holds what is written for it. */
  readonly textWith: (target: string) => string;
  readonly expression: string;
  /** What the programs print, by step. */
  readonly prints: {readonly [step: string]: string};
  /** What people answer, by step. */
  readonly answers: {readonly [step: string]: string};
  readonly isInLoop: boolean;
};

/** What the runbook declares beside its usual inputs, and what it is given. */
const inputs = `\
many: {type: integer}
host: {type: hostname}
hosts: {type: list, of: hostname}
ports: {type: list, of: integer}
deep: {type: boolean}
since: {type: timestamp}
long: {type: duration}`;

export const givenTyped = {
  database: 'postgresql://app@db-1.example:5432/shop',
  table: 'orders',
  password: 'sesame-7-open',
  many: 4,
  host: 'db-1',
  hosts: ['db-1', 'db-2'],
  ports: [5432, 5433],
  deep: true,
  since: '2026-11-23T01:00:00Z',
  long: 'PT1H30M',
} as const;

/** Types of outputs and answers, and a text that is read as each. */
const typed = {
  timestamp: '2026-11-22T02:47:00Z',
  integer: '42',
  boolean: 'yes',
  hostname: 'db-9',
  identifier: 'orders',
  path: '/srv/shop',
  url: 'https://example.net/',
  cidr: '10.0.0.0/8',
  duration: '90m',
  list: 'a, b',
} as const;

type Typed = keyof typeof typed;

const typeNames = Object.keys(typed) as readonly Typed[];

/** Outputs whose expressions say their types; what is printed is a time. */
const inferred = [
  'size(stdout)',
  'exit == 0',
  'timestamp(stdout)',
  "stdout.split('-')",
  'stdout.size() > 3',
  '[exit, 2]',
];

export const arbitraryTyped: fc.Arbitrary<TypedRunbook> = fc
  .array(fc.nat({max: 10_000}), {minLength: 30, maxLength: 80, size: 'max'})
  .map(numbers => written(diceOf(numbers)));

const pick = <Value>(dice: Dice, values: readonly [Value, ...(readonly Value[])] | readonly Value[]): Value =>
  values[dice.roll(values.length)] as Value;

const written = (dice: Dice): TypedRunbook => {
  const prints: {[step: string]: string} = {};
  const answers: {[step: string]: string} = {};
  const reads: string[] = [
    'run.now',
    'run.id',
    'inputs.hosts[0]',
    'inputs.ports[1]',
    'events.run_start',
    'inputs.database.port',
  ];
  reads.push(...['many', 'host', 'hosts', 'deep', 'since', 'long'].map(name => `inputs.${name}`));
  const steps = Array.from({length: 2 + dice.roll(4)}, (_, index) => {
    const id = `s${index}`;
    const step = stepOf(dice, id, reads);
    if (step.prints !== undefined) {
      prints[id] = step.prints;
    }
    if (step.answers !== undefined) {
      answers[id] = step.answers;
    }
    reads.push(...step.reads, `steps.${id}.status`);
    return step.text;
  });
  const isInLoop = dice.roll(4) === 3;
  const expression = expressionOf(dice, isInLoop ? [...reads, 'item', 'item'] : reads, 1 + dice.roll(3));
  const textWith = (target: string): string => {
    const last = isInLoop
      ? `\n- {id: loop, title: Loop, foreach: {in: "inputs.ports", steps: [${target}]}}`
      : `\n- ${target}`;
    return runbookText(steps.join('\n') + last + recovered, {inputs});
  };
  return {textWith, expression, prints, answers, isInLoop};
};

type Written = {
  readonly text: string;
  readonly reads: readonly string[];
  readonly prints?: string;
  readonly answers?: string;
};

const stepOf = (dice: Dice, id: string, reads: readonly string[]): Written => {
  const type = pick(dice, typeNames);
  switch (dice.roll(5)) {
    case 0: {
      const of = type === 'list' ? ', of: string' : '';
      const text = `- {id: ${id}, title: Ask, input: {ask: "What?", type: ${type}${of}}}`;
      return {text, reads: [`steps.${id}.outputs.value`], answers: typed[type]};
    }
    case 1:
      return {text: `- {id: ${id}, let: {v_${id}: ${quoted(pick(dice, reads))}}}`, reads: [`values.v_${id}`]};
    case 2: {
      const text = `- {id: ${id}, title: Look, estimate: 1m, effects: read, command: [look], outputs: {v: ${quoted(pick(dice, inferred))}}}`;
      return {text, reads: [`steps.${id}.outputs.v`], prints: '2026-11-22T02:47:00Z'};
    }
    case 3: {
      const [one, other] = [quoted(pick(dice, reads)), quoted(pick(dice, reads))];
      const ways = `{one: {title: One, outputs: {v: ${one}}}, other: {title: Other, outputs: {v: ${other}}}}`;
      const choose = `"inputs.many > 3 ? 'one' : 'other'"`;
      const text = `- {id: ${id}, title: Way, decision: {ask: "Which?", choose: ${choose}, branches: ${ways}}}`;
      return {text, reads: [`steps.${id}.outputs.v`, `steps.${id}.choice`]};
    }
    default: {
      const text = `- {id: ${id}, title: Look, estimate: 1m, effects: read, command: [look], outputs: {v: {value: stdout, type: ${type}}}}`;
      return {text, reads: [`steps.${id}.outputs.v`], prints: typed[type]};
    }
  }
};

const quoted = (expression: string): string => JSON.stringify(expression);

const literals = ['5', '2.5', "'x'", 'true', "timestamp('2026-11-24T02:47:00Z')", "span('15m')", "['x']", 'null'];

const operators = ['+', '-', '<', '>=', '==', '!=', '*', '&&', '||', 'in'];

const calls: readonly ((value: string) => string)[] = [
  value => `size(${value})`,
  value => `string(${value})`,
  value => `${value}.startsWith('x')`,
  value => `!${value}`,
  value => `${value}.exists(x, x == 'x')`,
  value => `${value}.getFullYear()`,
  value => `${value}.trim()`,
];

const expressionOf = (dice: Dice, reads: readonly string[], depth: number): string => {
  const inner = (): string => expressionOf(dice, reads, depth - 1);
  if (depth === 0) {
    return dice.roll(3) === 2 ? pick(dice, literals) : pick(dice, reads);
  }
  switch (dice.roll(4)) {
    case 0:
      return pick(dice, calls)(inner());
    case 1:
      return inner();
    default:
      return `(${inner()} ${pick(dice, operators)} ${inner()})`;
  }
};
