/** Random runbooks whose texts hold values: of inputs, of items, of named values, of steps before, told to what is included, and secrets. */
import fc from 'fast-check';
import type {Json} from '../../src/base/canonical-json.ts';
import type {Action} from '../../src/runbook/action.ts';
import type {Branch, Runbook, Step} from '../../src/runbook/runbook.ts';
import {arbitraryRunbook} from './arbitrary.ts';
import {type Dice, diceOf} from './dice.ts';
import {input} from './model.ts';

/** What every such runbook declares, those that are included too. */
const declared: Runbook['inputs'] = {
  ...input('deep', 'boolean'),
  ...input('word', 'string'),
  ...input('count', 'integer'),
  ...input('database', 'connection'),
  ...input('password', 'secret'),
  hosts: {name: 'hosts', type: 'list', of: 'hostname', optional: false, span: {from: 0, to: 0}},
};

/** What they are given; `deep` decides conditions and ways. */
export const givenValues = (deep: boolean): {readonly [name: string]: Json} => ({
  deep,
  word: 'lost tickets',
  count: 4,
  database: 'postgresql://app:open-sesame-77@db-1.example:5432/tickets',
  password: 'hunter2-is-secret',
  hosts: ['app-1', 'app-2'],
});

export const arbitraryValues: fc.Arbitrary<Runbook> = fc
  .tuple(arbitraryRunbook, fc.array(fc.nat({max: 10_000}), {minLength: 40, maxLength: 200, size: 'max'}))
  .map(([runbook, numbers]) => {
    const dice = diceOf(numbers);
    return {...runbook, inputs: declared, steps: filled(runbook.steps, {dice, given: [], isInLoop: false})};
  });

/** What stands before: steps that give something, as an author may read them. */
type Before = {readonly dice: Dice; readonly given: string[]; readonly isInLoop: boolean};

const filled = (steps: readonly Step[], before: Before): readonly Step[] => steps.map(step => fill(step, before));

const fill = (step: Step, before: Before): Step => {
  const {dice} = before;
  switch (step.kind) {
    case 'command': {
      const action = actionOf({...before, isInLoop: before.isInLoop || step.each !== undefined});
      before.given.push(`steps.${step.id}.outputs.out`);
      const common = {...step, outputs: {out: {value: "'it printed'", secret: false}}};
      return action.kind === 'sql'
        ? {...common, kind: 'sql', action}
        : {...common, action, ...(dice.roll(4) === 3 && {touches: ['${inputs.database}', '/srv/${inputs.word}']})};
    }
    case 'instruction':
      return {...step, do: 'Say "${inputs.word}" to ${inputs.database.host}.', paste: textOf(before)};
    case 'approval':
      return {...step, ask: 'Go for ${inputs.hosts[0]}?'};
    case 'let': {
      const [name = ''] = Object.keys(step.values);
      const values = {[name]: expressionOf(before)};
      before.given.push(`values.${name}`);
      return {...step, values};
    }
    case 'decision':
      return {
        ...step,
        ask: 'Which way for ${inputs.word}?',
        ...(dice.roll(2) === 0 && {choose: "inputs.deep ? 'deep' : 'other'"}),
        branches: branches(step.branches, before),
      };
    case 'parallel':
      return {...step, branches: branches(step.branches, before)};
    case 'group':
    case 'repeat':
      return {...step, steps: filled(step.steps, inside(before))};
    case 'foreach':
      return {
        ...step,
        in: dice.roll(3) === 0 ? listOf(before) : step.in,
        steps: filled(step.steps, {...inside(before), isInLoop: true}),
      };
    case 'include': {
      const told = Object.keys(declared).map((name): [string, string] => [name, `\${inputs.${name}}`]);
      const own: Before = {dice, given: [], isInLoop: false};
      return {
        ...step,
        inputs: {...Object.fromEntries(told), word: textOf(before)},
        runbook: {...step.runbook, inputs: declared, steps: filled(step.runbook.steps, own)},
      };
    }
    default:
      return step;
  }
};

/** What is given inside is not read outside: it may never have run. */
const inside = (before: Before): Before => ({...before, given: [...before.given]});

const branches = (list: readonly Branch[], before: Before): readonly Branch[] =>
  list.map(branch => ({...branch, steps: filled(branch.steps, inside(before))}));

const actionOf = (before: Before): Extract<Action, {kind: 'command' | 'sql'}> => {
  const text = textOf(before);
  return before.dice.roll(3) === 0
    ? {
        kind: 'sql',
        connection: '${inputs.database}',
        statements: ['update tickets set note = $1 where id = $2'],
        params: [text, '${inputs.count}'],
        transaction: before.dice.roll(2) === 0,
      }
    : {
        kind: 'command',
        run: ['act', text, '--on=${inputs.database.host}', '${inputs.hosts}', {json: {n: '${inputs.count + 1}'}}],
        env: {PASSWORD: '${inputs.password}', WORD: '${inputs.deep ? inputs.word : text}'.replace('text', "'none'")},
        stdin: '${inputs.password}',
        ...(before.dice.roll(2) === 0 && {connection: '${inputs.database}'}),
      };
};

const textOf = (before: Before): string => {
  switch (before.dice.roll(4)) {
    case 0:
      return `for \${${expressionOf(before)}}`;
    case 1:
      return before.isInLoop ? '${item}' : '${inputs.count}';
    default:
      return 'for ${inputs.word}, $${HOME}';
  }
};

const expressionOf = ({dice, given}: Before): string =>
  given.length > 0 && dice.roll(2) === 0 ? (given[dice.roll(given.length)] ?? '') : 'inputs.count * 2';

const listOf = (before: Before): string =>
  before.given.length > 0 && before.dice.roll(2) === 0
    ? `[${before.given[before.dice.roll(before.given.length)] ?? ''}]`
    : 'inputs.hosts';
