/** The texts that a new runbook and a new plan begin with, one a scenario. The build puts them into the bundle (scripts/build.mjs). */
import {readFileSync} from 'node:fs';
import type {Scenario} from '../runbook/words.ts';

export const templateText = (name: Scenario | 'plan'): string =>
  readFileSync(new URL(`./templates/${name}.yaml`, import.meta.url), 'utf8');
