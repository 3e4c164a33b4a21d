/** What a step touches: where an author writes the words for a target, its own name is meant. */
import {expect, test} from 'vitest';
import {loadRunbook} from '../../../src/runbook/load-runbook.ts';
import {touchedText} from '../../../src/runbook/touched-text.ts';
import {recovered, runbookText} from '../../support/runbook-text.ts';

test.each([
  ['inputs.shop', `\${inputs.shop}`],
  ['item', `\${item}`],
  ['item.host', `\${item.host}`],
  ['steps.find.outputs.hosts[0]', `\${steps.find.outputs.hosts[0]}`],
  ["'orders'", 'orders'],
  [`table \${inputs.shop}`, `table \${inputs.shop}`],
  ['/srv/restore', '/srv/restore'],
  ['statistics', 'statistics'],
  ['items', 'items'],
])('%s', (written, meant) => {
  expect(touchedText(written)).toBe(meant);
});

test('a reference that leads nowhere is found where it stands', () => {
  const {diagnostics} = loadRunbook(
    runbookText(`- {id: stop, title: Stop, command: stop shop, touches: [inputs.shop]}${recovered}`),
    {today: '2026-11-24'},
  );
  expect(diagnostics.map(({code, message}) => `${code}: ${message}`)).toEqual([expect.stringContaining('shop')]);
});
