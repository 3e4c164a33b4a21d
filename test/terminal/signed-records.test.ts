/** A record says who signed it, and is believed where somebody knows the key of its host. */
import {chmodSync, rmSync, writeFileSync} from 'node:fs';
import {hostname} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {canonicalJson} from '../../src/base/canonical-json.ts';
import {link} from '../../src/journal/chain.ts';
import {writeLine} from '../../src/journal/entry.ts';
import {type Edit, finishedRun, same} from '../support/edited-record.ts';
import {expectRefusal} from '../support/lifeboat.ts';
import {contentOf} from '../support/processes.ts';
import {smallPlan, smallRunbook} from '../support/small-runbook.ts';

const {edited} = finishedRun();

test('a record says who signed it, and one of a host that nobody here knows does not verify until somebody vouches for it', async () => {
  const {desk: copy, run} = edited(same);
  expect((await copy.lifeboat(['verify', run])).stdout).toMatch(
    new RegExp(`^signed by SHA256:\\S+ of host ${hostname()}$`, 'm'),
  );
  const hostKey = join(copy.state, 'keys/host.pub');
  const known = copy.file('ops-1.pub', contentOf(hostKey));
  rmSync(join(copy.state, 'keys'), {recursive: true});

  const unknown = await copy.lifeboat(['verify', run, '--json']);
  expect({code: unknown.code, ...JSON.parse(unknown.stdout)}).toMatchObject({
    code: 8,
    ok: false,
    verdict: 'DAMAGED',
    signed: true,
    signers: [{known: false}],
    problems: [{code: 'unknown-key'}],
  });
  const signers = copy.file(
    'allowed_signers',
    `# who may vouch\nops-1 namespaces="lifeboat-session" ${contentOf(known)}`,
  );
  for (const file of [known, signers]) {
    expect((await copy.lifeboat(['verify', run, '--trust', file])).code).toBe(0);
  }
  const elsewhere = copy.file('for-git', `ops-1 namespaces="git" ${contentOf(known)}`);
  const refused = await copy.lifeboat(['verify', run, '--trust', elsewhere]);
  expect({code: refused.code, stderr: refused.stderr}).toEqual({
    code: 2,
    stderr: expect.stringContaining('holds no Ed25519 key that vouches for sessions'),
  });
});

test('the plan that counts here vouches for hosts, and the one that is pinned with the run does not', async () => {
  const {desk: copy, run, directory} = edited(same);
  const key = contentOf(join(copy.state, 'keys/host.pub')).trim();
  rmSync(join(copy.state, 'keys'), {recursive: true});
  expect(contentOf(join(directory, 'plan.yaml'))).toContain('Ada Lovelace');
  expect((await copy.lifeboat(['verify', run])).code).toBe(8);
  copy.file('plan.yaml', `${smallPlan}hosts: [{name: the operations host, key: "${key}"}]\n`);
  expect((await copy.lifeboat(['verify', run])).code).toBe(0);
});

test('a record whose signatures were taken away says so large, and is not good for somebody who wants it signed', async () => {
  const {desk: copy, run, directory} = edited(lines => unsigned(lines));
  const head = JSON.parse((await copy.lifeboat(['verify', run, '--json'])).stdout);
  rmSync(join(directory, 'seals/head.note.sig'));
  writeFileSync(
    join(directory, 'seals/head.note'),
    `lifeboat/${run}\n${head.entries}\n${Buffer.from(head.head, 'hex').toString('base64')}\n`,
  );
  const {code, stdout} = await copy.lifeboat(['verify', run]);
  expect({code, stdout}).toEqual({code: 0, stdout: expect.stringContaining('\nNOT SIGNED: ')});
  const wanted = await copy.lifeboat(['verify', run, '--json', '--trust', join(copy.state, 'keys/host.pub')]);
  expect({code: wanted.code, ...JSON.parse(wanted.stdout)}).toMatchObject({
    code: 8,
    signed: false,
    problems: [{code: 'not-signed'}],
  });
});

/** The same story as a version without keys would have recorded it, with a chain and a seal that fit. */
const unsigned: Edit = lines => {
  let hash = '0'.repeat(64);
  return lines.map((line, entries) => {
    const {key: _key, hostKey: _hostKey, keySignature: _by, signature: _signature, ...fact} = JSON.parse(line).fact;
    const text = canonicalJson(fact.type === 'sealed' ? {...fact, head: hash, entries} : fact);
    hash = link(hash, text);
    return writeLine(hash, text).trimEnd();
  });
};

test('twelve words of a head anchor it, and four do not', async () => {
  const {desk: copy, run} = edited(same);
  const {entries, words} = JSON.parse((await copy.lifeboat(['verify', run, '--json', '--words', '12'])).stdout);
  expect(words).toMatch(/^(\w+ ){11}\w+$/);
  const anchored = await copy.lifeboat(['verify', run, '--anchor', `${entries}:${words}`]);
  expect(anchored).toMatchObject({code: 0, stdout: expect.stringContaining('and the anchor.')});
  const other = `${entries}:${'abandon '.repeat(12)}`;
  expect(await copy.lifeboat(['verify', run, '--anchor', other])).toMatchObject({
    code: 8,
    stdout: expect.stringMatching(/^REWRITTEN/),
  });
  const short = await copy.lifeboat([
    'verify',
    run,
    '--anchor',
    `${entries}:${words.split(' ').slice(0, 4).join(' ')}`,
  ]);
  expect(short).toMatchObject({code: 2, stderr: expect.stringContaining('fewer than 128 bits')});
});

test('a host key that others may read is refused before anything of a run begins, and what mends it is said', async () => {
  const {desk, run} = edited(same);
  const key = join(desk.state, 'keys/host.key');
  chmodSync(key, 0o644);
  desk.file('plan.yaml', smallPlan);
  const runbook = desk.file('shop-outage.yaml', smallRunbook('  - {id: copy, title: Copy, command: [/bin/true]}'));
  const refused = await desk.lifeboat(['run', runbook]);
  expectRefusal(refused, 9, `run \`chmod 600 ${key}\``);
  expect(desk.runs()).toEqual([run]);
  chmodSync(key, 0o600);
  expect((await desk.lifeboat(['run', runbook])).code).toBe(0);
});
