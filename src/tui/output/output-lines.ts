/** What a step printed over the whole body of the screen, each row behind our gutter so that it cannot pass for ours. */
import {showForeignLine} from '../../base/foreign-text.ts';
import {formatBytes} from '../../base/size.ts';
import {cut, graphemes} from '../cells.ts';
import {apart, type Line, paragraph, type Span, say} from '../line.ts';
import type {Frame} from '../look.ts';
import {type OutputRow, placeAbove, rowsFrom} from './output-rows.ts';
import {type OutputView, printedOf, type Search} from './output-view.ts';
import {isExact} from './search-output.ts';

type Size = {readonly width: number; readonly height: number};

export const lookLines = (frame: Frame, output: OutputView, {width, height}: Size): readonly Line[] => {
  const {moment, glyphs} = frame;
  const printed = printedOf(moment, output);
  const bytes = printed.bytes();
  const top = output.top ?? placeAbove(printed, bytes, height - 1);
  const rows = rowsFrom(printed, top, height - 1);
  const title = moment.state.steps.get(output.path)?.outline.title ?? output.path;
  const attempt = output.attempt > 1 ? `, attempt ${output.attempt}` : '';
  const end = rows.at(-1)?.to ?? top;
  const left: Line = [{text: 'Output: ', tone: 'strong'}, ...say(`${title}${attempt}`, 'strong')];
  const shown =
    rows.length === 0
      ? paragraph(whyNothing(frame, output), {width, tone: 'quiet'})
      : rows.map(
          (row): Line => [
            {text: glyphs.gutter, tone: 'quiet'},
            // By a sign too: not every terminal shows what is inverted.
            isFound(row, output) ? {text: glyphs.cursor, tone: 'active'} : {text: ' '},
            ...rowSpans(row, output, width - 2),
          ],
        );
  return [apart(left, say(placeWords(output, {end, bytes}), 'active'), width), ...shown];
};

/** In a replay it may have printed something that is shown later. */
const whyNothing = ({replay}: Frame, output: OutputView): string => {
  const {note} = replay?.printed(output) ?? {note: ''};
  return note === '' ? 'Nothing was printed yet.' : note;
};

const placeWords = ({top, search, typing}: OutputView, {end, bytes}: {end: number; bytes: number}): string => {
  if (typing !== null) {
    return '';
  }
  const found = search === null ? '' : `${searchWords(search)}, `;
  const percent = bytes === 0 ? 100 : Math.floor((end / bytes) * 100);
  return `${found}${top === null ? 'following the end' : `${percent} % of ${formatBytes(bytes)}`}`;
};

const searchWords = ({needle, count, number, isCounted, isLooking, place}: Search): string => {
  const shown = cut(showForeignLine(needle), 20);
  if (isLooking) {
    return `/${shown}: looking`;
  }
  if (place === null) {
    return `/${shown}: none`;
  }
  const of = count.toLocaleString('en');
  return isCounted
    ? `/${shown}: ${number === null ? of : `${number.toLocaleString('en')} of ${of}`}`
    : `/${shown}: counting, ${of}`;
};

/** The place that was gone to stands in it. */
const isFound = ({from, to}: OutputRow, {search}: OutputView): boolean =>
  search !== null && search.place !== null && search.place >= from && search.place < to;

/** The row from the shift on, with what was searched for in it inverted. */
const rowSpans = ({text}: OutputRow, {shift, search}: OutputView, width: number): Line => {
  const visible = cut(`${shift > 0 ? '‹' : ''}${graphemes(showForeignLine(text)).slice(shift).join('')}`, width);
  return search === null ? [{text: visible}] : withMatches(visible, search.needle);
};

const withMatches = (text: string, needle: string): Line => {
  const [where, what] = isExact(needle) ? [text, needle] : [text.toLowerCase(), needle];
  const spans: Span[] = [];
  let at = 0;
  for (let found = where.indexOf(what); found !== -1; found = where.indexOf(what, at)) {
    spans.push({text: text.slice(at, found)}, {text: text.slice(found, found + what.length), inverse: true});
    at = found + what.length;
  }
  return [...spans, {text: text.slice(at)}].filter(span => span.text !== '');
};
