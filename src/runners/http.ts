/** `http`: one request through Node's own client, within this process; the answer goes the way of what programs print. */
import {closeSync, openSync, writeSync} from 'node:fs';
import type {Json} from '../base/canonical-json.ts';
import {formatDurationMs} from '../base/duration.ts';
import type {Performed, PerformRequest, ResolvedAction} from '../engine/actions/runner.ts';
import {jsonOf} from './json-output.ts';
import type {Job, Workplace} from './perform-program.ts';
import {notPerformed, outputOf} from './perform-program.ts';
import {cutter, redactText} from './redact.ts';
import {removeFiles} from './spool.ts';

type HttpAction = Extract<ResolvedAction, {readonly kind: 'http'}>;

type Order = Omit<Job, 'program'> & {
  readonly place: Pick<Workplace, 'runDir' | 'live' | 'isNearlyFull'>;
  /** Calls back when nobody waits for the answer any more; returns how to hear no more of it. */
  readonly whenStopped?: (then: () => void) => () => void;
};

/** Of the body of an answer so much is kept, in the output file and for expressions; the rest is read and dropped. */
export const bodyBytesMax = 4 * 1_048_576;

/** setTimeout counts in 31 bits. */
const timerMsMax = 2 ** 31 - 1;

/** The client's words for a request that never left: no address, no connection, no trust. */
const neverSent: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REVOKED',
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'INVALID_CA',
  'ERR_SSL_WRONG_VERSION_NUMBER',
]);

/**
 * Sends the request within the time-out, the whole answer included. What may have reached the server and was not answered
 * to the end is uncertain; an answer is certain, whatever its status. No redirect is followed: it is an answer like any
 * other. Of a body over 4 MiB the beginning is kept, and expressions see none.
 */
export const performHttp = async (action: HttpAction, order: Order): Promise<Performed> => {
  const {place, request, files} = order;
  const {timeoutMs, secrets} = request;
  const hide = (text: string): string => redactText(text, secrets);
  const timer = new AbortController();
  const timing = setTimeout(() => timer.abort(), Math.min(timeoutMs, timerMsMax));
  const forget = order.whenStopped?.(() => timer.abort());
  let answer: Answer | undefined;
  let received: Received | undefined;
  const output = outputOf(place, {
    ...order,
    // What was printed is the body, and secrets are told from what the answer as a whole is.
    request: {...request, ...(request.heldBack && {heldBack: heldBackBy(request, () => scopeOf(answer, received))})},
  });
  let trouble: Trouble | undefined;
  try {
    answer = await send(action, timer.signal);
    received = await receive(answer, {path: files.out, secrets});
  } catch (error) {
    trouble = timer.signal.aborted
      ? {reason: `there was no whole answer after ${formatDurationMs(timeoutMs)}`, certain: false}
      : troubleOf(error, answer !== undefined);
  } finally {
    clearTimeout(timing);
    forget?.();
  }
  const {kept} = await output.finish();
  removeFiles([files.out]);
  const target = `${action.method} ${URL.parse(action.url)?.host ?? ''}`;
  if (trouble !== undefined || answer === undefined) {
    const {reason, certain} = trouble ?? {reason: 'there was no answer', certain: false};
    return {...notPerformed(hide(`${target}: ${reason}`), certain), ...kept};
  }
  const why = whyNot(answer, hide(wordsOf(received?.body)), action.url);
  return {
    ok: why === undefined,
    ...(why !== undefined && {reason: hide(`${target}: ${why}`)}),
    scope: scopeOf(answer, received),
    ...kept,
    certain: true,
  };
};

type Answer = {readonly response: Response; readonly headers: {readonly [name: string]: string}};
type Received = {readonly body: Json | undefined};
type Trouble = {readonly reason: string; readonly certain: boolean};

const heldBackBy = ({heldBack}: PerformRequest, scope: () => Performed['scope']) => ({
  streams: heldBack?.streams ?? [],
  secretsIn: () => heldBack?.secretsIn(scope()),
});

const send = async ({method, url, headers, body}: HttpAction, signal: AbortSignal): Promise<Answer> => {
  const response = await fetch(url, {
    method,
    // A connection that was used before may be dead, and then nobody could tell whether the request had got through.
    headers: {...headers, connection: 'close'},
    redirect: 'manual',
    signal,
    ...(body !== undefined && {body}),
  });
  return {response, headers: Object.fromEntries(response.headers)};
};

/** Reads the body to its end: to close the connection earlier may stop what the server is doing. */
const receive = async (
  {response, headers}: Answer,
  {path, secrets}: {readonly path: string; readonly secrets: PerformRequest['secrets']},
): Promise<Received> => {
  const whole = cutter(secrets);
  const kept: Buffer[] = [];
  let keptBytes = 0;
  let droppedBytes = 0;
  const fd = openSync(path, 'wx', 0o600);
  try {
    for await (const chunk of response.body ?? []) {
      const bytes = Buffer.from(chunk).subarray(0, bodyBytesMax - keptBytes);
      keptBytes += bytes.length;
      droppedBytes += chunk.length - bytes.length;
      kept.push(bytes);
      writeAll(fd, whole.push(bytes));
    }
    writeAll(fd, whole.end(droppedBytes > 0));
    if (droppedBytes > 0) {
      writeAll(fd, Buffer.from(`\n… ${droppedBytes} more bytes of the answer were dropped …\n`));
    }
  } finally {
    closeSync(fd);
  }
  return {body: droppedBytes > 0 ? undefined : bodyOf(Buffer.concat(kept).toString('utf8'), headers['content-type'])};
};

const writeAll = (fd: number, bytes: Buffer): void => {
  for (let written = 0; written < bytes.length; ) {
    written += writeSync(fd, bytes, written);
  }
};

/** JSON by its content type (RFC 6839, 3.1), where it is some that can be recorded; else the text as it came. */
const bodyOf = (text: string, contentType = ''): Json =>
  /^\s*(?:application\/json|[\w.-]+\/[\w.+-]+\+json)\s*(?:;|$)/i.test(contentType) ? (jsonOf(text) ?? text) : text;

const scopeOf = (answer: Answer | undefined, received: Received | undefined): Performed['scope'] =>
  answer === undefined
    ? {}
    : {
        status: answer.response.status,
        headers: answer.headers,
        ...(received?.body !== undefined && {body: received.body}),
      };

/** Why an answer counts as failed; `undefined` for a 2xx status. */
const whyNot = ({response, headers}: Answer, words: string, url: string): string | undefined => {
  const {status, statusText} = response;
  if (response.ok) {
    return undefined;
  }
  const said = `the server answered ${status}${statusText === '' ? '' : ` ${statusText}`}`;
  if (status >= 300 && status < 400 && headers.location !== undefined) {
    const host = URL.parse(headers.location, url)?.host ?? 'somewhere that is no address';
    return `${said} and sends on to ${host}; no redirect is followed, so give the last address`;
  }
  // Secrets are hidden before: half of one would stay where it is cut.
  return words === '' ? said : `${said}: ${words.slice(0, 300)}`;
};

const wordsOf = (body: Json | undefined): string =>
  typeof body === 'string' ? (body.trim().split('\n')[0] ?? '') : body === undefined ? '' : JSON.stringify(body);

const troubleOf = (error: unknown, isAnswered: boolean): Trouble => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = codeOf(cause);
  const words = cause instanceof Error && cause.message !== '' ? cause.message : code;
  // The client refuses ports of other protocols (Fetch standard, 2.9) by these words alone.
  if (!isAnswered && (neverSent.has(code) || words === 'bad port')) {
    return {reason: `the request was not sent: ${sentences[code] ?? words}`, certain: true};
  }
  return isAnswered
    ? {reason: `the answer broke off (${words})`, certain: false}
    : {
        reason: `the connection broke before an answer came (${words}); the server may have got the request`,
        certain: false,
      };
};

const untrusted =
  'nobody whom this program trusts has signed its certificate; start it with NODE_EXTRA_CA_CERTS=FILE to trust the CA in that file too';

const sentences: {readonly [code: string]: string | undefined} = {
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ECONNREFUSED: 'the connection was refused',
  ENOTFOUND: 'there is no host of that name',
  EAI_AGAIN: 'the name of the host could not be looked up',
};

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
