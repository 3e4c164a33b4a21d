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
  const passes = [
    ...(expect === undefined ? [] : [code(expect)]),
    ...(failWhen === undefined ? [] : [`not ${code(failWhen)}`]),
  ].join(' and ');
  const judged = negated
    ? `It must not be so that ${passes === '' ? 'this succeeds' : `${passes} holds`}.`
    : `${passes === '' ? 'This must succeed' : `${passes} must hold`}.`;
  return [[`- ${box} ${head}${patience}. ${judged}`], ...exactText(action, blanks, people)];
};
