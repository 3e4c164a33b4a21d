/** Whatever a value is, it is one part of a request: it asks no other server, begins no header, and arrives as it was. */
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import fc from 'fast-check';
import {expect, onTestFinished, test} from 'vitest';
import type {Json} from '../../src/base/canonical-json.ts';
import {resolveHttp} from '../../src/engine/actions/resolve-http.ts';
import type {HttpAction} from '../../src/runbook/action.ts';
import {performHttp} from '../../src/runners/http.ts';
import {liveOutput} from '../../src/runners/live-output.ts';
import {openSpool} from '../../src/runners/spool.ts';
import {anyValue} from '../support/any-values.ts';
import {type HttpServer, httpServer} from '../support/http-server.ts';

const isCi = process.env.CI === 'true';
const runs = isCi ? 100 : 5;
const valuesInRun = 100;

const numbered = (make: (index: number) => readonly [string, string]): {readonly [name: string]: string} =>
  Object.fromEntries(Array.from({length: valuesInRun}, (_, index) => make(index)));

const requestTo = ({url}: HttpServer, parts: Partial<HttpAction>): HttpAction => ({
  kind: 'http',
  method: 'POST',
  url,
  query: {},
  headers: {},
  ...parts,
});

/** Fills the request in and sends it, as the engine and its runner do; nothing where it is refused in words. */
const send = async (action: HttpAction, values: readonly string[], name: string): Promise<string | undefined> => {
  const resolved = resolveHttp(action, {scope: {inputs: {values}}, use: 'asked'});
  if (!resolved.ok) {
    return resolved.reason;
  }
  const runDir = mkdtempSync(join(tmpdir(), 'lifeboat-http-'));
  onTestFinished(() => rmSync(runDir, {recursive: true, force: true}));
  const {value} = resolved;
  if (value.kind !== 'http') {
    return 'it became no request';
  }
  const request = {
    attempt: {run: 'a-run', step: 'tell', attempt: 1},
    action: value,
    timeoutMs: 20_000,
    secrets: [],
    use: 'probe' as const,
  };
  const files = openSpool(runDir, undefined).files(name, false);
  const performed = await performHttp(value, {
    place: {isNearlyFull: () => false, runDir, live: liveOutput()},
    request,
    name,
    files,
  });
  expect(performed).toMatchObject({ok: true});
  return undefined;
};

const texts = fc.array(anyValue, {minLength: valuesInRun, maxLength: valuesInRun});

test('in a query, in a body and in JSON', {timeout: 300_000}, async () => {
  const server = await httpServer();
  await fc.assert(
    fc.asyncProperty(texts, async values => {
      const query = numbered(index => [`q${index}`, `\${inputs.values[${index}]}`]);
      const body = {json: {all: '${inputs.values}', one: '<${inputs.values[0]}>'}};
      expect(
        await send(requestTo(server, {url: `${server.url}/tell`, query, body}), values, 'query#1'),
      ).toBeUndefined();

      const asked = server.asked.at(-1);
      const seen = new URL(asked?.url ?? '', server.url);
      expect(seen.pathname).toBe('/tell');
      expect(values.map((_, index) => seen.searchParams.get(`q${index}`))).toEqual(values);
      expect(JSON.parse(asked?.body ?? '') as Json).toEqual({all: values, one: `<${values[0]}>`});
    }),
    {numRuns: runs, endOnFailure: true},
  );
});

test('as a segment of a path it stays one, or is refused', {timeout: 300_000}, async () => {
  const server = await httpServer();
  await fc.assert(
    fc.asyncProperty(anyValue, async value => {
      const action = requestTo(server, {url: `${server.url}/hosts/\${inputs.values[0]}/state`});
      const refused = await send(action, [value], 'path#1');
      if (refused !== undefined) {
        // What browsers and servers take for a step up or for nothing.
        expect(['', '.', '..']).toContain(value);
        return;
      }
      const [, hosts, segment = '', state] = (server.asked.at(-1)?.url ?? '').split('/');
      expect([hosts, decodeURIComponent(segment), state]).toEqual(['hosts', value, 'state']);
    }),
    {numRuns: runs * 5, endOnFailure: true},
  );
});

test('a header arrives as it was, but for the blanks around it, and one that would be two is refused in words', {
  timeout: 300_000,
}, async () => {
  const server = await httpServer();
  await fc.assert(
    fc.asyncProperty(anyValue, async value => {
      const refused = await send(requestTo(server, {headers: {'x-note': '${inputs.values[0]}'}}), [value], 'header#1');
      if (refused !== undefined) {
        expect(refused).toContain(
          'header x-note would hold a line break or another character that no header can carry',
        );
        expect(value).toMatch(/[^\t\x20-\x7e\x80-\xff]/);
        return;
      }
      expect(server.asked.at(-1)?.headers['x-note']).toBe(value.replace(/^[\t ]+|[\t ]+$/g, ''));
      expect(Object.keys(server.asked.at(-1)?.headers ?? {})).not.toContain('x-other');
    }),
    {numRuns: runs * 5, endOnFailure: true},
  );
  for (const value of ['a\r\nx-other: b', 'a\nx-other: b', 'a\rb', 'a\0b']) {
    expect(await send(requestTo(server, {headers: {'x-note': '${inputs.values[0]}'}}), [value], 'header#1')).toContain(
      'would hold a line break',
    );
  }
});

test('as the name of a server it asks that server or none', () => {
  fc.assert(
    fc.property(anyValue, value => {
      const action = requestTo({url: '', asked: []}, {url: 'https://${inputs.values[0]}.example.net/state'});
      const resolved = resolveHttp(action, {scope: {inputs: {values: [value]}}, use: 'asked'});
      if (resolved.ok && resolved.value.kind === 'http') {
        expect(new URL(resolved.value.url).hostname).toBe(`${value.toLowerCase()}.example.net`);
      }
    }),
    {numRuns: 2_000},
  );
});
