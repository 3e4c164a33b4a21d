/** The home screen line by line: for a pipe, a dumb terminal and a screen reader. Numbers have units, times a zone. */
import {showForeignLine} from '../../base/foreign-text.ts';
import {owedPartsWords} from '../history/debt-words.ts';
import {modeWords, shortRun, titleWords} from '../words.ts';
import {type Home, type HomeRunbook, isFirstTime, type OpenRun} from './home.ts';
import {drilledWords, lintWords, numbered, owedWords, reviewWords, standsWords, waitingWords} from './home-words.ts';

/** What is waited for first, then what is owed, then what can be begun. */
export const homeLines = (home: Home): readonly string[] =>
  [
    `Lifeboat, ${new Date(home.nowMs).toISOString().slice(0, 19).replace('T', ' ')} UTC.`,
    ...(isFirstTime(home) ? firstTimeLines : openLines(home)),
    ...home.troubles,
    ...runbookLines(home),
    'Which runbook fits: lifeboat triage',
  ].map(showForeignLine);

/** For whoever is here for the first time. */
export const firstTimeLines: readonly string[] = [
  'Nothing has been run here yet.',
  'Try it: `npm run drill`, or `lifeboat drill accidental-deletion`, breaks a throwaway PostgreSQL and cures it.',
  'Write a runbook of your own with `lifeboat new`; when it is real, `lifeboat run RUNBOOK`.',
];

const openLines = ({open, owed, nowMs}: Home): readonly string[] => [
  open.length === 0 ? 'No run waits.' : `${numbered(open.length, 'run')} ${open.length === 1 ? 'waits' : 'wait'}.`,
  ...open.flatMap(one => openRunLines(one, nowMs)),
  owed.length === 0 ? 'Nothing is owed.' : `${numbered(owed.length, 'thing')} still owed.`,
  ...owed.map(one => `  ${owedWords(one, nowMs)}`),
];

const openRunLines = (open: OpenRun, nowMs: number): readonly string[] => {
  if (open.stands === 'never-began') {
    return [`${open.run} ${standsWords(open)}; lifeboat resume ${shortRun(open.run)} removes it.`];
  }
  const {mode, title, variant} = open.brief;
  const verb = open.stands === 'free' ? 'resume' : 'watch';
  return [
    `${modeWords[mode]} ${shortRun(open.run)}, ${titleWords(title, variant)}: ${standsWords(open)}: lifeboat ${verb} ${shortRun(open.run)}`,
    ...waitingWords(open, nowMs).map(line => `  ${line}`),
  ];
};

const runbookLines = ({runbooks, nowMs}: Home): readonly string[] =>
  runbooks.length === 0
    ? ['There are no runbooks here. `lifeboat new` writes one.']
    : [`${numbered(runbooks.length, 'runbook')}.`, ...runbooks.flatMap(runbook => oneRunbook(runbook, nowMs))];

const oneRunbook = (runbook: HomeRunbook, nowMs: number): readonly string[] => [
  `${runbook.scenario ?? 'unknown scenario'}: ${runbook.id}, ${runbook.title}.`,
  ...[drilledWords(runbook, nowMs), owedPartsWords(runbook), reviewWords(runbook), lintWords(runbook)].flatMap(words =>
    words === undefined ? [] : [`  ${words}`],
  ),
];
