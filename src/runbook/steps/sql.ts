/** `sql`: statements for a PostgreSQL server, literal; values go in as parameters that the client quotes. */
import * as z from 'zod';
import {exactlyOneOf, isExactlyOne, ofKnownFields} from '../exactly-one.ts';
import {rawText, words} from '../fields.ts';
import {notEmpty} from '../not-empty.ts';
import {onField, readOn} from '../on-host.ts';
import {type Reading, report, use} from '../reading.ts';
import {defineStep} from '../step-kind.ts';
import {isWholeStatement} from '../texts/sql-brackets.ts';
import {readSql} from '../texts/sql-file.ts';
import type {DocumentPath} from '../yaml/document.ts';

const textWords = 'must hold either statements, a query or a file';

export const sql = defineStep({
  kind: 'sql',
  shape: 'action',
  summary: 'Sends statements to a PostgreSQL server.',
  example: `\
sql:
  connection: "\${inputs.database}"
  statements: ['alter role :"app" nologin']
  params: {app: "\${inputs.app}"}`,
  fields: z
    .strictObject({
      connection: words.describe('The server: a connection input, as a text that is exactly one inserted value.'),
      statements: z
        .array(rawText)
        .check(notEmpty('must hold a statement'))
        .exactOptional()
        .describe('Statements, in order.'),
      query: rawText.exactOptional().describe('One statement that reads; short for a list of one.'),
      file: z
        .string()
        .regex(/^(?:[\w-][\w.-]*\/)*[\w-][\w.-]*$/, 'must be the path of a file below the one of the runbook')
        .exactOptional()
        .describe('A file of statements beside the runbook; read and pinned with it.'),
      params: z
        .union([z.array(z.string()), z.record(z.string(), z.string())], "must be a list for $1 or a map for :'name'")
        .default([])
        .describe('Values: a list for $1, or a map for the quoted names of psql.'),
      transaction: z.boolean().default(false).describe('All or nothing: rolls back unless verify passes inside it.'),
      on: onField.describe(
        'The host that reaches the server: `{ssh: user@host}`. A host that the document says for all is not meant.',
      ),
    })
    .refine(
      ({statements, query, file}) => isExactlyOne({statements, query, file}),
      ofKnownFields(`${textWords}; give one of them`),
    )
    .register(z.globalRegistry, exactlyOneOf(['statements', 'query', 'file'], `sql ${textWords}`)),
  build: ({connection, statements, query, file, params, transaction, on}, {reading, path, where}) => {
    const around = where.drill ? 'drill' : 'step';
    const noted = {around, gives: 'anything', ...where} as const;
    const server = {source: connection, form: 'text', path: [...path, 'connection'], into: 'connection'} as const;
    use(reading, {...noted, ...server, gives: 'connection'});
    for (const [name, source] of Object.entries(params)) {
      const place = Array.isArray(params) ? Number(name) : name;
      use(reading, {...noted, source, form: 'text', path: [...path, 'params', place], into: 'parameter'});
    }
    const fromFile = file === undefined ? undefined : readSql(file, {reading, path: [...path, 'file']});
    const texts = [
      ...(statements ?? []).map((text, index) => ({text, path: [...path, 'statements', index]})),
      ...(query === undefined ? [] : [{text: query, path: [...path, 'query']}]),
      ...(file === undefined || fromFile === undefined ? [] : [{text: fromFile, path: [...path, 'file'], file}]),
    ];
    for (const {text: source, path: place, ...read} of texts) {
      if (!('file' in read)) {
        wholeOnly(source, reading, place);
        use(reading, {...noted, source, form: 'literal', path: place, into: 'code'});
      }
    }
    if (texts.length === 0) {
      return undefined;
    }
    reading.sqlTexts.push({path, statements: texts, params});
    // A connection says by itself where its server is: only what the step says leads there by another host.
    const host = on === undefined ? undefined : readOn(on, {reading, path, where});
    const action = {kind: 'sql' as const, connection, statements: texts.map(({text}) => text), params, transaction};
    return {kind: 'sql', shape: 'action', action: {...action, ...(host !== undefined && {on: host})}};
  },
});

const wholeOnly = (statement: string, reading: Reading, path: DocumentPath): void => {
  if (!isWholeStatement(statement)) {
    report(reading, {
      code: 'step/wrong-value',
      message: 'the statement ends within a bracket or a quoted text',
      span: reading.document.valueSpan(path),
      hint: 'in a list in [ ] a comma begins the next item; put the statement in quotes',
    });
  }
};
