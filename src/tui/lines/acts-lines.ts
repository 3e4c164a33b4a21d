/** What people put beside a step, and beside the run while it was at work: notes, files, roles that were handed over. */
import {timeOfDay} from '../../report/words.ts';
import type {RunState, StepState} from '../../run/state.ts';
import {type Line, paragraph, say} from '../line.ts';
import type {Look} from '../look.ts';

/** Of what is about the run as a whole so much is said: the last. */
const ofRunMax = 2;

type Act = {readonly atMs: number; readonly words: string};

/** Oldest first. */
export const actsLines = (state: RunState, {path}: StepState, {width}: Look): readonly Line[] => {
  const {notes, evidence, handovers} = state;
  const remarks = [
    ...notes.map(({atMs, text, actor, step}) => ({step, atMs, words: `note by ${actor.name}: ${text}`})),
    ...evidence.map(({atMs, name, actor, step}) => ({step, atMs, words: `${name} attached by ${actor.name}`})),
    ...handovers.map(({atMs, role, from, to}) => ({
      step: undefined,
      atMs,
      words: `${role.replaceAll('_', ' ')} handed over from ${from} to ${to}`,
    })),
  ].toSorted((one, other) => one.atMs - other.atMs);
  const ofRun = remarks.filter(({step}) => step === undefined).slice(-ofRunMax);
  const shown = remarks.filter(remark => remark.step === path || ofRun.includes(remark));
  return shown.length === 0
    ? []
    : [say('Recorded', 'quiet'), ...shown.flatMap(({atMs, words}: Act) => actLine(atMs, words, width))];
};

const timeWidth = 9;

const actLine = (atMs: number, words: string, width: number): readonly Line[] =>
  paragraph(words, {width: width - timeWidth}).map((line, index) => [
    {text: (index === 0 ? timeOfDay(atMs) : '').padEnd(timeWidth), tone: 'quiet'},
    ...line,
  ]);
