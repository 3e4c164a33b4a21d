/** Requests to an object store: signed, asked again while it is busy, and never taken for answered when they are not. */
import {createHash} from 'node:crypto';
import {expect, test} from 'vitest';
import {askStore, textBody} from '../../../src/object-store/request.ts';
import {storeWith} from '../../../src/object-store/store-place.ts';
import {must} from '../../support/postgres-must.ts';
import {standInKeys, standInStore} from '../../support/stand-in-store.ts';

const get = {method: 'GET', key: 'tickets/part-00001.tar'} as const;

test('a request is signed with its digest, and the secret key is in none', async () => {
  const {store, asked} = await standInStore((_, response) => response.end('taken'));
  const body = textBody('orders');
  const query = {versionId: 'a/b+c'};
  expect(must(await askStore(store, {method: 'PUT', key: "tickets/größe (1)+'x'", query, body})).text).toBe('taken');
  const [{headers, ...one} = expect.fail('nothing was asked')] = asked;
  expect(one).toEqual({
    method: 'PUT',
    url: '/backups/tickets/gr%C3%B6%C3%9Fe%20%281%29%2B%27x%27?versionId=a%2Fb%2Bc',
    body: 'orders',
  });
  expect(headers['x-amz-content-sha256']).toBe(createHash('sha256').update('orders').digest('hex'));
  expect(headers.authorization).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIDREPOSITORY\/\d{8}\/us-east-1\/s3\/aws4_request, .*Signature=[0-9a-f]{64}$/,
  );
  expect(JSON.stringify(asked)).not.toContain(standInKeys.secretAccessKey);
});

test('a store that is busy is asked again, with the same body', async () => {
  const {store, asked} = await standInStore((_, response) => {
    response.statusCode = asked.length === 1 ? 503 : 200;
    response.end('taken');
  });
  expect(await askStore(store, {method: 'PUT', key: 'tickets/one', body: textBody('orders')})).toMatchObject({
    ok: true,
  });
  expect(asked.map(({body}) => body)).toEqual(['orders', 'orders']);
});

test('what a store refuses is refused once, in its own word, and what it says moves no cursor', async () => {
  const {store, asked} = await standInStore((_, response) => {
    response.statusCode = 403;
    response.end('<?xml version="1.0"?><Error><Code>Access\u009bDenied</Code><Message>forbidden</Message></Error>');
  });
  const refused = await askStore(store, get);
  expect(refused).toEqual({
    ok: false,
    reason: {
      status: 403,
      code: 'Access\\x9bDenied',
      message: 'the store refused GET tickets/part-00001.tar: HTTP 403 Access\\x9bDenied',
    },
  });
  expect(asked).toHaveLength(1);
});

test('an answer that breaks off is none', async () => {
  const {store} = await standInStore((_, response) => {
    response.setHeader('content-length', '100');
    response.write('a part of it', () => response.destroy());
  });
  expect(await askStore(store, get)).toMatchObject({ok: false, reason: {status: null}});
});

test('a redirect is not followed: it would take the signature elsewhere', async () => {
  const {store, asked} = await standInStore((_, response) => {
    response.writeHead(307, {location: 'https://elsewhere.example.com/'}).end();
  });
  expect(await askStore(store, get)).toMatchObject({ok: false, reason: {status: 307}});
  expect(asked).toHaveLength(1);
});

test('a store that no authority vouches for is asked nothing', async () => {
  const {url, asked} = await standInStore((_, response) => response.end());
  const store = must(storeWith({url: `${url}/backups`, caFile: undefined}, standInKeys));
  expect(await askStore(store, get)).toMatchObject({
    ok: false,
    reason: {message: expect.stringMatching(/self-signed certificate/)},
  });
  expect(asked).toEqual([]);
});
