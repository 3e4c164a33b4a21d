/** The time of a run: wall time with every setting of the wall clock taken out, so that differences are durations. */
import type {Fact, FactBody} from './event.ts';
import type {RunState} from './state.ts';

/** A wall clock that moves by less against the time that really passed is only being kept right (reliability.md, 2.10). */
export const toleratedMs = 2_000;

/**
 * The fact as its run measures it: what the clock was set by until then, this fact included, is taken out of its time. All
 * that is folded comes through here, so nothing else has to know that clocks are set.
 */
export const inRunTime = (state: Pick<RunState, 'jumpedMs'>, fact: Fact): Fact => {
  if (fact.type === 'clock-jumped') {
    state.jumpedMs += fact.byMs;
  }
  const {jumpedMs} = state;
  return jumpedMs === 0
    ? fact
    : {
        ...fact,
        at: backBy(fact.at, jumpedMs),
        // Whoever enters paper reads its times off the wall clock as it stands now.
        ...(fact.happened !== undefined && {happened: backBy(fact.happened, jumpedMs)}),
      };
};

/** One that is no time stays what it is. */
const backBy = (time: string, ms: number): string => {
  const date = new Date(Date.parse(time) - ms);
  return Number.isNaN(date.getTime()) ? time : date.toISOString();
};

/** The wall clock at a time of the run, by how it was set until now. */
export const wallTimeAt = ({jumpedMs}: Pick<RunState, 'jumpedMs'>, runMs: number): number => runMs + jumpedMs;

/** When each fact was, in the time of the run, milliseconds; never less than the one before as long as jumps are recorded. */
export const runTimesOf = (facts: readonly Fact[]): readonly number[] => {
  const clock = {jumpedMs: 0};
  return facts.map(fact => Date.parse(inRunTime(clock, fact).at));
};

/** The time of the run at an instant of the wall clock that comes after its last fact. */
export const runTimeAt = ({jumpedMs}: Pick<RunState, 'jumpedMs'>, wallMs: number): number => wallMs - jumpedMs;

type Opened = Extract<FactBody, {type: 'session-opened'}>;

/**
 * What is to be recorded right after a session was opened at that wall time: that the clock was set while nobody ran the
 * run. Nothing where it was not, and where only the wall clock tells the time between: after a restart of the host.
 */
export const jumpBetweenSessions = (
  facts: readonly Fact[],
  opened: Opened,
  wallMs: number,
): Extract<FactBody, {type: 'clock-jumped'}> | undefined => {
  const index = facts.findLastIndex(({type}) => type === 'session-opened');
  const former = facts[index];
  if (
    former?.type !== 'session-opened' ||
    former.boot !== opened.boot ||
    former.bootUs === undefined ||
    opened.bootUs === undefined ||
    opened.bootUs < former.bootUs
  ) {
    return undefined;
  }
  // That of before it was opened is in its wall time already.
  const knownMs = facts
    .slice(index)
    .reduce(
      (sum, fact) => (fact.type === 'clock-jumped' && fact.against !== 'former-session' ? sum + fact.byMs : sum),
      0,
    );
  const wallPassedMs = wallMs - Date.parse(former.at) - knownMs;
  const byMs = Math.round(wallPassedMs - (opened.bootUs - former.bootUs) / 1_000);
  return Math.abs(byMs) > toleratedMs ? {type: 'clock-jumped', byMs, against: 'former-session'} : undefined;
};

/** Keeps in mind whether the time since the session before is known by more than the wall clock. */
export const openTimedSession = (state: RunState, {boot, bootUs}: Opened): void => {
  const {boot: former} = state;
  const isKnown = former?.bootUs !== undefined && bootUs !== undefined && bootUs >= former.bootUs;
  if (former && !(former.id === boot && isKnown)) {
    state.isTimeUncertain = true;
  }
  state.boot = {id: boot, ...(bootUs !== undefined && {bootUs})};
};
