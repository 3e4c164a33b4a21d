/** Bundles src into dist: the program, split so that a command loads only what it uses, and the keeper of one session beside it. */

import {mkdir, readdir, readFile, rename, rm, stat, writeFile} from 'node:fs/promises';
import {basename, join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {build as bundle} from 'esbuild';
import {atOnceScript, directStart, keeperScript, namedScript} from './at-once.mjs';
import checkout from './checkout.cjs';
import {lightPackages} from './light-packages.mjs';

const {root, stamp, stampFile} = checkout;
const entryPoints = {
  program: 'src/cli/main.ts',
  'terminal-keeper': 'src/runners/terminal-keeper.ts',
  'lab-network': 'src/lab/network/network-program.ts',
};

/** What `lifeboat new` writes becomes a part of the program: one that is only its bundle has no sources to read it from. */
const templates = {
  name: 'templates',
  setup: build =>
    build.onLoad({filter: /src\/cli\/templates\.ts$/}, async ({path}) => {
      const folder = path.replace(/\.ts$/, '');
      const names = (await readdir(folder)).filter(name => name.endsWith('.yaml')).sort();
      const texts = await Promise.all(names.map(name => readFile(join(folder, name), 'utf8')));
      const byName = Object.fromEntries(names.map((name, index) => [basename(name, '.yaml'), texts[index]]));
      return {contents: `export const templateText = name => (${JSON.stringify(byName)})[name];`, loader: 'js'};
    }),
};

// A program that still runs may yet load a part of the build before.
const OLD_PARTS_KEPT_MS = 24 * 60 * 60 * 1000;

/** The files of a build, in memory: every part first, the entry points last. */
export async function bundleFiles({entries = entryPoints, outdir = join(root, 'dist'), write = false} = {}) {
  const options = {...common, entryPoints: entries, outdir, write};
  const parts = await bundle({
    ...options,
    splitting: true,
    format: 'esm',
    outExtension: {'.js': '.mjs'},
    chunkNames: 'part-[hash]',
    // Packages in CommonJS ask for Node's own modules with require.
    banner: {
      js: "import {createRequire as lifeboatCreateRequire} from 'node:module';\nconst require = lifeboatCreateRequire(import.meta.url);",
    },
  });
  if (entries.program === undefined) return parts.outputFiles;
  const scripts = await Promise.all([
    bundle(atOnceScript(options, {root, parts: parts.metafile, outdir})),
    bundle(keeperScript({...options, entryPoints: {keeper: 'src/runners/keeper.ts'}})),
  ]);
  return [parts, ...scripts].flatMap(({outputFiles}) => outputFiles);
}

/** What all files of a build have in common. */
const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  // A language and no Node: for a Node esbuild rewrites regular expressions with Unicode's names into calls that build
  // them at once, of which the set of all emoji alone takes 15 ms.
  target: 'es2024',
  sourcemap: 'linked',
  metafile: true,
  minifySyntax: true,
  minifyWhitespace: true,
  lineLimit: 160,
  jsx: 'automatic',
  // One character beyond ASCII makes a text of a megabyte twice as long in memory, and slow to read.
  charset: 'ascii',
  legalComments: 'none',
  logLevel: 'warning',
  // With DEV=true in somebody's shell Ink would look for its developer tools.
  define: {'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"'},
  external: ['pg-native'],
  plugins: [...lightPackages, templates],
};

/** Each file appears whole, and entry points after what they import, so that several builds and starts may cross. */
async function replaceDist() {
  const dist = join(root, 'dist');
  const before = stamp();
  const files = (await bundleFiles()).map(named);
  files.push({path: join(dist, 'lifeboat.mjs'), contents: directStart});
  await mkdir(dist, {recursive: true});
  const isPart = file => basename(file.path).startsWith('part-');
  for (const file of files.toSorted((a, b) => Number(isPart(b)) - Number(isPart(a)))) {
    await replaceFile(file.path, file.contents);
  }
  await replaceFile(stampFile, before);
  await removeOldParts(dist, new Set([...files.map(file => basename(file.path)), basename(stampFile)]));
}

const named = ({path, contents}) =>
  path.endsWith('at-once.js') ? {path, contents: namedScript(`${Buffer.from(contents)}`)} : {path, contents};

async function replaceFile(path, contents) {
  const beside = `${path}.${process.pid}`;
  await writeFile(beside, contents);
  await rename(beside, path);
}

async function removeOldParts(dist, current) {
  const nowMs = Date.now();
  for (const name of await readdir(dist)) {
    if (current.has(name)) continue;
    const {mtimeMs} = await stat(join(dist, name));
    if (nowMs - mtimeMs > OLD_PARTS_KEPT_MS) await rm(join(dist, name), {recursive: true});
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await replaceDist().catch(error => {
    // esbuild has shown already what is wrong in a source, and where.
    if (!error.errors) throw error;
    process.exitCode = 1;
  });
}
