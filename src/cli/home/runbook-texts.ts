/** What the home screen shows of a runbook without leaving: its paper, its proof, its findings; as the commands print them. */
import type {Result} from '../../base/result.ts';
import {succeed} from '../../base/result.ts';
import {sha256} from '../../journal/safe-file.ts';
import {proofOf} from '../../runbook/flow/proof.ts';
import {proofLines} from '../../runbook/flow/proof-lines.ts';
import type {Reading} from '../../tui/home/home-view.ts';
import {findRunbook, readRunbook} from '../catalog.ts';
import {findingsText, loadForLint} from '../commands/lint.ts';
import {sheetOf} from '../commands/print.ts';
import type {Refusal} from '../refusal.ts';

export type RunbookText = {readonly title: string; readonly lines: readonly string[]};

/** Says instead why there is none. */
export const runbookText = (reading: Reading, id: string): RunbookText => {
  const made = textOf(reading, id);
  const lines = made.ok
    ? made.value
    : [made.reason.message, ...(made.reason.hint === undefined ? [] : [made.reason.hint])];
  return {title: titles[reading](id), lines};
};

/** The command that prints the same. */
const titles: {readonly [Name in Reading]: (id: string) => string} = {
  paper: id => `lifeboat print ${id}`,
  proof: id => `lifeboat lint --proof ${id}`,
  findings: id => `lifeboat lint ${id}`,
};

const textOf = (reading: Reading, id: string): Result<readonly string[], Refusal> => {
  switch (reading) {
    case 'paper': {
      const catalogued = readRunbook(id);
      return catalogued.ok ? succeed(sheetOf(catalogued.value).split('\n')) : catalogued;
    }
    case 'proof': {
      const loaded = loadForLint(id);
      if (!loaded.ok) {
        return loaded;
      }
      const {runbook, waivers, plan, text} = loaded.value;
      return runbook
        ? succeed(proofLines(proofOf(runbook, {plan, waivers}), sha256(Buffer.from(text))))
        : textOf('findings', id);
    }
    case 'findings': {
      const found = findRunbook(id);
      return found.ok ? succeed(findingsText(found.value).trimEnd().split('\n')) : found;
    }
  }
};
