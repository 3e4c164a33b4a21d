/** The fields at the top of a runbook. */
import * as z from 'zod';
import {day, duration, kebabCase, links, name, optionallyAs, positiveDuration, readAs, words} from './fields.ts';
import {notEmpty} from './not-empty.ts';
import {onField} from './on-host.ts';
import {eventNames, scenarios} from './words.ts';

const objective = z.union(
  [z.literal('none').transform(() => null), positiveDuration],
  'must be a duration like 1h, or none',
);

const clockDefault = {start: 'disruption', stop: 'service_restored'} as const;

const fields = z.strictObject({
  format: z
    .literal(1, 'must be 1, the version of the language that this program reads')
    .describe('The version of the language.'),
  id: z
    .string()
    .regex(kebabCase, 'must be a name in kebab-case, like accidental-deletion')
    .describe('The name of the runbook, like its file.'),
  version: words.describe('The version of the procedure.'),
  title: words.describe('The runbook in a few words.'),
  scenario: z.enum(scenarios).describe('The disaster that it is for.'),
  criticality: z.enum(['critical', 'non_critical']).exactOptional().describe("The class of the plan's objectives."),
  summary: words.describe('What it does, in a sentence or two.'),
  owner: name.describe('The contact of the plan that keeps it up to date.'),
  review: z
    .strictObject({
      last: day.describe('The day of the last review.'),
      every: positiveDuration.describe('After how long it must be reviewed again.'),
    })
    .exactOptional()
    .describe('When it was last reviewed, and how often it must be.'),
  see: links.default([]).describe('Further reading.'),
  symptoms: z
    .array(
      z.strictObject({
        text: words.describe('What people see.'),
        check: optionallyAs('probe', 'A probe that passes where the symptom is there.'),
      }),
    )
    .default([])
    .describe('How one recognises the disaster.'),
  objectives: z
    .strictObject({
      rto: objective.exactOptional().describe('How long recovery may take; none where there is no such objective.'),
      rpo: objective
        .exactOptional()
        .describe('How much data may be lost, as time; none where there is no such objective.'),
      mtpd: objective
        .exactOptional()
        .describe('The maximum tolerable period of disruption: how long the organisation can bear it at all.'),
    })
    .default({})
    .describe("The objectives, where they differ from the plan's."),
  clock: z
    .strictObject({
      start: z.enum(eventNames).default(clockDefault.start).describe('The instant that it runs from.'),
      stop: z.enum(eventNames).default(clockDefault.stop).describe('The instant that it runs to.'),
    })
    .describe('Which instants the recovery time runs between.'),
  roles: z
    .record(name, z.strictObject({contact: name.describe('The contact of the plan who takes the role.')}))
    .default({})
    .describe('Who is who: roles and their contacts.'),
  inputs: optionallyAs('inputs', 'What it must be told.'),
  defaults: z
    .strictObject({
      role: name.exactOptional().describe('Who is responsible for steps that do not say.'),
      drill: optionallyAs('drill_of_step', 'What steps do in drills.'),
      timeout: duration.exactOptional().describe('When to stop actions; 15m otherwise.'),
      on: onField,
    })
    .default({})
    .describe('What steps do unless they say otherwise.'),
  probes: optionallyAs('named_probes', 'Probes by name.'),
  deadlines: z
    .array(
      z.strictObject({
        id: name.describe('Its name.'),
        within: positiveDuration.describe('How long after the instant it must have been done.'),
        after: z.enum(eventNames).describe('The instant.'),
        role: name.exactOptional().describe('Who is responsible.'),
        text: words.describe('What must have been done.'),
      }),
    )
    .default([])
    .describe('What must have been done by when after an instant; somebody says that it is.'),
  reminders: z
    .array(
      z.strictObject({
        id: name.exactOptional().describe('Its name.'),
        every: positiveDuration.describe('How long from one to the next.'),
        until: z.enum(eventNames).describe('The instant that ends it.'),
        role: name.exactOptional().describe('Whom it is for.'),
        text: words.describe('What is said.'),
      }),
    )
    .default([])
    .describe('What is said again and again until an instant.'),
  next: z
    .string()
    .regex(kebabCase, 'must be the id of a runbook, like access-review')
    .exactOptional()
    .describe('The runbook that is proposed when this one ends.'),
  outputs: z
    .record(name, words)
    .default({})
    .describe('What a runbook that includes this one may read: expressions by name.'),
  drill: optionallyAs('drill', 'How it is drilled.'),
  waivers: z
    .array(
      z.strictObject({
        rule: words.describe('The code of the finding.'),
        step: words.exactOptional().describe('The step that the finding stands in, where the rule finds several.'),
        reason: words.describe('Why it may stand.'),
        until: day.describe('The day on which that ends.'),
      }),
    )
    .default([])
    .describe('Findings that somebody answers for until a day.'),
  steps: z.array(readAs('step')).check(notEmpty('must hold a step')).describe('What is done.'),
});

// Read by `needObjectives`, which knows what is missing.
export const documentFields = fields.register(z.globalRegistry, {
  anyOf: [
    {required: ['criticality'], errorMessage: 'a runbook needs criticality, or both objectives'},
    {required: ['objectives'], properties: {objectives: {required: ['rto', 'rpo'], doNotSuggest: true}}},
  ],
});
