/** The only subscription there is: draws again when the run changed. */
import {useEffect} from 'react';
import type {RunSession} from '../../run/session.ts';
import {type Moment, momentOf} from '../moment.ts';
import {useRedraw} from './use-redraw.ts';

export const useSession = (session: RunSession): Moment => {
  const redraw = useRedraw();
  useEffect(() => {
    // What happened between the first frame and now has called nobody.
    redraw();
    return session.subscribe(redraw);
  }, [session, redraw]);
  return momentOf(session);
};
