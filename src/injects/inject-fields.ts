/** The fields of a file of injects, each with the sentence that its mistakes get. */
import * as z from 'zod';
import {parseDurationMs} from '../base/duration.ts';
import {exactlyOne, isExactlyOne, ofKnownFields} from '../runbook/exactly-one.ts';
import {kebabCase, positiveDuration, stepName, words} from '../runbook/fields.ts';
import {notEmpty} from '../runbook/not-empty.ts';
import {killMoments} from './injects.ts';

/** Whoever reads it at the end reads all of it. */
const injectsMax = 100;

/** What `expect` and `outputs` see of what came back, and a way into it. */
const seenPattern =
  '^(?:exit|stdout|stderr|json|rows|row_count|status|headers|body)(?:\\.[A-Za-z_][A-Za-z0-9_-]*|\\[\\d{1,6}\\])*$';

const seen = z
  .string()
  .regex(
    new RegExp(seenPattern),
    'must be a place in what came back, like json.lost, rows[0].n, stdout, exit or status',
  );

const jumpWords = 'must be a duration with a sign, like +2h or -90s';
const jumpPattern = '^[+-](?=.*[1-9])(?:\\d+d)?(?:\\d+h)?(?:\\d+m)?(?:\\d+s)?$';

/** Ten years: no clock is wrong by more, and beyond that no date is one. */
const jumpMsMax = 3_650 * 86_400_000;

/** How far the wall clock is set, as milliseconds. */
const jump = z
  .string(jumpWords)
  .regex(new RegExp(jumpPattern), jumpWords)
  .transform((text, context) => {
    const byMs = parseDurationMs(text.slice(1));
    if (byMs.ok && byMs.value > jumpMsMax) {
      context.addIssue({code: 'custom', message: 'must be at most 3650d either way'});
      return z.NEVER;
    }
    if (byMs.ok) {
      return text.startsWith('-') ? -byMs.value : byMs.value;
    }
    context.addIssue({code: 'custom', message: byMs.reason});
    return z.NEVER;
  });

const step = stepName.describe('The step, by its id or its path.');

const attempt = z
  .number()
  .int('must be a whole number')
  .min(1, 'must be at least 1')
  .max(1_000, 'must be at most 1000')
  .default(1)
  .describe('Which of its attempts, counted over the whole run.');

const whole = (from: number, to: number) =>
  z.number().int('must be a whole number').min(from, `must be at least ${from}`).max(to, `must be at most ${to}`);

const fails = z.strictObject({
  step,
  attempt,
  message: words.describe('What it says of its failure; nothing of the step is done.'),
  exit: whole(1, 255).exactOptional().describe('The exit code of a program, 1 where none is said.'),
  status: whole(400, 599).exactOptional().describe('The status of an answer by HTTP, 503 where none is said.'),
});

const lies = z.strictObject({
  step,
  attempt,
  says: z
    .record(seen, z.unknown())
    .refine(says => Object.keys(says).length > 0, 'must say at least one field')
    .register(z.globalRegistry, {minProperties: 1})
    .describe('What is seen instead, by place: `json.lost: 0`. The step does its work, and its output file is true.'),
});

const away = z.strictObject({
  step: stepName.exactOptional().describe('The approval, by its id or its path; without it every approval.'),
  for: positiveDuration.exactOptional().describe('How long from the question on; without it for good.'),
  escalation: z
    .enum(['answers', 'away'], 'must be answers or away')
    .default('answers')
    .describe('Whether somebody else answers once the question was escalated.'),
});

const missing = z.strictObject({
  tool: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._+-]{0,63}$/, 'must be the name of a program, like pg_dump, without a path')
    .describe('A program that steps do not find, on their PATH or beside the server.'),
});

const jumps = z.strictObject({
  step,
  attempt,
  by: jump.describe('How far the wall clock of the engine is set when the step is come to: `+2h`, `-90s`.'),
});

const killed = z.strictObject({
  step,
  attempt,
  when: z
    .enum(killMoments, `must be one of ${killMoments.join(', ')}`)
    .describe('Before its effect, after its effect and before that is recorded, or after its verdict is.'),
});

const kindWords =
  'must hold exactly one of step_fails, output_lies, approver_away, tool_missing, clock_jumps, engine_killed';

/** One inject, by its kind. */
const injectFields = z
  .strictObject({
    step_fails: fails.exactOptional().describe('A step fails and has done nothing.'),
    output_lies: lies.exactOptional().describe('A step does its work, and what is seen of it is not true.'),
    approver_away: away.exactOptional().describe('Nobody answers an approval.'),
    tool_missing: missing.exactOptional().describe('A program is not to be found.'),
    clock_jumps: jumps.exactOptional().describe('The wall clock of the engine is set.'),
    engine_killed: killed.exactOptional().describe('The engine is killed; the drill goes on with lifeboat resume.'),
  })
  .refine(isExactlyOne, ofKnownFields(kindWords))
  .register(z.globalRegistry, exactlyOne);

/** A whole file. */
export const injectsFields = z.strictObject({
  format: z
    .literal(1, 'must be 1, the version of the language that this program reads')
    .describe('The version of the language.'),
  runbook: z
    .string()
    .regex(kebabCase, 'must be the id of a runbook, like accidental-deletion')
    .describe('The runbook whose drill they are for.'),
  injects: z
    .array(injectFields)
    .check(notEmpty('must hold at least one inject'))
    .max(injectsMax, `must hold at most ${injectsMax} injects`)
    .describe('What goes wrong, in any order.'),
});
