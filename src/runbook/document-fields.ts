/** The fields at the top of a runbook. */
import * as z from 'zod';
import {day, duration, links, name, positiveDuration, words} from './fields.ts';
import {onField} from './on-host.ts';
import {eventNames, scenarios} from './words.ts';

/** Read by their own declarations. */
const readElsewhere = z.unknown().exactOptional();

const objective = z.union(
  [z.literal('none').transform(() => null), positiveDuration],
  'must be a duration like 1h, or none',
);

const clockDefault = {start: 'disruption', stop: 'service_restored'} as const;

export const documentFields = z.strictObject({
  format: z
    .literal(1, 'must be 1, the version of the language that this program reads')
    .describe('The version of the language.'),
  id: z
    .string()
    .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, 'must be a name in kebab-case, like accidental-deletion')
    .describe('The name of the runbook, like its file.'),
  version: words.describe('The version of the procedure.'),
  title: words.describe('The runbook in a few words.'),
  scenario: z.enum(scenarios).describe('The disaster that it is for.'),
  criticality: z.enum(['critical', 'non_critical']).exactOptional().describe("The class of the plan's objectives."),
  summary: words.describe('What it does, in a sentence or two.'),
  owner: name.describe('The contact of the plan that keeps it up to date.'),
  review: z
    .strictObject({last: day, every: positiveDuration})
    .exactOptional()
    .describe('When it was last reviewed, and how often it must be.'),
  see: links.default([]).describe('Further reading.'),
  symptoms: z
    .array(z.strictObject({text: words, check: z.unknown().exactOptional()}))
    .default([])
    .describe('How one recognises the disaster.'),
  objectives: z
    .strictObject({rto: objective.exactOptional(), rpo: objective.exactOptional()})
    .default({})
    .describe("The objectives, where they differ from the plan's."),
  clock: z
    .strictObject({
      start: z.enum(eventNames).default(clockDefault.start),
      stop: z.enum(eventNames).default(clockDefault.stop),
    })
    .describe('Which instants the recovery time runs between.'),
  roles: z
    .record(name, z.strictObject({contact: name}))
    .default({})
    .describe('Who is who: roles and their contacts.'),
  inputs: readElsewhere.describe('What it must be told.'),
  defaults: z
    .strictObject({role: name.exactOptional(), drill: readElsewhere, timeout: duration.exactOptional(), on: onField})
    .default({})
    .describe('What steps do unless they say otherwise.'),
  probes: readElsewhere.describe('Probes by name.'),
  deadlines: z
    .array(
      z.strictObject({
        id: name,
        within: positiveDuration,
        after: z.enum(eventNames),
        role: name.exactOptional(),
        text: words,
      }),
    )
    .default([])
    .describe('What must have been done by when after an instant; somebody says that it is.'),
  reminders: z
    .array(
      z.strictObject({
        id: name.exactOptional(),
        every: positiveDuration,
        until: z.enum(eventNames),
        role: name.exactOptional(),
        text: words,
      }),
    )
    .default([])
    .describe('What is said again and again until an instant.'),
  next: z
    .string()
    .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, 'must be the id of a runbook, like access-review')
    .exactOptional()
    .describe('The runbook that is proposed when this one ends.'),
  outputs: z
    .record(name, words)
    .default({})
    .describe('What a runbook that includes this one may read: expressions by name.'),
  drill: readElsewhere.describe('How it is drilled.'),
  waivers: z
    .array(z.strictObject({rule: words, reason: words, until: day}))
    .default([])
    .describe('Findings that somebody answers for until a day.'),
  steps: z.array(z.unknown()).min(1, 'must hold a step').describe('What is done.'),
});
