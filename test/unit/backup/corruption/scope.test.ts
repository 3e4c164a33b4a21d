/** The smallest cure that is enough, by what is damaged. */

import {expect, test} from 'vitest';
import type {RelationFinding} from '../../../../src/backup/corruption/check-relations.ts';
import type {OrphanFinding} from '../../../../src/backup/corruption/find-orphans.ts';
import type {NamedPage} from '../../../../src/backup/corruption/name-pages.ts';
import {type ScopeFindings, scopeOf} from '../../../../src/backup/corruption/scope.ts';

const page = (more: Partial<NamedPage> = {}): NamedPage => ({
  database: 'tickets',
  relation: 'public.orders',
  kind: 'table',
  table: 'public.orders',
  block: 4321,
  fork: 'main',
  file: 'base/16384/16422',
  stored: 31_197,
  computed: 38_646,
  lsn: '0/1D5BEC0',
  ...more,
});

const indexPage = page({relation: 'public.orders_customer_id_idx', kind: 'index', block: 777});

const finding = (more: Partial<RelationFinding> = {}): RelationFinding => ({
  relation: 'public.orders',
  kind: 'table',
  table: 'public.orders',
  isCatalogue: false,
  block: 4321,
  message: 'invalid page in block 4321 of relation base/16384/16422',
  ...more,
});

const orphan: OrphanFinding = {
  constraint: 'payments_order_id_fkey',
  table: 'public.payments',
  references: 'public.orders',
  orphans: 1,
  blocks: [3],
  unanswered: null,
};

const scope = (more: Partial<ScopeFindings>) =>
  scopeOf({pages: [], relations: [], orphans: [], unusable: false, database: 'tickets', ...more});

test('nothing found is no cure', () => {
  expect(scope({})).toMatchObject({cure: 'none', blocks: 0, summary: 'no damage found'});
});

test('a page that the disk and amcheck both tell of is one block', () => {
  expect(scope({pages: [page()], relations: [finding()]})).toMatchObject({
    cure: 'rows',
    blocks: 1,
    tables: ['public.orders'],
    tablePages: ['public.orders:4321'],
  });
});

test('a damaged page of an index is made again from the table', () => {
  expect(scope({pages: [indexPage]})).toMatchObject({
    cure: 'reindex',
    indexes: ['public.orders_customer_id_idx'],
    tables: [],
  });
});

test('an index that only disagrees with its table may be right, and the table wrong', () => {
  const disagreement = finding({relation: 'public.orders_customer_id_idx', kind: 'index', block: null});
  expect(scope({relations: [disagreement]})).toMatchObject({cure: 'rows', tables: ['public.orders']});
});

test('a row that points at nothing is mended in the table that points', () => {
  expect(scope({orphans: [orphan]})).toMatchObject({cure: 'rows', tables: ['public.payments'], orphans: 1});
});

test('a key that could not be asked about is no orphan', () => {
  expect(scope({orphans: [{...orphan, orphans: 0, blocks: [], unanswered: 'invalid page'}]}).cure).toBe('none');
});

test.each([
  ['a TOAST page', {pages: [page({kind: 'toast'})]}],
  ['a catalogue', {pages: [page({kind: 'catalogue', relation: null})]}],
  ['a catalogue by amcheck alone', {relations: [finding({isCatalogue: true})]}],
  ['a file that nobody knows', {pages: [page({kind: 'unknown', relation: null})]}],
  ['a page of another database', {pages: [page({database: 'postgres'})]}],
  ['a map of free space', {pages: [page({fork: 'fsm'})]}],
  ['a database that nobody can use', {unusable: true}],
])('%s is beyond what rows can mend, whatever else is damaged', (_what, found) => {
  const {cure, beyond} = scope({...found, orphans: [orphan]});
  expect({cure, beyond: beyond.length}).toEqual({cure: 'cluster', beyond: 1});
});

test('many pages are counted and a few of them named', () => {
  const pages = Array.from({length: 8}, (_, block) => page({block}));
  expect(scope({pages}).summary).toBe(
    'tables public.orders; pages that cannot be read: public.orders:0, public.orders:1, public.orders:2, public.orders:3, public.orders:4 and 3 more',
  );
});
