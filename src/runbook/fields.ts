/** The small types that fields of a runbook have, each with the sentence that its mistakes get. */
import * as z from 'zod';
import {durationPattern, parseDurationMs} from '../base/duration.ts';
import {notEmpty} from './not-empty.ts';

// A runbook is read once a run: to write and compile a function for each schema first costs more than it saves, also at
// a thousand steps (measured: a twelfth of the first reading).
z.config({jitless: true});

// `register` says in the words of JSON Schema what a declaration checks with code; `lifeboat schema` prints it. `meta` would
// say the same of a copy, and a copy costs at every start what the declaration costs.

/** A text with something in it. */
export const words = z
  .string()
  .trim()
  .check(notEmpty('must not be empty'))
  .register(z.globalRegistry, {pattern: '\\S'});

/** A text that must keep its spaces: scripts, SQL, what goes to standard input. */
export const rawText = z.string().check(notEmpty('must not be empty'));

/** A name that expressions can use: snake_case, so that no hyphen is read as minus. */
export const name = z
  .string()
  .regex(
    /^[a-z][a-z0-9_]{0,63}$/,
    'must be a name in snake_case, like stop_writes (letters, digits and _, at most 64)',
  );

/** A step, by its id or by the path that it has in a run. */
export const stepName = z
  .string()
  .regex(
    /^[a-z][a-z0-9_]{0,63}(?:(?::[a-z][a-z0-9_]{0,63}|\[\d{1,6}\])?\/[a-z][a-z0-9_]{0,63})*(?:\[\d{1,6}\])?$/,
    'must be a step by its id, like stop_writes, or by its path, like rebuild/restore or share[1]/check',
  );

const durationWords = 'must be a duration like 90s, 15m or 1h30m';

/** The id of a runbook, like the name of its file. */
export const kebabCase = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

/** A duration, as milliseconds. */
export const duration = z
  .string(durationWords)
  .register(z.globalRegistry, {pattern: durationPattern, patternErrorMessage: durationWords})
  .transform((text, context) => {
    const durationMs = parseDurationMs(text);
    if (durationMs.ok) {
      return durationMs.value;
    }
    context.addIssue({code: 'custom', message: durationMs.reason});
    return z.NEVER;
  });

/** A time that is not nothing: to wait or to poll for zero seconds is a mistake. */
export const positiveDuration = duration
  .refine(durationMs => durationMs > 0, 'must be longer than 0s')
  .register(z.globalRegistry, {
    pattern: `^(?=.*[1-9])(?:${durationPattern})`,
    patternErrorMessage: `${durationWords}, longer than 0s`,
  });

/** `15m`, or `{p50: 10m, p90: 25m}`. */
export const estimate = z.union(
  [
    duration.transform(durationMs => ({p50Ms: durationMs, p90Ms: durationMs})),
    z
      .strictObject({
        p50: duration.describe('How long it takes in one of two cases.'),
        p90: duration.describe('How long it takes in nine of ten cases.'),
      })
      .refine(({p50, p90}) => p50 <= p90, 'p50 must not be longer than p90')
      .transform(({p50, p90}) => ({p50Ms: p50, p90Ms: p90})),
  ],
  'must be a duration like 15m, or {p50: 10m, p90: 25m}',
);

const dayWords = 'must be a day like "2026-11-01"';

/** A day of the calendar. */
export const day = z
  .string()
  .refine(
    text => /^\d{4}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) === true,
    dayWords,
  )
  .register(z.globalRegistry, {
    pattern: '^\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])$',
    patternErrorMessage: dayWords,
  });

/** Environment variables by name. */
export const environment = z.record(
  z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be the name of an environment variable'),
  z.string(),
);

/** Links for people. */
export const links = z.array(
  z.strictObject({
    title: words.describe('What stands behind the link.'),
    url: z
      .url('must be an address like https://…')
      .register(z.globalRegistry, {description: 'The address.', pattern: ':'}),
  }),
);

/** What has declarations of its own: all of it is read by them, and a schema leads to them. */
export type ReadElsewhere =
  | 'step'
  | 'branch'
  | 'branch_of_parallel'
  | 'probe'
  | 'probes'
  | 'named_probes'
  | 'inputs'
  | 'undo'
  | 'instruction_of_undo'
  | 'drill'
  | 'drill_variant'
  | 'drill_of_step'
  | 'command'
  | 'command_of_probe'
  | 'script'
  | 'sql'
  | 'http';

/** What something else reads: here it may be anything. */
export const readAs = (what: ReadElsewhere): z.ZodUnknown =>
  z.unknown().register(z.globalRegistry, {$ref: `#/$defs/${what}`});

const unread = z.unknown();

/** The same for a field that may be left out. */
export const optionallyAs = (what: ReadElsewhere, description: string): z.ZodExactOptional<z.ZodUnknown> =>
  unread.exactOptional().register(z.globalRegistry, {$ref: `#/$defs/${what}`, description});

/** A value of any type. */
export const anyValue = z
  .unknown()
  .register(z.globalRegistry, {type: ['string', 'number', 'boolean', 'array', 'object', 'null']});

/** No group has more open at a time: what is wanted is listed anew after each fact (architecture.md, rule 2). */
export const atOnceMax = 64;

/** How many of several go on at a time. */
export const atOnce = z
  .number()
  .int('must be a whole number')
  .min(1, 'must be at least 1')
  .max(atOnceMax, `must be at most ${atOnceMax}`);
