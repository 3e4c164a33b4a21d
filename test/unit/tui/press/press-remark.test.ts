/** What can be said at every moment, and the end of a step that runs. */
import {expect, test} from 'vitest';
import {deletion} from '../../../support/deletion-sample.ts';
import {pressed} from '../../../support/pressed.ts';
import {run} from '../../../support/run.ts';

const running = run(deletion, ['0s start', '1s began stop_writes']);

test('the line that asks why a step is stopped says which it is, since when it runs, and that it is not the one in front', () => {
  const labelOf = ({view: {dialog}}: ReturnType<typeof pressed>) =>
    dialog.kind === 'field' ? dialog.field.label : undefined;
  expect(labelOf(pressed(running, ['t']))).toBe(
    'Why "Stop application writes" is stopped (it has been running since 02:47:01 UTC)',
  );
  const beside = run(deletion, ['0s start', '1s began stop_writes', '2s asked allow_repair']);
  expect(labelOf(pressed(beside, ['t']))).toBe(
    'Not the step in front: Why "Stop application writes" is stopped (it has been running since 02:47:01 UTC)',
  );
});
