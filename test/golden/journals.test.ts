/** Records of every form that this program has written, kept for ever: what was proven once stays proven. */
import {spawnSync} from 'node:child_process';
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {verifyRecord} from '../../src/cli/verify-record.ts';
import {openJournal} from '../../src/journal/open-journal.ts';
import {runDirectory} from '../../src/journal/run-directory.ts';
import {hostPublicKey} from '../../src/journal/signing/host-key.ts';
import {tickingClock} from '../support/journals.ts';

// Each is a state directory as a real run left it (two sessions, the first killed), without its locks. None is written anew.
const fixtures = join(import.meta.dirname, '../fixtures/journals');

const page = readFileSync(join(import.meta.dirname, '../../docs/guides/verify-a-journal.md'), 'utf8');
const script = /^```sh verify-journal.sh\n(.*?)^```$/ms.exec(page)?.[1] ?? 'exit 99';

const recordOf = (form: string) => {
  const state = join(fixtures, form);
  const [id = ''] = readdirSync(join(state, 'runs'));
  const known = {hosts: [hostPublicKey(state) ?? ''], people: []};
  return {directory: runDirectory(state, id), known};
};

/** The heads, as they were when the records were made. */
const forms = [
  {
    form: 'unsigned',
    head: 'f91ab8566c3866b8590717a5ed494a1c5a1c7e7e984f1f15f5ada457bf841680',
    says: {entries: 34, words: 'weekend still better such', signed: false, signers: [], operators: []},
  },
  {
    form: 'signed',
    head: '630db087a7c148cc8df5af591de8a7d42f41b5b2bb373ca4c72db834cb0dc9f0',
    says: {
      entries: 38,
      words: 'glide horn capable exhibit',
      signed: true,
      signers: [{key: 'SHA256:P5xUlPWp3Rpbap3+YNS4BcawXB8KlYjfIc2m4rowN2I', host: 'ops-1', known: true}],
      sealedEntries: 38,
      operators: [{name: 'Grace Hopper', key: 'SHA256:kMwfKYGhQ4TL6BDZxihpMxH6dz2zmTSvagpa782QDAU', entries: 38}],
    },
  },
];

test('each form that is kept is held against what it must say', () => {
  expect(readdirSync(fixtures).sort()).toEqual(forms.map(({form}) => form).sort());
});

test.each(forms)('a record of the form "$form" verifies as it did when it was made', ({form, head, says}) => {
  const {directory, known} = recordOf(form);

  expect(verifyRecord(directory, {known, mustBeSigned: false}).verified).toMatchObject({
    ok: true,
    verdict: 'OK',
    state: 'sealed',
    head,
    files: 6,
    approvals: 1,
    problems: [],
    ...says,
  });
  expect(verifyRecord(directory, {known, mustBeSigned: true}).verified.ok).toBe(says.signed);
});

test.each(forms)('the script without our software says the same of the form "$form"', ({form, head, says}) => {
  const {directory} = recordOf(form);
  const {stdout} = spawnSync('sh', ['-c', script, 'verify-journal.sh', directory.journal], {encoding: 'utf8'});

  expect(stdout.trim()).toBe(`ok ${says.entries} records, head ${head}`);
});

test.each(forms)('a record of the form "$form" is over: nobody goes on in it', ({form}) => {
  const {directory} = recordOf(form);

  expect(openJournal({path: directory.journal, clock: tickingClock()})).toMatchObject({
    ok: false,
    reason: {kind: 'finished'},
  });
});
