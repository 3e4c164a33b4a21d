/** A value put into the text of a script or of SQL. */

import {expressionsIn} from '../expressions/expressions-in.ts';
import type {Use} from '../reading.ts';
import type {Finding, Rule} from '../rule.ts';
import {insertion} from '../texts/insertion.ts';
import type {TextReader} from '../texts/program-texts.ts';
import type {Document} from '../yaml/document.ts';

export const interpolation: Rule = {
  code: 'text/interpolation',
  severity: 'error',
  why: 'A shell or a database would execute whatever the value holds; and nothing inserts it, since such texts are literal.',
  waivable: false,
  evenInPart: true,
  check: ({uses, document}) => [
    ...uses
      .filter(({form}) => form === 'literal')
      .flatMap(({source: text, path}) =>
        [...text.matchAll(insertion)].map(match => ({
          message: 'no value is put into the text of a script or of SQL',
          span: document.spanWithin(path, {from: match.index, to: match.index + match[0].length, text}),
          hint: path.includes('script')
            ? 'give it as an environment variable under env'
            : 'give it under params, and write $1, :\'name\' or :"name" here',
        })),
      ),
    ...uses.flatMap(use => insertedIntoPrograms(use, document)),
  ],
};

/** Into a word that a shell, a client of a database or an interpreter reads as a program. */
const insertedIntoPrograms = (use: Use, document: Document): readonly Finding[] => {
  const {programs = [], source, path} = use;
  return programs.length === 0
    ? []
    : expressionsIn(use).flatMap(({expression, offset}) => {
        const reader = programs.find(({from, to}) => from <= offset && offset < to)?.by;
        const whole = {from: offset - 2, to: offset + expression.length + 1, text: source};
        return reader === undefined
          ? []
          : [
              {
                message: `no value is put into a text that ${reader.program} reads as ${languageOf(reader)}`,
                span: document.spanWithin(path, whole),
                hint: wayOut(reader, {expression, isStdin: use.into === 'stdin'}),
              },
            ];
      });
};

const languageOf = ({way}: TextReader): string =>
  way === 'postgres' || way === 'database' ? 'SQL' : way === 'host' ? 'a program on the other host' : 'a program';

type Inserted = {readonly expression: string; readonly isStdin: boolean};

const wayOut = ({program, way}: TextReader, {expression, isStdin}: Inserted): string => {
  const value = expression.length > exampleMax ? '"${…}"' : `"\${${expression}}"`;
  switch (way) {
    case 'shell':
      return isStdin
        ? 'use a script step, with the value under env'
        : `hand it on as a word, [${program}, -c, 'rm -rf -- "$1"', rm, ${value}], or use a script step with env`;
    case 'account':
      return `run the program without a shell, [runuser, -u, USER, --, PROGRAM, ${value}], or use a script step with env`;
    case 'host':
      return 'say on: {ssh: HOST}, which quotes every word for the other shell';
    case 'postgres':
      return `use a sql step, with the value under params: $1, :'name' or :"name"`;
    case 'database':
      return 'use a script step with the value under env, and quote it there as this database does';
    case 'code':
      return isStdin
        ? 'use a script step, with the value under env'
        : 'hand it on as a word behind the text, and read it there as an argument, or use a script step with env';
  }
};

/** A longer value than this is not said again. */
const exampleMax = 40;
