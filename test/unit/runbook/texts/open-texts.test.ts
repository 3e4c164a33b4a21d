/** Texts with values that exist only later: they are spelled out in their place, and the rest still fills in. */
import {expect, test} from 'vitest';
import type {Action} from '../../../../src/runbook/action.ts';
import {type Opening, openAction, openText} from '../../../../src/runbook/texts/open-texts.ts';
import {fillText} from '../../../../src/runbook/texts/text.ts';

/** Everything of `steps` comes later; `short` is the same as `inputs.table`. */
const opening: Opening = expression => {
  if (expression.startsWith('steps.')) {
    return {is: 'open', expression, waitsFor: ['steps.find']};
  }
  return {is: 'told', expression: expression === 'short' ? 'inputs.table' : expression};
};

const seen = (text: string) => fillText(openText(text, opening), {inputs: {table: 'orders', hosts: ['a', 'b']}});

test('a value that comes later is spelled out, also where it would be the whole of a text', () => {
  expect(seen('put ${steps.find.outputs.n} rows into ${inputs.table}')).toEqual({
    ok: true,
    value: 'put ‹steps.find.outputs.n› rows into orders',
  });
  expect(seen('${steps.find.outputs.rows}')).toEqual({ok: true, value: '‹steps.find.outputs.rows›'});
});

test('a text that can be told stays the very same, and a value of its type', () => {
  const text = '${inputs.hosts}';
  expect(openText(text, opening)).toBe(text);
  expect(seen(text)).toEqual({ok: true, value: ['a', 'b']});
  expect(seen('${short}')).toEqual({ok: true, value: 'orders'});
});

test('letters that look like a value stay letters', () => {
  expect(seen('$${HOME} of ${steps.find.outputs.user}: $$${inputs.table}')).toEqual({
    ok: true,
    value: '${HOME} of ‹steps.find.outputs.user›: $${inputs.table}',
  });
  expect(seen("${steps.find.outputs.a + '${b}'}")).toEqual({ok: true, value: "‹steps.find.outputs.a + '${b}'›"});
});

const later = '${steps.find.outputs.n}';
const spelled = '‹steps.find.outputs.n›';

test.each<readonly [Action, Action]>([
  [
    {
      kind: 'command',
      run: ['use', later, {json: {n: [later, 7, null]}}],
      env: {N: later},
      cwd: later,
      stdin: {json: later},
      connection: later,
      on: later,
    },
    {
      kind: 'command',
      run: ['use', spelled, {json: {n: [spelled, 7, null]}}],
      env: {N: spelled},
      cwd: spelled,
      stdin: {json: spelled},
      connection: spelled,
      on: spelled,
    },
  ],
  [
    {kind: 'script', interpreter: ['sh'], text: `echo ${later}`, env: {N: later}, on: later},
    {kind: 'script', interpreter: ['sh'], text: `echo ${later}`, env: {N: spelled}, on: spelled},
  ],
  [
    {kind: 'sql', connection: later, statements: [later], params: {n: later}, transaction: true},
    {kind: 'sql', connection: spelled, statements: [later], params: {n: spelled}, transaction: true},
  ],
  [
    {kind: 'http', method: 'GET', url: later, query: {n: later}, headers: {n: later}, body: later},
    {kind: 'http', method: 'GET', url: spelled, query: {n: spelled}, headers: {n: spelled}, body: spelled},
  ],
  [
    {kind: 'notify', to: ['approver'], text: later},
    {kind: 'notify', to: ['approver'], text: spelled},
  ],
])('every text of an action is opened, and what is literal is left: $0.kind', (action, opened) => {
  expect(openAction(action, opening)).toEqual(opened);
});

test('an action that can be told as a whole is the very same', () => {
  const action: Action = {kind: 'command', run: ['use', '${inputs.table}'], env: {}};
  expect(openAction(action, opening)).toBe(action);
});
