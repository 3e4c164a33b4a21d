/** The question in words that stands before anything is begun from the home screen. */
import type {Home} from '../../report/home/home.ts';
import {modeWords, shortRun} from '../../report/words.ts';
import {blank, type Line, paragraph, say} from '../line.ts';
import type {Look} from '../look.ts';
import {type Begin, wordFor} from './home-view.ts';

export const confirmLines = (
  begin: Begin,
  {home, typed}: {readonly home: Home; readonly typed: string},
  {width, glyphs}: Look,
): readonly Line[] => {
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
    ...(word === undefined
      ? [say('Enter begins, Esc goes back.', 'active')]
      : [
          say(`Type ${word} and press Enter to begin; Esc goes back.`, 'active'),
          [{text: `${glyphs.cursor} `, tone: 'active'} as const, ...say(typed), {text: ' ', inverse: true}],
        ]),
  ];
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
