/** What a replay shows beside the run: where it is, how fast it plays, the timeline, who did what, what was printed by then. */
import {showForeignLine} from '../../base/foreign-text.ts';
import {actorWords} from '../../report/actor-words.ts';
import {deedWords} from '../../report/deed-words.ts';
import {timeOfDay} from '../../report/words.ts';
import {happenedAt} from '../../run/happened.ts';
import type {PlaybackMoment} from '../../run/session.ts';
import type {StepState} from '../../run/state.ts';
import {type Line, paragraph} from '../line.ts';
import type {Frame, Look, ReplayParts} from '../look.ts';
import {replayLines} from './replay-lines.ts';

/** The frame of a live run is what it was. */
export const withReplay = (frame: Frame): Frame => {
  const {playback} = frame.moment;
  return playback ? {...frame, replay: partsOf(frame, playback)} : frame;
};

const partsOf = (frame: Frame, playback: PlaybackMoment): ReplayParts => ({
  beneath: replayLines(frame, playback),
  acts: (step, look) => actLines(playback, step, look),
  printed: attempt => printedThen(frame, playback, attempt),
  legend: legendOf(frame),
});

type Attempt = Parameters<ReplayParts['printed']>[0];

type StepFactAt = ReturnType<PlaybackMoment['about']>[number];

/** As many as leave room for the step itself. */
const actsMax = 2;
const actLinesMax = 2;

const actLines = ({about}: PlaybackMoment, step: StepState, {width}: Look): readonly Line[] =>
  withoutRepeats(about(step.path))
    .flatMap(fact => {
      const deed = deedWords(fact);
      return deed === undefined ? [] : [`${timeOfDay(Date.parse(happenedAt(fact)))} ${whoDid(fact)}: ${deed}`];
    })
    .slice(-actsMax)
    .flatMap(text => paragraph(text, {width}).slice(0, actLinesMax));

/** Of ticks one after another the last is enough. */
const withoutRepeats = (facts: readonly StepFactAt[]): readonly StepFactAt[] =>
  facts.filter((fact, index) => !(fact.type === 'ticked' && facts[index + 1]?.type === 'ticked'));

/** Whose word it is; a go is often typed by somebody else. */
const whoDid = (fact: StepFactAt): string =>
  fact.type === 'approved' && fact.by !== fact.actor.name
    ? `${showForeignLine(fact.by)}, typed by ${actorWords(fact.actor)}`
    : actorWords(fact.actor);

/** The record says when an attempt ended and what it had printed by then, and nothing of when each line came. */
const printedThen = (
  {moment}: Frame,
  {printedAt}: PlaybackMoment,
  {path, attempt}: Attempt,
): ReturnType<ReplayParts['printed']> => {
  const known = printedAt(path, attempt);
  if (!known || known.isNow) {
    return {lines: moment.output(path, attempt), note: ''};
  }
  const when = known.atMs !== undefined ? `${timeOfDay(known.atMs)}, when it had ended` : 'the end of the record';
  return {lines: [], note: `What it printed is shown from ${when}: no line of it has a time of its own.`};
};

const legendOf = ({glyphs: {timeline}}: Frame): readonly string[] => [
  `${timeline.now} is the moment that is shown; ${timeline.past} is past by then, ${timeline.future} still to come.`,
  `M is a milestone, D a decision, go or no-go, ! a deviation; ${timeline.stuck} is while a step was held or its outcome unknown.`,
  `${timeline.away} is a stretch in which nobody ran the run, cut short. All else is as long as it took.`,
];
