/** The pane of the step in focus: title on top, the open question or dialog at the bottom, what there is to know between. */
import {anchorOf} from '../../report/record-sentences.ts';
import type {StepState} from '../../run/state.ts';
import {blank, cutLine, type Line, paragraph, say, windowOf} from '../line.ts';
import {type Frame, type Look, twoPanesFrom} from '../look.ts';
import {focusOf, type Moment, type Question, questionOf} from '../moment.ts';
import {pageLines} from '../press/press-look.ts';
import {actsLines} from './acts-lines.ts';
import {callLines, waitingLine} from './call-lines.ts';
import {checkLines} from './check-lines.ts';
import {dialogLines} from './dialog-lines.ts';
import {dueLines} from './due-lines.ts';
import {endLines} from './end-lines.ts';
import {insideLines} from './inside-lines.ts';
import {questionLines} from './question-lines.ts';
import {outputLines, sections, stepLines, stepTitleLines} from './step-lines.ts';

type Size = {readonly width: number; readonly height: number};

export const paneLines = (frame: Frame, {width, height}: Size): readonly Line[] => {
  const {moment, view, glyphs} = frame;
  const look: Look = {width, glyphs};
  const step = focusOf(moment, view.selected);
  if (!step) {
    const end = moment.state.status === 'ended' ? endLines(moment, look) : [say('The run is about to start.')];
    return stacked({known: end, live: () => []}, dialogLines(view.dialog, look), {frame, height});
  }
  const question = questionOf(moment, step);
  const bottom = bottomLines(frame, question, look);
  const title = [
    ...writeDownLines(moment, look),
    ...waitingLine(frame, step, width),
    ...dueLines(moment, look).slice(0, dueMax),
    ...stepTitleLines(moment, step, look),
  ];
  // Whoever looks for a step to go back to finds its name here.
  const id = view.selected === null ? [] : [say(`Its id: ${step.path}`, 'quiet')];
  const acts = frame.replay?.acts(step, look) ?? [];
  const inside = frame.columns < twoPanesFrom ? insideLines(moment, step, look) : [];
  const beside = sections([
    inside,
    actsLines(moment.state, step, look),
    callLines(moment, {question, columns: frame.columns}, look),
  ]);
  const top: Top = {
    known: [...id, ...acts, ...stepLines(moment, step, look), ...beside],
    live: room => liveLines(frame, step, {look, room}),
  };
  return [...title, ...stacked(top, bottom, {frame, height: height - title.length})];
};

/** While the record stands nowhere, what is on paper is all that will be left of a program that ends. */
const writeDownLines = ({head: {entries, toWriteDown}}: Moment, {width}: Look): readonly Line[] =>
  toWriteDown === undefined ? [] : paragraph(`Write down: ${anchorOf(entries, toWriteDown)}`, {width, tone: 'bad'});

/** A step must stay in sight below what time asks for. */
const dueMax = 4;

/** A dialog stands in the question's place, except a field that answers it: then one reads what one answers. */
const bottomLines = ({moment, view}: Frame, question: Question | undefined, look: Look): readonly Line[] => {
  const {dialog} = view;
  const lines = dialogLines(dialog, look);
  if (!question || (dialog.kind !== 'none' && !(dialog.kind === 'field' && dialog.field.question === question.id))) {
    return lines;
  }
  const isAnswering = dialog.kind === 'field';
  const asked = isAnswering ? {...question, moves: []} : question;
  return [...questionLines({moment, question: asked, view}, look), ...lines];
};

/** What is known stands still and can be scrolled; what is live is always in sight, as much of it as there is room for. */
type Top = {readonly known: readonly Line[]; readonly live: (room: number) => readonly Line[]};

/** With less than this of what is known in sight, the empty lines go before anything else does. */
const leastKnown = 5;

/** As much of the page as must be in sight while it is scrolled above a question. */
const leastScrolled = 3;

type Place = {readonly frame: Frame; readonly height: number};

/** The bottom stands at the bottom and is never pushed out: above it one scrolls. Where it has no room, it is a page of its own. */
const stacked = ({known, live}: Top, bottom: readonly Line[], {frame, height}: Place): readonly Line[] => {
  const {glyphs, view} = frame;
  const {more} = glyphs;
  const airy = bottom.length === 0 ? [] : [blank, ...bottom];
  const isTight = known.length > leastKnown && height - airy.length - live(height).length < leastKnown;
  const below = isTight ? bottom : airy;
  const room = height - below.length;
  const moving = live(Math.max(0, room - Math.min(known.length, Math.ceil(room / 3)))).filter(
    line => !isTight || line !== blank,
  );
  const still = room - moving.length;
  const isTyping = view.dialog.kind !== 'none';
  if (view.scroll > 0 && known.length > still && !isTyping) {
    const page = [...known, ...moving];
    const from = {offset: view.scroll - pageLines, more};
    return room < leastScrolled
      ? [...windowOf([...page, ...below.slice(0, -1)], height - 1, from), ...below.slice(-1)]
      : [...windowOf(page, room, from), ...below];
  }
  if (still < 0) {
    return cursorInSight(bottom, height, glyphs);
  }
  // Where room is scarce the line of air above goes first.
  const shown = windowOf(known.length > still && known[0] === blank ? known.slice(1) : known, still, {offset: 0, more});
  const filling = Array.from({length: below.length > 0 ? still - shown.length : 0}, () => blank);
  return [...shown, ...moving, ...filling, ...below];
};

/** A question that is too long begins with its first words all the same, and says what it leaves out before the line under the cursor. */
const cursorInSight = (bottom: readonly Line[], height: number, {cursor, more}: Frame['glyphs']): readonly Line[] => {
  const room = height - firstWords - 1;
  const from = offsetInSight(bottom, room, cursor);
  if (room < leastKnown || from <= firstWords + 1) {
    return windowOf(bottom, height, {offset: offsetInSight(bottom, height, cursor), more});
  }
  return [
    ...bottom.slice(0, firstWords),
    say(`${more} ${from - firstWords} more (PgDn)`, 'quiet'),
    ...windowOf(bottom, room, {offset: from, more}),
  ];
};

/** Lines of a question that is too long. */
const firstWords = 2;

/** From where a bottom that is too long is shown: the line under the cursor, and what stands below a text field, are always seen. */
const offsetInSight = (bottom: readonly Line[], height: number, cursor: string): number => {
  const at = bottom.findLastIndex(([first]) => first?.text === `${cursor} ` && first.tone === 'active');
  const last = Math.min(bottom.length - 1, at + 2);
  return at === -1 ? 0 : Math.max(0, last - height + (last === bottom.length - 1 ? 1 : 2));
};

type Room = {readonly look: Look; readonly room: number};

/** The checks, each turning green by itself, then the end of what was printed. */
const liveLines = ({moment, replay}: Frame, step: StepState, {look, room}: Room): readonly Line[] => {
  // An unknown outcome has its checks in the question itself.
  const checks = step.status === 'unknown' ? [] : checkLines(step, look);
  const shownChecks = checks.length === 0 ? [] : withMore([blank, ...checks], room, look);
  const {lines, note} = replay?.printed(step) ?? {lines: moment.output(step.path, step.attempt), note: ''};
  const output =
    note === '' ? outputLines(lines, room - shownChecks.length - 1, look) : paragraph(note, {width: look.width});
  return output.length === 0 ? shownChecks : [...shownChecks, blank, ...output];
};

/** Where not all of them fit, the last line in sight says so. */
const withMore = (lines: readonly Line[], room: number, {width}: Look): readonly Line[] => {
  const last = lines[room - 1];
  return lines.length <= room || last === undefined
    ? lines.slice(0, room)
    : [...lines.slice(0, room - 1), [...cutLine(last, width - 2), {text: ' …'}]];
};
