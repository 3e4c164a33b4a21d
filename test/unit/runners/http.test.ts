/** A request, sent to a real server on loopback. */
import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import type {PerformRequest, ResolvedAction} from '../../../src/engine/actions/runner.ts';
import {bodyBytesMax, performHttp} from '../../../src/runners/http.ts';
import {liveOutput} from '../../../src/runners/live-output.ts';
import {openSpool} from '../../../src/runners/spool.ts';
import {deafUrl, httpServer, httpsServer} from '../../support/http-server.ts';

type HttpAction = Extract<ResolvedAction, {readonly kind: 'http'}>;

const place = () => {
  const runDir = mkdtempSync(join(tmpdir(), 'lifeboat-http-'));
  onTestFinished(() => rmSync(runDir, {recursive: true, force: true}));
  return {runDir, live: liveOutput(), spool: openSpool(runDir, undefined)};
};

const perform = (
  action: Partial<HttpAction> & {readonly url: string},
  more: Partial<PerformRequest> = {},
  {runDir, live, spool} = place(),
) => {
  const whole = {kind: 'http', method: 'GET', headers: {}, ...action} as const;
  const request = {
    attempt: {run: 'a-run', step: 'tell_router', attempt: 1},
    action: whole,
    timeoutMs: 20_000,
    secrets: [],
    use: 'action' as const,
    ...more,
  };
  const name = 'tell_router#1';
  return performHttp(whole, {
    place: {isNearlyFull: () => false, runDir, live},
    request,
    name,
    files: spool.files(name, false),
  });
};

test('what is sent arrives as it is, and JSON in the answer is a value', async () => {
  const {url, asked} = await httpServer((_asked, response) => {
    response.setHeader('Content-Type', 'application/json; charset=utf-8');
    response.setHeader('X-Lag', '7');
    response.end('{"role": "primary", "lag": 7}\n');
  });
  const performed = await perform({
    url: `${url}/v1/switch?to=db%202`,
    method: 'POST',
    headers: {'x-reason': 'drill', 'content-type': 'text/plain'},
    body: 'to: db 2\n',
  });

  expect(asked).toMatchObject([
    {method: 'POST', url: '/v1/switch?to=db%202', body: 'to: db 2\n', headers: {'x-reason': 'drill'}},
  ]);
  expect(performed).toMatchObject({
    ok: true,
    certain: true,
    scope: {status: 200, headers: {'x-lag': '7'}, body: {role: 'primary', lag: 7}},
    output: {file: 'output/tell_router#1.log', bytes: 30},
  });
});

test('a text is text, whatever it looks like', async () => {
  const {url} = await httpServer((_asked, response) => response.setHeader('content-type', 'text/plain').end('17'));

  expect((await perform({url})).scope.body).toBe('17');
});

test('an answer that is no 2xx is known to have failed, with the words of the server', async () => {
  const {url} = await httpServer((_asked, response) => response.writeHead(503).end('no primary\nat all'));
  const performed = await perform({url: `${url}/primary`});

  expect(performed).toMatchObject({ok: false, certain: true, scope: {status: 503, body: 'no primary\nat all'}});
  expect(performed.reason).toMatch(/^GET 127\.0\.0\.1:\d+: the server answered 503 Service Unavailable: no primary$/);
});

test('no redirect is followed, and it is said where it leads', async () => {
  const {url, asked} = await httpServer((_asked, response) =>
    response.writeHead(302, {location: 'http://elsewhere.example.net/login'}).end(),
  );
  const performed = await perform({url, headers: {authorization: 'Bearer sesame-1'}});

  expect(performed).toMatchObject({ok: false, certain: true, scope: {status: 302}});
  expect(performed.reason).toContain('sends on to elsewhere.example.net; no redirect is followed');
  expect(asked).toHaveLength(1);
});

test('a refused connection and a name that nobody has mean that nothing was sent', async () => {
  const refused = await perform({url: await deafUrl(), method: 'POST'});
  const nameless = await perform({url: 'http://db-7.invalid/', method: 'POST'});

  expect(refused).toMatchObject({ok: false, certain: true, scope: {}});
  expect(refused.reason).toContain('the request was not sent: the connection was refused');
  expect(nameless).toMatchObject({ok: false, certain: true, scope: {}});
});

test('a port of another protocol is not asked at all', async () => {
  expect(await perform({url: 'http://127.0.0.1:25/'})).toMatchObject({ok: false, certain: true});
});

test('a connection that breaks before the answer leaves the outcome unknown', async () => {
  const {url, asked} = await httpServer((_asked, response) => response.destroy());
  const performed = await perform({url, method: 'POST'});

  expect(performed).toMatchObject({ok: false, certain: false, scope: {}});
  expect(performed.reason).toContain('the server may have got the request');
  expect(asked).toHaveLength(1);
});

test('so does an answer that breaks off', async () => {
  const {url} = await httpServer((_asked, response) => {
    response.writeHead(200, {'content-length': '100'}).write('half');
    setImmediate(() => response.destroy());
  });

  expect(await perform({url, method: 'POST'})).toMatchObject({ok: false, certain: false, scope: {}});
});

test('and a server that does not answer in time', async () => {
  const {url} = await httpServer(() => undefined);
  const performed = await perform({url}, {timeoutMs: 60});

  expect(performed).toMatchObject({ok: false, certain: false, scope: {}});
  expect(performed.reason).toContain('there was no whole answer after');
});

test('a secret is in no output that is kept or shown, and in no reason', async () => {
  const where = place();
  const {url} = await httpServer((asked, response) =>
    response.writeHead(403).end(`no: ${asked.headers.authorization}`),
  );
  const secrets = [{name: 'token', value: 'sesame-opens'}];
  const performed = await perform({url, headers: {authorization: 'Bearer sesame-opens'}}, {secrets}, where);

  expect(performed.reason).toContain('403 Forbidden: no: Bearer ‹secret:token›');
  expect(where.live.lines('tell_router#1')).toEqual(['no: Bearer ‹secret:token›']);
  expect(readFileSync(join(where.runDir, 'output', 'tell_router#1.log'), 'utf8')).toBe('no: Bearer ‹secret:token›');
  expect(readdirSync(join(where.runDir, 'spool'))).toEqual([]);
});

test('a secret that only the answer tells is hidden in what is kept of it', async () => {
  const where = place();
  const {url} = await httpServer((_asked, response) =>
    response.setHeader('content-type', 'application/json').end('{"token": "made-just-now", "for": "ada"}'),
  );
  const heldBack: PerformRequest['heldBack'] = {
    streams: ['stdout'],
    secretsIn: ({body}) => [{name: 'login.token', value: JSON.parse(JSON.stringify(body)).token}],
  };
  await perform({url}, {heldBack}, where);

  expect(readFileSync(join(where.runDir, 'output', 'tell_router#1.log'), 'utf8')).toBe(
    '{"token": "‹secret:login.token›", "for": "ada"}',
  );
});

test('of an answer without end the beginning is kept, and no expression takes it for the whole', async () => {
  const where = place();
  const {url} = await httpServer((_asked, response) => response.end('x'.repeat(bodyBytesMax + 10)));
  const performed = await perform({url}, {}, where);

  expect(performed).toMatchObject({ok: true, certain: true, scope: {status: 200}});
  expect(performed.scope).not.toHaveProperty('body');
  expect(readFileSync(join(where.runDir, 'output', 'tell_router#1.log'), 'utf8')).toMatch(
    /x\n… 10 more bytes of the answer were dropped …\n$/,
  );
});

test('where an answer is cut off within a secret, nothing of the secret stays', async () => {
  const where = place();
  const secrets = [{name: 'pin', value: 'sesame-open-42'}];
  const body = `${'x'.repeat(bodyBytesMax - 6)}sesame-open-42 and more`;
  const {url} = await httpServer((_asked, response) => response.end(body));
  await perform({url}, {secrets}, where);

  expect(readFileSync(join(where.runDir, 'output', 'tell_router#1.log'), 'utf8')).toMatch(
    /xx\n… 17 more bytes of the answer were dropped …\n$/,
  );
});

test('a server whose certificate nobody vouches for is sent nothing', async () => {
  const {url, asked} = await httpsServer();
  const performed = await perform({url, method: 'POST', body: 'promote'});

  expect(performed).toMatchObject({ok: false, certain: true});
  expect(performed.reason).toMatch(
    /^POST 127\.0\.0\.1:\d+: the request was not sent: nobody whom this program trusts has signed its certificate; start it with NODE_EXTRA_CA_CERTS=/,
  );
  expect(asked).toEqual([]);
});

test('a probe leaves no output', async () => {
  const where = place();
  const {url} = await httpServer((_asked, response) => response.end('up'));
  const performed = await perform({url}, {use: 'probe'}, where);

  expect(performed).toMatchObject({ok: true, scope: {body: 'up'}});
  expect(performed.output).toBeUndefined();
});
