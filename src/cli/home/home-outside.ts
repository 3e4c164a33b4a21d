/** What the keys of the home screen do outside of it: read runs, runbooks and their texts, and triage. */
import type {Home} from '../../report/home/home.ts';
import type {HomeOutside} from '../../tui/home/HomeScreen.tsx';
import type {HomeStore} from '../../tui/home/home-store.ts';
import {type GivenInputs, parseSettings} from '../inputs.ts';
import {wordsOf} from '../recorded-run.ts';
import {planTriage, type TriageSession} from '../triage/triage-session.ts';
import {readHome} from './read-home.ts';
import {runbookText} from './runbook-texts.ts';

/** Each look of triage has so long, milliseconds, as with `lifeboat triage`. */
const lookLimitMs = 10_000;

export type HomeSurroundings = HomeOutside & {
  /** Resolves once nothing that triage started runs any more; asked after the person has left. */
  readonly ended: () => Promise<void>;
};

/** Everything that comes in goes into the store; nothing more once the signal says that the person has left. */
export const homeOutside = (state: string, store: HomeStore, signal: AbortSignal): HomeSurroundings => ({
  read: runbookText,
  reload: () => {
    // What triage found stays.
    const merge = (home: Home): void => store.set({...home, ...(store.get().triage && {triage: store.get().triage})});
    void readHome(state, merge, signal).then(merge, error => {
      const {troubles} = store.get();
      const trouble = `Not everything could be read (${wordsOf(error)}). R reads it again.`;
      store.set({...store.get(), reading: null, troubles: [...troubles, trouble]});
    });
  },
  ...triageIn(store, signal),
});

/** Known are the inputs of the environment, of files and of defaults, and what was given here. */
const triageIn = (
  store: HomeStore,
  signal: AbortSignal,
): Pick<HomeSurroundings, 'planTriage' | 'look' | 'give' | 'ended'> => {
  let session: TriageSession | undefined;
  let looking: Promise<void> | undefined;
  let settings: GivenInputs = {};
  const show = (): void => {
    const triage = session?.triage();
    store.set({...store.get(), ...(triage && {triage})});
  };
  const plan = (given: GivenInputs): string | undefined => {
    const planned = planTriage({settings: given, file: {}});
    if (!planned.ok) {
      const {message, hint = ''} = planned.reason;
      return `${message} ${hint}`.trim();
    }
    settings = given;
    session = planned.value;
    show();
    return undefined;
  };
  return {
    planTriage: () => {
      if (store.get().triage?.stage !== 'looking') {
        plan(settings);
      }
    },
    give: text => {
      const given = parseSettings([text]);
      if (!given.ok) {
        return `Give it as NAME=VALUE, not as "${text}".`;
      }
      const secret = Object.keys(given.value).find(name => session?.secrets.has(name));
      return secret === undefined
        ? plan({...settings, ...given.value})
        : `Input "${secret}" is a secret: it comes by environment, or with \`lifeboat triage --inputs FILE\`.`;
    },
    ended: async () => looking,
    look: () => {
      looking = session?.look(lookLimitMs, {show, signal}).then(found => {
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
