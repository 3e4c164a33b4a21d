/** Small changes to packages while they are bundled, each for start-up time; a build fails when a new version no longer has the place. */

import {readFile} from 'node:fs/promises';

/**
 * Text of width one, as string-width sees it: letters of ASCII, lines and blocks, Braille, and the marks of our own screens.
 * Without this the first border on a screen compiles the table of all emoji, some 25 ms.
 */
export const WIDTH_ONE = String.raw`\u0020-\u007E\u00B7\u00D7\u2013\u2014\u2018-\u201D\u2022\u2026\u2190-\u2193\u2139\u23F1\u2500-\u25AB\u25B6\u25CB\u25CF\u25C6\u25C7\u2610\u2611\u26A0\u2713\u2714\u2717\u2718\u2800-\u28FF`;

/** Asking for segments loads the rules of Unicode, some 15 ms, and text of width one never asks. */
const lazySegmenter = (name, options = '') => ({
  find: `const ${name} = new Intl.Segmenter(${options});`,
  replace: `const ${name} = {segment: text => (${name}.made ??= new Intl.Segmenter(${options})).segment(text)};`,
});

const replacements = [
  {
    name: 'yoga-without-fetch',
    of: 'yoga-layout',
    filter: /yoga-layout[\\/]dist[\\/]binaries[\\/]yoga-wasm-base64-esm\.js$/,
    // Its WebAssembly stands in the file as text; reading it through fetch would start an HTTP client.
    changes: [{find: '"function"!=typeof fetch', replace: 'true'}],
  },
  {
    name: 'string-width-of-our-marks',
    of: 'string-width',
    filter: /string-width[\\/]index\.js$/,
    changes: [
      {
        find: String.raw`if (/^[\u0020-\u007E]*$/.test(string)) {`,
        replace: `if (/^[\\u0020-\\u007E]*$/.test(string) || (ambiguousIsNarrow && /^[${WIDTH_ONE}]*$/.test(string))) {`,
      },
      lazySegmenter('segmenter'),
    ],
  },
  {
    name: 'wrap-ansi-segments-on-demand',
    of: 'wrap-ansi',
    filter: /wrap-ansi[\\/]index\.js$/,
    changes: [lazySegmenter('segmenter')],
  },
  {
    name: 'slice-ansi-segments-on-demand',
    of: 'slice-ansi',
    filter: /slice-ansi[\\/]tokenize-ansi\.js$/,
    changes: [lazySegmenter('GRAPHEME_SEGMENTER', "undefined, {granularity: 'grapheme'}")],
  },
  {
    name: 'ansi-tokenize-segments-on-demand',
    of: '@alcalzone/ansi-tokenize',
    filter: /ansi-tokenize[\\/]build[\\/]tokenize\.js$/,
    changes: [
      lazySegmenter('segmenter', 'undefined, { granularity: "grapheme" }'),
      {
        find: 'of segmenter.segment(str)) {',
        replace: `of /^[\\u001B${WIDTH_ONE}]*$/.test(str) ? Array.from(str, (segment, index) => ({segment, index})) : segmenter.segment(str)) {`,
      },
    ],
  },
  {
    name: 'cel-in-ascii',
    of: '@marcbachmann/cel-js',
    filter: /cel-js[\\/]lib[\\/]functions\.js$/,
    changes: [{find: '(ns|us|µs|ms|s|m|h)', replace: String.raw`(ns|us|\u00b5s|ms|s|m|h)`}],
  },
  {
    name: 'cel-environments-on-demand',
    of: '@marcbachmann/cel-js',
    filter: /cel-js[\\/]lib[\\/]evaluator\.js$/,
    // We make an environment of our own with the first expression; the library makes one of each when it is loaded.
    changes: [
      {
        find: `const globalRegistry = createRegistry({enableOptionalTypes: false})
registerFunctions(globalRegistry)
registerOverloads(globalRegistry)
registerMacros(globalRegistry)
`,
        replace: `let madeRegistry
const globalRegistry = {
  clone(opts) {
    if (!madeRegistry) {
      madeRegistry = createRegistry({enableOptionalTypes: false})
      registerFunctions(madeRegistry)
      registerOverloads(madeRegistry)
      registerMacros(madeRegistry)
    }
    return madeRegistry.clone(opts)
  }
}
`,
      },
      {
        find: `const globalEnvironment = new Environment({
  unlistedVariablesAreDyn: true
})
`,
        replace: `let madeEnvironment
const environment = () => (madeEnvironment ??= new Environment({unlistedVariablesAreDyn: true}))
const globalEnvironment = {
  parse: expression => environment().parse(expression),
  evaluate: (expression, context) => environment().evaluate(expression, context),
  check: expression => environment().check(expression)
}
`,
      },
    ],
  },
  {
    name: 'ink-segments-on-demand',
    of: 'ink',
    filter: /ink[\\/]build[\\/]line-update\.js$/,
    changes: [lazySegmenter('segmenter', "undefined, { granularity: 'grapheme' }")],
  },
];

const replacing = ({name, of, filter, changes}) => ({
  name,
  setup(build) {
    let missing = changes;
    build.onLoad({filter}, async ({path}) => {
      const text = await readFile(path, 'utf8');
      missing = changes.filter(({find}) => !text.includes(find));
      return {
        contents: changes.reduce((changed, {find, replace}) => changed.replaceAll(find, () => replace), text),
        loader: 'js',
      };
    });
    build.onEnd(({metafile}) => {
      const isBundled = Object.keys(metafile?.inputs ?? {}).some(input => input.includes(`node_modules/${of}/`));
      if (!isBundled || missing.length === 0) return null;
      const texts = missing.map(({find}) => find).join(', ');
      return {errors: [{text: `${of} no longer contains ${texts}: see scripts/light-packages.mjs`}]};
    });
  },
});

/** Ink asks for the developer tools of React only when DEV is true, which it never is here. */
const withoutDevtools = {
  name: 'without-react-devtools',
  setup(build) {
    build.onResolve({filter: /^react-devtools-core$/}, ({path}) => ({path, namespace: 'empty'}));
    build.onLoad({filter: /.*/, namespace: 'empty'}, () => ({contents: 'export default undefined;', loader: 'js'}));
  },
};

/** The plugins for esbuild; they need its metafile. */
export const lightPackages = [...replacements.map(replacing), withoutDevtools];
