/** The examples of `test/golden/lint/`: mistakes, the same mended, and what the linter says about each. */
import {readdirSync, readFileSync} from 'node:fs';
import {checkedInjects} from '../../src/cli/injects/read-injects.ts';
import {codeFrame, sourceOf} from '../../src/diagnostics/code-frame.ts';
import {type Code, codes} from '../../src/diagnostics/codes.ts';
import type {Diagnostic} from '../../src/diagnostics/diagnostic.ts';
import {parsePlan} from '../../src/plan/parse-plan.ts';
import type {RunbookHistory} from '../../src/runbook/history.ts';
import {loadRunbook} from '../../src/runbook/load-runbook.ts';
import {runbookText} from './runbook-text.ts';

const folder = new URL('../golden/lint/', import.meta.url);

/** The text of an example, by its name without `.yaml`. */
export const exampleText = (name: string): string => readFileSync(new URL(`${name}.yaml`, folder), 'utf8');

const files = readdirSync(folder);

/** Every example; `plan.yaml` is the plan that lies beside them. */
export const exampleNames: readonly string[] = files
  .filter(file => file.endsWith('.yaml') && file !== 'plan.yaml')
  .map(file => file.slice(0, -'.yaml'.length))
  .sort();

/** The day on which the examples are read. */
const exampleDay = '2026-11-24';

const {plan} = parsePlan(exampleText('plan'));

/** What two drills and a real incident had shown by then. */
const runs: RunbookHistory = {
  drills: 2,
  drilled: new Set(['way:from_dump']),
  tookMs: new Map([['restore_table', [13, 14, 19].map(minutes => minutes * 60_000)]]),
  tookInIncidentsMs: new Map(),
};

/** The runbook that the examples of injects are for. */
const restoreTickets = loadRunbook(
  runbookText(`
- id: look
  title: Look at the tickets
  check: {sql: {connection: "\${inputs.database}", query: select 1 as n}}
- id: may_we
  title: Ask
  approval: {ask: "May the tickets be restored?", from: [approver]}
- id: restore
  title: Restore the tickets
  command: pg_restore tickets.dump
- {id: restored, milestone: service_restored}
- {id: done, end: recovered}`).replace('test-runbook', 'restore-tickets'),
  {today: exampleDay},
).runbook;

/** What the linter finds in an example. */
export const findingsOf = (name: string): readonly Diagnostic[] => {
  const text = exampleText(name);
  if (name.startsWith('plan-')) {
    return parsePlan(text).diagnostics;
  }
  if (name.startsWith('injects-')) {
    return restoreTickets ? checkedInjects(text, restoreTickets).diagnostics : [];
  }
  return loadRunbook(text, {
    today: exampleDay,
    isRunbook: id => id === 'access-review',
    ...(/^(?:branch|estimate)-/.test(name) && {history: () => runs}),
    ...(plan !== undefined && {plan}),
  }).diagnostics;
};

/** The same as it is printed. */
export const printedOf = (name: string): string => {
  const source = sourceOf(`${name}.yaml`, exampleText(name));
  const said = findingsOf(name).map(finding => `${codeFrame(finding, source)}\n`);
  return said.length === 0 ? 'nothing to report\n' : said.join('\n');
};

/** How files and pages of a code are called: `destructive-ungated`. */
export const stemOf = (code: string): string => code.replace('/', '-');

/** Codes that no example can show, and why. */
export const withoutExample: {readonly [C in Code]?: string} = {
  'yaml/too-large':
    'A file of more than 256 KiB is no example to read; test/unit/runbook/yaml/document.test.ts has one.',
  'yaml/encoding': 'A file that is no UTF-8 is no example to read; test/terminal/lint.test.ts has one.',
  'runbook/too-many':
    'A file with a thousand mistakes is no example to read; test/unit/diagnostics/in-order.test.ts has one.',
  'runbook/other-file': 'It is the name of the file that is another; test/unit/cli/lint-ids.test.ts has one.',
  'runbook/duplicate-id': 'It takes two files; test/unit/cli/lint-ids.test.ts has them.',
  'yaml/unreadable': 'What cannot be read is no example; test/terminal/lint.test.ts has one.',
};

export type Pair = {
  readonly code: Code;
  /** The names of the example and of the same mended. */
  readonly wrong: string;
  readonly mended: string;
};

/** The example of each code with its mended one; whether they are there is for a test to say. */
export const pairs: readonly Pair[] = Object.keys(codes)
  .filter(isCode)
  .filter(code => withoutExample[code] === undefined)
  .map(code => ({code, wrong: stemOf(code), mended: `${stemOf(code)}.mended`}));

function isCode(code: string): code is Code {
  return Object.hasOwn(codes, code);
}
