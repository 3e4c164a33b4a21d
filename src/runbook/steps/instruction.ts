/** `instruction`: a person does something and says that it is done. */
import * as z from 'zod';
import {rawText, words} from '../fields.ts';
import {use} from '../reading.ts';
import {defineStep} from '../step-kind.ts';

export const instruction = defineStep({
  kind: 'instruction',
  shape: 'prompt',
  summary: 'A person does something and says that it is done.',
  example: `\
instruction:
  do: Point the load balancer at the standby.
  checklist: [The old primary gets no more connections, The standby answers]`,
  fields: z.strictObject({
    do: words.describe('What to do, in words for three in the morning.'),
    checklist: z.array(words).default([]).describe('Points to tick; each tick is recorded.'),
    paste: rawText.exactOptional().describe('The exact text to type into a console that is not ours.'),
    reveal: words
      .exactOptional()
      .describe('What is shown on the screen for 30 seconds when the person asks for it; that it was is recorded.'),
  }),
  short: 'do',
  build: ({do: task, checklist, paste, reveal}, {reading, path, where}) => {
    const noted = {form: 'text', around: 'step', gives: 'text', into: 'record', ...where} as const;
    const taskPath = reading.document.has([...path, 'do']) ? [...path, 'do'] : path;
    use(reading, {...noted, source: task, path: taskPath});
    for (const [index, source] of checklist.entries()) {
      use(reading, {...noted, source, path: [...path, 'checklist', index]});
    }
    if (paste !== undefined) {
      use(reading, {...noted, source: paste, path: [...path, 'paste']});
    }
    if (reveal !== undefined) {
      use(reading, {...noted, source: reveal, path: [...path, 'reveal'], into: 'screen'});
    }
    return {
      kind: 'instruction',
      shape: 'prompt',
      do: task,
      checklist,
      ...(paste !== undefined && {paste}),
      ...(reveal !== undefined && {reveal}),
    };
  },
});
