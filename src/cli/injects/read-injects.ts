/** The file of injects that a drill is given: read, and held against the runbook, before anything is built. */
import {type Result, succeed} from '../../base/result.ts';
import type {Diagnostic} from '../../diagnostics/diagnostic.ts';
import {injectFaults} from '../../injects/inject-faults.ts';
import type {Injects} from '../../injects/injects.ts';
import {parseInjects} from '../../injects/parse-injects.ts';
import type {Runbook} from '../../runbook/runbook.ts';
import {isTabletop} from '../../runbook/tabletop.ts';
import {invalid, readText} from '../catalog.ts';
import {type Refusal, refuse} from '../refusal.ts';
import {foundNowhere} from './hidden-tools.ts';

export type GivenInjects = {readonly text: string; readonly injects: Injects};

/** Nothing where no file is named. Any error in it is a refusal with code frames. */
export const readInjects = async (
  file: string | undefined,
  runbook: Runbook,
): Promise<Result<GivenInjects | undefined, Refusal>> => {
  if (file === undefined) {
    return succeed(undefined);
  }
  if (isTabletop(runbook)) {
    return refuse(
      'usage',
      `${runbook.id} is drilled at a table, where nothing runs that could go wrong.`,
      'Whoever leads the exercise says there what goes wrong.',
    );
  }
  // Whoever executes the drill should not meet it on the disk, so it may come through a pipe.
  const source = readText(file, {pipe: true});
  if (!source.ok) {
    return source;
  }
  const {text} = source.value;
  const {injects, diagnostics} = checkedInjects(text, runbook);
  if (injects === undefined) {
    return invalid(source.value, diagnostics);
  }
  const missing = await foundNowhere(toolsOf(injects), process.env.PATH);
  return missing === undefined
    ? succeed({text, injects})
    : refuse(
        'usage',
        `${missing} is not found here anyway, so nothing is missed when it is taken away.`,
        'Name a program that the steps find, on their PATH or beside the server, or take this inject out.',
      );
};

/** What a text says, where nothing in it is wrong, also beside its runbook. */
export const checkedInjects = (
  text: string,
  runbook: Runbook,
): {readonly injects?: Injects; readonly diagnostics: readonly Diagnostic[]} => {
  const {injects, document, diagnostics} = parseInjects(text);
  if (injects === undefined || document === undefined) {
    return {diagnostics};
  }
  const faults = injectFaults(injects, runbook, document);
  return faults.length === 0 ? {injects, diagnostics} : {diagnostics: faults};
};

/** The programs that are to be missing. */
export const toolsOf = ({list}: Injects): readonly string[] =>
  list.flatMap(inject => (inject.kind === 'tool_missing' ? [inject.tool] : []));
