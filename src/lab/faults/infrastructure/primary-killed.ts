/** `primary_killed`: the server of the primary is killed; its data directory is still there. */
import type {Fault} from '../../fault.ts';
import {behind, losePrimary} from './lost-primary.ts';
import {noService} from './no-service.ts';

export const primaryKilled: Fault = {
  name: 'primary_killed',
  summary: 'Kill the server of the primary, without a word to anybody; its data directory stays.',
  parameters: {behind},
  owes: ['service', 'archive', 'backup'],
  prepare: (estate, parameters) =>
    losePrimary(estate, {fault: primaryKilled, given: parameters, removesDirectory: false}),
  symptomOf: noService,
};
