/** Each statement is sent with as many values as it asks for. */
import {expect, test} from 'vitest';
import {succeed} from '../../../src/base/result.ts';
import type {Connection} from '../../../src/postgres/connect.ts';
import {runStatements} from '../../../src/postgres/query.ts';

test('the server counts the values against the statement', async () => {
  const sent: (readonly unknown[])[] = [];
  const run: Connection['run'] = async (text, values = []) => {
    sent.push([text, ...values]);
    return succeed([]);
  };
  const statements = ['select $1', `select '$1'`, 'select $2, $1', 'select a$1'];
  await runStatements({run} as unknown as Connection, {statements, params: ['a', 'b']});

  expect(sent).toEqual([['select $1', 'a'], [`select '$1'`], ['select $2, $1', 'a', 'b'], ['select a$1']]);
});
