/** What a check is called where it is spoken of: by its name, by what it expects, and else by what it asks. */

import type {Probe} from './runbook.ts';
import {placeholder} from './texts/open-texts.ts';
import {parseText} from './texts/text.ts';

type Called = Pick<Probe, 'name' | 'expect' | 'action'>;

/** Before anybody knows its values: they are spelled out, as in a dry run. */
export const probeWords = ({name, expect, action}: Called): string => name ?? expect ?? askedWords(action);

/** With the first line of what it really asks, as everybody may see it; a script and a query have too many of those. */
export const probeWordsFor = (probe: Called, firstLine: string | undefined): string => {
  const {name, expect, action} = probe;
  return name ?? expect ?? (isOneLine(action) && firstLine !== undefined ? firstLine : askedWords(action));
};

const isOneLine = ({kind}: Probe['action']): boolean => kind === 'command' || kind === 'http';

const askedWords = (action: Probe['action']): string => {
  switch (action.kind) {
    case 'command':
      return spelledOut(
        action.run.map(word => (typeof word === 'string' ? word : JSON.stringify(word.json))).join(' '),
      );
    case 'script':
      return 'script succeeds';
    case 'notify':
      return 'message sent';
    case 'sql':
      return 'query succeeds';
    case 'http':
      return spelledOut(`${action.method} ${action.url}`);
  }
};

const spelledOut = (text: string): string => {
  const parts = parseText(text);
  return parts.ok
    ? parts.value.map(part => ('literal' in part ? part.literal : placeholder(part.expression))).join('')
    : text;
};
