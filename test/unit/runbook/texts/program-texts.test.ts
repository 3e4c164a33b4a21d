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
    ['sudo -upostgrest -- env A=b timeout -k 5 10 psql -c TEXT', ['TEXT']],
    ['sudo --user postgres PGOPTIONS=x psql -c TEXT', ['TEXT']],
    ['env -u A -i B=c nice -n 5 ionice -c 2 nohup setsid stdbuf -oL time -p sh -c TEXT', ['TEXT']],
    ['chroot /mnt sh -c TEXT', ['TEXT']],
    ['xargs -n 1 -I % sh -c TEXT', ['TEXT']],
    ['runuser -u postgres psql -c TEXT', ['TEXT']],
    ['runuser -u postgres -- psql -c TEXT', ['TEXT']],
    ['gosu postgres psql -c TEXT', ['TEXT']],
    ['flock -w 5 /run/lock psql -c TEXT', ['TEXT']],
    ['docker exec -i -u postgres --env A=b db psql -c TEXT', ['TEXT']],
    ['docker --context far container exec db sh -c TEXT', ['TEXT']],
    ['docker compose -f a.yaml exec -T db psql -c TEXT', ['TEXT']],
    ['docker-compose exec db psql -c TEXT', ['TEXT']],
    ['docker run --rm -it -e A=b --network host postgres:17 psql -c TEXT', ['TEXT']],
    ['docker run --entrypoint psql postgres:17 -c TEXT', ['TEXT']],
    ['podman exec -it db mysql -e TEXT', ['TEXT']],
    ['kubectl -n shop exec -it deploy/db -c db -- psql -c TEXT', ['TEXT']],
    ['kubectl exec db -- sudo -u postgres psql -c TEXT', ['TEXT']],
    ["find /x -name y -exec sh -c TEXT ';' -execdir perl -e OTHER ';'", ['TEXT', 'OTHER']],
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
    'runuser -u postgres -- pg_restore -c word',
    'sudo -u postgres patronictl -c word list',
    'patronictl -c word list',
    'pg_dump -c word',
    'psql-wrapper-tool -c word',
    'ansible-playbook site.yml --limit mysql -e word',
    'docker run -d --name mysql -e word mysql:8',
    'docker run --hostname perl -e word img',
    'docker run mysql:8 -e word',
    'docker run -hmachine img:1 ls psql -c word',
    'docker exec -i mysql tee /etc/x',
    'docker ps --filter name=mysql psql -c word',
    'docker compose up mysql -e word',
    'helm upgrade mysql bitnami/mysql -e word',
    'grep -e mysql -e word /etc/hosts',
    'rsync -a /var/lib/mysql -e word backup:/x',
    'kubectl logs deploy/python -c word',
    'kubectl exec deploy/python -c word -- ls',
    'kubectl create secret generic mysql --from-file=x=-',
    'apt-get install -y sqlite3 jq word',
    'sudo systemctl restart ssh nginx word',
    'curl -T - https://x/mysql',
    'vault kv put secret/mysql -',
    'aws s3 cp - s3://b/psql',
    'timeout psql ls -c word',
    'env -u psql ls -c word',
    'npm run backup -- mysql -e word',
    'sudo',
    'docker exec',
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
    'xargs sh -c',
    'sudo -u postgres psql',
    'kubectl exec -i db -- psql',
    'node',
  ])('%s', command => expect(textsOf(command)).toEqual(['<']));

  test('over there', () => expect(textsOf('ssh host sh -s')).toEqual(['sh', '-s', '<']));
});

test('over there behind sudo, in one word', () =>
  expect(textsOf("ssh host 'sudo -u postgres psql'")).toEqual(['sudo -u postgres psql', '<']));

test('standard input is data where a text is given', () => {
  expect(textsOf('sh -c TEXT')).toEqual(['TEXT']);
  expect(textsOf('ssh host cat')).toEqual(['cat']);
  expect(textsOf('xargs psql')).toEqual([]);
  expect(textsOf('runuser -u postgres cat')).toEqual([]);
});

test('it looks through a command of very many programs', () => {
  const words = Array.from({length: 100_000}, () => 'psql');

  expect(programTexts(['sudo', ...words]).words.size).toBe(0);
});
