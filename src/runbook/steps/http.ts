/** `http`: one request to a server; values are encoded for their place and never change which server is asked. */
import * as z from 'zod';
import {rawText, words} from '../fields.ts';
import {use} from '../reading.ts';
import {defineStep} from '../step-kind.ts';
import {jsonContent, noteContent} from '../texts/contents.ts';

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

/** Set by the client: they say where the request goes, how long it is and how the connection is used. */
const ownHeaders: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** In patterns of JSON Schema large and small letters are two. */
const inAnyCase = (text: string): string => text.replaceAll(/[a-z]/g, letter => `[${letter}${letter.toUpperCase()}]`);

const headerName = z
  .string()
  .regex(/^[\w!#$%&'*+.^`|~-]+$/, 'must be the name of a header')
  .refine(name => !ownHeaders.has(name.toLowerCase()), 'must not be a header that the client sets itself; leave it out')
  .register(z.globalRegistry, {not: {pattern: `^(?:${[...ownHeaders].map(inAnyCase).join('|')})$`}});

const addressWords = 'must begin with http://, https:// or a value';

/** A text that begins with a value is looked at when it is known. */
const address = words
  .regex(/^(?:https?:\/\/.|\$\{)/i, addressWords)
  .register(z.globalRegistry, {pattern: '^\\s*(?:[hH][tT]{2}[pP][sS]?://.|\\$\\{)', patternErrorMessage: addressWords});

export const http = defineStep({
  kind: 'http',
  shape: 'action',
  summary: 'Sends one request by HTTP and judges it by the status of the answer.',
  example: `\
http:
  method: POST
  url: "https://router.example.net/pools/\${inputs.pool}/drain"
  body: {json: {by: "\${run.id}"}}`,
  fields: z
    .strictObject({
      method: z.enum(methods).default('GET').describe('What is asked of the server.'),
      url: address.describe(
        'The address. A value that begins it is a whole address, one among the host is a part of a name, one behind it is encoded.',
      ),
      query: z
        .record(words, z.string())
        .default({})
        .describe('Parameters of the query, encoded; null leaves one out, a list repeats it.'),
      headers: z
        .record(headerName, z.string())
        .refine(
          headers => new Set(Object.keys(headers).map(name => name.toLowerCase())).size === Object.keys(headers).length,
          'must not name a header twice; large and small letters are the same here',
        )
        .default({})
        .describe('Headers; null leaves one out.'),
      body: z
        .union([rawText, jsonContent], 'must be a text or {json: …}')
        .exactOptional()
        .describe('What is sent: a text, or `{json: …}` with a value whose texts may hold values.'),
    })
    .refine(({method, body}) => body === undefined || (method !== 'GET' && method !== 'HEAD'), {
      error: 'must not stand there where the method only reads; say method: POST',
      path: ['body'],
    })
    .register(z.globalRegistry, {
      if: {properties: {method: {enum: ['GET', 'HEAD']}}},
      then: {properties: {body: false}},
    }),
  build: ({method, url, query, headers, body}, {reading, path, where}) => {
    const noted = {form: 'text', around: where.drill ? 'drill' : 'step', ...where} as const;
    use(reading, {...noted, source: url, path: [...path, 'url'], gives: 'text', into: 'connection'});
    for (const [name, source] of Object.entries(query)) {
      use(reading, {...noted, source, path: [...path, 'query', name], gives: 'anything', into: 'parameter'});
    }
    for (const [name, source] of Object.entries(headers)) {
      use(reading, {...noted, source, path: [...path, 'headers', name], gives: 'text-or-nothing', into: 'parameter'});
    }
    if (body !== undefined) {
      noteContent(reading, body, {around: noted.around, path: [...path, 'body'], into: 'stdin', ...where});
    }
    const named = Object.fromEntries(Object.entries(headers).map(([name, text]) => [name.toLowerCase(), text]));
    return {
      kind: 'http',
      shape: 'action',
      action: {kind: 'http', method, url, query, headers: named, ...(body !== undefined && {body})},
    };
  },
});
