/** Holds src to arrows.js: prints every import that breaks a rule, and fails as well when it saw fewer files than there are. */

import {readdirSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {pathToFileURL} from 'node:url';
import {cruise} from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';

// With a TypeScript that offers no compiler to programs, dependency-cruiser saw no file at all and found no fault.
function filesOf(folder) {
  const names = readdirSync(folder, {recursive: true, encoding: 'utf8'});
  return names.filter(name => /\.tsx?$/.test(name)).map(name => join('src', name));
}

const {default: config} = await import(pathToFileURL(resolve('.dependency-cruiser.mjs')).href);
const ruleSet = {forbidden: config.forbidden};
const cruiseOptions = {...config.options, ruleSet, validate: true};
const {output} = await cruise(['src'], cruiseOptions, {}, {tsConfig: extractTSConfig('tsconfig.json')});

const comments = new Map(config.forbidden.map(rule => [rule.name, rule.comment]));
for (const {rule, from, to, cycle} of output.summary.violations) {
  const way = cycle ? cycle.map(step => step.name).join(' → ') : to;
  console.log(`${rule.name}: ${from} → ${way}\n    ${comments.get(rule.name)}`);
}

const seen = new Set(output.modules.map(module => module.source));
const unseen = filesOf('src').filter(file => !seen.has(file));
for (const file of unseen) console.log(`unseen: ${file} was not read, so no rule has judged it`);

const faults = output.summary.violations.length + unseen.length;
console.log(
  `${filesOf('src').length} files, ${output.summary.totalDependenciesCruised} imports, ${faults} against the arrows`,
);
process.exitCode = faults === 0 ? 0 : 1;
