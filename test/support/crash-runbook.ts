/** A recovery of a few real commands that leave marks in a file, so that what was done twice, or never, can be seen from outside. */
import {smallPlan, smallRunbook} from './small-runbook.ts';

/** What is done between two marks of a step takes this long, so that kills fall in the middle of it. */
const seconds = '0.03';

const marked = (id: string, more = ''): string => `
  - id: ${id}
    title: Do ${id}
    estimate: 10s
    ${more}
    command:
      run: [/bin/sh, -c, 'echo "$1 began" >> marks; sleep ${seconds}; touch "did-$1"; echo "$1 is done"; echo "$1 ended" >> marks', sh, ${id}]
      cwd: "\${inputs.folder}"`;

const looked = (id: string): string =>
  `{command: {run: [test, -e, did-${id}], cwd: "\${inputs.folder}"}, expect: "exit == 0"}`;

/** Steps that must be done once, whether a check can tell or not, one that may be repeated, and one that is verified. */
export const crashSteps: readonly {readonly id: string; readonly mayRepeat: boolean}[] = [
  {id: 'stop', mayRepeat: false},
  {id: 'copy', mayRepeat: true},
  {id: 'promote', mayRepeat: false},
  {id: 'start', mayRepeat: false},
];

/** The files of the desk: its runbook, plan, and the answers of whoever is not there. */
export const crashFiles = (folder: string): Readonly<Record<string, string>> => ({
  'plan.yaml': smallPlan,
  'answers.yaml': 'way: disk\n',
  'shop-outage.yaml': smallRunbook(
    `${marked('stop')}
${marked('copy', 'idempotent: true')}
  - id: way
    title: Choose the way back
    decision:
      ask: Which copy is newer?
      branches: {disk: The one on the disk, tape: The one on the tape}
${marked('promote', `done_when: [${looked('promote')}]`)}
${marked('start', `verify: [${looked('start')}]`)}`,
    `inputs: {folder: {type: path, default: ${folder}}}`,
  ),
});
