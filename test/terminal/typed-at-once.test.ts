/** What a person types without opening a line first, in a real terminal: a name that is asked for, and the mending of a refused value. */
import {expect, test} from 'vitest';
import {factsOf} from '../support/lifeboat.ts';
import {outageDesk} from '../support/small-runbook.ts';

/** A step at work in front of which a person is asked for something. */
const beside = (step: string) => `
  - id: both
    title: Both at once
    parallel:
      branches:
        index:
          title: The index
          steps:
            - id: load
              title: Load the index
              command: sleep 600
        standby:
          title: The standby
          steps:
${step}
`;

const fence = (name: string) => `
            - id: fence
              title: Fence the standby
              command: "true"
              confirm: {type: ${JSON.stringify(name)}}
`;

test.each(['standby-2', 'ticketing', 'primary', 'events', 'orders', ':memory:'])(
  'the name %s is typed at once where it is asked for: it confirms, and skips, stops, pauses and notes nothing',
  async name => {
    const {desk, runbook} = outageDesk(beside(fence(name)));
    const screen = desk.terminal(['run', runbook, '--as', 'Ada Lovelace'], {columns: 100, rows: 30});
    await screen.shows('Enter type the name');
    screen.type(name);
    await screen.shows(`Type ${name} to go on`);
    screen.press('enter');
    await screen.shows(/✔ +Fence the standby/);
    screen.press('ctrl-c', 'ctrl-c');
    await screen.exited;
    const facts = factsOf(desk);
    expect(facts.find(({type}) => type === 'confirmed')).toMatchObject({step: 'both:standby/fence'});
    const types = facts.map(({type}) => type);
    for (const slip of ['skipped', 'stop-requested', 'paused', 'noted', 'overridden']) {
      expect(types).not.toContain(slip);
    }
  },
);

test('a value that the run refuses stays in its line, and its correction stops nothing', async () => {
  const ask = `
            - id: copies
              title: Count the copies
              input: {ask: "How many copies?", type: integer}
`;
  const {desk, runbook} = outageDesk(beside(ask));
  const screen = desk.terminal(['run', runbook, '--as', 'Ada Lovelace'], {columns: 100, rows: 30});
  await screen.shows('Enter type it');
  screen.press('enter');
  await screen.shows('Enter hands it in');
  screen.type('nine');
  screen.press('enter');
  await screen.shows('Refused:');
  await screen.shows('Type to replace it');
  screen.type('two');
  await screen.shows('> two');
  screen.press('enter');
  await screen.shows('Refused:');
  screen.type('2');
  await screen.shows('> 2');
  screen.press('enter');
  await screen.shows(/✔ +Count the copies/);
  screen.press('ctrl-c', 'ctrl-c');
  await screen.exited;
  expect(factsOf(desk).map(({type}) => type)).not.toContain('stop-requested');
  expect(factsOf(desk).find(({type}) => type === 'succeeded')).toMatchObject({step: 'both:standby/copies'});
});

test('on the plain face a pasted name does not confirm, and the same name typed does', async () => {
  const {desk, runbook} = outageDesk(`
  - id: fence
    title: Fence the standby
    command: "true"
    confirm: {type: standby-2}
`);
  const plain = desk.terminal(['run', runbook, '--plain', '--as', 'Ada Lovelace'], {columns: 100, rows: 40});
  await plain.shows('"standby-2" to say that this target is meant');
  plain.paste('standby-2');
  plain.press('enter');
  await plain.shows('This has to be typed. A paste is not taken here.');
  plain.paste('note called Grace');
  plain.press('enter');
  await plain.shows('The note of Ada Lovelace is recorded');
  plain.type('standby-2');
  plain.press('enter');
  expect((await plain.exited).code).toBe(0);
  // What the terminal was asked for is taken back: a paste has no marks any more.
  expect(plain.marksPastes()).toBe(false);
  expect(factsOf(desk).filter(({type}) => type === 'confirmed')).toHaveLength(1);
});
