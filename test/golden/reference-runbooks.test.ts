/** The reference of what stands at the top of a runbook, with all that stands below it. */
import {expect, test} from 'vitest';
import {documentFields} from '../../src/runbook/document-fields.ts';
import {drillFields, variantFields} from '../../src/runbook/drill-fields.ts';
import {celTypes} from '../../src/runbook/expressions/cel-environment.ts';
import {inputFields, inputTypes} from '../../src/runbook/input-declarations.ts';
import {inputExamples} from '../../src/runbook/inputs.ts';
import {probeFields} from '../../src/runbook/probe-fields.ts';
import {celTypeName, fieldRows, fieldTable, objectsIn, page, reference, table} from '../support/reference-page.ts';

/** What stands below a field of a runbook; inputs, probes and drills have files of their own. */
const below: {readonly [field: string]: readonly ReturnType<typeof objectsIn>[number][]} = {
  ...Object.fromEntries(Object.entries(documentFields.shape).map(([field, schema]) => [field, objectsIn(schema)])),
  inputs: [inputFields],
  probes: [probeFields],
  drill: [drillFields, ...objectsIn(drillFields.shape.dataset), variantFields],
};

const inputKinds = table(
  ['type', 'takes', 'in expressions'],
  inputTypes.map(type => [`\`${type}\``, inputExamples[type], celTypeName(celTypes[type])]),
);

/** Each way that a value can come from elsewhere. */
const sources = table(
  ['`from`', '', 'meaning'],
  inputFields.shape.from.unwrap().options.flatMap(objectsIn).flatMap(fieldRows),
);

/** What a table of fields cannot say. */
const remarks: {readonly [field: string]: string} = {
  inputs: `A map: the name of each, in snake_case, and its declaration. The value is the one that \`--set\` or \`--inputs\` gives, else what \`from\` finds, else the \`default\`, else null where it is \`optional\`. Where it must be there and is not, a person at the terminal is asked; without one the run is refused. \`ask\` is what is asked, \`sets\` the instant that the value gives the clock.\n\n${inputKinds}\n\n${sources}`,
  reminders: 'Whoever they are for is told each time, from the start of the run until the instant has come.',
  waivers: 'A finding is named by its [code](diagnostics.md). Not every one can be waived, and none for ever.',
  drill:
    'The values of `inputs` may hold `${lab.…}`. What is broken stands in [faults](faults.md). The first table is of the drill, the second of its dataset, the third of a variant.',
  probes:
    'A map: the name of each and what it asks. A step names one in `requires`, `verify` or `done_when`, as `{probe: NAME}`.',
};

test('every field at the top of a runbook is described, with those below it', async () => {
  const sections = Object.entries(below).flatMap(([field, objects]) =>
    objects.length === 0
      ? []
      : [
          [
            `## \`${field}\``,
            ...(remarks[field] === undefined ? [] : [remarks[field]]),
            ...objects.map(fieldTable),
          ].join('\n\n'),
        ],
  );
  expect(Object.keys(remarks).filter(field => !Object.hasOwn(below, field))).toEqual([]);
  await expect(
    page(
      'Runbooks',
      'The fields at the top of a runbook, and those below them. What is done stands in [steps](steps.md), what may stand in `${…}` in [expressions](expressions.md).',
      fieldTable(documentFields),
      ...sections,
    ),
  ).toMatchFileSnapshot(reference('runbooks'));
});
