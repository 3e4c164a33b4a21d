/** What of an action is shown and recorded. */
import {expect, test} from 'vitest';
import {shownOf} from '../../../../src/engine/actions/show.ts';
import {hiding} from '../../../../src/engine/secrets/redact.ts';

const hide = hiding([{name: 'token', value: 'abc-123-def'}]);

test('words of a command are told apart, and nothing a shell would read runs', () => {
  expect(shownOf({kind: 'command', argv: ['psql', '-c', "select 'x'"], env: {}}, hide)).toEqual({
    kind: 'command',
    lines: [`psql -c 'select '\\''x'\\'''`],
  });
});

test('statements are shown line by line with their parameters and where they go', () => {
  expect(
    shownOf(
      {
        kind: 'sql',
        connection: '‹database: app@db-1:5432/tickets›',
        statements: ['select\n  $1'],
        params: [7],
        transaction: false,
      },
      hide,
    ),
  ).toEqual({kind: 'sql', lines: ['select', '  $1'], values: {$1: 7}, target: '‹database: app@db-1:5432/tickets›'});
});

test('however large an action is, what is shown of it leaves room in its fact', () => {
  const env = Object.fromEntries(Array.from({length: 500}, (_, index) => [`NAME_${index}`, '停'.repeat(5_000)]));
  const text = Array.from({length: 500}, () => '\u0001'.repeat(5_000)).join('\n');
  const shown = shownOf({kind: 'script', interpreter: ['/bin/sh'], text, env}, hide);
  expect(Buffer.byteLength(JSON.stringify(shown))).toBeLessThan(20_000);
});

test('a secret that came in by another way is hidden, also where it would be cut', () => {
  const line = `${'x'.repeat(990)}abc-123-def`;
  const shown = shownOf(
    {kind: 'script', interpreter: ['/bin/sh'], text: line, env: {A: `${'y'.repeat(195)}abc-123-def`}},
    hide,
  );
  expect(JSON.stringify(shown)).not.toContain('abc');
});

test('it is shown where a command runs', () => {
  expect(shownOf({kind: 'command', argv: ['date'], env: {}, on: 'postgres@db-7'}, hide)).toEqual({
    kind: 'command',
    lines: ['date'],
    on: 'postgres@db-7',
  });
});
