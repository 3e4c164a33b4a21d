/** What the shipped runbooks of a failover say to the programs that stop and promote: which cluster is meant, and who has said what. */
import {expect, test} from 'vitest';
import type {Content} from '../../src/runbook/action.ts';
import {fillWords} from '../../src/runbook/texts/fill-words.ts';
import {shipped} from '../support/shipped.ts';

type Said = {readonly words: readonly Content[]; readonly env: Readonly<Record<string, string>>};

/** All commands of a runbook that call `lifeboat backup NAME`, wherever they stand: steps, probes and ways back. */
const saidTo = (id: string, name: string): readonly Said[] => {
  const found: Said[] = [];
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) {
      return;
    }
    if ('run' in value && Array.isArray(value.run) && value.run.slice(0, 3).join(' ') === `lifeboat backup ${name}`) {
      const env = 'env' in value ? (value.env as Said['env'] | undefined) : undefined;
      found.push({words: value.run as readonly Content[], env: env ?? {}});
    }
    for (const one of Object.values(value)) {
      look(one);
    }
  };
  look(shipped.find(one => one.id === id)?.runbook);
  return found;
};

const inputs = {
  data_directory: '/srv/pg',
  current_data: '/srv/pg',
  old_archive: '/srv/wal',
  old_slot: 'home',
  home_data: '/srv/home',
};
const stepsWith = (status: string) => ({
  look: {outputs: {identifier: '7711152328148641719', files: 'stopped'}},
  fence: {status: 'skipped'},
  fence_by_hand: {status},
});

const filled = ({words}: Said, status = 'pending'): readonly string[] => {
  const all = fillWords(words, {inputs, steps: stepsWith(status)});
  return all.ok ? all.value : [all.reason];
};

test.each([
  ['failback', 'fence'],
  ['failback', 'promote'],
  ['primary-lost', 'start-server'],
  ['primary-lost', 'promote'],
  ['primary-lost', 'hand-over-wal'],
])('%s tells %s which cluster it looked at, so that another one is neither stopped nor promoted', (id, name) => {
  const all = saidTo(id, name);
  expect(all.length).toBeGreaterThan(0);
  for (const said of all) {
    expect(filled(said)).toContain('--identifier=7711152328148641719');
  }
});

test('failback has the live server asked before another one is promoted', () => {
  expect(saidTo('failback', 'promote').map(({env}) => env.LIFEBOAT_DATABASE)).toEqual([
    '${inputs.current}',
    '${inputs.current}',
  ]);
});

test.each(['promote', 'hand-over-wal'])('primary-lost tells %s a word of a person only where one gave it', name => {
  const all = saidTo('primary-lost', name);
  const saidBy = (status: string) =>
    all.map(said => filled(said, status).some(word => word.startsWith('--fenced-by='))).filter(Boolean).length;
  expect(['skipped', 'overridden', 'held', 'pending', 'not-applicable'].map(saidBy)).toEqual([0, 0, 0, 0, 0]);
  expect(saidBy('succeeded')).toBe(1);
});

test('a server that is built anew follows as the role that was given for it', () => {
  expect(saidTo('primary-lost', 'rebuild-standby').map(({env}) => env.LIFEBOAT_FOLLOW)).toEqual([
    "${inputs.follow != null ? inputs.follow : ''}",
  ]);
  expect(saidTo('failback', 'rebuild-standby').map(({env}) => env.LIFEBOAT_FOLLOW)).toEqual([
    "${inputs.follow != null ? inputs.follow : ''}",
    "${inputs.follow_home != null ? inputs.follow_home : ''}",
  ]);
});
