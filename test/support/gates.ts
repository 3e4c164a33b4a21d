/** Steps that wait in the middle until the test lets them pass, and the ways to end the program meanwhile. */
import {spawnSync} from 'node:child_process';
import {closeSync, openSync, writeSync} from 'node:fs';
import {join} from 'node:path';
import {onTestFinished} from 'vitest';
import {type Desk, eventually, type Started} from './lifeboat.ts';
import {processesOf} from './processes.ts';

/** A step that leaves a mark when it begins and when it ends, and between them waits for its gate. */
export const gated = (id: string, more = ''): string => `
  - id: ${id}
    title: Do ${id}
    estimate: 10s
    ${more}
    command:
      run: [/bin/sh, -c, 'echo "$1 began" >> marks; read go < "gate-$1"; echo "$1 ended" >> marks', sh, ${id}]
      cwd: "\${inputs.folder}"
`;

/** A named pipe between a step and the test; opened, it lets the step pass once. */
export const gateOf = (desk: Desk, id: string): {readonly open: () => void} => {
  const path = join(desk.directory, `gate-${id}`);
  spawnSync('mkfifo', [path]);
  // For reading too, so that what is written waits for its reader.
  const fd = openSync(path, 'r+');
  onTestFinished(() => closeSync(fd));
  return {open: () => void writeSync(fd, 'go\n')};
};

/** The program, then its keeper, then all that they started: nobody is left who could say how anything ended. */
export const cutThePower = async (desk: Desk, program: Started): Promise<void> => {
  await program.kill();
  for (const pid of processesOf(desk.directory)) {
    process.kill(pid, 'SIGKILL');
  }
  await eventually(() => processesOf(desk.directory)).toEqual([]);
};
