/** Texts to change at random: the runbooks that are shipped, and every mistake that the linter has an example of. */
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import fc from 'fast-check';
import {loadRunbook} from '../../src/runbook/load-runbook.ts';

const root = join(import.meta.dirname, '..', '..');

const yamlBelow = (folder: string): readonly string[] =>
  readdirSync(folder, {recursive: true, encoding: 'utf8'})
    .filter(file => /\.ya?ml$/.test(file))
    .sort()
    .map(file => readFileSync(join(folder, file), 'utf8'));

/** The runbooks that are shipped, and every mistake that the linter has an example of. */
export const goodTexts: readonly string[] = [
  ...yamlBelow(join(root, 'runbooks')),
  ...yamlBelow(join(root, 'test', 'golden', 'lint')),
];

/** Half of them are sound: what is changed there gets past the first mistake, to the rules that need a whole runbook. */
export const someText = fc.oneof(
  fc.constantFrom(
    ...goodTexts.filter(text => !text.includes('escalation:') && loadRunbook(text, {today: '2026-11-24'}).runbook),
  ),
  fc.constantFrom(...goodTexts),
);

/** A place in a text, a list of lines or a tree; taken modulo what there is. */
export const place = fc.nat({max: 100_000});
