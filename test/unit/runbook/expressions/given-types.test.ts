/** What a runbook says about the types of what its steps give. */
import {expect, test} from 'vitest';
import {givenTypes} from '../../../../src/runbook/expressions/given-types.ts';
import {loadRunbook} from '../../../../src/runbook/load-runbook.ts';
import {recovered, runbookText} from '../../../support/runbook-text.ts';

const time = 'google.protobuf.Timestamp';

const steps = `
- id: look
  title: Look
  effects: read
  command: [look]
  outputs: {at: {value: stdout, type: timestamp}, words: 'stdout.split(",")', n: size(stdout), any: json, text: stdout}
- {id: ask, title: Ask, input: {ask: "How long?", type: duration}}
- {id: maybe, title: Ask, input: {ask: "How many?", type: integer, optional: true}}
- {id: names, let: {next: "steps.look.outputs.n + 1", later: "has(values.last) ? values.last : 1", twice: "1"}}
- {id: twice, let: {twice: "'two'"}}
- id: again
  title: Again
  repeat: {max: 2, until: "true", steps: [{id: round, let: {round: "1"}}]}
- id: way
  title: Way
  decision:
    ask: Which?
    branches:
      short: {title: Short, outputs: {lost: "1", same: steps.look.outputs.at}}
      long: {title: Long, outputs: {lost: "'much'", same: steps.look.outputs.at}}
- id: loop
  title: Loop
  foreach:
    in: '[1, 2]'
    steps: [{id: inside, title: Inside, command: [do, "\${item}"], outputs: {doubled: item * 2}}]
- {id: at_last, let: {last: "1"}}
- {id: each, title: Each, command: [do, "\${item}"], each: {in: "inputs.hosts"}, outputs: {x: stdout}}`;

const {runbook} = loadRunbook(
  runbookText(steps + recovered, {inputs: 'hosts: {type: list, of: hostname}', top: 'outputs: {n: values.next}'}),
  {today: '2026-11-24'},
);

const typesOf = (path: string) => {
  const given = runbook && givenTypes(runbook);
  return given?.typesFor(undefined)(path.split('.'))?.types;
};

test.each([
  ['steps.look.outputs.at', [time]],
  ['steps.look.outputs.words', ['list<string>', `list<${time}>`]],
  ['steps.look.outputs.n', ['int']],
  ['steps.look.outputs.text', ['string', time]],
  ['steps.look.outputs.any', undefined],
  ['steps.look.status', ['string']],
  ['steps.ask.outputs.value', ['google.protobuf.Duration']],
  ['steps.maybe.outputs.value', undefined],
  ['values.next', ['int']],
  ['values.round', ['int']],
  ['values.later', undefined],
  ['values.twice', ['int', 'string', time]],
  ['steps.way.choice', ['string']],
  ['steps.way.outputs.lost', ['int', 'string', time]],
  ['steps.way.outputs.same', [time]],
  ['steps.loop.items', ['list<int>']],
  ['steps.inside.outputs.doubled', ['int']],
  ['steps.each.outputs.x', undefined],
  ['steps.each.items', ['list<string>', `list<${time}>`]],
  ['inputs.hosts', ['list<string>']],
  ['events.disruption', [time]],
])('%s', (path, types) => {
  expect(typesOf(path)).toEqual(types);
});

test('an item has the type of the list around it, and what the document gives is known', () => {
  const given = runbook && givenTypes(runbook);

  expect(given?.itemOf('inside')).toEqual({around: ['int'], own: ['int']});
  expect(given?.itemOf('each')).toEqual({around: undefined, own: ['string', time, 'Connection']});
  expect(given?.outputs).toEqual({n: ['int']});
});
