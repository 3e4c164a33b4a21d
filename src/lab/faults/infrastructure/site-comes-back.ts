/** `site_comes_back`: a site that was cut off is back at the very moment when another one has taken its place. */
import type {Fault} from '../../fault.ts';
import {cutSite} from './cut-site.ts';
import {noService} from './no-service.ts';

export const siteComesBack: Fault = {
  name: 'site_comes_back',
  summary:
    'Cut the primary off from its network, and let it back as soon as another server has taken the write of a client.',
  parameters: {},
  uses: ['primary_tcp'],
  owes: ['service', 'archive', 'backup', 'fence'],
  prepare: (estate, parameters) =>
    Promise.resolve(cutSite(estate, {fault: siteComesBack, given: parameters, comesBack: true})),
  symptomOf: noService,
};
