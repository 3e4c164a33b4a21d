/** `lifeboat print RUNBOOK`: the runbook as a numbered checklist on paper, that can be matched with its file again. */
import {sha256} from '../../journal/safe-file.ts';
import {sheet} from '../../paper/sheet.ts';
import {type Catalogued, readRunbook} from '../catalog.ts';
import {exitCodes} from '../exit-code.ts';
import {writeOutput} from '../output-file.ts';
import {printRefusal} from '../refusal.ts';
import {systemClock} from '../system-clock.ts';

export const printCommand = (wanted: string, {output}: {readonly output?: string}): number => {
  const catalogued = readRunbook(wanted);
  if (!catalogued.ok) {
    return printRefusal(catalogued.reason);
  }
  const written = writeOutput(sheetOf(catalogued.value), {output, made: catalogued.value});
  return written.ok ? exitCodes.done.code : printRefusal(written.reason);
};

/** The checklist of a runbook as Markdown, printed now. */
export const sheetOf = ({runbook, plan, source, planSource, files}: Catalogued): string =>
  sheet({
    runbook,
    plan,
    text: source.text,
    planText: planSource.text,
    beside: new Map(files.map(({file, text: other}) => [file, other])),
    printedAt: new Date(systemClock.nowMs()).toISOString(),
    sha256: words => sha256(Buffer.from(words)),
  });
