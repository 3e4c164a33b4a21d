/** A whole record told fact by fact, in sentences with their times: what a replay is without a terminal, and for screen readers. */
import {spokenDuration} from '../report/spoken-duration.ts';
import type {Fact} from '../run/event.ts';
import {apply, notStarted} from '../run/fold.ts';
import {runTimesOf} from '../run/run-time.ts';
import {factLines} from './faces/plain.ts';
import {printLines} from './print-lines.ts';
import type {RecordedRun} from './recorded-run.ts';

/** A silence that is shorter is no news to somebody who listens. */
const silenceMs = 60_000;

/** So many facts are written at a time: a call for each takes longer than all else. */
const atOnce = 256;

export const printRecord = ({outline, facts, output}: RecordedRun): void => {
  const state = notStarted(outline);
  const times = runTimesOf(facts);
  let told: string[] = [];
  const flush = (): void => {
    if (told.length > 0) {
      printLines(told);
      told = [];
    }
  };
  for (const [index, fact] of facts.entries()) {
    apply(state, fact);
    const lines = factLines(fact, state, output);
    told.push(...dayLines(fact, facts[index - 1]), ...silenceLines(times, index), ...lines);
    if (index % atOnce === 0) {
      flush();
    }
  }
  flush();
};

/** The lines have times of day only. */
const dayLines = ({at}: Fact, before: Fact | undefined): readonly string[] =>
  before?.at.slice(0, 10) === at.slice(0, 10) ? [] : [`The times are of ${at.slice(0, 10)}, UTC.`];

const silenceLines = (times: readonly number[], index: number): readonly string[] => {
  const silentMs = (times[index] ?? 0) - (times[index - 1] ?? times[index] ?? 0);
  return silentMs > silenceMs ? [`For ${spokenDuration(silentMs)} nothing was recorded.`] : [];
};
