/** What an action sends, as it is typed from paper. */
import {expect, test} from 'vitest';
import {commandStep, sqlStep} from '../../support/model.ts';
import {stepOn} from '../../support/paper-page.ts';

test('SQL that another host sends says where it is typed, as commands do', () => {
  const step = sqlStep('mend', ['update a set x = 1 -- the old rows', 'delete from b']);
  const sql = step.kind === 'sql' ? {...step, action: {...step.action, on: 'root@bastion'}} : step;
  const page = stepOn([sql], '1');
  expect(page).toContain('Send to the database `____database____`, on the host `root@bastion`:');
  expect(page).toContain('update a set x = 1 -- the old rows\n;\ndelete from b;');
});

test('a blank in JSON has no quotes where its value keeps its type, and what stands around it is as it is sent', () => {
  const json = {rows: '${inputs.rows}', of: 'table ${inputs.table}', 'a"b': [1, null, '${inputs.tags}']};
  const step = commandStep('tell', ['tell']);
  const told = step.kind === 'command' ? {...step, action: {...step.action, stdin: {json}}} : step;
  const page = stepOn([told], '1');
  expect(page).toContain('On its standard input, as JSON, texts in quotes:');
  expect(page).toContain('{"rows":____rows____,"of":"table ____table____","a\\"b":[1,null,____tags____]}');
});
