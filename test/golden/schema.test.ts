/** The schemas as they are printed: kept in docs/reference, every field described, and right about every text that there is. */
import {globSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {schemaText} from '../../src/cli/commands/schema.ts';
import {loadRunbook} from '../../src/runbook/load-runbook.ts';
import type {JsonSchema} from '../../src/runbook/schema/json-schema.ts';
import {stepKinds} from '../../src/runbook/steps.ts';
import {readDocument} from '../../src/runbook/yaml/document.ts';
import {findingsOf} from '../support/lint-examples.ts';
import {runbookText} from '../support/runbook-text.ts';
import {isAboutStructure, runbookFindings, validatorOf} from '../support/structure.ts';

const root = join(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

const isValid = {runbook: validatorOf('runbook'), plan: validatorOf('plan'), injects: validatorOf('injects')};

const dataOf = (text: string): unknown => {
  const document = readDocument(text);
  return document.ok ? document.value.data : undefined;
};

describe.each(['runbook', 'plan', 'injects'] as const)('the schema of a %s', described => {
  const schema: JsonSchema = JSON.parse(schemaText(described));

  test('is printed as docs/reference keeps it', async () => {
    await expect(schemaText(described)).toMatchFileSnapshot(`../../docs/reference/${described}.schema.json`);
  });

  test('says of every field what it is for', () => {
    const fields = fieldsIn(schema, schema, described);

    expect(fields.filter(({description}) => !/^[A-Z].*[.]$/.test(description)).map(({path}) => path)).toEqual([]);
    expect(fields.length).toBeGreaterThan(fieldsAtLeast[described]);
  });
});

const fieldsAtLeast = {runbook: 250, plan: 15, injects: 20} as const;

type Field = {readonly path: string; readonly description: string};

/** Every field that can be written, with what is said about it; conditions repeat fields and say nothing. */
const fieldsIn = (schema: JsonSchema, whole: JsonSchema, path: string): readonly Field[] => {
  const {properties, items, additionalProperties, anyOf, $defs} = schema;
  const inner = [items, additionalProperties, ...[anyOf ?? []].flat()].filter(isSchema);
  const named = isSchema($defs) ? Object.entries($defs) : [];
  const own = isSchema(properties) ? Object.entries(properties) : [];
  return [
    ...own
      .filter(([, field]) => !isSchema(field) || field.doNotSuggest !== true)
      .flatMap(([name, field]) => [
        {path: `${path}/${name}`, description: descriptionOf(field, whole)},
        ...(isSchema(field) ? fieldsIn(field, whole, `${path}/${name}`) : []),
      ]),
    ...inner.flatMap(one => fieldsIn(one, whole, path)),
    ...named.flatMap(([name, one]) => (isSchema(one) ? fieldsIn(one, whole, name) : [])),
  ];
};

const descriptionOf = (field: unknown, whole: JsonSchema): string => {
  const {description, $ref} = isSchema(field) ? field : {};
  if (typeof description === 'string') {
    return description;
  }
  return typeof $ref === 'string' ? descriptionOf(at(whole, $ref.slice(2).split('/')), whole) : '';
};

const at = (schema: unknown, [key, ...rest]: readonly string[]): unknown =>
  key === undefined || !isSchema(schema) ? schema : at(schema[key], rest);

const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

test('every runbook and every plan that is shipped is valid', () => {
  const shipped = globSync('runbooks/**/*.yaml', {cwd: root});

  expect(shipped.filter(file => !isValid[/plan\.yaml$/.test(file) ? 'plan' : 'runbook'](dataOf(read(file))))).toEqual(
    [],
  );
  expect(shipped.length).toBeGreaterThan(1);
});

test('every runbook of the guides is valid', () => {
  const blocks = globSync('docs/guides/*.md', {cwd: root}).flatMap(file => read(file).split(/^```/m));
  const runbooks = blocks.map(block => block.replace(/^.*\n/, '')).filter(block => /^format: 1\nid:/.test(block));

  expect(runbooks.filter(text => !isValid.runbook(dataOf(text)))).toEqual([]);
  expect(runbooks.length).toBeGreaterThan(2);
});

test('the example of every kind is taken by the parser and by the schema', () => {
  const refused = Object.values(stepKinds).filter(({kind, example}) => {
    const text = runbookText(`- id: example\n  title: Example\n  ${example.replaceAll('\n', '\n  ')}`);
    return !example.startsWith(`${kind}:`) || runbookFindings(text).length > 0 || !isValid.runbook(dataOf(text));
  });

  expect(refused).toEqual([]);
});

const examples = new URL('lint/', import.meta.url);
const names = readdirSync(examples).filter(file => file.endsWith('.yaml') && !file.startsWith('yaml-'));

/** Whether a default, a time or a statement is what it should be, or two keys are one, is seen by the parser alone, with what test/property/schema.test.ts lists. */
const soundForTheSchema: ReadonlySet<string> = new Set([
  'input-wrong-value.yaml',
  'input-wrong-value-time.yaml',
  'plan-shared-key.yaml',
  'step-wrong-value-cut-statement.yaml',
]);

test.each(names)('%s is refused if what is wrong with it is its structure, and only then', name => {
  const text = readFileSync(new URL(name, examples), 'utf8');
  const [, kind = 'runbook'] = /^(plan|injects)-/.exec(name) ?? [];
  const diagnostics =
    kind === 'runbook' ? loadRunbook(text, {today: '2026-11-24'}).diagnostics : findingsOf(name.replace('.yaml', ''));

  expect(isValid[kind === 'plan' || kind === 'injects' ? kind : 'runbook'](dataOf(text))).toBe(
    soundForTheSchema.has(name) || !diagnostics.some(isAboutStructure),
  );
});
