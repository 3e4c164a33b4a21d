/** A check on paper: what is asked, word for word, and what the answer must be. */
import {spellDurationMs} from '../base/duration.ts';
import type {Probe} from '../runbook/runbook.ts';
import type {Blanks} from './blanks.ts';
import {exactText, type People} from './exact-text.ts';
import {box, code, within} from './markdown.ts';

export type Paragraphs = readonly (readonly string[])[];

type Asked = {readonly blanks: Blanks; readonly people: People};

/** A box to tick, and below it what to run. */
export const probeLines = (label: string, probe: Probe, {blanks, people}: Asked): Paragraphs => {
  const {name, negated, expect, failWhen, withinMs, action} = probe;
  // What has no name is only asked, and that stands below.
  const head = name === undefined ? label : `${label}: ${within(name)}`;
  const patience = withinMs === undefined ? '' : `, within ${spellDurationMs(withinMs)}`;
  const passes = expect === undefined ? 'this succeeds' : `${code(expect)} holds`;
  const judged = negated
    ? `It must not be so that ${passes}.`
    : `${expect === undefined ? 'This must succeed' : `${code(expect)} must hold`}.`;
  const atOnce = failWhen === undefined ? '' : ` When ${code(failWhen)}, it has failed, and nobody waits longer.`;
  return [[`- ${box} ${head}${patience}. ${judged}${atOnce}`], ...exactText(action, blanks, people)];
};
