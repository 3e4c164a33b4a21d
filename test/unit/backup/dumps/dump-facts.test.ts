/** What a dump says of itself, and what of it must not reach the server as it stands. */
import {expect, test} from 'vitest';
import {watchDump} from '../../../../src/backup/dumps/dump-facts.ts';
import {throughStatements} from '../../../../src/backup/dumps/dump-statements.ts';

/** What is left of it, and what it says. */
const seen = async (text: string) => {
  const {watcher, facts} = watchDump();
  const kept: Buffer[] = [];
  for await (const piece of throughStatements(inOne(text), watcher)) {
    kept.push(piece);
  }
  const left = Buffer.concat(kept).toString('utf8');
  return {kept: left, left: text.split('\n').filter(line => !left.split('\n').includes(line)), facts: facts()};
};

async function* inOne(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(`${text}\n`);
}

test('it says of which version it is, when it was begun, and that it is complete', async () => {
  expect(
    (
      await seen(`-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 16.2
-- Started on 2026-11-30 02:00:04 UTC
-- PostgreSQL database dump complete`)
    ).facts,
  ).toMatchObject({
    serverVersion: '15.18',
    dumpedBy: '16.2',
    startedAt: '2026-11-30T02:00:04Z',
    isComplete: true,
    isOfCluster: false,
  });
});

test('a time in a zone of letters is no time, because others mean another zone by them', async () => {
  expect((await seen('-- Started on 2026-11-30 02:00:04 CST')).facts.startedAt).toBeNull();
});

test('objects are counted by kind, rows of INSERT by table', async () => {
  const {facts} = await seen(`-- Name: orders; Type: TABLE; Schema: public; Owner: shop
-- Name: orders orders_pkey; Type: CONSTRAINT; Schema: public; Owner: shop
-- Name: tickets tickets_order_fkey; Type: FK CONSTRAINT; Schema: public; Owner: shop
-- Data for Name: orders; Type: TABLE DATA; Schema: public; Owner: shop
INSERT INTO public.orders VALUES (1);
INSERT INTO public.orders VALUES (2);
INSERT INTO public."Order Lines" VALUES (1);
INSERT INTO public."Straße" (id, note) OVERRIDING SYSTEM VALUE VALUES
\t(1, 'a, (b'),
\t(2, NULL),
\t(3, f(1, 2));`);
  expect(facts.objects).toEqual({TABLE: 1, CONSTRAINT: 1, 'FK CONSTRAINT': 1, 'TABLE DATA': 1});
  expect(facts.rows).toEqual({'public.orders': 2, 'public."Order Lines"': 1, 'public."Straße"': 3});
});

test('roles and extensions that it needs are named once', async () => {
  const {facts} = await seen(`ALTER TABLE public.orders OWNER TO "Shop Owner";
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
  '\\c ticketing',
  'drop  database ticketing;',
  '\tDrop Database if exists ticketing;',
  ' alter role app in database ticketing set search_path to shop;',
])('%s is for the database that was dumped, and is left out', async line => {
  expect((await seen(line)).left).toEqual([line]);
});

test('statements about the database are kept for the one that gets its name', async () => {
  const settings = 'ALTER DATABASE ticketing SET statement_timeout TO 30000;';
  expect((await seen(settings)).facts.ofDatabase).toEqual([settings]);
});

test('what clears away before there is anything is left out, and nothing that looks like it later', async () => {
  const clearing = ['ALTER TABLE ONLY public.tickets DROP CONSTRAINT tickets_pkey;', 'DROP TABLE public.tickets;'];
  const {left} = await seen(
    [...clearing, 'CREATE TABLE public.tickets (id int);', 'DROP TABLE public.later;'].join('\n'),
  );
  expect(left).toEqual(clearing);
});

test('commands of psql that pg_dump does not write stay, for psql to refuse', async () => {
  expect((await seen('\\! rm -rf /srv')).left).toEqual([]);
});

test('the dump of a cluster is told from that of a database', async () => {
  expect((await seen('-- PostgreSQL database cluster dump')).facts.isOfCluster).toBe(true);
});

test.each([
  ['ALTER SYSTEM', "ALTER SYSTEM SET archive_command = '/bin/true';"],
  ['CREATE ROLE', "CREATE ROLE intruder SUPERUSER LOGIN PASSWORD 'x';"],
  ['ALTER ROLE', "ALTER ROLE postgres PASSWORD 'x';"],
  ['CREATE USER', 'CREATE USER intruder;'],
  ['GRANT of a role', 'GRANT pg_execute_server_program TO app;'],
  ['GRANT ON PARAMETER', 'GRANT ALTER SYSTEM ON PARAMETER log_statement TO app;'],
  ['COPY of a program', "COPY public.orders FROM PROGRAM 'curl example.invalid';"],
  ['COPY of a program', "COPY (SELECT 'x' FROM stdin) TO PROGRAM 'sh';"],
  ['COPY of a file', "COPY public.orders (id) TO '/etc/cron.d/own' WITH (FORMAT text);"],
  ['COPY of a file', 'COPY public.orders FROM $$/etc/passwd$$;'],
  ['DROP OWNED', 'DROP OWNED BY app;'],
  ['LOAD', "LOAD 'intruder';"],
  ['DO', 'DO $$ begin execute $x$ create role intruder $x$; end $$;'],
  ['DROP TABLESPACE', 'DROP TABLESPACE fast;'],
  ['set_config()', "SELECT pg_catalog.set_config('standard_conforming_strings', 'off', false);"],
  ['SET standard_conforming_strings', "SET standard_conforming_strings = 'off';"],
])('%s reaches beyond the database, is left out and told', async (what, statement) => {
  const {left, facts} = await seen(`${statement}\nSELECT 1;`);
  expect(left).toEqual([statement]);
  expect(facts.beyond).toEqual({[what]: 1});
});

test.each([
  "SET client_encoding = 'UTF8';",
  'SET standard_conforming_strings = on;',
  "SELECT pg_catalog.set_config('search_path', '', false);",
  "SET SESSION AUTHORIZATION 'shop';",
  'RESET SESSION AUTHORIZATION;',
  'CREATE USER MAPPING FOR app SERVER other;',
  'ALTER DEFAULT PRIVILEGES FOR ROLE shop GRANT SELECT ON TABLES TO app;',
  'GRANT SELECT(id) ON TABLE public.database TO app;',
  'GRANT USAGE ON SCHEMA "database" TO app;',
  'CREATE TABLE public.database (role text, program text);',
  "COMMENT ON TABLE public.orders IS 'DROP DATABASE shop;';",
  'COMMENT ON COLUMN public.orders.database IS NULL;',
  'CREATE POLICY own ON public.orders USING ((owner = CURRENT_USER));',
  'ALTER TABLE public."drop" ADD CONSTRAINT x CHECK (true);',
  'CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;',
])('%s is for the database that it is loaded into', async statement => {
  const {left, facts} = await seen(statement);
  expect({left, beyond: facts.beyond, ofDatabase: facts.ofDatabase}).toEqual({left: [], beyond: {}, ofDatabase: []});
});
