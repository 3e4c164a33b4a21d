/** One signed request to an object store that speaks S3 (AWS Signature Version 4), and its answer. */
import {createHash} from 'node:crypto';
import type {IncomingMessage} from 'node:http';
import {request as ask} from 'node:https';
import type {Readable} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import {setTimeout as delay} from 'node:timers/promises';
import {AwsV4Signer} from 'aws4fetch';
import {showForeignLine} from '../base/foreign-text.ts';
import {fail, type Result, succeed} from '../base/result.ts';
import {type Retry, retryWaitMs} from '../base/retries.ts';
import {noAnswer, type StoreFailure} from './store-failure.ts';
import type {Store} from './store-place.ts';
import {textsIn} from './store-xml.ts';

export type StoreRequest = {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  /** The whole name of the object; undefined for the bucket itself. */
  readonly key?: string;
  readonly query?: {readonly [name: string]: string};
  readonly headers?: {readonly [name: string]: string};
  readonly body?: StoreBody;
};

/** With its digest known beforehand: it is signed, so the store takes nothing else. */
export type StoreBody = {
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
  readonly read: () => Readable | string;
};

export type StoreAnswer = {readonly status: number; readonly headers: IncomingMessage['headers']};

/** Nothing has come for so long: the store or the way to it is gone. */
const silentForMs = 60_000;

/** What a text may have at most: a page of a listing has 1,000 names of 1,024 bytes, the list of a copy a line for each file. */
const textBytesMax = 256 * 1024 * 1024;

export const textBody = (text: string): StoreBody => ({
  bytes: Buffer.byteLength(text),
  sha256: createHash('sha256').update(text).digest('hex'),
  read: () => text,
});

/** The answer's text. Whatever is no success is a failure with the store's own code. */
export const askStore = async (
  store: Store,
  request: StoreRequest,
): Promise<Result<StoreAnswer & {readonly text: string}, StoreFailure>> => {
  const pieces: Buffer[] = [];
  let bytes = 0;
  const answer = await streamFromStore(store, request, piece => {
    bytes += piece.length;
    if (bytes > textBytesMax) {
      throw new Error(`the answer is longer than ${textBytesMax} bytes`);
    }
    pieces.push(piece);
  });
  return answer.ok ? succeed({...answer.value, text: Buffer.concat(pieces).toString('utf8')}) : answer;
};

/** The same with each piece of what comes, in order; a failure also where it ends early. */
export const streamFromStore = async (
  store: Store,
  request: StoreRequest,
  onPiece: (piece: Buffer) => void,
): Promise<Result<StoreAnswer, StoreFailure>> => {
  try {
    const answer = await sendUntilTaken(store, request);
    const {statusCode: status = 0, headers} = answer;
    if (status < 200 || status > 299) {
      return fail(await refusalOf(answer, request));
    }
    for await (const piece of answer) {
      onPiece(piece);
    }
    return succeed({status, headers});
  } catch (thrown) {
    return fail(noAnswer(`${wordsOf(store, request)} failed: ${said(thrown)}`));
  }
};

/** A busy store says so and means: later (Amazon S3 API Reference, error responses, SlowDown). */
const retry: Retry = {attempts: 4, delayMs: 250, backoff: 3};

const isBusy = (status: number): boolean => status === 429 || status === 500 || status === 502 || status === 503;

const passing = ['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN'];

const isPassing = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && passing.includes(String(thrown.code));

/** Asked again only while nothing of an answer was used; twice the same is no harm where every version is kept. */
const sendUntilTaken = async (store: Store, request: StoreRequest): Promise<IncomingMessage> => {
  for (let tries = 0; tries < retry.attempts - 1; tries += 1) {
    try {
      const answer = await send(store, request);
      if (!isBusy(answer.statusCode ?? 0)) {
        return answer;
      }
      answer.resume();
    } catch (thrown) {
      if (!isPassing(thrown)) {
        throw thrown;
      }
    }
    await delay(retryWaitMs(retry, tries));
  }
  return send(store, request);
};

const send = async (store: Store, {method, key, query = {}, headers = {}, body}: StoreRequest) => {
  const {credentials, agent} = store;
  const url = urlOf(store, key, query);
  const signed = await new AwsV4Signer({
    method,
    url: url.href,
    headers: {...headers, 'x-amz-content-sha256': body?.sha256 ?? emptySha256},
    ...credentials,
    service: 's3',
  }).sign();
  const own = Object.fromEntries(signed.headers.entries());
  const length = body === undefined ? {} : {'content-length': String(body.bytes)};
  return new Promise<IncomingMessage>((resolve, reject) => {
    const outgoing = ask(url, {method, agent, headers: {...own, ...length}}, resolve);
    outgoing.setTimeout(silentForMs, () => outgoing.destroy(new Error(`nothing came for ${silentForMs / 1000} s`)));
    outgoing.once('error', reject);
    const content = body?.read();
    if (content === undefined || typeof content === 'string') {
      outgoing.end(content);
    } else {
      pipeline(content, outgoing).catch(reject);
    }
  });
};

const emptySha256 = createHash('sha256').digest('hex');

/** By path, not by a name below the endpoint: a private authority vouches for one name. */
const urlOf = ({endpoint, bucket}: Store, key: string | undefined, query: {readonly [name: string]: string}): URL => {
  const path = [bucket, ...(key === undefined ? [] : key.split('/'))].map(encoded).join('/');
  const url = new URL(`/${path}`, endpoint);
  url.search = Object.entries(query)
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .join('&');
  return url;
};

/** RFC 3986, which the signature wants; encodeURIComponent leaves five characters more. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, one => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);

const refusalOf = async (answer: IncomingMessage, request: StoreRequest): Promise<StoreFailure> => {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of answer) {
    bytes += piece.length;
    if (bytes <= refusalBytesMax) {
      pieces.push(piece);
    }
  }
  const status = answer.statusCode ?? 0;
  const [code = null] = textsIn(Buffer.concat(pieces).toString('utf8'), 'Code');
  const what = `${request.method} ${request.key ?? 'of the bucket'}`;
  return {
    status,
    code: code === null ? null : showForeignLine(code).slice(0, codeLengthMax),
    message: `the store refused ${showForeignLine(what)}: HTTP ${status}${code === null ? '' : ` ${showForeignLine(code).slice(0, codeLengthMax)}`}`,
  };
};

const refusalBytesMax = 64 * 1024;
const codeLengthMax = 80;

const wordsOf = ({endpoint}: Store, {method, key}: StoreRequest): string =>
  showForeignLine(`${method} ${key ?? 'of the bucket'} at ${endpoint.host}`);

const said = (thrown: unknown): string => showForeignLine(thrown instanceof Error ? thrown.message : String(thrown));
