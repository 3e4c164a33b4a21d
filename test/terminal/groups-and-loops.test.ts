/** Groups and loops as people meet them: items by name, several questions at once, a kill in the middle of an item. */
import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {eventually, expectRefusal, factsOf, makeDesk, typesOf} from '../support/lifeboat.ts';
import {marksOf, outageDesk, smallPlan, smallRunbook} from '../support/small-runbook.ts';

/** Looks at each file of `hosts`, and restarts those that people choose. */
const hosts = `
  - id: seen
    title: Find the hosts
    effects: read
    estimate: 1s
    command: [ls, "\${inputs.folder}/hosts"]
    outputs: {hosts: 'stdout.split("\\n")'}
  - id: share
    title: Each host
    foreach:
      in: steps.seen.outputs.hosts
      at_once: 2
      steps:
        - id: what
          title: What about it
          decision:
            ask: "What is to be done with \${item}?"
            branches:
              restart:
                title: Restart it
                steps:
                  - id: restart
                    title: Restart the host
                    estimate: 1s
                    idempotent: true
                    confirm: {type: "\${item}"}
                    command: {run: [/bin/sh, -c, 'echo "$1" >> marks; test ! -e slow || exec sleep 30', restart, "\${item}"], cwd: "\${inputs.folder}"}
              leave: Leave it
`;

const together = `
  - id: both
    title: At the same time
    parallel:
      branches:
        names:
          title: Names
          steps:
            - {id: lower, title: Lower the TTL, instruction: Set it to 60.}
        mail:
          title: Mail queue
          steps:
            - {id: hold_mail, title: Hold the mail, instruction: Hold the queue.}
  - id: tidy
    title: Tidy up
    group:
      order: any
      steps:
        - {id: logs, title: Rotate the logs, instruction: Rotate them.}
        - {id: cache, title: Empty the cache, instruction: Empty it.}
  - id: again
    title: Until it is quiet
    repeat:
      max: 3
      until: steps.quiet.outputs.value
      steps:
        - {id: quiet, title: Is it quiet, input: {ask: "Is it quiet now?", type: boolean}}
`;

const hostsDesk = (...names: readonly string[]) => {
  const {desk, runbook} = outageDesk(hosts + together);
  mkdirSync(join(desk.directory, 'hosts'));
  for (const name of names) {
    desk.file(join('hosts', name), '');
  }
  return {desk, runbook};
};

test('in plain, an answer says which item or branch it is for, in any order, and the run comes to its end', async () => {
  const {desk, runbook} = hostsDesk('alpha', 'beta', 'gamma');
  const plain = desk.terminal(['run', runbook, '--plain'], {columns: 160, rows: 50});
  const say = async (line: string, then: string | RegExp) => {
    plain.type(line);
    plain.press('enter');
    await plain.shows(then);
  };

  await plain.shows('(2, beta), What about it: to answer');
  await say('choose 2', /2 questions are open, and this does not say which it answers/);
  await say('@share[1]/what choose restart', '(2, beta), Restart the host: to answer');
  await say('@share[1]/what:restart/restart alpha', 'is no answer here. Type the name beta');
  await say('@share[1]/what:restart/restart beta', '(3, gamma), What about it: to answer');
  expect(marksOf(desk)).toEqual(['beta']);
  await say('@share[2]/what leave', /\(3, gamma\), What about it: "Leave it" was chosen/);
  await say('choose leave', 'Hold the mail: to answer');
  await say('@both:mail/hold_mail done', 'Hold the mail: done');
  await say('done', 'Tidy up: to answer');
  await say('pick 2', 'Empty the cache: to answer');
  await say('done', 'Empty the cache: done');
  await say('pick 1', 'Rotate the logs: to answer');
  await say('done', '(round 1), Is it quiet: to answer');
  await say('value no', '(round 2), Is it quiet: to answer');
  await say('value yes', /The run ended: recovered/);
  expect((await plain.exited).code).toBe(0);
  expect(plain.scrollback().join('\n')).toMatch(/^ +The value by .+: true$/m);
  const {stdout} = await desk.lifeboat(['show', desk.runs()[0] ?? '']);
  expect(stdout).toContain('done  What about it (2, beta)  [share[1]/what]');
  expect(factsOf(desk).filter(({type}) => type === 'chosen')).toMatchObject([
    {step: 'share[1]/what', branch: 'restart'},
    {step: 'share[2]/what', branch: 'leave'},
    {step: 'share[0]/what', branch: 'leave'},
  ]);
});

test('on the screen items stand below their names, a question is opened from the list, and then the run is followed again', async () => {
  const {desk, runbook} = hostsDesk('alpha', 'beta');
  const screen = desk.terminal(['run', runbook]);
  await screen.shows('What is to be done with alpha?');
  const shown = screen.screen().join('\n');
  expect(shown).toMatch(/1, alpha[\s\S]*What about it[\s\S]*2, beta[\s\S]*What about it/);
  expect(shown).toContain('· 1, alpha');
  // What stood there a moment before, while the hosts were looked for, is gone.
  expect(shown).not.toContain('Only looks; changes nothing.');

  await screen.shows('Enter choose');
  screen.press('tab', 'down', 'down', 'enter');
  await screen.shows('What is to be done with beta?');
  await screen.shows('Enter choose');
  screen.press('2');
  await screen.shows('> 2 Leave it');
  screen.press('enter');
  await screen.shows('What is to be done with alpha?');
  await screen.shows('Enter choose');
  screen.press('2');
  await screen.shows('> 2 Leave it');
  screen.press('enter');
  await screen.shows('Set it to 60.');
  expect(screen.screen().join('\n')).toMatch(/Names[\s\S]*Lower the TTL[\s\S]*Mail queue[\s\S]*Hold the mail/);
  expect(factsOf(desk).filter(({type}) => type === 'chosen')).toMatchObject([
    {step: 'share[1]/what', branch: 'leave'},
    {step: 'share[0]/what', branch: 'leave'},
  ]);
});

test('killed in the middle of one item, the run is resumed where each item stood, and says its questions again', async () => {
  const {desk, runbook} = hostsDesk('alpha', 'beta');
  desk.file('slow', '');
  const first = desk.terminal(['run', runbook, '--plain'], {columns: 160, rows: 50});
  await first.shows('(2, beta), What about it: to answer');
  first.type('@share[1]/what choose restart');
  first.press('enter');
  await first.shows('(2, beta), Restart the host: to answer');
  first.type('@share[1]/what:restart/restart beta');
  first.press('enter');
  await eventually(() => marksOf(desk)).toEqual(['beta']);
  first.kill('SIGKILL');
  await first.exited;

  const plain = desk.terminal(['resume', '--plain'], {columns: 160, rows: 50});
  await plain.shows('(1, alpha), What about it: still waits for a person');
  await plain.shows('What is to be done with alpha?');
  plain.type('choose leave');
  plain.press('enter');
  await plain.shows('(1, alpha), What about it: "Leave it" was chosen');
  plain.press('\x04');
  await plain.exited;
  expect(typesOf(desk, 'share[1]/what')).toEqual(['asked', 'chosen']);
});

const checks = `
  - id: checks
    title: Look at all
    group:
      order: any
      steps:
        - {id: logs, title: Look at the logs, instruction: Look.}
        - {id: cache, title: Look at the cache, instruction: Look.}
        - {id: mail, title: Look at the mail, instruction: Look.}
`;

test('prepared answers pick the parts of a group in the order that they are written in, also after a break', async () => {
  const {desk, runbook} = outageDesk(checks);
  const answered = (text: string) => desk.file('answers.yaml', text);
  const wrong = answered('checks: [mail, chache]\n');
  expectRefusal(
    await desk.lifeboat(['run', runbook, '--auto', '--answers', wrong]),
    2,
    /"chache", which is none of its/,
  );

  const half = answered('checks: [mail, cache]\nmail: done\n');
  expect((await desk.lifeboat(['run', runbook, '--auto', '--answers', half])).code).toBe(7);
  const all = answered('checks: [mail, cache]\nmail: done\ncache: done\nlogs: done\n');
  expect((await desk.lifeboat(['resume', '--auto', '--answers', all])).code).toBe(0);
  const asked = factsOf(desk).flatMap(({type, step}) => (type === 'asked' ? [step] : []));
  expect(asked).toEqual(['checks/mail', 'checks/cache', 'checks/logs']);
});

test('one name is the first, and the others come in the order of the page; a drill alone does the same', async () => {
  const desk = makeDesk();
  desk.file('plan.yaml', smallPlan);
  const drill = 'drill: {lab: none, answers: {checks: cache, logs: done, cache: done, mail: done}}';
  const runbook = desk.file('shop-outage.yaml', smallRunbook(checks, drill));
  expect((await desk.lifeboat(['drill', runbook, '--auto'])).code).toBe(0);
  const asked = factsOf(desk).flatMap(({type, step}) => (type === 'asked' ? [step] : []));
  expect(asked).toEqual(['checks/cache', 'checks/logs', 'checks/mail']);
});
