/** No place takes the record: a person says that the run goes on by hand, and what then stands nowhere is printed for paper or a photo. */

import {readLine} from '../journal/entry.ts';
import {headWords} from '../journal/head-words.ts';
import {eventLines} from '../report/event-line.ts';
import {anchorOf} from '../report/record-sentences.ts';
import type {Fact} from '../run/event.ts';
import type {RunState} from '../run/state.ts';
import type {OpenRun} from './join-run.ts';
import {asTyped} from './own-command.ts';
import {canAsk} from './terminal.ts';
import {broken, terminalWidth} from './terminal-width.ts';

/** A face that can give the terminal away. */
type Face = {readonly lend: (use: () => Promise<void>) => Promise<void>};

/** Long enough not to be typed by a finger that rests on Enter, and known from every fire alarm. */
const words = 'BREAK GLASS';
const stop = 'STOP';

/** Twelve head words name one history among all that anybody could make up; four only tell two screens apart. */
const anchorWords = 12;

/**
 * Asks once the run is set going. Where a program has the terminal, nobody can be asked, and the run ends as it did before; so
 * does a drill, which is judged by what its record says and takes its lab down then.
 */
export const offerBreakGlass = (run: OpenRun, face: Face): void => {
  if (run.engine.state.mode === 'incident' && canAsk() && process.stdout.isTTY) {
    run.engine.onNoPlace(async why => !run.runners.terminal.isLent() && (await asked(run, face, why)));
  }
};

const asked = async (run: OpenRun, face: Face, why: string): Promise<boolean> => {
  let isGranted = false;
  await face.lend(async () => {
    process.stdout.write(`\n${[why, ...question].flatMap(line => broken(line, terminalWidth())).join('\n')}\n`);
    isGranted = await answer(run.stopped);
  });
  return isGranted;
};

/** The terminal edits the line: whatever has it next finds it as it was. */
const answer = (stopped: Promise<unknown>): Promise<boolean> =>
  new Promise(resolve => {
    // Loaded when somebody is asked; the start of a run does without it.
    const lines = process.getBuiltinModule('node:readline').createInterface({input: process.stdin, terminal: false});
    const ask = (): void =>
      void process.stdout.write(`Type ${words} to go on by hand, ${stop} to leave the run as it stands: `);
    lines.on('line', line => {
      const typed = line.trim();
      if (typed === words || typed === stop) {
        resolve(typed === words);
        lines.close();
      } else {
        // What was typed ahead is an answer to something else, and must not stop an incident.
        ask();
      }
    });
    let isOpen = true;
    lines.on('close', () => {
      isOpen = false;
      resolve(false);
    });
    // A signal leaves the run as it stands, and what is said of that begins a line.
    void stopped.then(() => {
      if (isOpen) {
        process.stdout.write('\n');
        lines.close();
      }
    });
    ask();
  });

const question = [
  'The run can go on by hand. What is done from now on then stands in the memory of this program alone: it is lost if the program or the host ends before a place takes the record again.',
  'No program is started. Steps that people do go on; the head of the record is shown for paper or a photo, and everything is written as soon as there is room.',
];

/** Behind what was told while it stands nowhere: what to write down. Empty where a place has it. */
export const headToWriteDown = ({session}: OpenRun): readonly string[] => {
  const {entries, toWriteDown} = session.head();
  return toWriteDown === undefined ? [] : [`In memory only. Write down: ${anchorOf(entries, toWriteDown)}.`];
};

/** Prints all that stands nowhere when the program ends, fact by fact with the beginning of its hash; false where a place has it. */
export const sayUnwritten = (run: OpenRun): boolean => {
  const lines = unwrittenLines(run, run.engine.state);
  process.stdout.write(lines.map(line => `${line}\n`).join(''));
  return lines.length > 0;
};

const unwrittenLines = (run: OpenRun, state: RunState): readonly string[] => {
  const entries = unwrittenEntries(run);
  const [first, last] = [entries[0], entries.at(-1)];
  if (first === undefined || last === undefined) {
    return [];
  }
  return [
    `NO PLACE TOOK THE RECORD: facts ${first.fact.seq} to ${last.fact.seq} stand nowhere but here. Photograph or copy them before anything else.`,
    ...entries.map(({hash, fact}) => `#${fact.seq} ${hash.slice(0, 16)} ${wordsOf(fact, state)}`),
    `Head of fact ${last.fact.seq}: ${last.hash} (${headWords(last.hash, anchorWords)})`,
    asTyped(`When a place takes the record again, enter what people did with: lifeboat backfill ${run.directory.id}`),
  ];
};

/** In one line: paper has no indents that could be lost. */
const wordsOf = (fact: Fact, state: RunState): string => {
  const lines = eventLines(fact, state).map(line => line.trim());
  return lines.length === 0 ? `${fact.at} ${fact.type}` : lines.join(' ');
};

const unwrittenEntries = (run: OpenRun) =>
  run
    .unwritten()
    .split('\n')
    .filter(line => line !== '')
    .flatMap(line => {
      const entry = readLine(Buffer.from(line));
      return entry.ok ? [entry.value] : [];
    });
