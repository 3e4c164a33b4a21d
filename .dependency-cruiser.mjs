/** Turns arrows.js into rules for dependency-cruiser; each rule's comment is the sentence that a person reads when it breaks. */

import {arrows, doors, pure} from './arrows.js';

const literal = text => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const inFolders = names => (names.length === 0 ? '^$' : `^src/(${names.map(literal).join('|')})/`);

const doorPath = names => `(^|node_modules/)(@types/)?(${names.map(literal).join('|')})(/|$)`;

const arrowRules = Object.entries(arrows).map(([name, allowed]) => ({
  name: `${name}-arrows`,
  severity: 'error',
  comment: `src/${name} may import only ${allowed.join(', ') || 'nothing'}. See docs/architecture.md.`,
  from: {path: inFolders([name])},
  to: {path: '^src/', pathNot: inFolders([name, ...allowed])},
}));

const doorRules = Object.entries(doors).map(([name, owners]) => ({
  name: `${name}-door`,
  severity: 'error',
  comment: `${owners.length > 0 ? `Only ${owners.map(owner => `src/${owner}`).join(', ')}` : 'Nobody'} may import ${name}.`,
  from: {path: '^src/', pathNot: inFolders(owners)},
  to: {path: doorPath([name]), pathNot: '^(src|test)/'},
}));

const config = {
  forbidden: [
    ...arrowRules,
    ...doorRules,
    {
      name: 'package-without-door',
      severity: 'error',
      comment: 'Every package that src imports has a door in arrows.js.',
      from: {path: '^src/'},
      to: {path: 'node_modules/', pathNot: doorPath(Object.keys(doors))},
    },
    {
      name: 'pure-core',
      severity: 'error',
      comment: 'This folder takes values and returns values; ask for what you need as an argument.',
      from: {path: inFolders(pure)},
      to: {dependencyTypes: ['core']},
    },
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Two files that need each other are one concept, or hide a third.',
      from: {path: '^src/'},
      to: {circular: true},
    },
    {
      name: 'no-test-in-src',
      severity: 'error',
      comment: 'What ships never imports what tests it.',
      from: {path: '^src/'},
      to: {path: '^test/'},
    },
    {
      name: 'resolvable',
      severity: 'error',
      comment: 'This import leads nowhere, so no rule can judge it.',
      from: {path: '^src/'},
      to: {couldNotResolve: true},
    },
  ],
  options: {
    doNotFollow: {path: 'node_modules'},
    // `import type` counts: even types obey the table.
    tsPreCompilationDeps: true,
    tsConfig: {fileName: 'tsconfig.json'},
    enhancedResolveOptions: {exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default']},
  },
};

export default config;
