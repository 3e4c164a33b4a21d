/** Writes a new runbook, and the plan beside it where there was none; what is there already stays as it is. */
import {mkdirSync, rmSync, writeFileSync} from 'node:fs';
import {dirname} from 'node:path';
import {type Result, succeed} from '../base/result.ts';
import type {Draft} from './draft-runbook.ts';
import {type Refusal, refuse} from './refusal.ts';

/** Both or none: half of it would stand in the way of the next try. */
export const writeDraft = ({file, text, plan}: Draft): Result<void, Refusal> => {
  const written: string[] = [];
  const files = [...(plan.isNew ? [{file: plan.file, text: plan.text}] : []), {file, text}];
  for (const one of files) {
    try {
      mkdirSync(dirname(one.file), {recursive: true});
      // Whoever was quicker keeps what they wrote.
      writeFileSync(one.file, one.text, {flag: 'wx'});
      written.push(one.file);
    } catch (error) {
      for (const path of written) {
        rmSync(path, {force: true});
      }
      const why = error instanceof Error ? error.message : String(error);
      return refuse(
        'usage',
        `${one.file} cannot be written: ${why}`,
        'Look at the directory and its permissions, or give another one with --directory DIR.',
      );
    }
  }
  return succeed(undefined);
};
