/** Expressions that read values whose types the runbook says. */
import {expect, test} from 'vitest';
import {checking} from '../../../../src/runbook/expressions/cel-environment.ts';
import {checkTyped, typedEnvironment} from '../../../../src/runbook/expressions/typed-expression.ts';

const types: {readonly [path: string]: readonly string[]} = {
  'steps.a.outputs.n': ['int'],
  'steps.a.outputs.text': ['string', 'google.protobuf.Timestamp'],
  'steps.a.outputs.words': ['list<string>'],
  'steps.a.outputs.share': ['double', 'int'],
};

const check = (expression: string) =>
  checkTyped(expression, typedEnvironment(checking({}, 'step')), path => {
    const found = types[path.slice(0, 4).join('.')];
    return found && {types: found, members: 4};
  });

const typesOf = (expression: string): readonly string[] | string => {
  const checked = check(expression);
  return checked.ok ? checked.value : checked.reason.message;
};

test('a value alone has its types, however it is written', () => {
  expect(typesOf(' steps.a.outputs.text ')).toEqual(types['steps.a.outputs.text']);
  expect(typesOf("steps['a'].outputs['n']")).toEqual(['int']);
  expect(typesOf("steps['a'].outputs['words'][steps.a.outputs.n]")).toEqual(['string']);
});

test('what goes with none of its types is wrong, at its place', () => {
  expect(check('1 == 1 && steps.a.outputs.text > 3')).toMatchObject({
    reason: {message: 'these do not go together: string > int', from: 10, to: 34},
  });
});

test.each([
  "steps.a.outputs.text < timestamp('2026-11-24T02:47:00Z')",
  "steps.a.outputs.text.startsWith('x')",
  "steps.a.outputs.n == 0 ? steps.a.outputs.text.startsWith('x') : steps.a.outputs.text > run.now",
  'steps.a.outputs.share + 1 == 3 || steps.a.outputs.share + 1.5 == 3.0',
  'steps.a.outputs.n == 1.0 && steps.a.outputs.n in [1.0, 2.0]',
  'has(steps.a.outputs.n) && steps.a.outputs.n > 3',
  'steps.a.outputs.n == null || steps.a.outputs.n > 3',
  'steps.a.outputs.n in [1, null]',
  'steps.a.outputs.words.exists(w, w != null)',
  "(run.id == '' ? steps.a.outputs.n : null) == null",
  "(run.id == '' ? steps.a.outputs.n : 'none') == 'none'",
  'steps.a.outputs.words + [1] == []',
  "[{'a': steps.a.outputs.n}] + [{'a': 'x'}] == []",
  "[run.id] + [{'a': 1}] == []",
  "[{'a': run.now}] + [{'a': run.id}] == []",
  "[1, 2].exists(steps, steps > 1) && steps.a.outputs.words[0] == 'x'",
])('%s can be so in a run, and is no error', expression => {
  expect(typesOf(expression)).toEqual(['bool']);
});

test('two lists that no run puts together are wrong', () => {
  expect(typesOf("[{'a': 1}] + [{'a': 'x'}]")).toBe(
    'these do not go together: list<map<string, int>> + list<map<string, string>>',
  );
});

test('a null hides nothing that is wrong elsewhere', () => {
  expect(typesOf('steps.a.outputs.n == 1 && size(null) == 3')).toBe("there is no function 'size(null)'");
});

test('a name that only stands for a type cannot be written', () => {
  expect(typesOf('steps.a.outputs.n == 1 && __0_ == 3')).toBe('nothing here is called __0_');
});

test('a text that would take too long to try is checked as far as it always was', () => {
  const typed = typedEnvironment(checking({}, 'step'));
  const wrong = `[${'1, '.repeat(300)}1] == [] && steps.a.outputs.n > 'x'`;
  const checks = Array.from({length: 1_000}, () =>
    checkTyped(wrong, typed, path => (path[0] === 'steps' ? {types: ['int'], members: 4} : undefined)),
  );
  expect([checks.at(0)?.ok, checks.at(-1)?.ok]).toEqual([false, true]);
});
