/** JSON values as words, input and bodies. */
import {expect, test} from 'vitest';
import {fillContent} from '../../../../src/runbook/texts/contents.ts';
import {fillWords} from '../../../../src/runbook/texts/fill-words.ts';

const scope = {inputs: {note: 'a "quoted"\nline', rows: [1, 2], nobody: null}};

test('a text in it that is one value keeps its type, and no value can break out of its quotes', () => {
  const content = {json: {note: 'why: ${inputs.note}', rows: '${inputs.rows}', by: ['${inputs.nobody}', true, 7]}};

  expect(fillContent(content, scope)).toEqual({
    ok: true,
    value: '{"note":"why: a \\"quoted\\"\\nline","rows":[1,2],"by":[null,true,7]}',
  });
});

test('as a word of a command it is one word, whatever it holds', () => {
  expect(fillWords(['api', {json: '${inputs.rows}'}, '${inputs.rows}'], scope)).toEqual({
    ok: true,
    value: ['api', '[1,2]', '1', '2'],
  });
});

test('a value that cannot be told is a reason', () => {
  expect(fillContent({json: {a: ['${inputs.missing}']}}, scope)).toMatchObject({ok: false});
});
