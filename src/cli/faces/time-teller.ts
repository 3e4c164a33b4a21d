/** Says how the clocks stand, by itself, at the points where it matters: beside the facts, and while nothing happens. */
import {attentionNow} from '../../report/attention-sentences.ts';
import {noticeSentences} from '../../report/time-sentences.ts';
import {timeOfDay} from '../../report/words.ts';
import type {Fact} from '../../run/event.ts';
import type {RunSession} from '../../run/session.ts';
import {type TimeReason, timeNotices} from '../../run/time-notices.ts';

/** While nothing happens time goes on; a tenth of a minute late is early enough for parts of an RTO. */
const lookMs = 6_000;

type Clocked = Pick<RunSession, 'state' | 'nowMs'> & Partial<Pick<RunSession, 'output'>>;

export type TimesWatched = {
  /** After facts were folded: why the times are to be said now, if at all. */
  readonly look: (facts: readonly Fact[]) => readonly TimeReason[];
  readonly close: () => void;
};

/** Calls back each time that time alone may be a reason. The timer keeps no program alive. */
export const watchTimes = (session: Clocked, tell: (reasons: readonly TimeReason[]) => void): TimesWatched => {
  const notices = timeNotices(session.state());
  const look: TimesWatched['look'] = facts => notices.look(facts, session.nowMs());
  const timer = setInterval(() => tell(look([])), lookMs).unref();
  return {look, close: () => clearInterval(timer)};
};

export type TimeTeller = {
  /** After facts were folded. `isSaid`: somebody has just heard all of it. */
  readonly look: (facts: readonly Fact[], options?: {readonly isSaid: boolean}) => void;
  readonly close: () => void;
};

/** In sentences, as lines that begin with the time. */
export const timeTeller = (session: Clocked, print: (lines: readonly string[]) => void): TimeTeller => {
  const tell = (reasons: readonly TimeReason[]): void => {
    const nowMs = session.nowMs();
    print(noticeSentences(reasons, session.state(), nowMs).map(line => `${timeOfDay(nowMs)} ${line}`));
  };
  const said = new Set<string>();
  const attend = (): void => {
    const now = attentionNow(session.state(), session.nowMs(), session.output).filter(({key}) => !said.has(key));
    for (const {key} of now) {
      said.add(key);
    }
    print(now.map(({sentence}) => `${timeOfDay(session.nowMs())} ${sentence}`));
  };
  const {look, close} = watchTimes(session, reasons => {
    tell(reasons);
    attend();
  });
  return {
    look: (facts, {isSaid} = {isSaid: false}) => {
      const reasons = look(facts);
      if (!isSaid) {
        tell(reasons);
      }
    },
    close,
  };
};
