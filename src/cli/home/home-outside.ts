/** What the keys of the home screen do outside of it: read runs, runbooks and their texts, and triage. */
import type {Home} from '../../report/home/home.ts';
import type {HomeOutside} from '../../tui/home/HomeScreen.tsx';
import type {HomeStore} from '../../tui/home/home-store.ts';
import {planTriage} from '../triage/triage-session.ts';
import {readHome} from './read-home.ts';
import {runbookText} from './runbook-texts.ts';

/** Each look of triage has so long, milliseconds, as with `lifeboat triage`. */
const lookLimitMs = 10_000;

/** Everything that comes in goes into the store; nothing more once the signal says that the person has left. */
export const homeOutside = (state: string, store: HomeStore, signal: AbortSignal): HomeOutside => ({
  read: runbookText,
  reload: () => {
    // What triage found stays.
    const merge = (home: Home): void => store.set({...home, ...(store.get().triage && {triage: store.get().triage})});
    void readHome(state, merge, signal).then(merge);
  },
  ...triageIn(store),
});

/** Without inputs of a command line: those of the environment, of files and of defaults are known. */
const triageIn = (store: HomeStore): Pick<HomeOutside, 'planTriage' | 'look'> => {
  let session: Extract<ReturnType<typeof planTriage>, {readonly ok: true}>['value'] | undefined;
  const show = (): void => {
    const triage = session?.triage();
    store.set({...store.get(), ...(triage && {triage})});
  };
  return {
    planTriage: () => {
      if (store.get().triage?.stage === 'looking') {
        return;
      }
      const planned = planTriage({settings: {}, file: {}});
      session = planned.ok ? planned.value : undefined;
      show();
    },
    look: () => {
      void session?.look(lookLimitMs, show).then(found => {
        const {triage} = store.get();
        if (found.ok || triage === undefined) {
          show();
        } else {
          store.set({...store.get(), triage: {...triage, stage: 'done', troubles: [...triage.troubles, found.reason]}});
        }
      });
    },
  };
};
