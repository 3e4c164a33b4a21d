/** The question in words that stands before anything is begun from the home screen. */
import type {Home} from '../../report/home/home.ts';
import {verdictWords} from '../../report/home/home-words.ts';
import {modeWords, shortRun} from '../../report/words.ts';
import type {RunBrief} from '../../run/brief.ts';
import {blank, type Line, paragraph, say} from '../line.ts';
import type {Look} from '../look.ts';
import {type Begin, drillsFor, wordFor} from './home-view.ts';

export const confirmLines = (
  begin: Begin,
  {home, typed}: {readonly home: Home; readonly typed: string},
  look: Look,
): readonly Line[] => {
  const {width, glyphs} = look;
  const {label, title, sentences} = questionOf(begin, home);
  const word = wordFor(begin);
  return [
    [
      {text: ` ${label} `, tone: label === modeWords.incident ? 'bad' : 'active', inverse: true},
      {text: ' '},
      ...say(title, 'strong'),
    ],
    blank,
    ...sentences.flatMap(sentence => [...paragraph(sentence, {width}), blank]),
    ...(begin.begin === 'drill' ? drillLines(begin, home, look) : []),
    ...(word === undefined
      ? [say('Enter begins, Esc goes back.', 'active')]
      : [
          say(`Type ${word} and press Enter to begin; Esc goes back.`, 'active'),
          [{text: `${glyphs.cursor} `, tone: 'active'} as const, ...say(typed), {text: ' ', inverse: true}],
        ]),
  ];
};

/** Which drill of the runbook; nothing to choose where there is one. */
const drillLines = (begin: Extract<Begin, {readonly begin: 'drill'}>, home: Home, look: Look): readonly Line[] => {
  const drills = drillsFor(begin, home);
  const {cursor} = look.glyphs;
  const runs = home.runbooks.find(({id}) => id === begin.runbook)?.runs ?? [];
  return drills.length === 1
    ? []
    : [
        say('Which drill (Up and Down choose)', 'quiet'),
        ...drills.flatMap(drill => {
          const isChosen = drill.name === (begin.variant ?? null);
          return paragraph(`${isChosen ? cursor : ' '} ${drillWords(drill, runs)}`, {
            width: look.width,
            indent: '  ',
            tone: isChosen ? 'active' : 'plain',
          });
        }),
        blank,
      ];
};

const drillWords = (
  {name, title}: {readonly name: string | null; readonly title: string | null},
  runs: readonly RunBrief[],
): string => {
  const last = runs.find(({mode, variant}) => mode === 'drill' && variant === name);
  const words = name === null ? 'the drill of its drill block' : title === null ? name : `${name}: ${title}`;
  return `${words} (${last === undefined ? 'never drilled' : verdictWords(last)})`;
};

type InWords = {readonly label: string; readonly title: string; readonly sentences: readonly string[]};

const questionOf = (begin: Begin, home: Home): InWords => {
  switch (begin.begin) {
    case 'incident':
      return {
        label: modeWords.incident,
        title: begin.title,
        sentences: [
          'Is this a real incident? This run is no drill: its steps act on the systems that its inputs name, and everything is recorded.',
          'Inputs that are missing are asked for next. Nothing has been started yet.',
        ],
      };
    case 'drill':
      return {
        label: modeWords.drill,
        title: begin.title,
        sentences: [
          'This builds a throwaway system, breaks it, and runs the runbook against it. No system of yours is touched.',
        ],
      };
    case 'resume':
      return resumeWords(begin.run, home);
    case 'watch':
    case 'replay':
      return {label: begin.begin.toUpperCase(), title: shortRun(begin.run), sentences: ['This only looks.']};
  }
};

const resumeWords = (run: string, {open}: Home): InWords => {
  const found = open.find(one => one.run === run);
  if (found === undefined || found.stands === 'never-began') {
    return {
      label: 'NEVER BEGAN',
      title: shortRun(run),
      sentences: ['Nothing of this run was done or recorded. Resuming it removes its directory.'],
    };
  }
  const {mode, title} = found.brief;
  return {
    label: modeWords[mode],
    title: `${title}  ${shortRun(run)}`,
    sentences: [
      'Go on with this run? What was done is not done again; where nothing waits for a person, the next step starts at once.',
    ],
  };
};
