/** `sql`: statements for a PostgreSQL server, literal; values go in as parameters that the client quotes. */
import * as z from 'zod';
import {sqlPieces} from '../../base/sql-pieces.ts';
import type {SqlAction} from '../action.ts';
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
    const fromFile = file === undefined ? undefined : readSql(file, {reading, path: [...path, 'file']});
    const texts = [
      ...(statements ?? []).map((text, index) => ({text, path: [...path, 'statements', index]})),
      ...(query === undefined ? [] : [{text: query, path: [...path, 'query']}]),
      ...(file === undefined || fromFile === undefined ? [] : [{text: fromFile, path: [...path, 'file'], file}]),
    ];
    for (const {name, ...param} of paramsFor(texts, params)) {
      use(reading, {...noted, ...param, form: 'text', path: [...path, 'params', name], into: 'parameter'});
    }
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

type Param = {readonly name: string | number; readonly source: string; readonly gives: 'name' | 'anything'};

/** What a statement asks for as `:"app"` must be a name; one of a list is always a value. */
const paramsFor = (statements: readonly {readonly text: string}[], params: SqlAction['params']): readonly Param[] => {
  if (isList(params)) {
    return params.map((source, name) => ({name, source, gives: 'anything'}));
  }
  const pieces = statements.filter(({text}) => text.includes(':"')).flatMap(({text}) => [...sqlPieces(text)]);
  const names = new Set(pieces.flatMap(piece => (piece.is === 'named' && piece.mark === '"' ? [piece.name] : [])));
  return Object.entries(params).map(([name, source]) => ({
    name,
    source,
    gives: names.has(name) ? 'name' : 'anything',
  }));
};

const isList = (params: SqlAction['params']): params is readonly string[] => Array.isArray(params);

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
