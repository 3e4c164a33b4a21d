/** A runbook that a run has pinned: what a later version of the linter finds in it keeps nobody from going on. */
import {expect, test} from 'vitest';
import {loadRunbook} from '../../../src/runbook/load-runbook.ts';
import {allSteps} from '../../../src/runbook/walk.ts';
import {recovered, runbookText} from '../../support/runbook-text.ts';

const text = runbookText(
  `
- id: both
  title: Both
  parallel:
    branches:
      one: {title: One, steps: [{id: a, title: A, command: [look]}], outputs: {n: "1"}}
      two: {title: Two, steps: [{id: b, title: B, command: [sh, -c, "look \${inputs.table}"]}], outputs: {n: "2"}}
${recovered}`,
);

test('its steps are all there, with findings of the linter and of the parser', () => {
  const asked = loadRunbook(text, {today: '2026-11-24'});
  const pinned = loadRunbook(text, {today: '2026-11-24', isPinned: true});

  expect(asked.runbook).toBeUndefined();
  expect(asked.diagnostics.map(({code}) => code).sort()).toEqual(['step/branch-outputs', 'text/interpolation']);
  expect([...allSteps(pinned.runbook?.steps ?? [])].map(({id}) => id)).toEqual(
    expect.arrayContaining(['both', 'a', 'b']),
  );
});

test('one that cannot be read at all is no runbook', () => {
  expect(loadRunbook('format: 2', {today: '2026-11-24', isPinned: true}).runbook).toBeUndefined();
});
