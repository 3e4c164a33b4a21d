/** Which page a key was pressed at: in a burst the page may have changed since the last frame, and nobody has seen the new one. */
import type {Home} from '../../report/home/home.ts';
import type {HomeView} from './home-view.ts';

type Shown = {readonly home: Pick<Home, 'triage'>; readonly view: Pick<HomeView, 'at'>};

/** Pages are made anew when they are opened, so the same object is the same page; what triage would look at is a question of its own. */
export const isUnseenPage = (now: Shown, seen: Shown): boolean =>
  now.view.at !== seen.view.at || (now.view.at.page === 'triage' && plannedIn(now.home) !== plannedIn(seen.home));

/** What Enter would look at. While it looks, and afterwards, Enter only opens a page. */
const plannedIn = ({triage}: Pick<Home, 'triage'>): Home['triage'] =>
  triage?.stage === 'planned' ? triage : undefined;

export const typedTooEarly = 'Not read: the key came before what it acts on could be seen. Press it again.';
