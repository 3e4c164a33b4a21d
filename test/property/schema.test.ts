/** The schemas beside the parsers: they refuse nothing that a parser takes, and what they take alone is known. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {Json} from '../../src/base/canonical-json.ts';
import {durationPattern, parseDurationMs} from '../../src/base/duration.ts';
import {fail, succeed} from '../../src/base/result.ts';
import {commonFields} from '../../src/runbook/common-fields.ts';
import {documentFields} from '../../src/runbook/document-fields.ts';
import type {Included} from '../../src/runbook/reading.ts';
import {stepKinds} from '../../src/runbook/steps.ts';
import {readDocument} from '../../src/runbook/yaml/document.ts';
import {arbitraryPlanData, arbitraryRunbookData} from '../support/arbitrary-text.ts';
import {casesOf} from '../support/case-count.ts';
import {input, runbookOf} from '../support/model.ts';
import {arbitraryMutation} from '../support/mutated.ts';
import {runbookText} from '../support/runbook-text.ts';
import {planFindings, runbookFindings, validatorOf} from '../support/structure.ts';

const runs = casesOf({sample: 100, full: 1_500});

const isValidRunbook = validatorOf('runbook');
const isValidPlan = validatorOf('plan');

const onHost = runbookText('- {id: enter, title: Enter, command: {run: psql, interactive: true}}').replace(
  'drill: run}',
  'drill: run, on: {ssh: db-1}}',
);

/** What only the parser sees, each with a runbook that shows it: it takes arithmetic, a calendar, another field or another file. */
const seenByTheParserAlone: readonly (readonly [finding: RegExp, text: string])[] = [
  [
    /^p50 must not be longer than p90$/,
    runbookText('- {id: dump, title: Dump, estimate: {p50: 2h, p90: 1h}, command: pg_dump}'),
  ],
  [
    / must be a day like /,
    runbookText('- {id: done, end: recovered}', {top: 'review: {last: "2026-02-30", every: 90d}'}),
  ],
  [/^"url" must be an address /, runbookText('- {id: done, end: recovered, see: [{title: Wiki, url: "https://"}]}')],
  [
    /^"at" must be a time with an offset, on a day that exists$/,
    runbookText('- {id: night, title: Wait, wait: {at: "2026-02-30T00:00:00Z"}}'),
  ],
  [
    /^"headers" must not name a header twice$/,
    runbookText('- {id: ask, title: Ask, http: {url: "https://a", headers: {Accept: a, accept: b}}}'),
  ],
  [
    / ends within a bracket or a quoted text$/,
    runbookText('- {id: mend, title: Mend, sql: {connection: a, statements: ["select (1"]}}'),
  ],
  [/^an interactive command gets the terminal of this host/, onHost],
  [
    / is not a pattern we can use: /,
    runbookText('- {id: done, end: recovered}', {inputs: 'code: {type: string, pattern: "(?=x)"}'}),
  ],
  [
    /^"default" does not fit: /,
    runbookText('- {id: done, end: recovered}', {inputs: 'dump: {type: path, default: dumps/latest}'}),
  ],
  [/ cannot be read: /, runbookText('- {id: mend, title: Mend, sql: {connection: a, file: sql/gone.sql}}')],
  [/ has to be told /, runbookText('- {id: review, title: Review, include: access-review}')],
];

const mutate = (sound: Json, mutations: readonly ((data: Json) => Json)[]): Json =>
  mutations.reduce((data, mutation) => mutation(data), sound);

const asFile = (data: Json): {readonly text: string; readonly data: unknown} => {
  const text = JSON.stringify(data);
  return {text, data: JSON.parse(text)};
};

/** Where the parser finds nothing, the schema does not either; where only the parser does, it is one of those above. */
const expectAgreement = (isTaken: boolean, findings: readonly string[]): void => {
  const surprising = isTaken
    ? findings.filter(one => !seenByTheParserAlone.some(([finding]) => finding.test(one)))
    : [];

  expect({isTaken, surprising}).toEqual({isTaken: findings.length === 0 || isTaken, surprising: []});
};

test('a runbook of sound structure is taken by the parser and by the schema', () => {
  fc.assert(
    fc.property(arbitraryRunbookData.map(asFile), ({text, data}) => {
      expect(runbookFindings(text)).toEqual([]);
      expect(isValidRunbook(data)).toBe(true);
    }),
    {numRuns: runs},
  );
});

test('with something in it that was not meant, the schema refuses nothing that the parser takes', () => {
  const mutations = fc.array(arbitraryMutation, {minLength: 1, maxLength: 2});
  fc.assert(
    fc.property(arbitraryRunbookData, mutations, (sound, changes) => {
      const {text, data} = asFile(mutate(sound, changes));
      expectAgreement(isValidRunbook(data), runbookFindings(text));
    }),
    {numRuns: runs},
  );
});

test('a plan is no different, sound or not', () => {
  fc.assert(
    fc.property(arbitraryPlanData, fc.array(arbitraryMutation, {maxLength: 2}), (sound, changes) => {
      const {text, data} = asFile(mutate(sound, changes));
      expectAgreement(isValidPlan(data), planFindings(text));
    }),
    {numRuns: runs},
  );
});

test.each(seenByTheParserAlone)('the parser alone finds that %s', (finding, text) => {
  const document = readDocument(text);
  const needsInput: Included = () => succeed(runbookOf([], {id: 'access-review', inputs: input('since', 'timestamp')}));

  expect(runbookFindings(text, () => fail('there is no such file'), needsInput)).toEqual([
    expect.stringMatching(finding),
  ]);
  expect(document.ok && isValidRunbook(document.value.data)).toBe(true);
});

test('a text is a duration for the schema exactly where it is one for the parser', () => {
  const pattern = new RegExp(durationPattern, 'u');
  const text = fc.string({unit: fc.constantFrom(...'PTDHMSdhms0159. -\n'), maxLength: 9});
  fc.assert(
    fc.property(text, written => {
      expect(pattern.test(written)).toBe(parseDurationMs(written).ok);
    }),
    {numRuns: 10 * runs},
  );
});

test('random runbooks hold every kind of step and every field of the language', () => {
  const seen = new Set(fc.sample(arbitraryRunbookData, {numRuns: 600, seed: 1}).flatMap(keysIn));
  const declared = [commonFields, documentFields, ...Object.values(stepKinds).map(({fields}) => fields)];
  const fields = declared.flatMap(({shape}) => Object.keys(shape));

  expect([...fields, ...Object.keys(stepKinds)].filter(field => !seen.has(field))).toEqual([]);
});

const keysIn = (data: Json): readonly string[] =>
  typeof data === 'object' && data !== null
    ? Object.entries(data).flatMap(([key, value]) => [key, ...keysIn(value ?? null)])
    : [];
