/** The kinds of steps: what a runbook author can write. */
import {approval} from './steps/approval.ts';
import {assertion} from './steps/assert.ts';
import {check} from './steps/check.ts';
import {command} from './steps/command.ts';
import {decision} from './steps/decision.ts';
import {end} from './steps/end.ts';
import {foreach} from './steps/foreach.ts';
import {group} from './steps/group.ts';
import {http} from './steps/http.ts';
import {include} from './steps/include.ts';
import {input} from './steps/input.ts';
import {instruction} from './steps/instruction.ts';
import {letValues} from './steps/let.ts';
import {milestone} from './steps/milestone.ts';
import {notify} from './steps/notify.ts';
import {parallel} from './steps/parallel.ts';
import {repeat} from './steps/repeat.ts';
import {script} from './steps/script.ts';
import {sql} from './steps/sql.ts';
import {wait} from './steps/wait.ts';

/** A new kind is one file and one line here. */
export const stepKinds = {
  instruction,
  input,
  command,
  script,
  sql,
  http,
  notify,
  check,
  wait,
  decision,
  approval,
  group,
  parallel,
  foreach,
  repeat,
  include,
  let: letValues,
  assert: assertion,
  milestone,
  end,
};
