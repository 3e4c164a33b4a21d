/** What a dry run says of a step: how its checks are called. */
import {expect, test} from 'vitest';
import {foretellSteps, stepAt} from '../../../support/foretold.ts';

test('a check without a name is called by what it asks, with its values and without its secrets', () => {
  const told = foretellSteps(`
- id: find
  title: Find them
  estimate: 1m
  effects: read
  command: [find_deleted]
  outputs: {host: "json.host"}
- {id: look, title: Look, check: {command: [test, -e, "/srv/\${inputs.table}"]}}
- {id: ask, title: Ask, check: {http: {url: "https://\${steps.find.outputs.host}/health", query: {token: "\${inputs.password}"}}}}
`);
  expect(stepAt(told, 'look').check?.name).toBe('test -e /srv/payments');
  expect(stepAt(told, 'ask').check?.name).toBe('GET https://‹steps.find.outputs.host›/health?token=‹secret:password›');
});
