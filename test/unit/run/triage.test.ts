/** In what order runbooks fit what was seen. */
import {expect, test} from 'vitest';
import {fitOf, ranked, type Symptom, type TriagedRunbook} from '../../../src/run/triage.ts';

const symptom = (seen: Symptom['seen']): Symptom => {
  switch (seen) {
    case 'present':
    case 'absent':
      return {text: 'Rows are missing', seen, detail: ''};
    case 'unseen':
      return {text: 'Rows are missing', seen, why: 'nobody answers', missing: []};
    case 'by-eye':
    case 'not-yet':
      return {text: 'Rows are missing', seen};
  }
};

const runbook = (id: string, ...seen: readonly Symptom['seen'][]): TriagedRunbook => ({
  id,
  file: `runbooks/${id}.yaml`,
  title: id,
  symptoms: seen.map(symptom),
});

test('one symptom that is there makes a runbook fit, whatever else is not', () => {
  expect(fitOf(runbook('deletion', 'absent', 'present', 'unseen'))).toBe('fits');
});

test('what nobody could look at rules nothing out', () => {
  expect(fitOf(runbook('deletion', 'absent', 'unseen'))).toBe('unclear');
  expect(fitOf(runbook('deletion', 'absent', 'not-yet'))).toBe('unclear');
  expect(fitOf(runbook('deletion'))).toBe('unclear');
  expect(fitOf(runbook('deletion', 'by-eye'))).toBe('unclear');
});

test('a runbook of whose symptoms none is there shows no sign', () => {
  expect(fitOf(runbook('deletion', 'absent', 'by-eye'))).toBe('does-not-fit');
});

test('what fits comes first, and among those what has more signs for it than against it', () => {
  const all = [
    runbook('no-sign', 'absent', 'absent'),
    runbook('unclear', 'unseen'),
    runbook('half', 'present', 'absent'),
    runbook('whole', 'present'),
    runbook('twice', 'present', 'present', 'absent'),
    runbook('alike', 'present'),
  ];
  expect(ranked(all).map(({id}) => id)).toEqual(['twice', 'alike', 'whole', 'half', 'unclear', 'no-sign']);
});
