/** `primary_lost`: the machine of the primary is gone, with its data directory. */
import type {Fault} from '../../fault.ts';
import {behind, losePrimary} from './lost-primary.ts';
import {noService} from './no-service.ts';

export const primaryLost: Fault = {
  name: 'primary_lost',
  summary: 'Kill the server of the primary and remove its data directory, as when its machine is gone.',
  parameters: {behind},
  owes: ['service', 'archive', 'backup'],
  prepare: (estate, parameters) => losePrimary(estate, {fault: primaryLost, given: parameters, removesDirectory: true}),
  symptomOf: noService,
};
