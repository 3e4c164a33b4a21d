/** Lines of other programs: what is an intent, and the sentence for what is none. */
import {expect, test} from 'vitest';
import {readIntent} from '../../../src/cli/read-intent.ts';

const read = (line: string | Buffer) => readIntent(Buffer.from(line));

test('a line with known fields is an intent', () => {
  expect(read('{"intent":"tick","step":"look","attempt":2,"value":0,"actor":"Ada Lovelace"}')).toEqual({
    ok: true,
    value: {intent: 'tick', step: 'look', attempt: 2, value: 0, actor: 'Ada Lovelace'},
  });
});

const noObject = 'That line is no JSON object; an intent is one, on one line.';
const noName = 'That object has no "intent": the name of what is asked for, as a short text.';

test.each([
  {what: 'no JSON', line: '{"intent":', intent: null, why: noObject},
  {what: 'a list', line: '[]', intent: null, why: noObject},
  {what: 'no UTF-8', line: Buffer.from([0x22, 0xff, 0x22]), intent: null, why: noObject},
  {what: 'no name', line: '{"step":"look"}', intent: null, why: noName},
  {what: 'a very long name', line: `{"intent":"${'a'.repeat(65)}"}`, intent: null, why: noName},
  {what: 'a typing error', line: '{"intent":"aprove"}', intent: 'aprove', why: 'did you mean "approve"?'},
  {what: 'an inherited name', line: '{"intent":"toString"}', intent: 'toString', why: 'it knows done, '},
  {what: 'an unknown field', line: '{"intent":"done","stp":"look"}', intent: 'done', why: 'did you mean "step"?'},
  {what: 'half an index', line: '{"intent":"tick","value":0.5}', intent: 'tick', why: '"value" must be a text'},
  {what: 'attempt 0', line: '{"intent":"done","attempt":0}', intent: 'done', why: '"attempt" must be a number from 1.'},
  {what: 'nobody', line: '{"intent":"done","actor":" "}', intent: 'done', why: '"actor" must be somebody\'s name.'},
])('$what is refused', ({line, intent, why}) => {
  expect(read(line)).toMatchObject({ok: false, reason: {intent, why: expect.stringContaining(why)}});
});
