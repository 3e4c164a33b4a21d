/** The only subscription there is: draws again when the run changed. */
import {useSyncExternalStore} from 'react';
import type {RunSession} from '../../run/session.ts';
import {type Moment, momentOf} from '../moment.ts';

/** The state is updated in place, so what is compared is its version. */
export const useSession = (session: RunSession): Moment => {
  useSyncExternalStore(session.subscribe, session.version, session.version);
  return momentOf(session);
};
