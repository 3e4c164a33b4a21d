/** Steps and checks by HTTP, against a server of the test: what is asked, what is recorded, and what nobody knows. */
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {type HttpServer, httpServer, httpsServer} from '../support/http-server.ts';
import {type Desk, eventually, factsOf, makeDesk, typesOf} from '../support/lifeboat.ts';
import {smallPlan, smallRunbook} from '../support/small-runbook.ts';

const inputs =
  'inputs: {router: {type: url}, pool: {type: string, default: "shop/1"}, token: {type: secret, from: {env: TOKEN}}}';

const switching = (more: string): string => `
  - id: switch
    title: Switch the router over
    estimate: 1m
    http:
      method: POST
      url: "\${inputs.router}/pools/\${inputs.pool}"
      headers: {authorization: "Bearer \${inputs.token}"}
      body: {json: {to: "\${inputs.pool}", by: lifeboat, weight: "\${50 * 2}"}}
    ${more}
`;

const deskWith = (steps: string, {url}: HttpServer): {readonly desk: Desk; readonly args: readonly string[]} => {
  const desk = makeDesk();
  desk.file('plan.yaml', smallPlan);
  const runbook = desk.file('shop-outage.yaml', smallRunbook(steps, inputs));
  return {desk, args: ['run', runbook, '--auto', '--set', `router=${url}`]};
};

const env = {TOKEN: 'sesame-opens-42'};

const filesWith = (desk: Desk, text: string): readonly string[] =>
  readdirSync(desk.state, {recursive: true, withFileTypes: true})
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .filter(path => readFileSync(path, 'utf8').includes(text));

test('a request is sent once, its check waits until the server is ready, and its secret is in no file', async () => {
  let isReadyAfter = 2;
  const server = await httpServer(({method, headers}, response) => {
    response.setHeader('content-type', 'application/json');
    if (method === 'GET') {
      isReadyAfter -= 1;
      response.statusCode = isReadyAfter < 0 ? 200 : 503;
    }
    response.end(JSON.stringify({accepted: true, ticket: 17, seen: headers.authorization ?? null}));
  });
  const {desk, args} = deskWith(
    switching(`expect: "status == 200 && body.accepted"
    outputs: {ticket: body.ticket}
    verify: [{http: {url: "\${inputs.router}/ready"}, within: 30s}]`),
    server,
  );

  expect(await desk.lifeboat(args, {env})).toMatchObject({code: 0, stderr: ''});
  expect(server.asked.map(({method, url}) => `${method} ${url}`)).toEqual([
    'POST /pools/shop%2F1',
    'GET /ready',
    'GET /ready',
    'GET /ready',
  ]);
  expect(server.asked[0]).toMatchObject({
    headers: {authorization: 'Bearer sesame-opens-42', 'content-type': 'application/json'},
    body: '{"to":"shop/1","by":"lifeboat","weight":100}',
  });
  expect(factsOf(desk).find(({type}) => type === 'began')).toMatchObject({
    shown: {
      kind: 'http',
      lines: [`POST ${server.url}/pools/shop%2F1`, '{"to":"shop/1","by":"lifeboat","weight":100}'],
      values: {authorization: 'Bearer ‹secret:token›'},
    },
  });
  expect(factsOf(desk).find(({type}) => type === 'performed')).toMatchObject({outputs: {ticket: 17}});
  expect(readFileSync(join(desk.runDirectory(), 'output', 'switch#1.log'), 'utf8')).toContain('Bearer ‹secret:token›');
  expect(filesWith(desk, 'sesame-opens')).toEqual([]);
});

test('an answer that is not as expected holds the run with the words of the server', async () => {
  const server = await httpServer((_asked, response) => response.writeHead(409).end('pool is locked by ada'));
  const {desk, args} = deskWith(switching(''), server);

  expect((await desk.lifeboat(args, {env})).code).toBe(7);
  expect(typesOf(desk, 'switch')).toEqual(['began', 'failed']);
  expect(factsOf(desk).find(({type}) => type === 'failed')).toMatchObject({
    reason: expect.stringContaining('the server answered 409 Conflict: pool is locked by ada'),
    result: {status: 409},
  });
});

test('a connection that breaks is an unknown outcome, and the request is not sent again', async () => {
  const server = await httpServer((_asked, response) => response.destroy());
  const {desk, args} = deskWith(switching(''), server);

  const ended = await desk.lifeboat(args, {env});
  expect(ended.code).toBe(7);
  expect(ended.stdout).toContain('a person is needed for switch (unknown)');
  expect(typesOf(desk, 'switch')).toEqual(['began', 'unknown']);
  expect(server.asked).toHaveLength(1);
});

test('what may be sent twice is sent again', async () => {
  let isBroken = true;
  const server = await httpServer((_asked, response) => {
    if (isBroken) {
      response.destroy();
    } else {
      response.end();
    }
    isBroken = false;
  });
  const {desk, args} = deskWith(switching('idempotent: true\n    retry: {attempts: 2, delay: 1s}'), server);

  expect((await desk.lifeboat(args, {env})).code).toBe(0);
  expect(server.asked).toHaveLength(2);
});

test('after a kill in the middle of a request nobody knows, and done_when decides', async () => {
  const server = await httpServer(({method}, response) => {
    // The answer to the switch never comes.
    if (method === 'GET') {
      response.end();
    }
  });
  const {desk, args} = deskWith(switching('done_when: [{http: {url: "${inputs.router}/switched"}}]'), server);
  const program = desk.start(args, {env});
  await eventually(() => server.asked.length).toBe(1);
  await program.kill();

  expect((await desk.lifeboat(['resume'], {env})).code).toBe(0);
  expect(server.asked.map(({method}) => method)).toEqual(['POST', 'GET']);
  expect(typesOf(desk, 'switch').slice(0, 2)).toEqual(['began', 'unknown']);
  expect(factsOf(desk).find(({type}) => type === 'resolved')).toMatchObject({as: 'done', by: 'probe'});
});

test('a value that would ask another server or send another header is held before anything is sent', async () => {
  const server = await httpServer();
  const {desk, args} = deskWith(
    `
  - id: ask
    title: Ask the node
    estimate: 1m
    http: {url: "http://\${inputs.pool}.internal/", headers: {x-pool: "\${inputs.pool}"}}
`,
    server,
  );
  const hostile = await desk.lifeboat([...args, '--set', `pool=${server.url.slice('http://'.length)}/`], {env});

  expect(hostile.code).toBe(7);
  expect(typesOf(desk, 'ask')).toEqual(['failed']);
  expect(factsOf(desk).find(({type}) => type === 'failed')).toMatchObject({
    reason: '${inputs.pool} in an address is no name of a server, and nothing else is put there',
  });
  expect(server.asked).toEqual([]);
});

test('a certificate counts where its own authority was named to the program, and is refused before anything is sent where not', async () => {
  const server = await httpsServer((_asked, response) => response.end('{}'));
  const {desk, args} = deskWith(switching(''), server);
  const refused = await desk.lifeboat(args, {env});
  expect(refused.code).toBe(7);
  expect(refused.stdout).toContain('start it with NODE_EXTRA_CA_CERTS=FILE to trust the CA in that file too');
  expect(server.asked).toEqual([]);

  const trusted = await desk.lifeboat(args, {env: {...env, NODE_EXTRA_CA_CERTS: server.certificate}});
  expect(trusted.code).toBe(0);
  expect(server.asked).toMatchObject([{method: 'POST', url: '/pools/shop%2F1'}]);
});
