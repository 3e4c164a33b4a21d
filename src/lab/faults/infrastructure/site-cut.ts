/** `site_cut`: the first site lives and nobody reaches it, so that whoever promotes another server makes a second primary. */
import type {Fault} from '../../fault.ts';
import {cutSite} from './cut-site.ts';
import {noService} from './no-service.ts';

export const siteCut: Fault = {
  name: 'site_cut',
  summary:
    'Cut the primary off from its network: it lives, takes writes at its console, and no client and no standby reaches it.',
  parameters: {},
  uses: ['primary_tcp'],
  owes: ['service', 'archive', 'backup', 'fence'],
  prepare: (estate, parameters) =>
    Promise.resolve(cutSite(estate, {fault: siteCut, given: parameters, comesBack: false})),
  symptomOf: noService,
};
