/** A value put into the text of a script or of SQL. */
import {insertion} from '../insertion.ts';
import type {Rule} from '../rule.ts';

export const interpolation: Rule = {
  code: 'text/interpolation',
  severity: 'error',
  why: 'A shell or a database would execute whatever the value holds; and nothing inserts it, since such texts are literal.',
  waivable: false,
  evenInPart: true,
  check: ({uses, document}) =>
    uses
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
};
