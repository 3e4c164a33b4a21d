/** What an action sends, as it is typed from paper. */
import {expect, test} from 'vitest';
import {sqlStep} from '../../support/model.ts';
import {stepOn} from '../../support/paper-page.ts';

test('SQL that another host sends says where it is typed, as commands do', () => {
  const step = sqlStep('mend', ['update a set x = 1 -- the old rows', 'delete from b']);
  const sql = step.kind === 'sql' ? {...step, action: {...step.action, on: 'root@bastion'}} : step;
  const page = stepOn([sql], '1');
  expect(page).toContain('Send to the database `____database____`, on the host `root@bastion`:');
  expect(page).toContain('update a set x = 1 -- the old rows\n;\ndelete from b;');
});
