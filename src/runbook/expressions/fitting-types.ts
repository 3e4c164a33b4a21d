/** Whether the type of a value fits the place that it is put into. */

import type {Use} from '../reading.ts';
import {splitWords} from '../texts/split-words.ts';
import type {PlacedExpression} from './expressions-in.ts';

export type Misfit = {readonly message: string; readonly hint: string};

/** What is wrong at its place with a value of one of those CEL types; nothing where one fits, or is only known in the run. */
export const misfitOf = (use: Use, placed: PlacedExpression, types: readonly string[]): Misfit | undefined => {
  const [first = 'dyn'] = types;
  if (use.form === 'text' && !isAlone(use, placed)) {
    return types.some(isWritable) ? undefined : inTheMiddle(first);
  }
  return types.some(type => fits(use.gives, use.form, type)) ? undefined : wanted[use.gives](first);
};

/** A text that is exactly one `${…}` keeps the type of its value; of a command that is cut into words, each word is such a text. */
export const isAlone = ({source, gives, path}: Use, {expression, offset}: PlacedExpression): boolean => {
  const whole = `\${${expression}}`;
  // An item of a list is one word already.
  if (source === whole || gives !== 'words' || typeof path.at(-1) === 'number') {
    return source === whole;
  }
  const words = splitWords(source);
  return words.ok && words.value.some(({text, from, to}) => text === whole && from < offset && offset < to);
};

const fits = (gives: Use['gives'], form: Use['form'], type: string): boolean => {
  switch (gives) {
    case 'bool':
      return ['bool', 'dyn'].includes(type);
    case 'list':
      return /^(?:list|dyn)\b/.test(type);
    case 'text':
      return form === 'expression' ? ['string', 'dyn'].includes(type) : isWritable(type);
    case 'text-or-nothing':
      return isWritable(type) || type === 'null';
    case 'words':
      return isWritable(type) || /^(?:null|list)\b/.test(type);
    case 'time':
      return ['google.protobuf.Timestamp', 'string', 'dyn'].includes(type);
    case 'connection':
      return ['Connection', 'string', 'dyn'].includes(type);
    case 'name':
      return isWritable(type) && !['int', 'double', 'bool'].includes(type);
    case 'anything':
      return true;
  }
};

const isWritable = (type: string): boolean => !/^(?:list|map|null|type|bytes)\b/.test(type);

const inTheMiddle = (type: string): Misfit => ({
  message: `${nameOf(type)} cannot stand in the middle of a text`,
  hint: writableHint(type),
});

const writableHint = (type: string): string => {
  if (type.startsWith('list')) {
    return "join it: join(', ') makes a text of a list of texts, size() counts it";
  }
  return type === 'null' ? 'leave it out' : 'take a member of it';
};

const wanted: {readonly [What in Use['gives']]: (type: string) => Misfit} = {
  bool: type => must('true or false', type, 'compare it with something: == is equal, != is not, < is less'),
  list: type => must('a list', type, "a text is cut into a list by split('\\n')"),
  text: type => must('a text', type, type === 'int' || type === 'double' ? 'write string(x)' : writableHint(type)),
  'text-or-nothing': type => must('a text, or null', type, writableHint(type)),
  words: type => must('a text, or a list of texts', type, writableHint(type)),
  time: type => must('a time', type, "write timestamp('…'), or read an output of type timestamp"),
  connection: type => must('a connection', type, 'give an input of type connection: "${inputs.database}"'),
  name: type => must('a name', type, `:"NAME" is a name, as of a table; write :'NAME' for a value`),
  anything: type => must('a value', type, writableHint(type)),
};

const must = (what: string, type: string, hint: string): Misfit => ({
  message: `this must give ${what}, but gives ${nameOf(type)}`,
  hint,
});

/** A CEL type in words. */
export const nameOf = (type: string): string =>
  ({
    'google.protobuf.Timestamp': 'a time',
    'google.protobuf.Duration': 'a duration',
    string: 'a text',
    int: 'a number',
    double: 'a number',
    bool: 'true or false',
    null: 'null',
    Connection: 'a connection',
  })[type] ?? `a ${type.replace(/<.*$/, '')}`;
