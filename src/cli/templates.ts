/** The texts that a new runbook and a new plan begin with, one a scenario. */
import {readFileSync} from 'node:fs';
import type {Scenario} from '../runbook/words.ts';

/** Put there by the build (scripts/build.mjs): a bundle alone has no sources to read them from. */
declare const lifeboatTemplates: {readonly [name: string]: string} | undefined;

export const templateText = (name: Scenario | 'plan'): string =>
  typeof lifeboatTemplates === 'undefined'
    ? readFileSync(new URL(`./templates/${name}.yaml`, import.meta.url), 'utf8')
    : (lifeboatTemplates[name] ?? '');
