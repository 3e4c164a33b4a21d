/** What the keys of a replay do: where it goes, how fast, and the line in which one types where to. */
import {succeed} from '../../base/result.ts';
import type {Path} from '../../run/path.ts';
import {type MarkKind, nextMark} from '../../run/replay/landmarks.ts';
import type {PlaybackAct, PlaybackMoment} from '../../run/session.ts';
import {type Field, freshView, type Pressed, type View} from '../view.ts';
import type {ReplayCommand} from './replay-command.ts';

export const pressReplay = (view: View, command: ReplayCommand, playback: PlaybackMoment): Pressed => {
  const {position, length} = playback;
  switch (command) {
    case 'replay-play':
      return acted(view, {do: 'play'});
    case 'replay-faster':
      return acted(view, {do: 'speed', by: 1});
    case 'replay-slower':
      return acted(view, {do: 'speed', by: -1});
    case 'replay-silence':
      return acted(view, {do: 'silence'});
    case 'replay-back':
      return goTo(view, Math.max(0, position - 1));
    case 'replay-on':
      return goTo(view, Math.min(length, position + 1));
    case 'replay-first':
      return goTo(view, 0);
    case 'replay-last':
      return goTo(view, length);
    case 'replay-go':
      return {view: {...view, dialog: {kind: 'field', field: placeField(playback)}}};
    case 'replay-next-mark':
      return toMark(view, playback, {by: 1});
    case 'replay-former-mark':
      return toMark(view, playback, {by: -1});
    case 'replay-next-deviation':
      return toMark(view, playback, {by: 1, kind: 'deviation'});
    case 'replay-former-deviation':
      return toMark(view, playback, {by: -1, kind: 'deviation'});
    case 'replay-next-decision':
      return toMark(view, playback, {by: 1, kind: 'decision'});
    case 'replay-former-decision':
      return toMark(view, playback, {by: -1, kind: 'decision'});
    case 'replay-next-milestone':
      return toMark(view, playback, {by: 1, kind: 'milestone'});
    case 'replay-former-milestone':
      return toMark(view, playback, {by: -1, kind: 'milestone'});
    case 'replay-next-stuck':
      return toMark(view, playback, {by: 1, kind: 'stuck'});
    case 'replay-former-stuck':
      return toMark(view, playback, {by: -1, kind: 'stuck'});
  }
};

const acted = (view: View, act: PlaybackAct): Pressed => ({view: lookedAt(view, act), effect: {do: 'replay', act}});

/** Another moment has another page: that of the step that was gone to, else where the run stood. The list of steps keeps its own. */
const lookedAt = (view: View, act: PlaybackAct): View => {
  const isMove = act.do === 'go' || act.do === 'play';
  const selected = act.do === 'go' ? (act.to.step ?? null) : null;
  return isMove ? {...view, scroll: 0, ...(view.pane === 'step' && {selected})} : view;
};

const goTo = (view: View, facts: number, step?: Path): Pressed =>
  acted(view, {do: 'go', to: {facts, ...(step !== undefined && {step})}});

type Towards = {readonly by: 1 | -1; readonly kind?: MarkKind};

const toMark = (view: View, {landmarks, position}: PlaybackMoment, {by, kind}: Towards): Pressed => {
  const mark = nextMark(landmarks, kind, {position, by});
  return mark
    ? goTo(view, mark.position, mark.step)
    : {view: {...view, notice: `There is no ${markNames[kind ?? 'any']} ${by > 0 ? 'after' : 'before'} this.`}};
};

const markNames: {readonly [Kind in MarkKind | 'any']: string} = {
  any: 'mark',
  deviation: 'deviation',
  decision: 'decision',
  milestone: 'milestone',
  stuck: 'step that was held or unknown',
};

const placeField = ({find}: PlaybackMoment): Field => ({
  label: 'Go to: a time (03:12), a step, the number of a fact, +12m after the start, -5m before the end',
  text: '',
  intent: {intent: 'note'},
  puts: 'nothing',
  goes: text => {
    const place = find(text);
    return place.ok ? succeed({do: 'go', to: place.value}) : place;
  },
});

/** What was typed into it is a place of the record. */
export const handInPlace = (view: View, act: PlaybackAct): Pressed => acted({...view, dialog: freshView.dialog}, act);
