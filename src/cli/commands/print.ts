/** `lifeboat print RUNBOOK`: the runbook as a numbered checklist on paper, that can be matched with its file again. */
import {sha256} from '../../journal/safe-file.ts';
import {sheet} from '../../paper/sheet.ts';
import {readRunbook} from '../catalog.ts';
import {exitCodes} from '../exit-code.ts';
import {writeOutput} from '../output-file.ts';
import {printRefusal} from '../refusal.ts';
import {systemClock} from '../system-clock.ts';

export const printCommand = (wanted: string, {output}: {readonly output?: string}): number => {
  const catalogued = readRunbook(wanted);
  if (!catalogued.ok) {
    return printRefusal(catalogued.reason);
  }
  const {runbook, plan, source, planSource, files} = catalogued.value;
  const text = sheet({
    runbook,
    plan,
    text: source.text,
    planText: planSource.text,
    beside: new Map(files.map(({file, text: other}) => [file, other])),
    printedAt: new Date(systemClock.nowMs()).toISOString(),
    sha256: words => sha256(Buffer.from(words)),
  });
  const written = writeOutput(text, {output, made: catalogued.value});
  return written.ok ? exitCodes.done.code : printRefusal(written.reason);
};
