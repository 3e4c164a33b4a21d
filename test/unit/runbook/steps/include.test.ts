/** A runbook that includes another: found by its id, sound by itself, told what it needs, and never itself. */
import {expect, test} from 'vitest';
import {fail, succeed} from '../../../../src/base/result.ts';
import {loadRunbook} from '../../../../src/runbook/load-runbook.ts';
import {smallRunbook} from '../../../support/small-runbook.ts';

const review = smallRunbook(
  "  - {id: look, title: Look, instruction: 'Look at ${inputs.system}.'}",
  'inputs: {system: {type: string}}\noutputs: {seen: "steps.look.status == \'succeeded\'"}',
).replace('id: shop-outage', 'id: access-review');

const shelf = (files: {readonly [path: string]: string}) => (path: string) => {
  const text = files[path];
  return text === undefined ? fail('there is no such file') : succeed(text);
};

const load = (steps: string, files: {readonly [path: string]: string} = {'included/access-review.yaml': review}) =>
  loadRunbook(smallRunbook(steps), {today: '2026-11-24', beside: shelf(files)});

const messages = (steps: string, files?: {readonly [path: string]: string}): readonly string[] =>
  load(steps, files).diagnostics.map(({message}) => message);

test('what it is told and what it gives is known', () => {
  const steps = `
  - {id: review, title: Review, include: {runbook: access-review, inputs: {system: shop}}}
  - {id: sure, assert: steps.review.outputs.seen}`;
  expect(messages(steps)).toEqual([]);
  const [step] = load(steps).runbook?.steps ?? [];
  expect(step).toMatchObject({kind: 'include', inputs: {system: 'shop'}, runbook: {id: 'access-review'}});
});

test('what it needs must be told, and nothing else', () => {
  expect(messages('  - {id: review, title: Review, include: access-review}')).toEqual([
    'access-review has to be told system',
  ]);
  expect(
    messages('  - {id: review, title: Review, include: {runbook: access-review, inputs: {system: a, sytem: b}}}'),
  ).toEqual(['access-review has no input "sytem"']);
  // What objects have by nature is no input.
  expect(
    messages('  - {id: review, title: Review, include: {runbook: access-review, inputs: {system: a, toString: b}}}'),
  ).toEqual(['access-review has no input "toString"']);
});

test('one that is not there, not sound, or would include itself is refused', () => {
  const steps = '  - {id: review, title: Review, include: {runbook: access-review, inputs: {system: a}}}';
  expect(messages(steps, {})).toEqual(['access-review cannot be included: there is no such file']);
  expect(messages(steps, {'included/access-review.yaml': review.replace('instruction:', 'instrukt:')})).toEqual([
    expect.stringMatching(/^access-review cannot be included: it is not sound: "instrukt" is no kind of step/),
  ]);
  const itself = review.replace(
    "{id: look, title: Look, instruction: 'Look at ${inputs.system}.'}",
    '{id: look, title: Look, include: shop-outage}',
  );
  expect(messages(steps, {'included/access-review.yaml': itself})).toEqual([
    expect.stringMatching(/it would include itself \(shop-outage includes access-review includes shop-outage\)/),
  ]);
});

test('what is included on many levels is counted in all', () => {
  const level = (depth: number): string =>
    smallRunbook(
      depth === 0
        ? '  - {id: look, title: Look, instruction: Look.}'
        : Array.from({length: 5}, (_, at) => `  - {id: next_${at}, title: Next, include: level-${depth - 1}}`).join(
            '\n',
          ),
    ).replace('id: shop-outage', `id: level-${depth}`);
  let read = 0;
  const {diagnostics} = loadRunbook(level(7), {
    today: '2026-11-24',
    beside: path => {
      read += 1;
      return succeed(level(Number(/level-(\d)\.yaml$/.exec(path)?.[1])));
    },
  });

  expect(diagnostics[0]?.message).toMatch(/more than 100 runbooks, or 1024 KiB of them, would be included in all/);
  expect(read).toBeLessThan(150);
});

test('only its outputs can be read from outside', () => {
  const steps = `
  - {id: review, title: Review, include: {runbook: access-review, inputs: {system: shop}}}
  - {id: sure, assert: steps.look.status == 'succeeded'}`;
  expect(messages(steps)).toEqual(['there is no step "look"']);
});

test('each way in which it cannot be included has a way out of its own', () => {
  const hints = (included: string, files: {readonly [path: string]: string}) =>
    load(`  - {id: review, title: Review, include: ${included}}`, files).diagnostics.map(({hint}) => hint);
  expect(hints('nothere', {})).toEqual(['name another runbook, or write it: nothere.yaml beside this one']);
  expect(hints('shop-outage', {})).toEqual(['take it out, or put what both need into a runbook of its own']);
  expect(hints('access-review', {'included/access-review.yaml': 'format: 2'})).toEqual([
    'lint access-review by itself, and mend it first',
  ]);
});
