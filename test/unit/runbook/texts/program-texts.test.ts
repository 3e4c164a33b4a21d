/** Which words of a command are read as a program text. */
import {describe, expect, test} from 'vitest';
import {programTexts} from '../../../../src/runbook/texts/program-texts.ts';
import {splitWords} from '../../../../src/runbook/texts/split-words.ts';

/** The words that are read as a text, and `<` where standard input is. */
const textsOf = (command: string): readonly string[] => {
  const cut = splitWords(command);
  const words = cut.ok ? cut.value.map(({text}) => text) : [];
  const {words: found, stdin} = programTexts(words);
  return [...[...found.keys()].sort((a, b) => a - b).map(at => words[at] ?? ''), ...(stdin ? ['<'] : [])];
};

describe('a program text', () => {
  test.each([
    ['sh -c TEXT', ['TEXT']],
    ['/bin/bash -lc TEXT word', ['TEXT']],
    ['bash --norc -euo pipefail -c TEXT', ['TEXT']],
    ['bash -c -e TEXT', ['TEXT']],
    ['sh -c \'rm -rf -- "$1"\' rm word', ['rm -rf -- "$1"']],
    ['sh -c \'cat "$1"\' sh -c', ['cat "$1"']],
    ['fish --command=TEXT', ['--command=TEXT']],
    ['sudo -u postgres psql -qtAXc TEXT', ['TEXT']],
    ['psql -d orders -cTEXT -c OTHER', ['-cTEXT', 'OTHER']],
    ['psql --command=TEXT', ['--command=TEXT']],
    ['docker exec db mysql -uroot -Nse TEXT', ['TEXT']],
    ['mariadb --execute TEXT', ['TEXT']],
    ['sqlite3 -init file db TEXT', ['TEXT']],
    ['env A=b python3.12 -c TEXT word -c', ['TEXT']],
    ['perl -lane TEXT file', ['TEXT']],
    ['perl -pi.bak -e TEXT -e OTHER', ['TEXT', 'OTHER']],
    ['ruby -rjson -e TEXT', ['TEXT']],
    ['node --eval=TEXT', ['--eval=TEXT']],
    ['php -r TEXT', ['TEXT']],
    ['su - postgres -c TEXT', ['TEXT']],
    ['runuser -l postgres --command TEXT', ['TEXT']],
    ['ssh -tp 22 host systemctl --now restart', ['systemctl', '--now', 'restart']],
    ['sudo -n ssh host TEXT', ['TEXT']],
    ["sh -c 'x ${inputs.a}' -c", ['x ${inputs.a}']],
    ["sh -c '-${inputs.a}'", ['-${inputs.a}']],
  ])('%s', (command, texts) => expect(textsOf(command)).toEqual(texts));
});

describe('nothing of it is one', () => {
  test.each([
    'sh script.sh -c word',
    'bash -eu script.sh',
    'python3 -m http.server -c word',
    'python3 script.py -c word',
    'perl script.pl -e word',
    'psql --file=script.sql -v name=word',
    'grep -c word file',
    'rsync -az -e ssh here there',
    'sudo rsync -e ssh here there',
    'pg_restore -e word',
    'runuser -u postgres -- pg_ctl stop',
    'psql-wrapper-tool -c word',
    `${'1'.repeat(50_000)}sh -c word`,
  ])('%s', command => expect(textsOf(command)).toEqual([]));
});

describe('standard input is read as a program', () => {
  test.each([
    'sh',
    'sh -s word',
    'bash -eu',
    'python3 -',
    'psql -d orders',
    'psql -f -',
    'docker exec -i db psql',
    'mysql orders',
    'sqlite3 db',
    'ssh host',
    'node',
  ])('%s', command => expect(textsOf(command)).toEqual(['<']));

  test('over there', () => expect(textsOf('ssh host sh -s')).toEqual(['sh', '-s', '<']));
});

test('standard input is data where a text is given', () => {
  expect(textsOf('sh -c TEXT')).toEqual(['TEXT']);
  expect(textsOf('ssh host cat')).toEqual(['cat']);
  expect(textsOf('runuser -u postgres cat')).toEqual([]);
});

test('it looks through a command of very many programs', () => {
  const words = Array.from({length: 100_000}, () => 'psql');

  expect(programTexts(['sudo', ...words]).words.size).toBe(0);
});
