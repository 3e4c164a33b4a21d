/** Seeking in the replay of 100,000 facts against one of 1,000: a moment costs the same wherever it is and however long the record. */
import {outlineOf} from '../../src/machine/outline.ts';
import type {Fact} from '../../src/run/event.ts';
import type {Outline} from '../../src/run/outline.ts';
import {playback, type Replay} from '../../src/run/playback.ts';
import {frameLines} from '../../src/tui/frame.ts';
import {momentOf} from '../../src/tui/moment.ts';
import {settle} from '../../src/tui/press/press.ts';
import {withReplay} from '../../src/tui/replay/with-replay.ts';
import {unicodeGlyphs} from '../../src/tui/theme.ts';
import {freshView} from '../../src/tui/view.ts';
import {loopRunbook, runThrough} from '../support/long-runs.ts';
import {elapsedMs, judgeRatio, type Pair, reportRatio} from '../support/measuring.ts';

const ratioMax = 3;
const rounds = 200;
/** Facts of one item of the loop. */
const factsOfItem = 6;

type Record = {readonly outline: Outline; readonly facts: readonly Fact[]};

/** Nothing stays of the run but its facts. */
const recordOf = async (facts: number): Promise<Record> => {
  const runbook = loopRunbook(8);
  const run = await runThrough(runbook, Math.ceil(facts / factsOfItem));
  return {outline: outlineOf(runbook), facts: run.facts()};
};

const open = (record: Record): Replay =>
  playback({...record, output: () => [], words: () => 'fern otter lamp dune'}, 0);

/** Places that follow no order, the same ones each time, as parts of the whole. */
const places = Array.from({length: rounds}, (_, index) => (index * 0.618_033_988_75) % 1);

const seekMs = (replay: Replay, place: number): number => {
  const position = Math.round(place * replay.playback.length());
  return elapsedMs(() => replay.playback.seek(position));
};

const frameMs = (replay: Replay): number =>
  elapsedMs(() => {
    const moment = momentOf(replay);
    const view = settle(freshView, moment);
    frameLines(withReplay({moment, view, isArmed: true, columns: 120, rows: 40, glyphs: unicodeGlyphs}));
  });

const p95 = (values: readonly number[]): string =>
  (values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.95)] ?? Number.NaN).toFixed(1);

const short = open(await recordOf(1_000));
const record = await recordOf(100_000);
let long = short;
const loadMs = elapsedMs(() => {
  long = open(record);
});
const seeks: Pair[] = [];
const frames: Pair[] = [];
for (const place of places) {
  seeks.push({peerMs: seekMs(short, place), oursMs: seekMs(long, place)});
  frames.push({peerMs: frameMs(short), oursMs: frameMs(long)});
}
const facts = long.playback.length();
process.stdout.write(`${facts} facts were gone through in ${loadMs.toFixed(0)} ms, once\n`);
process.stdout.write(`seek to any of ${rounds} places: p95 ${p95(seeks.map(({oursMs}) => oursMs))} ms\n`);
process.stdout.write(`the frame there: p95 ${p95(frames.map(({oursMs}) => oursMs))} ms\n`);
// Its list of steps is as long as the run: written down, so that it is seen when it grows.
reportRatio('the frame of that moment', frames);
process.exitCode = judgeRatio(`seek in ${facts} facts against ${short.playback.length()}`, seeks, ratioMax);
