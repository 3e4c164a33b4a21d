/** Values that people, hosts and attackers give: what a shell, SQL, HTTP or a template would take for something of its own. */
import fc from 'fast-check';
import {firstHidden} from '../../src/diagnostics/hidden-characters.ts';

const telling: readonly string[] = [
  "'; drop table canary; --",
  '"; drop table canary; --',
  "\\'; drop table canary; --",
  "E'\\''",
  '$$; drop table canary; $$',
  ":'other'",
  ':"other"',
  '$1',
  '%s%n',
  '$(touch canary)',
  '`touch canary`',
  '; touch canary #',
  '| touch canary',
  '&& touch canary',
  '\n touch canary \n',
  '> canary',
  '-rf',
  '--help',
  '-',
  '*',
  '~',
  '!!',
  '${HOME}',
  '$HOME',
  '${inputs.other}',
  '$${inputs.other}',
  '{{ other }}',
  '\\',
  '\\\\',
  '\\n',
  '"',
  "'",
  'it\'s "both"',
  ' leading and trailing ',
  '\t',
  'a\tb',
  'é̀ß日本語',
  '😀👍🏽',
  'https://[::1]/?a=b&c=d#e',
  '%00%0d%0a',
  'a=b',
  'null',
  '__proto__',
  '\ufffd',
];

/** Any text without the byte that no program and no server can take. */
export const anyValue: fc.Arbitrary<string> = fc
  .oneof(
    {arbitrary: fc.constantFrom(...telling), weight: 2},
    {
      arbitrary: fc.tuple(fc.constantFrom(...telling), fc.constantFrom(...telling)).map(both => both.join('')),
      weight: 2,
    },
    {arbitrary: fc.string({unit: 'binary', maxLength: 16}), weight: 2},
    {arbitrary: fc.string({unit: fc.constantFrom(...'\'"\\$`;|&<>(){}[]*?!#~%:=-\n\t ax'), maxLength: 16}), weight: 3},
  )
  .filter(value => !value.includes('\0') && value.isWellFormed());

/** As an input takes it that is no secret: nothing in it is invisible. */
export const visibleValue: fc.Arbitrary<string> = anyValue.filter(value => firstHidden(value) === undefined);

/** As a secret input takes it: long enough to be looked for in what is printed. */
export const secretValue: fc.Arbitrary<string> = fc
  .tuple(anyValue, fc.string({unit: 'binary', minLength: 8, maxLength: 16}))
  .map(parts => parts.join(''))
  .filter(value => !value.includes('\0') && value.isWellFormed() && value.trim().length >= 8);
