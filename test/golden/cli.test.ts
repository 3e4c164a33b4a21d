/** The help of every command, as a person reads it in 80 columns. */
import {spawnSync} from 'node:child_process';
import {globSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';

const root = join(import.meta.dirname, '../..');

const helps = new Map<string, string>();

/** Of the program as it is run from its sources; each is asked for once, because a start takes a third of a second. */
const helpOf = (command: string): string => {
  const known = helps.get(command);
  if (known !== undefined) {
    return known;
  }
  const words = command.split(' ').slice(1);
  const {stdout} = spawnSync(process.execPath, ['src/cli/main.ts', ...words, '--help'], {
    cwd: root,
    encoding: 'utf8',
    env: {PATH: process.env.PATH, COLUMNS: '80', NO_COLOR: '1'},
  });
  helps.set(command, stdout);
  return stdout;
};

/** A command and those that its help lists below it, as deep as that goes. */
const commandsOf = (command: string): readonly string[] => {
  const [, listed = ''] = /^Commands:\n((?: .*\n)+)/m.exec(helpOf(command)) ?? [];
  const names = [...listed.matchAll(/^ {2}([a-z][a-z-]*)/gm)].map(([, name = '']) => name);
  return [command, ...names.filter(name => name !== 'help').flatMap(name => commandsOf(`${command} ${name}`))];
};

const commands = commandsOf('lifeboat');

test.each(commands)('%s explains itself', async command => {
  const help = helpOf(command);
  expect(help).toContain(`Usage: ${command}`);
  const file = command.split(' ').slice(1).join('-') || 'lifeboat';
  await expect(help).toMatchFileSnapshot(`cli/${file}.txt`);
});

test('every command has examples, takes another state directory, and does without colours', () => {
  const below = commands.filter(command => !commands.some(other => other.startsWith(`${command} `)));
  expect(commands.filter(command => !/^Examples:\n/m.test(helpOf(command)))).toEqual([]);
  expect(below.filter(command => !/ --state <dir> [\s\S]* --no-color /.test(helpOf(command)))).toEqual([]);
  expect(below.length).toBeGreaterThan(12);
});

/** Places in which a command of ours is named, with what stands behind it up to the end of the code or the text. */
const mentions = globSync(
  [
    'src/**/*.{ts,tsx}',
    'bin/*.cjs',
    'scripts/*.{mjs,cjs}',
    'runbooks/**/*.yaml',
    'docs/{guides,changes,reference}/*.md',
    'README.md',
  ],
  {cwd: root},
).flatMap(file =>
  [...readFileSync(join(root, file), 'utf8').matchAll(/\blifeboat (?:([a-z][a-z-]*)|(?=--))((?: [^`'"\n#]*)?)/g)]
    // A package is imported or named by another's command, which is no command of ours.
    .map(([, name = '', rest = '']) => ({file, name, rest})),
);

test('every command and every option of ours that a text names is there', () => {
  const unknown = mentions.flatMap(({file, name, rest}) => {
    const [sub = ''] = rest.trim().split(' ');
    const command = ['lifeboat', name, sub].join(' ');
    const own = commands.includes(command) ? command : `lifeboat ${name}`.trim();
    const options = [...rest.matchAll(/(?<= )--[a-z-]+/g)].map(([option]) => option);
    const missing = commands.includes(own) ? options.filter(option => !helpOf(own).includes(`${option} `)) : [own];
    return missing.map(what => `${file}: ${own}: ${what}`);
  });
  expect(unknown).toEqual([]);
  expect(mentions.length).toBeGreaterThan(50);
});

test('the commands that are agreed on are all there', () => {
  const agreed = [
    'home',
    'triage',
    'run',
    'drill',
    'resume',
    'replay',
    'runs',
    'show',
    'verify',
    'lint',
    'backup restore',
  ];
  expect(commands).toEqual(expect.arrayContaining(agreed.map(name => `lifeboat ${name}`)));
});
