/** The linter against the bare parser of YAML on the same text, and a runbook of a thousand steps against one of a hundred. */
import {parseDocument} from 'yaml';
import {loadRunbook} from '../../src/runbook/load-runbook.ts';
import {longRunbookText} from '../support/long-runbook-text.ts';
import {elapsedMs, judgeRatio} from '../support/measuring.ts';

const parserRatioMax = 3.0;
const lengthRatioMax = 12;
const rounds = 25;
const warmUps = 3;

const lint = (text: string): void => {
  const {runbook, diagnostics} = loadRunbook(text, {today: '2026-11-24'});
  // A mistake would end it early, and what is left out costs nothing.
  if (runbook === undefined || diagnostics.length > 0) {
    throw new Error(`the runbook is not sound: ${diagnostics[0]?.message}`);
  }
};

const parse = (text: string): void => {
  if (parseDocument(text).errors.length > 0) {
    throw new Error('the text is no YAML');
  }
};

// Expressions that are known from a former round would cost the linter nothing, so each round has names of its own.
const measured = Array.from({length: warmUps + rounds}, (_, round) => {
  const long = longRunbookText(1_000, `r${round}_`);
  const short = longRunbookText(100, `s${round}_`);
  return {
    parseMs: elapsedMs(() => parse(long)),
    longMs: elapsedMs(() => lint(long)),
    shortMs: elapsedMs(() => lint(short)),
  };
}).slice(warmUps);

process.exitCode = Math.max(
  judgeRatio(
    'lint of 1,000 steps against the bare parser',
    measured.map(({longMs, parseMs}) => ({oursMs: longMs, peerMs: parseMs})),
    parserRatioMax,
  ),
  judgeRatio(
    'lint of 1,000 steps against 100',
    measured.map(({longMs, shortMs}) => ({oursMs: longMs, peerMs: shortMs})),
    lengthRatioMax,
  ),
);
