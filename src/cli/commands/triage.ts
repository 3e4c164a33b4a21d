/** `lifeboat triage`: looks for the symptoms of all runbooks, and says which runbook fits. */

import {showForeignLine} from '../../base/foreign-text.ts';
import {printedJson} from '../../base/printed-json.ts';
import {touchLines, triageLines} from '../../report/triage/triage-lines.ts';
import {fitOf, type Triage} from '../../run/triage.ts';
import {readData} from '../data-file.ts';
import {exitCodes} from '../exit-code.ts';
import {parseSettings} from '../inputs.ts';
import {asTyped} from '../own-command.ts';
import {printRefusal, refuse} from '../refusal.ts';
import type {StateOption} from '../state-place.ts';
import type {FaceOptions} from '../terminal.ts';
import {leaveTriageOnSignals} from '../triage/leave-triage.ts';
import {planTriage, type TriageSession} from '../triage/triage-session.ts';

export type TriageOptions = StateOption &
  FaceOptions & {
    readonly set: readonly string[];
    readonly inputs?: string;
    /** Milliseconds. */
    readonly limit: number;
    readonly dryRun?: boolean;
  };

/** Whatever it finds it did what it should: the order is for people to judge. */
export const triageCommand = async (options: TriageOptions): Promise<number> => {
  const settings = parseSettings(options.set);
  if (!settings.ok) {
    return printRefusal(settings.reason);
  }
  const file = readData(options.inputs);
  if (!file.ok) {
    return printRefusal(file.reason);
  }
  const planned = planTriage({settings: settings.value, file: file.value});
  if (!planned.ok) {
    return printRefusal(planned.reason);
  }
  const session = planned.value;
  const isJson = options.json === true;
  if (!isJson) {
    say(touchLines(session.triage()));
  }
  const found = options.dryRun === true ? undefined : await lookUntilStopped(session, options.limit);
  if (typeof found === 'number') {
    return found;
  }
  if (found && !found.ok) {
    return printRefusal(refuse('usage', found.reason, 'Set TMPDIR to a directory that this user can write.').reason);
  }
  const triage = found?.value ?? session.triage();
  if (isJson) {
    process.stdout.write(`${printedJson(triageJson(triage))}\n`);
  } else {
    say(triageLines(triage));
  }
  return exitCodes.done.code;
};

/** A signal gives up: what was looked at is not shown in part, and what runs is ended before the program is. */
const lookUntilStopped = async (
  session: TriageSession,
  limitMs: number,
): Promise<Awaited<ReturnType<TriageSession['look']>> | number> => {
  const leaving = leaveTriageOnSignals();
  const found = await session.look(limitMs, {signal: leaving.signal});
  leaving.release();
  return leaving.code() ?? found;
};

const say = (lines: readonly string[]): void => {
  process.stdout.write(lines.map(line => `${asTyped(line)}\n`).join(''));
};

const triageJson = ({stage, touches, runbooks, troubles}: Triage) => ({
  looked: stage === 'done',
  touches,
  runbooks: runbooks.map(runbook => ({...runbook, fit: fitOf(runbook)})),
  troubles: troubles.map(showForeignLine),
});
