/** Several drills in a few lines: which passed, which did not and why, and which could not be carried out. */
import type {Json} from '../base/canonical-json.ts';
import {showForeignLine} from '../base/foreign-text.ts';
import {speakable} from './speakable.ts';
import {spokenDuration} from './spoken-duration.ts';
import {shortRun} from './words.ts';

/** How one of them ended: passed with an objective missed is `missed`, only acted where it destroys is `partial`. */
export type DrillResult =
  | {
      readonly result: 'passed' | 'partial' | 'missed' | 'failed' | 'stopped';
      readonly runbook: string;
      readonly variant: string | null;
      readonly run: string;
      readonly rtaMs: number | null;
      readonly rtoMs: number | null;
      readonly rpaMs: number | null;
      readonly rpoMs: number | null;
      /** What failed, a sentence each. */
      readonly why: readonly string[];
      readonly exit: number;
      /** Where its lab stands, if it was left standing. */
      readonly lab?: string;
    }
  | {
      readonly result: 'not-run';
      readonly runbook: string;
      readonly variant: string | null;
      readonly why: readonly string[];
      readonly exit: number;
    };

export type DrillsSummary = {
  readonly results: readonly DrillResult[];
  readonly withoutDrill: readonly string[];
  /** How the program exits: the worst of them. */
  readonly exit: number;
};

/** One line a drill, and one that counts. Foreign text in it is made harmless. */
export const drillsLines = ({results, withoutDrill}: DrillsSummary): readonly string[] =>
  [
    countLine(results),
    ...results.map(result => `  ${resultWords[result.result]}: ${drillName(result)}${inBrackets(detailOf(result))}`),
    ...labLines(results),
    ...(withoutDrill.length === 0 ? [] : [`Without a drill block, so never drilled: ${withoutDrill.join(', ')}.`]),
  ].map(line => speakable(showForeignLine(line)));

/** The same for programs, the last line of their output. */
export const drillsJson = ({results, withoutDrill, exit}: DrillsSummary): {readonly [key: string]: Json} => ({
  type: 'drills',
  passed: results.every(isPassed),
  exit,
  drills: results.map(result => ({...result, why: [...result.why]})),
  withoutDrill: [...withoutDrill],
});

/** `accidental-deletion:late_search`, as one would type it again. */
export const drillName = ({runbook, variant}: {readonly runbook: string; readonly variant: string | null}): string =>
  variant === null ? runbook : `${runbook}:${variant}`;

/** Which labs stand, where, and how each of them goes; of several also how all of them do. */
const labLines = (results: readonly DrillResult[]): readonly string[] => {
  const kept = results.flatMap(result =>
    result.result === 'not-run' || result.lab === undefined
      ? []
      : [`  ${result.lab} (${drillName(result)}): lifeboat lab down ${shortRun(result.run)}`],
  );
  return kept.length === 0
    ? []
    : ['Labs that were kept, because their drills did not pass, and how each is taken down:', ...kept].concat(
        kept.length > 1 ? ['All of them go with: lifeboat lab down'] : [],
      );
};

const isPassed = ({result}: DrillResult): boolean => result === 'passed' || result === 'partial';

const countLine = (results: readonly DrillResult[]): string => {
  const passed = results.filter(isPassed).length;
  const rest = (Object.keys(resultWords) as readonly DrillResult['result'][])
    .filter(name => name !== 'passed' && name !== 'partial')
    .flatMap(name => {
      const count = results.filter(({result}) => result === name).length;
      return count === 0 ? [] : [`${count} ${countWords[name]}`];
    });
  return `Drills: ${[`${passed} of ${results.length} passed`, ...rest].join(', ')}.`;
};

const resultWords: {readonly [Name in DrillResult['result']]: string} = {
  passed: 'passed',
  partial: 'passed in part',
  missed: 'MISSED AN OBJECTIVE',
  failed: 'FAILED',
  stopped: 'STOPPED',
  'not-run': 'NOT RUN',
};

const countWords: {readonly [Name in DrillResult['result']]: string} = {
  passed: 'passed',
  partial: 'passed in part',
  missed: 'missed an objective',
  failed: 'failed',
  stopped: 'stopped',
  'not-run': 'not run',
};

const detailOf = (result: DrillResult): string => {
  if (result.result === 'not-run') {
    return result.why.join(' ');
  }
  const {rtaMs, rtoMs, rpaMs, rpoMs, why, run} = result;
  const times = [against('RTA', rtaMs, rtoMs), against('RPA', rpaMs, rpoMs)];
  return [...why, ...times, `run ${shortRun(run)}`].join('; ');
};

const against = (name: string, actualMs: number | null, objectiveMs: number | null): string => {
  const of = objectiveMs === null ? '' : ` of ${spokenDuration(objectiveMs)}`;
  return actualMs === null ? `${name} not measured` : `${name} ${spokenDuration(actualMs)}${of}`;
};

const inBrackets = (detail: string): string => (detail === '' ? '' : ` (${detail})`);
