/** What an editor with the YAML language server makes of the schema: it completes, explains and underlines. */
import {readdirSync, readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {commonFields} from '../../../../src/runbook/common-fields.ts';
import {fieldsOfKind, kindNames} from '../../../../src/runbook/kinds.ts';
import {loadRunbook} from '../../../../src/runbook/load-runbook.ts';
import {stepKinds} from '../../../../src/runbook/steps.ts';
import {explained, offered, underlined} from '../../../support/editor.ts';
import {runbookText} from '../../../support/runbook-text.ts';
import {isAboutStructure} from '../../../support/structure.ts';

const labels = async (text: string): Promise<readonly string[]> => (await offered(text)).map(({label}) => label);

const inCommand = (line: string): string =>
  runbookText(`- id: dump\n  title: Dump\n  ${line}\n  command: pg_dump shop`);

describe('an editor completes', () => {
  test('a step that has just begun, with every common field and every kind, each with words about it', async () => {
    const items = await offered(runbookText('- id: stop_writes\n  §'));
    const found = new Map(items.map(({label, documentation}) => [label, documentation]));

    const common = Object.keys(commonFields.shape).filter(field => field !== 'id');
    expect([...found.keys()].toSorted()).toEqual([...common, ...kindNames, 'heading'].toSorted());
    expect([...found].filter(([, documentation]) => !documentation)).toEqual([]);
    expect(found.get('sql')).toEqual({
      kind: 'markdown',
      value: `${stepKinds.sql.summary}\n\n\`\`\`yaml\n${stepKinds.sql.example}\n\`\`\``,
    });
  });

  test('an item of a list of steps, with a whole step of each kind or a heading', async () => {
    const items = await offered(runbookText('- §'));
    const texts = Object.fromEntries(items.map(({label, insertText}) => [label, insertText]));

    expect(kindNames.filter(kind => texts[`${kind} step`] === undefined)).toEqual([]);
    expect(texts).toMatchObject({
      'command step': 'id: $1\n  title: $2\n  command: $3',
      'end step': 'id: $1\n  end: $2',
      heading: 'heading: ',
    });
  });

  test('a step of a kind, with the fields that do something there and with no second kind', async () => {
    const found = await labels(runbookText('- id: back\n  milestone: service_restored\n  §'));

    expect(found.toSorted()).toEqual(
      fieldsOfKind('milestone')
        .filter(field => field !== 'id')
        .toSorted(),
    );
  });

  test('a failure: the words, then goto and undo_to', async () => {
    expect(await labels(inCommand('on_failure: §'))).toEqual(['hold', 'continue', 'abort']);
    expect(await labels(inCommand('on_failure:\n    §'))).toEqual(expect.arrayContaining(['goto', 'undo_to', 'then']));
    expect(await labels(inCommand('on_failure:\n    go§'))).toContain('goto');
  });

  test.each([
    ['an undo', inCommand('undo:\n    §'), ['instruction', 'sql', 'command', 'script', 'http']],
    ['a probe', inCommand('verify:\n    - §'), ['sql', 'probe', 'not', 'expect', 'within']],
    ['the program of a command', runbookText('- id: dump\n  command:\n    §'), ['run', 'env', 'cwd', 'stdin']],
    ['an outcome', runbookText('- id: finish\n  end: §'), ['recovered', 'rolled-back', 'no-action']],
    ['effects', inCommand('effects: §'), ['none', 'read', 'write', 'destructive']],
    ['a drill of a step', inCommand('drill: §'), ['run', 'simulate', 'skip']],
    [
      'a step in a branch',
      runbookText(
        '- id: way\n  decision:\n    ask: Which way?\n    branches:\n      one:\n        steps:\n          - id: a\n            §',
      ),
      ['title', 'command', 'on_failure'],
    ],
    ['an input', runbookText('[]', {inputs: 'site:\n  §'}), ['type', 'ask', 'default', 'from']],
    ['the type of an input', runbookText('[]', {inputs: 'site:\n  type: §'}), ['hostname', 'connection', 'secret']],
    ['a fault', runbookText('[]', {top: 'drill:\n  lab: postgres\n  fault:\n    §'}), ['delete_rows']],
  ])('%s', async (_, text, expected) => {
    expect(await labels(text)).toEqual(expect.arrayContaining(expected));
  });
});

describe('an editor explains', () => {
  test.each([
    [
      'a field, and what it is by default',
      inCommand('idem§potent: true'),
      'no more than running it once. By default false.',
    ],
    ['a kind, with an example', runbookText('- id: a\n  title: A\n  com§mand: {run: date}'), stepKinds.command.example],
    ['the words that a field takes', inCommand('eff§ects: write'), '* `destructive`'],
    ['a field inside of a field', inCommand('retry: {attempts: 2, back§off: 2}'), 'By how much the wait grows'],
    ['a field of a probe', inCommand('verify: [{probe: is_up, with§in: 5m}]'), 'How long to go on asking'],
  ])('%s', async (_, text, expected) => {
    expect(await explained(text)).toContain(expected);
  });
});

describe('an editor underlines', () => {
  test.each([
    ['a field that there is not', inCommand('idempotant: true'), 'Property idempotant is not allowed.'],
    [
      'a field that does nothing',
      runbookText('- id: a\n  verify: []\n  end: recovered'),
      'Property verify is not allowed.',
    ],
    ['a kind that there is not', runbookText('- id: a\n  title: A\n  comand: date'), 'Property comand is not allowed.'],
    ['a step without a kind', runbookText('- id: a\n  title: A'), 'a step needs a kind: one of instruction, input, '],
    ['two kinds', inCommand('script: date'), 'Property script is not allowed.'],
    ['a duration', inCommand('timeout: ten minutes'), 'must be a duration like 90s, 15m or 1h30m, longer than 0s'],
    ['a name', inCommand('role: Db-Operator'), 'must be a name in snake_case, like stop_writes'],
    [
      'a failure',
      inCommand('on_failure: {back_to: a}'),
      'must be hold, continue, abort, {goto: STEP} or {undo_to: STEP}',
    ],
    ['a probe', inCommand('verify: [{within: 5s}]'), 'a probe asks one thing: sql, command, script, http, probe, not'],
    ['what is missing', runbookText('- id: a\n  command: date'), 'Missing property "title".'],
  ])('%s', async (_, text, expected) => {
    expect((await underlined(text)).join('\n')).toContain(expected);
  });

  test('nothing of a runbook that is sound', async () => {
    expect(await underlined(inCommand('estimate: 5m'))).toEqual([]);
  });

  const folder = new URL('../../../golden/lint/', import.meta.url);
  const examples = readdirSync(folder).filter(file => /^(?!yaml-|plan-).*\.yaml$/.test(file));

  test('the line of whatever the linter finds wrong with the structure, and no other text', async () => {
    const differing: string[] = [];
    for (const file of examples) {
      const text = readFileSync(new URL(file, folder), 'utf8');
      const lines = new Set((await underlined(text)).map(place => Number(/^\d+/.exec(place))));
      const structural = loadRunbook(text, {today: '2026-11-24'}).diagnostics.filter(isAboutStructure);
      const missed = structural.filter(({span}) => !lines.has(text.slice(0, span.from).split('\n').length));
      const surplus = structural.length === 0 && lines.size > 0 ? [`${file}: underlined`] : [];
      differing.push(...missed.map(({message}) => `${file}: ${message}`), ...surplus);
    }

    expect(differing).toEqual([
      // Only the linter reads patterns, statements, and what stands in a default.
      'input-wrong-value-password.yaml: "default" does not fit: a secret cannot stand in a file that people read',
      'input-wrong-value-several.yaml: "(?=x)" is not a pattern we can use: only plain groups (…) and (?:…) are known',
      'input-wrong-value-time.yaml: "default" does not fit: "last week" is not a time; write it like 02:47, "20m ago" or 2026-11-24T02:47:00Z',
      'input-wrong-value.yaml: "default" does not fit: "backup/orders.dump" is not a path that begins with /',
      // Underlined in the first line.
      'runbook-missing-field-objectives.yaml: a runbook needs "criticality", or both objectives',
      'step-wrong-value-cut-statement.yaml: the statement ends within a bracket or a quoted text',
      'step-wrong-value-cut-statement.yaml: the statement ends within a bracket or a quoted text',
      // Underlined below its key.
      'step-wrong-value-exact-places.yaml: a sql step must hold either statements, a query or a file',
      `step-wrong-value-instant.yaml: "at" must be a time with an offset, on a day that exists`,
      `step-wrong-value-instant.yaml: "at" must be a time with an offset, on a day that exists`,
    ]);
  });
});
