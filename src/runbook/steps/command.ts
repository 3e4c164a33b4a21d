/** `command`: run one program and judge it by its exit code; no shell is involved. */
import * as z from 'zod';
import type {CommandAction, Content} from '../action.ts';
import {environment, rawText, words} from '../fields.ts';
import {notEmpty} from '../not-empty.ts';
import {onField, readOn} from '../on-host.ts';
import {type Reading, report, type Use, use, type Where} from '../reading.ts';
import {defineStep} from '../step-kind.ts';
import {jsonContent, noteContent} from '../texts/contents.ts';
import {type ProgramTexts, programTexts, type TextReader} from '../texts/program-texts.ts';
import {splitWords} from '../texts/split-words.ts';
import type {DocumentPath} from '../yaml/document.ts';

const bare = z.strictObject({
  run: z
    .union(
      [
        words,
        z
          .array(z.union([z.string(), jsonContent], 'must be a text or {json: …}'))
          .check(notEmpty('must name a program')),
      ],
      'must be a text or a list of words',
    )
    .describe(
      'The program and its arguments: a text that is cut into words when the file is loaded, or a list of texts and `{json: …}`.',
    ),
  env: environment.default({}).describe('Environment variables for the program.'),
  cwd: words.exactOptional().describe('The directory to run in.'),
  stdin: z
    .union([rawText, jsonContent], 'must be a text or {json: …}')
    .exactOptional()
    .describe('What the program reads on standard input: a text, or `{json: …}`.'),
  connection: words.exactOptional().describe('A PostgreSQL connection, given in libpq variables and a password file.'),
  on: onField,
  interactive: z
    .boolean()
    .default(false)
    .describe(
      'It gets the terminal of whoever executes the run, to ask and to be answered there; a transcript is kept.',
    ),
});

// Read by `refuseBesideTerminal`.
const fields = bare.register(z.globalRegistry, {
  if: {required: ['interactive'], properties: {interactive: {const: true}}},
  then: {properties: {stdin: false, on: {const: 'local', doNotSuggest: true}}},
});

export const command = defineStep({
  kind: 'command',
  shape: 'action',
  summary: 'Runs one program and judges it by its exit code.',
  example:
    'command: [pg_dump, --format=custom, "--file=${inputs.directory}/before.dump", "${inputs.database.database}"]',
  fields,
  short: 'run',
  build: (values, {reading, path, where}) => {
    const action = readCommand(values, {reading, path, where});
    return action && {kind: 'command', shape: 'action', action};
  },
});

type Place = {readonly reading: Reading; readonly path: DocumentPath; readonly where: Where};

const readCommand = (values: z.output<typeof fields>, {reading, path, where}: Place): CommandAction | undefined => {
  // `command: TEXT` has no `run` key of its own.
  const runPath = reading.document.has([...path, 'run']) ? [...path, 'run'] : path;
  const run = readWords(values.run, {reading, path: runPath, where});
  noteTexts(values, run, {reading, path, where});
  const {on, interactive, ...others} = values;
  const host = readOn(on, {reading, path, where});
  if (interactive) {
    refuseBesideTerminal(values, {host, reading, path});
  }
  return (
    run && {
      kind: 'command',
      ...others,
      run,
      ...(host !== undefined && {on: host}),
      ...(interactive && {interactive: true as const}),
    }
  );
};

type BesideTerminal = Pick<Place, 'reading' | 'path'> & {readonly host: string | undefined};

/** What a terminal leaves no room for: another standard input, and a host that is reached without one. */
const refuseBesideTerminal = ({stdin, on}: z.output<typeof fields>, {host, reading, path}: BesideTerminal): void => {
  const {document} = reading;
  if (stdin !== undefined) {
    report(reading, {
      code: 'step/wrong-value',
      message: 'an interactive command reads from the terminal, so "stdin" has no place beside it',
      span: document.keySpan([...path, 'stdin']),
      hint: 'leave out stdin, or interactive',
    });
  }
  if (host !== undefined) {
    report(reading, {
      code: 'step/wrong-value',
      message: `an interactive command gets the terminal of this host and cannot be given to ${host}`,
      span: document.keySpan([...path, on === undefined ? 'interactive' : 'on']),
      hint: 'say on: local, and write ssh out: run: [ssh, -t, HOST, PROGRAM]',
    });
  }
};

const readWords = (run: string | readonly Content[], {reading, path, where}: Place): readonly Content[] | undefined => {
  const noted = {around: where.drill ? 'drill' : 'step', into: 'argv', ...where} as const;
  if (typeof run !== 'string') {
    const texts = textsAmong(run);
    for (const [index, content] of run.entries()) {
      noteContent(reading, content, {...noted, ...wholly(texts.words.get(index)), path: [...path, index]});
    }
    return run;
  }
  const words = splitWords(run);
  const texts = textsAmong(words.ok ? words.value.map(({text}) => text) : []);
  const programs = (words.ok ? words.value : []).flatMap(({from, to}, index) => {
    const by = texts.words.get(index);
    return by === undefined ? [] : [{from, to, by}];
  });
  noteContent(reading, run, {...noted, programs, path});
  if (words.ok) {
    return words.value.map(({text}) => text);
  }
  const {message, hint, ...part} = words.reason;
  report(reading, {
    code: 'command/words',
    message,
    span: reading.document.spanWithin(path, {...part, text: run}),
    hint,
  });
  return undefined;
};

const textsAmong = (run: readonly Content[]): ProgramTexts =>
  programTexts(run.map(word => (typeof word === 'string' ? word : '')));

const wholly = (by: TextReader | undefined): Pick<Use, 'programs'> =>
  by === undefined ? {} : {programs: [{from: 0, to: Number.POSITIVE_INFINITY, by}]};

type Texts = z.output<typeof fields>;

const noteTexts = (
  {env, cwd, stdin, connection}: Texts,
  run: readonly Content[] | undefined,
  {reading, path, where}: Place,
): void => {
  const noted = {form: 'text', around: where.drill ? 'drill' : 'step', gives: 'text', ...where} as const;
  for (const [name, source] of Object.entries(env)) {
    use(reading, {...noted, source, path: [...path, 'env', name], into: 'environment'});
  }
  if (stdin !== undefined) {
    const read = wholly(textsAmong(run ?? []).stdin);
    noteContent(reading, stdin, {...read, around: noted.around, path: [...path, 'stdin'], into: 'stdin', ...where});
  }
  const others = [
    {name: 'cwd', source: cwd, into: 'record', gives: 'text'},
    {name: 'connection', source: connection, into: 'connection', gives: 'connection'},
  ] as const;
  for (const {name, source, ...kind} of others) {
    if (source !== undefined) {
      use(reading, {...noted, ...kind, source, path: [...path, name]});
    }
  }
};
