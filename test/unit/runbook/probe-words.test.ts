/** What a check is called. */
import {expect, test} from 'vitest';
import {probeWords, probeWordsFor} from '../../../src/runbook/probe-words.ts';
import type {Probe} from '../../../src/runbook/runbook.ts';
import {probe} from '../../support/model.ts';

const nameless = (action: Probe['action'], extra: Partial<Probe> = {}): Probe => {
  const {name: _, ...asked} = probe('x', {action, ...extra});
  return asked;
};

const looks: Probe['action'] = {
  kind: 'command',
  run: ['test', '-e', '${inputs.prog}', {json: {n: 1}}, '$${HOME}'],
  env: {},
};
const gets: Probe['action'] = {
  kind: 'http',
  method: 'GET',
  url: '${inputs.application}/health',
  query: {},
  headers: {},
};
const counts: Probe['action'] = {
  kind: 'sql',
  connection: '${inputs.database}',
  statements: ['select 1'],
  params: [],
  transaction: false,
};

test('a check is called by its name, else by what it expects, else by what it asks with its values spelled out', () => {
  expect(probeWords(probe('is_up', {action: looks, expect: 'exit == 0'}))).toBe('is_up');
  expect(probeWords(nameless(looks, {expect: 'exit == 0'}))).toBe('exit == 0');
  expect(probeWords(nameless(looks))).toBe('test -e ‹inputs.prog› {"n":1} ${HOME}');
  expect(probeWords(nameless(gets))).toBe('GET ‹inputs.application›/health');
  expect(probeWords(nameless(counts))).toBe('query succeeds');
});

test('what is asked is known by its values where there are any, and where it is one line', () => {
  expect(probeWordsFor(probe('is_up', {action: looks}), 'test -e /srv')).toBe('is_up');
  expect(probeWordsFor(nameless(looks), 'test -e /srv')).toBe('test -e /srv');
  expect(probeWordsFor(nameless(gets), 'GET https://shop.example/health')).toBe('GET https://shop.example/health');
  expect(probeWordsFor(nameless(gets), undefined)).toBe('GET ‹inputs.application›/health');
  expect(probeWordsFor(nameless(counts), 'select 1')).toBe('query succeeds');
});
