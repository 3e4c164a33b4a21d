/** `milestone`: an instant of the incident that clocks run to. */
import * as z from 'zod';
import {defineStep} from '../step-kind.ts';
import {eventNames} from '../words.ts';

export const milestone = defineStep({
  kind: 'milestone',
  shape: 'instant',
  summary: 'Records that the incident reached a point; the first time counts.',
  example: 'milestone: service_restored',
  fields: z.strictObject({event: z.enum(eventNames).describe('The instant that is reached.')}),
  short: 'event',
  title: ({event}) => event.charAt(0).toUpperCase() + event.slice(1).replaceAll('_', ' '),
  build: ({event}) => ({kind: 'milestone', shape: 'instant', event}),
});
