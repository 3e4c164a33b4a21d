/** What a dump says of itself, and what of it must not reach the server as it stands. */
import {expect, test} from 'vitest';
import {watchDump} from '../../../../src/backup/dumps/dump-facts.ts';

const seen = (text: string) => {
  const {watcher, facts} = watchDump();
  const left = text.split('\n').filter(line => !watcher.onLine(line));
  return {left, facts: facts()};
};

test('it says of which version it is, when it was begun, and that it is complete', () => {
  expect(
    seen(`-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 16.2
-- Started on 2026-11-30 02:00:04 UTC
-- PostgreSQL database dump complete`).facts,
  ).toMatchObject({
    serverVersion: '15.18',
    dumpedBy: '16.2',
    startedAt: '2026-11-30T02:00:04Z',
    isComplete: true,
    isOfCluster: false,
  });
});

test('a time in a zone of letters is no time, because others mean another zone by them', () => {
  expect(seen('-- Started on 2026-11-30 02:00:04 CST').facts.startedAt).toBeNull();
});

test('objects are counted by kind, rows of INSERT by table', () => {
  const {facts} = seen(`-- Name: orders; Type: TABLE; Schema: public; Owner: shop
-- Name: orders orders_pkey; Type: CONSTRAINT; Schema: public; Owner: shop
-- Name: tickets tickets_order_fkey; Type: FK CONSTRAINT; Schema: public; Owner: shop
-- Data for Name: orders; Type: TABLE DATA; Schema: public; Owner: shop
INSERT INTO public.orders VALUES (1);
INSERT INTO public.orders VALUES (2);
INSERT INTO public."Order Lines" VALUES (1);`);
  expect(facts.objects).toEqual({TABLE: 1, CONSTRAINT: 1, 'FK CONSTRAINT': 1, 'TABLE DATA': 1});
  expect(facts.rows).toEqual({'public.orders': 2, 'public."Order Lines"': 1});
});

test('roles and extensions that it needs are named once', () => {
  const {facts} = seen(`ALTER TABLE public.orders OWNER TO "Shop Owner";
GRANT SELECT,INSERT ON TABLE public.orders TO app;
GRANT USAGE ON SCHEMA public TO PUBLIC;
GRANT SELECT ON TABLE public.orders TO app WITH GRANT OPTION;
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;`);
  expect(facts.roles).toEqual(['Shop Owner', 'app']);
  expect(facts.extensions).toEqual(['pg_trgm']);
});

test.each([
  'DROP DATABASE ticketing;',
  "CREATE DATABASE ticketing WITH TEMPLATE = template0 ENCODING = 'UTF8';",
  'ALTER DATABASE ticketing OWNER TO postgres;',
  'GRANT CONNECT ON DATABASE ticketing TO app;',
  'ALTER ROLE app IN DATABASE ticketing SET search_path TO shop;',
  '\\connect ticketing',
  '\\restrict hfGd81',
  'drop  database ticketing;',
  '\tDrop Database if exists ticketing;',
  ' alter role app in database ticketing set search_path to shop;',
])('%s is for the database that was dumped, and is left out', line => {
  expect(seen(line).left).toEqual([line]);
});

test('statements about the database are kept for the one that gets its name', () => {
  const settings = 'ALTER DATABASE ticketing SET statement_timeout TO 30000;';
  expect(seen(settings).facts.ofDatabase).toEqual([settings]);
});

test('what clears away before there is anything is left out, and nothing that looks like it later', () => {
  const clearing = ['ALTER TABLE ONLY public.tickets DROP CONSTRAINT tickets_pkey;', 'DROP TABLE public.tickets;'];
  const {left} = seen([...clearing, 'CREATE TABLE public.tickets (id int);', 'DROP TABLE public.later;'].join('\n'));
  expect(left).toEqual(clearing);
});

test('commands of psql that pg_dump does not write stay, for psql to refuse', () => {
  expect(seen('\\! rm -rf /srv').left).toEqual([]);
});

test('the dump of a cluster is told from that of a database', () => {
  expect(seen('-- PostgreSQL database cluster dump').facts.isOfCluster).toBe(true);
});
