/** A command that gets the terminal, and what has no place beside it. */
import {expect, test} from 'vitest';
import {loadRunbook} from '../../../../src/runbook/load-runbook.ts';
import {recovered, runbookText} from '../../../support/runbook-text.ts';

const loaded = (fields: string, more = '', pieces: Parameters<typeof runbookText>[1] = {}) =>
  loadRunbook(
    runbookText(
      `- {id: log_in, title: Log in, estimate: 1m, command: {run: [psql], ${fields}}, ${more}}${recovered}`,
      pieces,
    ),
    {today: '2026-11-24'},
  );

const messages = (...of: Parameters<typeof loaded>): readonly string[] =>
  loaded(...of).diagnostics.map(({message}) => message);

test('it is part of the action, also of an undo', () => {
  const {runbook} = loaded('interactive: true', 'undo: {command: {run: [psql], interactive: true}}');
  expect(runbook?.steps[0]).toMatchObject({action: {interactive: true}, undo: {interactive: true}});
  expect(loaded('interactive: false').runbook?.steps[0]).not.toHaveProperty('action.interactive');
});

test('it reads from the terminal of this host, so neither another input nor another host can be given', () => {
  expect(messages('interactive: true, stdin: yes')).toEqual([
    'an interactive command reads from the terminal, so "stdin" has no place beside it',
  ]);
  expect(messages('interactive: true, on: {ssh: db-1}')).toEqual([
    'an interactive command gets the terminal of this host and cannot be given to db-1',
  ]);
});

test('where all commands run on another host it must say that it does not', () => {
  const text = (fields: string) =>
    runbookText(`- {id: log_in, title: Log in, estimate: 1m, command: {run: [psql], ${fields}}}${recovered}`).replace(
      'drill: run}',
      'drill: run, on: {ssh: db-1}}',
    );
  const said = (fields: string) => loadRunbook(text(fields), {today: '2026-11-24'}).diagnostics.map(({hint}) => hint);
  expect(said('interactive: true')).toEqual(['say on: local, and write ssh out: run: [ssh, -t, HOST, PROGRAM]']);
  expect(said('interactive: true, on: local')).toEqual([]);
});

test('nobody is cut off while they type: without a time-out of its own it has a day, whatever a document says of all', () => {
  const {runbook} = loaded('interactive: true');
  expect(runbook?.steps[0]).toMatchObject({timeoutMs: 86_400_000});
  expect(loaded('interactive: true', 'timeout: 10m').runbook?.steps[0]).toMatchObject({timeoutMs: 600_000});
  expect(loaded('interactive: false').runbook?.steps[0]).toMatchObject({timeoutMs: 900_000});
});

test('a probe asks nobody', () => {
  expect(messages('', 'verify: [{command: {run: [psql], interactive: true}}]')).toEqual([
    'a probe is asked again and again, so it cannot have the terminal',
  ]);
});
