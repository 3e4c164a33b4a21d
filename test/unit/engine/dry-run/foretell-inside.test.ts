/** What stands inside a step: items of a loop, and rounds. */
import {expect, test} from 'vitest';
import {foretellSteps, givenInputs, linesOf, stepAt} from '../../../support/foretold.ts';

test('a loop over a list that is there is told for each item; of another one stands for all', () => {
  const told = foretellSteps(
    `
- id: each_host
  title: Each host
  foreach:
    in: inputs.hosts
    at_once: 2
    steps: [{id: look, title: Look, estimate: 1m, command: [look, "\${item}"]}]
- id: find
  title: Find more
  estimate: 1m
  effects: read
  command: [find]
  outputs: {hosts: json}
- id: others
  title: The others
  estimate: 1m
  each: {in: steps.find.outputs.hosts}
  confirm: {type: "\${inputs.table}"}
  command: [share, "\${item}"]
`,
    {
      inputs: 'hosts: {type: list, of: hostname}',
      parts: {inputs: {...givenInputs, hosts: ['a-1', 'a-2', 'a-3']}},
    },
  );

  expect(stepAt(told, 'each_host')).toMatchObject({list: {count: 3, atOnce: 2}});
  expect(['0', '1', '2'].flatMap(index => linesOf(told, `each_host[${index}]/look`))).toEqual([
    'look a-1',
    'look a-2',
    'look a-3',
  ]);
  // Two go side by side, and the third after them.
  expect(stepAt(told, 'each_host').total?.p50Ms).toBe(120_000);
  expect(stepAt(told, 'others')).toMatchObject({
    list: {count: null, dependsOn: ['steps.find']},
    confirmation: {value: 'payments'},
  });
  expect(stepAt(told, 'others')).not.toHaveProperty('action');
  expect(linesOf(told, 'others[0]')).toEqual(['share ‹item›']);
});

test('an item that comes to no good end is given up where the author says so, and the next one comes', () => {
  const told = foretellSteps(`
- id: share
  title: Each share
  foreach:
    in: "['eu', 'us']"
    on_item_failure: continue
    steps:
      - {id: copy, title: Copy, command: [copy, "\${item}"]}
      - id: way
        title: Which way
        decision: {ask: "Which way?", choose: "'stop'", branches: {stop: {title: Give up, end: escalated}, go: Go on}}
`);

  expect(stepAt(told, 'share[1]/copy').isLeftOut).toBe(false);
  expect(linesOf(told, 'share[1]/copy')).toEqual(['copy us']);
});

test('of an empty list the steps are shown once, as left out, and nothing of them takes time', () => {
  const told = foretellSteps(`
- id: before
  title: Before
  estimate: 1m
  command: [begin]
- id: share
  title: Each share
  foreach:
    in: "[]"
    steps:
      - {id: copy, title: Copy, estimate: 5m, command: [copy, "\${item}"]}
- id: reseed
  title: Reseed
  estimate: 5m
  each: {in: "[]"}
  command: [reseed, "\${item}"]
- {id: after, title: After, estimate: 1m, command: [go]}
`);

  expect(stepAt(told, 'share')).toMatchObject({isLeftOut: false, list: {count: 0}, total: {p50Ms: 60_000}});
  expect(stepAt(told, 'share[0]/copy')).toMatchObject({isLeftOut: true, total: null});
  expect(linesOf(told, 'share[0]/copy')).toEqual(['copy ‹item›']);
  expect(stepAt(told, 'reseed[0]')).toMatchObject({isLeftOut: true, total: null});
  expect(stepAt(told, 'after')).toMatchObject({isLeftOut: false, total: {p50Ms: 120_000}, problems: []});
});

test('of a long list the first hundred are told, and the others named and counted', () => {
  const hosts = Array.from({length: 250}, (_, index) => `app-${index}`);
  const told = foretellSteps(
    `
- id: each_host
  title: Each host
  foreach: {in: inputs.hosts, steps: [{id: look, title: Look, estimate: 1s, command: [look, "\${item}"]}]}
`,
    {inputs: 'hosts: {type: list, of: hostname}', parts: {inputs: {...givenInputs, hosts}}},
  );

  expect(stepAt(told, 'each_host').blocks).toHaveLength(100);
  expect(stepAt(told, 'each_host').list).toMatchObject({count: 250, others: hosts.slice(100)});
  expect(stepAt(told, 'each_host').total?.p50Ms).toBe(250_000);
});

test('one round of a repeat is told, and all that are possible count', () => {
  const told = foretellSteps(`
- id: until_up
  title: Until it is up
  repeat: {max: 4, until: steps.try.outputs.up, steps: [{id: try, title: Try, estimate: 1m, command: [try], outputs: {up: "exit == 0"}}]}
`);

  expect(linesOf(told, 'until_up[0]/try')).toEqual(['try']);
  expect(stepAt(told, 'until_up')).toMatchObject({rounds: {max: 4}, total: {p50Ms: 240_000}});
});
