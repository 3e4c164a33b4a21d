/** A secret on the screen: there when it is asked for, gone with its question, and nowhere on the disk. */
import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {factsOf, typesOf} from '../support/lifeboat.ts';
import {contentOf} from '../support/processes.ts';
import {outageDesk} from '../support/small-runbook.ts';

test('v shows it, the record says who saw it, and nothing of it is kept', async () => {
  const {desk, runbook} = outageDesk(`
  - id: open_console
    title: Open the console of the provider
    instruction: {do: "Log in as root.", reveal: "\${inputs.password}"}
`);
  desk.file(
    'shop-outage.yaml',
    contentOf(runbook).replace('inputs: {', 'inputs: {password: {type: secret, from: {env: CODE}, ask: "Password?"}, '),
  );
  const terminal = desk.terminal(['run', runbook], {env: {CODE: 'hunter2-hunter2'}});
  await terminal.shows('v shows ‹secret:password› for 30 s');
  await terminal.shows('v reveal');
  expect(terminal.screen().join('\n')).not.toContain('hunter2');
  terminal.press('v');
  await terminal.shows('hunter2-hunter2');
  await terminal.shows(/Shown for \d+ s more/);
  terminal.press('enter');
  await terminal.shows('q quit');
  expect(terminal.screen().join('\n')).not.toContain('hunter2');
  terminal.press('q');
  expect((await terminal.exited).code).toBe(0);

  expect(typesOf(desk, 'open_console')).toEqual(['asked', 'revealed', 'succeeded']);
  expect(factsOf(desk).find(({type}) => type === 'revealed')).toMatchObject({name: '‹secret:password›'});
  const kept = readdirSync(desk.state, {recursive: true, encoding: 'utf8'});
  expect(kept.filter(path => contentOf(join(desk.state, path)).includes('hunter2'))).toEqual([]);
  const replayed = await desk.lifeboat(['replay', desk.runs().at(-1) ?? '', '--plain']);
  expect(replayed.stdout).toContain('‹secret:password› was shown');
  expect(replayed.stdout).not.toContain('hunter2');
});
