/** A request with its values filled in, and held back where a value would make another request of it. */
import {fail, type Result, succeed} from '../../base/result.ts';
import type {HttpAction} from '../../runbook/action.ts';
import {fillContent} from '../../runbook/texts/contents.ts';
import {fillString, fillText} from '../../runbook/texts/text.ts';
import {type Filling, fillAddress} from '../../runbook/texts/url-text.ts';
import type {ResolvedAction} from './runner.ts';

/** Fills a request in; fails with the sentence of the first part that cannot be sent. */
export const resolveHttp = (action: HttpAction, filling: Filling): Result<ResolvedAction> => {
  const url = fillAddress(action, filling);
  if (!url.ok) {
    return url;
  }
  const headers = fillHeaders(action.headers, filling);
  if (!headers.ok) {
    return headers;
  }
  const body = action.body === undefined ? succeed(undefined) : fillContent(action.body, filling.scope);
  if (!body.ok) {
    return body;
  }
  const isJson = typeof action.body === 'object';
  return succeed({
    kind: 'http',
    method: action.method,
    url: url.value,
    headers: {...(isJson && {'content-type': 'application/json'}), ...headers.value},
    ...(body.value !== undefined && {body: body.value}),
  });
};

/** A line break would begin a header of its own; others than these no header can carry (RFC 9110, 5.5). */
const sendable = /^[\t\x20-\x7e\x80-\xff]*$/;

const fillHeaders = (
  headers: HttpAction['headers'],
  {scope, use}: Filling,
): Result<{readonly [name: string]: string}> => {
  const filled: [string, string][] = [];
  for (const [name, text] of Object.entries(headers)) {
    const value = fillText(text, scope);
    if (value.ok && value.value === null) {
      continue;
    }
    const written = value.ok ? fillString(text, scope) : value;
    if (!written.ok) {
      return fail(`header ${name}: ${written.reason}`);
    }
    // What stands for a secret is no letter of a header.
    if (use === 'asked' && !sendable.test(written.value)) {
      return fail(`header ${name} would hold a line break or another character that no header can carry`);
    }
    filled.push([name, written.value]);
  }
  return succeed(Object.fromEntries(filled));
};
