/** What the home screen itself remembers: the page that is open, the place in a list, what is typed. All else is data. */
import type {Home} from '../../report/home/home.ts';

/** Something that is begun elsewhere, once the home screen has given the terminal back. */
export type Begin =
  | {readonly begin: 'incident'; readonly runbook: string; readonly title: string}
  /** Without a variant the drill of the drill block. */
  | {readonly begin: 'drill'; readonly runbook: string; readonly title: string; readonly variant?: string}
  | {readonly begin: 'resume' | 'watch' | 'replay'; readonly run: string};

/** What can be read about a runbook without leaving. */
export type Reading = 'paper' | 'proof' | 'findings';

export type HomePage =
  | {readonly page: 'list'}
  | {readonly page: 'triage'}
  | {readonly page: 'runbook'; readonly id: string; readonly back: HomePage}
  | {readonly page: 'text'; readonly title: string; readonly lines: readonly string[]; readonly back: HomePage}
  /** A question in words before anything is begun. */
  | {readonly page: 'confirm'; readonly begin: Begin; readonly back: HomePage}
  | {readonly page: 'help'; readonly back: HomePage};

export type HomeView = {
  readonly at: HomePage;
  /** The key of the item under the cursor; null is the first. It stays on it while the list grows above. */
  readonly selected: string | null;
  readonly triaged: string | null;
  readonly scroll: number;
  /** What is looked for in the list; empty shows all. */
  readonly search: string;
  /** Letters go into the search. */
  readonly isSearching: boolean;
  /** Letters go into a value for triage. */
  readonly isGiving: boolean;
  /** What was typed so far to confirm, or as a value. */
  readonly typed: string;
  /** One sentence about the last key, until the next one. */
  readonly notice: string;
};

export const freshHomeView: HomeView = {
  at: {page: 'list'},
  selected: null,
  triaged: null,
  scroll: 0,
  search: '',
  isSearching: false,
  isGiving: false,
  typed: '',
  notice: '',
};

/** What a key leads to outside the screen. */
export type HomeEffect =
  | {readonly do: 'exit'}
  | {readonly do: 'begin'; readonly begin: Begin}
  | {readonly do: 'read'; readonly reading: Reading; readonly id: string}
  /** A value of an input for triage, as `NAME=VALUE`. */
  | {readonly do: 'give'; readonly text: string}
  /** Says what would be looked at, or looks. */
  | {readonly do: 'plan-triage' | 'look'}
  | {readonly do: 'reload' | 'repaint' | 'suspend'};

export type HomePressed = {readonly view: HomeView; readonly effect?: HomeEffect};

/** Shows a text that was asked for, over the page that it was asked on; too late where another page is open by then. */
export const withText = (
  view: HomeView,
  id: string,
  text: {readonly title: string; readonly lines: readonly string[]},
): HomeView =>
  view.at.page === 'runbook' && view.at.id === id
    ? {...view, at: {page: 'text', ...text, back: view.at}, scroll: 0}
    : view;

/** What has to be typed before something real begins; nothing where Enter is enough. */
export const wordFor = (begin: Begin): string | undefined => (begin.begin === 'incident' ? 'incident' : undefined);

/** The drills that can be begun of its runbook, the one of the drill block first, without a name. */
export const drillsFor = (
  {runbook}: {readonly runbook: string},
  {runbooks}: Pick<Home, 'runbooks'>,
): readonly {readonly name: string | null; readonly title: string | null}[] => [
  {name: null, title: null},
  ...(runbooks.find(({id}) => id === runbook)?.variants ?? []),
];
