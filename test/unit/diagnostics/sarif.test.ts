/** Findings as SARIF: what a code host needs to show them beside their lines. */
import {expect, test} from 'vitest';
import type {Finding} from '../../../src/diagnostics/finding.ts';
import {readLines} from '../../../src/diagnostics/lines.ts';
import {sarifLog} from '../../../src/diagnostics/sarif.ts';

const text = 'id: lost-tickets\nsteps:\n  - {id: stop, titel: Stop}\n';
const at = (file: string, words: string, more: Partial<Finding['diagnostic']> = {}): Finding => {
  const from = text.indexOf(words);
  const span = {from, to: from + words.length};
  return {
    file,
    lines: readLines(text),
    diagnostic: {
      code: 'step/unknown-field',
      severity: 'error',
      message: 'a step has no field "titel"',
      span,
      hint: 'did you mean "title"?',
      ...more,
    },
  };
};

test('a finding has its rule, its level, its words with the way out, and its place from 1', () => {
  const found = at('runbooks/lost-tickets.yaml', 'titel');
  const log = sarifLog(
    [found, at('runbooks/lost-tickets.yaml', 'stop', {code: 'flow/no-end', severity: 'warning'})],
    '1.2.3',
  );

  expect(log).toMatchObject({version: '2.1.0', runs: [{columnKind: 'utf16CodeUnits'}]});
  const [run] = log.runs;
  expect(run?.tool.driver.semanticVersion).toBe('1.2.3');
  expect(run?.tool.driver.rules?.map(({id}) => id)).toEqual(['flow/no-end', 'step/unknown-field']);
  expect(run?.tool.driver.rules?.every(({shortDescription}) => (shortDescription?.text.length ?? 0) > 20)).toBe(true);
  expect(run?.results).toMatchObject([
    {
      ruleId: 'step/unknown-field',
      ruleIndex: 1,
      level: 'error',
      message: {text: 'a step has no field "titel" (did you mean "title"?)'},
      locations: [
        {
          physicalLocation: {
            artifactLocation: {uri: 'runbooks/lost-tickets.yaml', uriBaseId: '%SRCROOT%'},
            region: {startLine: 3, startColumn: 16, endLine: 3, endColumn: 21},
          },
        },
      ],
    },
    {ruleId: 'flow/no-end', ruleIndex: 0, level: 'warning'},
  ]);
});

test.each([
  ['./runbooks/lost tickets.yaml', {uri: 'runbooks/lost%20tickets.yaml', uriBaseId: '%SRCROOT%'}],
  ['a:b/ü#1.yaml', {uri: 'a%3Ab/%C3%BC%231.yaml', uriBaseId: '%SRCROOT%'}],
  ['../plan.yaml', {uri: '../plan.yaml', uriBaseId: '%SRCROOT%'}],
  ['/srv/runbooks/100%.yaml', {uri: 'file:///srv/runbooks/100%25.yaml'}],
])('the file %s is an address that any program can resolve', (file, address) => {
  const [result] = sarifLog([at(file, 'titel')], '1.2.3').runs[0]?.results ?? [];
  expect(result?.locations?.[0]?.physicalLocation?.artifactLocation).toEqual(address);
});

test('nothing found is a log all the same, so that a code host closes what it had open', () => {
  expect(sarifLog([], '1.2.3').runs[0]?.results).toEqual([]);
});
