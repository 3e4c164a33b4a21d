/** What an intruder of a lab has and wants, written down where the intruder that lives beside the application finds it. */
import {readFileSync, renameSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

/** A role, and the password that is given where one is asked for. */
export type Key = {readonly role: string; readonly password: string};

export type IntruderPlan = {
  /** In the order in which they are tried. */
  readonly keys: readonly Key[];
  /** What is read all the time, quoted and with its schema. */
  readonly table: string;
  /** Rows at a time; enough to be seen among the application's reads. */
  readonly rowsEachRead: number;
};

/** Where it comes from: an address that no client of the lab has. */
export const intruderAddress = '127.0.0.66';

/** What it calls itself: an interactive client, as people have it. */
export const intruderProgram = 'psql';

const planPath = (directory: string): string => join(directory, 'intruder.json');

/** From now on it comes. At once or not at all; throws what the file system throws. */
export const writePlan = (directory: string, plan: IntruderPlan): void => {
  const path = planPath(directory);
  writeFileSync(`${path}.draft`, JSON.stringify(plan), {mode: 0o600});
  renameSync(`${path}.draft`, path);
};

/** Null as long as nobody intrudes. */
export const readPlan = (directory: string): IntruderPlan | null => {
  try {
    return JSON.parse(readFileSync(planPath(directory), 'utf8')) as IntruderPlan;
  } catch {
    return null;
  }
};
