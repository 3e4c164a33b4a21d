/** Every key of the home screen: which one, on which page, what it asks for, and how it is explained. */
import type {Home} from '../../report/home/home.ts';
import {terminalKeys} from '../terminal-keys.ts';
import {type HomeItem, isToBeOpened} from './home-items.ts';
import type {HomeView} from './home-view.ts';

export type HomeCommand =
  | 'open'
  | 'up'
  | 'down'
  | 'page-up'
  | 'page-down'
  | 'search'
  | 'triage'
  | 'look'
  | 'give'
  | 'incident'
  | 'drill'
  | 'print'
  | 'explain'
  | 'findings'
  | 'replay'
  | 'reload'
  | 'confirm'
  | 'back'
  | 'help'
  | 'leave'
  | 'repaint'
  | 'suspend';

/** Where a key is pressed. */
export type HomePlace = {readonly home: Home; readonly view: HomeView; readonly item: HomeItem | undefined};

export type HomeBinding = {
  readonly keys: readonly string[];
  readonly command: HomeCommand;
  /** In the footer. */
  readonly label: string;
  /** In the help, a whole sentence. */
  readonly help: string;
  readonly when: (place: HomePlace) => boolean;
  /** Left out of the footer: everybody knows it. */
  readonly isQuiet?: boolean;
};

type When = HomeBinding['when'];

const on =
  (...pages: readonly HomeView['at']['page'][]): When =>
  ({view}) =>
    pages.includes(view.at.page);

const runbookAt = ({home, view: {at}}: HomePlace) =>
  at.page === 'runbook' ? home.runbooks.find(({id}) => id === at.id) : undefined;

/** A runbook with errors cannot be run, drilled or printed. */
const sound: When = place => runbookAt(place)?.errors.length === 0;

export const homeBindings: readonly HomeBinding[] = [
  {
    keys: ['enter'],
    command: 'open',
    label: 'resume',
    help: 'Go on with the run under the cursor; asks first.',
    when: place => on('list')(place) && place.item?.is === 'run' && place.item.open.stands !== 'held-elsewhere',
  },
  {
    keys: ['enter'],
    command: 'open',
    label: 'watch',
    help: 'Look on while another process drives the run under the cursor.',
    when: place => on('list')(place) && place.item?.is === 'run' && place.item.open.stands === 'held-elsewhere',
  },
  {
    keys: ['enter'],
    command: 'open',
    label: 'open',
    help: 'Open the page of the runbook under the cursor.',
    when: place => on('list')(place) && place.item?.is === 'runbook',
  },
  {
    keys: ['enter'],
    command: 'look',
    label: 'look now',
    help: 'Triage: take the looks that stand there. They only read.',
    when: ({home, view}) => view.at.page === 'triage' && home.triage?.stage === 'planned' && !isToBeOpened(home.triage),
  },
  {
    keys: ['enter'],
    command: 'open',
    label: 'open',
    help: 'Triage: open the page of the runbook under the cursor.',
    when: ({home, view}) => view.at.page === 'triage' && isToBeOpened(home.triage),
  },
  {
    keys: ['enter'],
    command: 'confirm',
    label: 'begin',
    help: 'Begin what is asked about; an incident takes its word typed first.',
    when: on('confirm'),
  },
  {
    keys: ['i'],
    command: 'incident',
    label: 'run as INCIDENT',
    help: 'Run the runbook for a real incident; asks in words first.',
    when: sound,
  },
  {
    keys: ['d'],
    command: 'drill',
    label: 'drill',
    help: 'Drill the runbook on a throwaway system; asks first.',
    when: place => sound(place) && runbookAt(place)?.canDrill === true,
  },
  {keys: ['p'], command: 'print', label: 'print', help: 'Read the runbook as its checklist on paper.', when: sound},
  {
    keys: ['x'],
    command: 'explain',
    label: 'explain',
    help: 'Read what holds on every way through the runbook: ends, checks, gates, ways back, the longest way.',
    when: sound,
  },
  {
    keys: ['l'],
    command: 'findings',
    label: 'lint',
    help: 'Read what the linter finds in the runbook.',
    when: on('runbook'),
  },
  {
    keys: ['r'],
    command: 'replay',
    label: 'replay',
    help: 'Look at the last run of the runbook again, step by step.',
    when: place => (runbookAt(place)?.runs.length ?? 0) > 0,
  },
  {
    keys: ['t'],
    command: 'triage',
    label: 'triage',
    help: 'Find out which runbook fits: says first what it would look at.',
    when: on('list', 'triage'),
  },
  {
    keys: ['v'],
    command: 'give',
    label: 'value',
    help: 'Triage: give an input a value, as NAME=VALUE, and see what can be looked at then.',
    when: ({home, view}) => view.at.page === 'triage' && home.triage?.stage !== 'looking',
  },
  {
    keys: ['/'],
    command: 'search',
    label: 'search',
    help: 'Search in ids, titles, symptoms and summaries; Enter keeps what was found, Esc shows all again.',
    when: on('list'),
  },
  {
    keys: ['R'],
    command: 'reload',
    label: 'reload',
    help: 'Read runs and runbooks again.',
    when: on('list'),
    isQuiet: true,
  },
  {keys: ['escape', 'left'], command: 'back', label: 'back', help: 'Back to where you came from.', when: hasBack},
  {
    keys: ['up', 'k'],
    command: 'up',
    label: 'up',
    help: 'Up in the list, or in the text.',
    when: () => true,
    isQuiet: true,
  },
  {
    keys: ['down', 'j'],
    command: 'down',
    label: 'down',
    help: 'Down in the list, or in the text.',
    when: () => true,
    isQuiet: true,
  },
  {keys: ['page-up'], command: 'page-up', label: 'up', help: 'A page up.', when: () => true, isQuiet: true},
  {
    keys: ['page-down', 'space'],
    command: 'page-down',
    label: 'down',
    help: 'A page down.',
    when: () => true,
    isQuiet: true,
  },
  ...terminalKeys(() => true),
  {keys: ['?'], command: 'help', label: 'help', help: 'All keys.', when: ({view}) => view.at.page !== 'help'},
  {
    keys: ['q', 'ctrl-c'],
    command: 'leave',
    label: 'quit',
    help: 'Leave. Runs that go on elsewhere are not touched.',
    when: () => true,
  },
];

function hasBack({view}: HomePlace): boolean {
  return view.at.page !== 'list' || view.search !== '';
}

/** The keys that count at a place. */
export const offeredHere = (place: HomePlace): readonly HomeBinding[] => homeBindings.filter(({when}) => when(place));
