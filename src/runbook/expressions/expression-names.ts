/** The names that expressions see, and where: what the checker knows, what an unknown name is held against, and the reference. */

/** Of every expression, and of every `${…}`. */
export const namesEverywhere = {
  inputs: 'What the runbook was told, by the names under `inputs`. One that is optional and not given is null.',
  steps: 'What steps before it gave, by their ids.',
  values: 'What `let` steps before it named.',
  item: 'The item, in a `foreach` and in a step with `each`.',
  run: 'The run itself.',
  events:
    'When each instant was, a time; null as long as it has not come. The declaration is the start of the run unless it was given.',
} as const;

/** Only in drills: in a `drill` block and in what a step does in a drill. */
export const namesOfDrills = {
  lab: 'What the lab of the drill has: connections and directories.',
} as const;

/** What a run has. */
export const membersOfRun = {
  id: {type: 'string', means: 'Its whole name.'},
  slug: {type: 'string', means: 'The last six letters of its name.'},
  mode: {
    type: 'string',
    means: '`incident` or `drill`; a dry run tells of an incident, so that `dry-run` may be asked for and is never so.',
  },
  started_at: {type: 'google.protobuf.Timestamp', means: 'When it began.'},
  now: {type: 'google.protobuf.Timestamp', means: 'This moment.'},
} as const;

/** What a step has, once the run has come past it. */
export const membersOfSteps = {
  outputs: {of: 'every step', means: 'What it gave, by name; null where it is not applicable.'},
  status: {of: 'every step', means: 'How it ended, like `succeeded` or `skipped`.'},
  choice: {of: 'decision', means: 'The branch that was taken.'},
  outcome: {of: 'include', means: 'How the included runbook ended.'},
  items: {of: 'foreach, each', means: 'The list that it went through.'},
  failed: {of: 'foreach, each', means: 'The items that were given up.'},
} as const;

/** What an action or a probe has answered, for `expect`, `fail_when`, `outputs` and `recovery_point`. */
export const namesOfResults = {
  program: {
    exit: {type: 'int', means: 'The exit code.'},
    stdout: {type: 'string', means: 'What was printed, without the last line feed.'},
    stderr: {type: 'string', means: 'What was printed on standard error, without the last line feed.'},
    json: {type: 'dyn', means: 'The value of `stdout`, where the whole of it is JSON; else there is no such name.'},
  },
  sql: {
    rows: {type: 'list', means: 'The rows of the last statement, each a map by column.'},
    row_count: {type: 'int', means: 'How many rows it gave or changed.'},
  },
  http: {
    status: {type: 'int', means: 'The status of the answer.'},
    headers: {type: 'map', means: 'Its headers, by their names in small letters.'},
    body: {type: 'dyn', means: 'Its body: a value where the content type is JSON, else a text.'},
  },
} as const satisfies {
  readonly [result: string]: {readonly [name: string]: {readonly type: string; readonly means: string}};
};
