/** What an action sends, word for word: for a person who has a shell, a database or a console, and no program that runs. */
import type {Action, Content, HttpAction, NotifyAction, ScriptAction, SqlAction} from '../runbook/action.ts';
import type {Blanks} from './blanks.ts';
import {block, code, within} from './markdown.ts';
import {contentText, shellText, shellWord} from './shell-text.ts';
import {endedSql} from './sql-text.ts';

/** Who is meant by a role or a contact, with the telephone number. */
export type People = (name: string) => string;

/** Paragraphs and blocks, with an empty line between each two. */
export const exactText = (action: Action, blanks: Blanks, people: People): readonly (readonly string[])[] => {
  switch (action.kind) {
    case 'command': {
      const {cwd, stdin, connection, on, interactive} = action;
      const where = [
        ...place(on, blanks),
        ...(cwd === undefined ? [] : [`in the directory ${code(blanks.exact(cwd))}`]),
        ...(connection === undefined
          ? []
          : [`with PGHOST, PGPORT, PGUSER, PGDATABASE and the password of ${code(blanks.exact(connection))}`]),
        ...(interactive ? ['which asks on the terminal'] : []),
      ];
      return [
        [sentence('Run', where)],
        block(shellText(action, blanks), 'sh'),
        ...(stdin === undefined
          ? []
          : [[sentence('On its standard input', asJson('as JSON', stdin))], block(contentText(stdin, blanks), '')]),
      ];
    }
    case 'script':
      return scriptText(action, blanks);
    case 'sql':
      return sqlText(action, blanks);
    case 'http':
      return httpText(action, blanks);
    case 'notify':
      return notifyText(action, blanks, people);
  }
};

/** A blank stands for a value of whatever type. */
const asJson = (words: string, content: Content | undefined): readonly string[] =>
  content === undefined || typeof content === 'string' ? [] : [words, 'texts in quotes'];

const sentence = (verb: string, where: readonly string[]): string => `${[verb, ...where].join(', ')}:`;

const place = (on: string | undefined, blanks: Blanks): readonly string[] =>
  on === undefined ? [] : [`on the host ${code(blanks.exact(on))}`];

const scriptText = ({interpreter, text, env, on}: ScriptAction, blanks: Blanks): readonly (readonly string[])[] => {
  const values = Object.entries(env).map(([name, value]) => `export ${name}=${shellWord(blanks.exact(value))}`);
  const called = interpreter.map(shellWord).join(' ');
  return [
    [sentence(`Run with ${code(called)}`, place(on, blanks))],
    ...(values.length > 0 ? [block(values.join('\n'), 'sh')] : []),
    block(text, ''),
  ];
};

const sqlText = ({connection, statements, params, transaction, on}: SqlAction, blanks: Blanks) => {
  const isList = Array.isArray(params);
  const values = Object.entries(params).map(
    ([name, text]) => `${code(isList ? `$${Number(name) + 1}` : name)} = ${code(blanks.exact(text))}`,
  );
  const ended = statements.map(endedSql);
  const whole = transaction ? ['begin;', ...ended, '-- verify, then commit; or rollback;'] : ended;
  const by = isList ? '' : `, in psql by ${code('\\set')}`;
  return [
    [sentence(`Send to the database ${code(blanks.exact(connection))}`, place(on, blanks))],
    block(whole.join('\n'), 'sql'),
    ...(values.length > 0 ? [[`Values${by}: ${values.join(', ')}.`]] : []),
  ];
};

const httpText = ({method, url, query, headers, body}: HttpAction, blanks: Blanks): readonly (readonly string[])[] => {
  const parameters = Object.entries(query).map(([name, text]) => `${name}=${blanks.exact(text)}`);
  const lines = [
    `${method} ${blanks.exact(url)}${parameters.length > 0 ? `?${parameters.join('&')}` : ''}`,
    ...Object.entries(headers).map(([name, text]) => `${name}: ${blanks.exact(text)}`),
    ...(body === undefined ? [] : ['', contentText(body, blanks)]),
  ];
  return [[sentence('Send the request', asJson('its body as JSON', body))], block(lines.join('\n'), 'http')];
};

const notifyText = ({to, text}: NotifyAction, blanks: Blanks, people: People): readonly (readonly string[])[] => [
  [`Tell ${to.map(name => within(people(name))).join('; ')}:`],
  block(blanks.exact(text), ''),
];
