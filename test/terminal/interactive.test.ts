/** A program that asks a person: it gets the terminal, the run gets what came of it and a transcript, and the screen comes back. */
import {execFileSync} from 'node:child_process';
import {readdirSync, symlinkSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {type Desk, eventually, factsOf, typesOf} from '../support/lifeboat.ts';
import {contentOf} from '../support/processes.ts';
import {marksOf, outageDesk} from '../support/small-runbook.ts';

/** Ended and not collected counts as ended. */
const isAlive = (pid: number): boolean => /^State:\s+[^ZX]/m.test(contentOf(`/proc/${pid}/status`));

const logIn = (more = ''): string => `
  - id: log_in
    title: Log in to the old server
    command:
      run: [sh, "\${inputs.folder}/log-in"]
      interactive: true
      env: {FOLDER: "\${inputs.folder}", SERVICE: shop}
    ${more}
`;

/** Asks for a password as programs do, on a terminal that does not show it. */
const asksForPassword = String.raw`
stty -echo; printf 'Password for the old server: '; read password; stty echo
printf '\nread %s letters\n' "${'$'}{#password}"
test "$password" = opensesame && echo "logged in to $SERVICE" >> "$FOLDER/marks"
`;

const deskWith = (program: string, more?: string): {readonly desk: Desk; readonly runbook: string} => {
  const {desk, runbook} = outageDesk(logIn(more));
  desk.file('log-in', program);
  return {desk, runbook};
};

const transcriptOf = (desk: Desk, attempt: string): string =>
  contentOf(join(desk.runDirectory(), 'output', `${attempt}.log`));

test('a program asks for a password on the terminal, and the screen comes back when it has ended', async () => {
  const {desk, runbook} = deskWith(asksForPassword);
  const terminal = desk.terminal(['run', runbook]);
  await terminal.shows('Password for the old server:');
  expect(terminal.isAlternateScreen()).toBe(false);
  expect(terminal.screen().join('\n')).toContain('The terminal is given to the step: Log in to the old server.');
  terminal.type('opensesame');
  terminal.press('enter');
  await terminal.shows('q quit');
  expect(terminal.isAlternateScreen()).toBe(true);
  terminal.press('q');
  expect((await terminal.exited).code).toBe(0);

  expect(marksOf(desk)).toEqual(['logged in to shop']);
  expect(typesOf(desk, 'log_in')).toEqual(['began', 'succeeded']);
  expect(factsOf(desk).find(({type}) => type === 'began')).toMatchObject({shown: {interactive: true}});
  expect(transcriptOf(desk, 'log_in#1')).toBe('Password for the old server: \r\nread 10 letters\r\n');
});

test('its exit code is judged as that of any program, and what it wrote stands under the step', async () => {
  const {desk, runbook} = deskWith(asksForPassword);
  const terminal = desk.terminal(['run', runbook], {rows: 45});
  await terminal.shows('Password for the old server:');
  terminal.type('sesame');
  terminal.press('enter');
  await terminal.shows('r retry');
  await terminal.shows('read 6 letters');
  terminal.press('r');
  await terminal.shows('Why again');
  terminal.press('enter');
  await terminal.shows(/read 6 letters[\s\S]*Password for the old server:/);
  terminal.type('opensesame');
  terminal.press('enter');
  await terminal.shows('q quit');
  terminal.press('q');
  expect((await terminal.exited).code).toBe(0);
  expect(typesOf(desk, 'log_in')).toEqual(['began', 'failed', 'retried', 'began', 'succeeded']);
  expect(factsOf(desk).find(({type}) => type === 'failed')).toMatchObject({
    reason: 'sh ended with exit code 1',
    result: {ok: false, exit: 1},
    output: {file: 'output/log_in#1.log'},
  });
});

test('Ctrl-C and Ctrl-Z are for the program, which sees the size of the terminal and what kind it is', async () => {
  const {desk, runbook} = deskWith(`
trap 'echo "not yet"' INT
stty size; echo "$TERM"; tty | sed 's/pts.*/pts/'
until test "$answer" = yes; do read answer; done
echo "heard $answer" >> "$FOLDER/marks"
`);
  const terminal = desk.terminal(['run', runbook], {columns: 91, rows: 27});
  await terminal.shows('/dev/pts');
  await terminal.shows('27 91');
  await terminal.shows('xterm-256color');
  terminal.press('ctrl-c');
  await terminal.shows('not yet');
  terminal.press('ctrl-z');
  terminal.type('yes');
  terminal.press('enter');
  await terminal.shows('q quit');
  terminal.press('q');
  expect((await terminal.exited).code).toBe(0);
  expect(marksOf(desk)).toEqual(['heard yes']);
});

test('a secret of the run is masked in the transcript, and so is what could act on a terminal where it is shown', async () => {
  const {desk, runbook} = outageDesk(logIn('').replace('SERVICE: shop', 'TOKEN: "${inputs.token}"'));
  desk.file('log-in', String.raw`printf '\033[31mtoken %s\033[0m\n' "$TOKEN"; printf 'Seen? '; read answer; exit 3`);
  desk.file(
    'shop-outage.yaml',
    contentOf(runbook).replace('inputs: {', 'inputs: {token: {type: secret, from: {env: TOKEN}, ask: "Token?"}, '),
  );
  const terminal = desk.terminal(['run', runbook], {rows: 45, env: {TOKEN: 'hunter2-hunter2'}});
  await terminal.shows('Seen?');
  terminal.press('enter');
  await terminal.shows('r retry');
  await terminal.shows('␛[31mtoken ‹secret:token›');
  terminal.press('ctrl-c', 'ctrl-c');
  await terminal.exited;
  expect(transcriptOf(desk, 'log_in#1')).toContain('\u001b[31mtoken ‹secret:token›');
  const kept = readdirSync(desk.runDirectory(), {recursive: true, encoding: 'utf8'});
  expect(kept).toContain('output/log_in#1.log');
  expect(kept.filter(path => contentOf(join(desk.runDirectory(), path)).includes('hunter2'))).toEqual([]);
});

test('a run that was killed does not know how it ended, the program is gone, and nothing is guessed', async () => {
  const {desk, runbook} = deskWith(
    'echo $$ > "$FOLDER/pid"; printf "Go on? "; read answer; echo went >> "$FOLDER/marks"',
  );
  const terminal = desk.terminal(['run', runbook]);
  await terminal.shows('Go on?');
  await eventually(() => factsOf(desk).some(({type}) => type === 'spawned')).toBe(true);
  terminal.kill('SIGKILL');
  const pid = Number(contentOf(join(desk.directory, 'pid')));
  await eventually(() => isAlive(pid)).toBe(false);

  const resumed = await desk.lifeboat(['resume']);
  expect(resumed.code).toBe(7);
  expect(resumed.stdout).toContain('a person is needed for log_in (unknown)');
  expect(marksOf(desk)).toEqual([]);
  expect(factsOf(desk).find(({type}) => type === 'unknown')).toMatchObject({
    cause: 'the terminal that it asked on is gone, and with it what says how it ended',
  });
});

test('a run that is left takes the program with it, and gives the terminal back as it was', async () => {
  const {desk, runbook} = deskWith('echo $$ > "$FOLDER/pid"; printf "Go on? "; read answer');
  const terminal = desk.terminal(['run', runbook]);
  await terminal.shows('Go on?');
  terminal.kill('SIGTERM');
  expect((await terminal.exited).code).toBe(143);
  expect(isAlive(Number(contentOf(join(desk.directory, 'pid'))))).toBe(false);
  expect(terminal.isAlternateScreen()).toBe(false);
  expect(terminal.screen().join('\n')).toContain('The run is held: the program got SIGTERM.');
});

test.each([
  {args: ['--plain'], how: 'through pipes'},
  {args: ['--auto'], how: 'with nobody there'},
])('$how it is held with a sentence, and can be done on a terminal later', async ({args}) => {
  const {desk, runbook} = deskWith(asksForPassword);
  const {code, stdout} = await desk.lifeboat(['run', runbook, ...args]);
  expect(code).toBe(7);
  expect(stdout).toContain('sh asks a person at a terminal, and there is none here; resume the run on a terminal');
  expect(stdout).toContain('a person is needed for log_in (held)');
  expect(typesOf(desk, 'log_in')).toEqual(['failed']);

  const terminal = desk.terminal(['resume']);
  await terminal.shows('r retry');
  terminal.press('r');
  await terminal.shows('Why again');
  terminal.press('enter');
  await terminal.shows('Password for the old server:');
  terminal.type('opensesame');
  terminal.press('enter');
  await terminal.shows('q quit');
  terminal.press('q');
  expect((await terminal.exited).code).toBe(0);
  expect(marksOf(desk)).toEqual(['logged in to shop']);
});

test('a program that drives the run has no terminal to give, also when it sits on one', async () => {
  const {desk, runbook} = deskWith(asksForPassword);
  const terminal = desk.terminal(['run', runbook, '--json']);
  await eventually(() => typesOf(desk, 'log_in')).toEqual(['failed']);
  terminal.press('ctrl-c');
  expect((await terminal.exited).code).toBe(130);
});

test('on the plain face it works as well, and what is typed to it is no answer to the run', async () => {
  const {desk, runbook} = deskWith(asksForPassword);
  const terminal = desk.terminal(['run', runbook, '--plain']);
  await terminal.shows('Password for the old server:');
  terminal.type('opensesame');
  terminal.press('enter');
  expect((await terminal.exited).code).toBe(0);
  expect(marksOf(desk)).toEqual(['logged in to shop']);
  expect(terminal.scrollback().join('\n')).not.toContain('opensesame');
});

test('one program has the terminal at a time: the one of another branch waits', async () => {
  const branch = (name: string) => `
          ${name}:
            steps:
              - id: ask_${name}
                title: Ask ${name}
                command:
                  run: [sh, "\${inputs.folder}/ask", ${name}]
                  interactive: true
                  env: {FOLDER: "\${inputs.folder}"}`;
  const {desk, runbook} = outageDesk(`
  - id: both
    title: Both sites
    parallel:
      branches:${branch('north')}${branch('south')}
`);
  desk.file('ask', 'printf "%s? " "$1"; read answer; echo "$1 $answer" >> "$FOLDER/marks"');
  const terminal = desk.terminal(['run', runbook]);
  await terminal.shows(/(north|south)\? $/m);
  const first = terminal.screen().some(line => line.startsWith('north?')) ? 'north' : 'south';
  const second = first === 'north' ? 'south' : 'north';
  expect(terminal.screen().join('\n')).not.toContain(`${second}?`);
  terminal.type('yes');
  terminal.press('enter');
  await terminal.shows(`${second}?`);
  terminal.type('no');
  terminal.press('enter');
  await terminal.shows('q quit');
  terminal.press('q');
  expect((await terminal.exited).code).toBe(0);
  expect(marksOf(desk)).toEqual([`${first} yes`, `${second} no`]);
});

test('where the program is missing that keeps the transcript, it is said what to install', async () => {
  const {desk, runbook} = deskWith(asksForPassword);
  symlinkSync(execFileSync('which', ['flock'], {encoding: 'utf8'}).trim(), join(desk.directory, 'flock'));
  const terminal = desk.terminal(['run', runbook, '--plain'], {env: {PATH: desk.directory}, columns: 300});
  await terminal.shows(
    'sh was not started: the program script, which keeps a transcript of what asks at the terminal, was not found',
  );
  await terminal.shows('install it (package bsdutils on Debian and Ubuntu)');
  terminal.press('ctrl-c');
  expect((await terminal.exited).code).toBe(130);
  expect(readdirSync(join(desk.runDirectory(), 'spool')).filter(name => name.includes('log_in'))).toEqual([]);
});
