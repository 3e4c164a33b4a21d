/** Findings as workflow commands: nothing in a text ends the command or begins another. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {Finding} from '../../../src/diagnostics/finding.ts';
import {githubAnnotations} from '../../../src/diagnostics/github.ts';
import {readLines} from '../../../src/diagnostics/lines.ts';

const text = 'id: lost-tickets\nsteps: []\n';
const found = (message: string, {file = 'lost-tickets.yaml', from = 0, to = 2} = {}): Finding => ({
  file,
  lines: readLines(text),
  diagnostic: {code: 'runbook/missing-field', severity: 'error', message, span: {from, to}, hint: 'add it'},
});

test('each finding is a line with its place', () => {
  expect(githubAnnotations([found('a runbook needs "title"'), found('50% of it', {to: 20})])).toBe(
    `::error file=lost-tickets.yaml,line=1,endLine=1,col=1,endColumn=3,title=runbook/missing-field::a runbook needs "title" (add it)
::error file=lost-tickets.yaml,line=1,endLine=2,title=runbook/missing-field::50%25 of it (add it)
`,
  );
});

test('whatever a message or a file name holds, it stays within its command', () => {
  fc.assert(
    fc.property(fc.string({unit: 'binary'}), fc.string({unit: 'binary'}), (message, file) => {
      const written = githubAnnotations([found(message, {file})]);
      expect(written.split(/[\r\n]/)).toHaveLength(2);
      const [, properties = ''] = /^::error (.*?)::/.exec(written) ?? [];
      expect(properties.split(',')).toHaveLength(6);
    }),
  );
});
