/** Bundles what the commands of a run load before their first frame into one script, whose compiled code can be kept. */

import {hash} from 'node:crypto';
import {basename, join, relative} from 'node:path';
import thisNode from '../bin/this-node.cjs';

const {AT_ONCE} = thisNode;

// What else it loads, and every other command, stands in parts.
const loadedAtOnce = ['src/cli/commands/run.ts', 'src/cli/history/learnt-here.ts', 'src/tui/open-at-once.ts'];

/**
 * The options of esbuild that make `at-once.js` of the program. Node keeps of a module only what is compiled when it is
 * loaded, and each function again when it is first called was a quarter of the way to a first frame; of a script all can
 * be kept (bin/compiled-code.cjs). Modules that stand here and in a part, too, are there twice: what they remember must
 * not have to be the same. `parts` are those of the metafile of the build in parts.
 */
export const atOnceScript = (options, {root, parts, outdir}) => ({
  ...options,
  entryPoints: {'at-once': options.entryPoints.program},
  outdir,
  splitting: false,
  // Of each name that is compiled a text is read: short ones that recur take a third less time. The map tells them.
  minifyIdentifiers: true,
  format: 'cjs',
  outExtension: {'.js': '.js'},
  define: {...options.define, 'import.meta.url': 'atOnceUrl'},
  banner: {
    js: "(function (exports, require, module, __filename, __dirname, importPart) {const atOnceUrl = require('node:url').pathToFileURL(__filename).href;",
  },
  footer: {js: '})'},
  plugins: [restInParts(root, parts), ...options.plugins],
});

/** The options that make a script of its own of the keeper: Node loads one file in half the time of several modules. */
export const keeperScript = options => ({
  ...options,
  splitting: false,
  format: 'cjs',
  outExtension: {'.js': '.cjs'},
  banner: {},
});

/** The script with the name of its content at its end, under which compiled code is kept; parts are imported by whoever runs it. */
export const namedScript = contents => {
  const text = contents.replaceAll(/\bimport\((?="\.\/part-)/g, 'importPart(');
  if (/\bimport\(/.test(text)) throw new Error('at-once.js imports what is no part of the build');
  return `${text}\n//${hash('sha256', text)}\n`;
};

const restInParts = (root, {outputs}) => ({
  name: 'rest-in-parts',
  setup(build) {
    const partOf = new Map(Object.entries(outputs).map(([path, {entryPoint}]) => [entryPoint, basename(path)]));
    build.onResolve({filter: /^\./}, ({path, kind, resolveDir}) => {
      const source = relative(root, join(resolveDir, path));
      const part = kind === 'dynamic-import' && !loadedAtOnce.includes(source) ? partOf.get(source) : undefined;
      return part === undefined ? undefined : {path: `./${part}`, external: true};
    });
  },
});

/** `lifeboat.mjs`: the program for whoever starts it without the launcher; then nothing is kept. */
export const directStart = `import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';
import {Script} from 'node:vm';
if (${JSON.stringify(AT_ONCE)}.includes(process.argv[2])) {
  const filename = join(import.meta.dirname, 'at-once.js');
  const script = new Script(readFileSync(filename, 'latin1'), {filename});
  script.runInThisContext()({}, createRequire(filename), {}, filename, dirname(filename), name => import(name));
} else await import('./program.mjs');
`;
