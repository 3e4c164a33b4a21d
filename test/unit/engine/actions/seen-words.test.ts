/** What stands on the line of a check: what it looked at where it holds, and never a secret. */
import {expect, test} from 'vitest';
import {detailOf, lookedAt} from '../../../../src/engine/actions/seen-words.ts';

const writes = {held: true, open: [], lsn: '0/1200A98', writer: {name: 'web', token: 'hunter2'}};
const scope = {exit: 0, stdout: `${JSON.stringify(writes)}\nnothing more`, json: writes};
const values = {hide: (text: string) => text.replaceAll('hunter2', '‹secret›')};

test.each([
  ['one member', 'exit == 0 && json.held', 'held = true'],
  ['several, each once', "json.held && json.lsn != '0/0' && json.lsn != ''", 'held = true, lsn = "0/1200A98"'],
  ['a member of a member, with what must not be seen', "json.writer.token != ''", 'writer.token = "‹secret›"'],
])('of JSON is said what the condition reads: %s', (_what, expression, said) => {
  expect(lookedAt(expression, {ok: true, certain: true, scope}, values)).toBe(said);
});

test.each([
  ['a list', 'size(json.open) == 0'],
  ['what is not there', 'json.closed == null'],
  ['no JSON at all', 'exit == 0'],
])('where a condition reads %s, what came back stands there itself', (_what, expression) => {
  expect(lookedAt(expression, {ok: true, certain: true, scope}, values)).toBeUndefined();
  expect(detailOf({ok: true, certain: true, scope}, values)).toBe(
    'exit 0: {"held":true,"open":[],"lsn":"0/1200A98","writer":{"name":"web","token":"‹secret›"}}',
  );
});
