/** Facts of which some stood on paper first: the same history, with two times in it. */
import {isAboutStep} from '../../src/run/about-step.ts';
import type {Fact, FactBody} from '../../src/run/event.ts';
import {recorded} from './histories.ts';

/** The fact with an envelope, a second after the last one; some happened a few seconds before. */
export const recordedLater = (body: FactBody, seq: number): Fact =>
  isAboutStep(body) && (body.type === 'backfilled' || seq % 7 === 3)
    ? {...recorded(body, seq), actor: {name: 'Dana', via: 'paper'}, happened: recorded(body, seq - (seq % 5)).at}
    : recorded(body, seq);
