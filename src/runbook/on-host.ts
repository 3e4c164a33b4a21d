/** Where a command or a script runs: here, or on another host that OpenSSH's client reaches. */
import * as z from 'zod';
import type {Text} from './action.ts';
import {words} from './fields.ts';
import {type Reading, report, use, type Where} from './reading.ts';
import type {DocumentPath} from './yaml/document.ts';

/**
 * `user@host`, `host` or `ssh://user@host:port`, as the client takes it. Nothing that it would read as an option, and no
 * letter that it, or a command of the operator's configuration, could take for anything but a name.
 */
const destination = /^(?:[sS][sS][hH]:\/\/)?(?:\w[\w.-]*@)?(?:\w[\w.-]*|\[[\da-fA-F:.]+\]|[\da-fA-F]*:[\da-fA-F:.]+)$/;
const bare = destination.source.slice(1, -1);
const withPort = /^ssh:\/\/.*:\d{1,5}$/;

export const onField = z
  .union(
    [
      z.literal('local'),
      z.strictObject({
        ssh: words.meta({
          description: 'The host: a name that ssh knows, user@host or ssh://user@host:port.',
          pattern: `\\$\\{|^\\s*(?:${bare}|(?=ssh://)${bare}:\\d{1,5})\\s*$`,
          patternErrorMessage: 'must be a host, user@host or ssh://user@host:port',
        }),
      }),
    ],
    'must be {ssh: user@host}, or local',
  )
  .exactOptional()
  .describe('Where it runs: `{ssh: user@host}`, or `local` where the document says a host for all.');

type On = z.output<typeof onField>;

/** Whether a text names a host to the client and cannot mean anything else. */
export const isDestination = (text: string): boolean =>
  destination.test(withPort.test(text) ? text.replace(/:\d+$/, '') : text);

/** The host alone, without who logs in there and by which port. */
export const hostOf = (text: string): string =>
  text
    .replace(/^ssh:\/\//, '')
    .replace(/^[^@]*@/, '')
    .replace(/(?<=^[^:]*|\]):\d+$/, '');

type Place = {readonly reading: Reading; readonly path: DocumentPath; readonly where: Where};

/** Reads what a step says, or else what the document says for all; nothing means here. */
export const readOn = (on: On | undefined, {reading, path, where}: Place): Text | undefined => {
  if (on === undefined) {
    return reading.on;
  }
  return on === 'local' ? undefined : noteHost(on.ssh, {reading, path: [...path, 'on', 'ssh'], where});
};

/** Reads what the document says for all. */
export const readDefaultOn = (on: On | undefined, reading: Reading): void => {
  if (on !== undefined && on !== 'local') {
    const where = {at: 'before', drill: false} as const;
    reading.on = noteHost(on.ssh, {reading, path: ['defaults', 'on', 'ssh'], where});
  }
};

const noteHost = (source: Text, {reading, path, where}: Place): Text | undefined => {
  const around = where.drill ? 'drill' : 'step';
  const {step, at} = where;
  use(reading, {
    source,
    form: 'text',
    path,
    around,
    gives: 'text',
    into: 'argv',
    at,
    ...(step !== undefined && {step}),
  });
  if (source.includes('${') || isDestination(source)) {
    return source;
  }
  return report(reading, {
    code: 'step/wrong-value',
    message: '"ssh" must be a host, user@host or ssh://user@host:port',
    span: reading.document.valueSpan(path),
    hint: 'other options belong into the configuration of ssh, under a name of their own',
  });
};
