/** The environment of a program in a test's terminal: the one of the tests, without all that speaks of tests, colours or a CI. */

// A program that finds a sign of a CI believes that nobody watches; Ink then writes nothing at all.
const LEFT_OUT = [
  /^(CI|CONTINUOUS_INTEGRATION|BUILD_NUMBER|BUILD_ID|RUN_ID|TRAVIS|GITHUB_ACTIONS|GITLAB_CI|BUILDKITE)$/,
  /^CI_/,
  /^(NO_COLOR|FORCE_COLOR|CLICOLOR|CLICOLOR_FORCE|COLORTERM|TERM_PROGRAM)$/,
  /^(VITEST|TEST|DEV|NODE_ENV|NODE_OPTIONS|LINES|COLUMNS)$/,
  /^(VITEST|npm)_/,
  /^LIFEBOAT_/,
];

/** `added` comes on top; a variable whose value is `undefined` there is taken away. */
export function terminalEnvironment(
  added: Readonly<Record<string, string | undefined>> = {},
): Record<string, string> & {readonly TERM: string} {
  const environment: Record<string, string> & {TERM: string} = {TERM: 'xterm-256color'};
  for (const [name, value] of Object.entries({...inherited(), ...added})) {
    if (value !== undefined) environment[name] = value;
  }
  return environment;
}

function inherited(): Record<string, string | undefined> {
  const kept = Object.entries(process.env).filter(([name]) => !LEFT_OUT.some(sign => sign.test(name)));
  return {...Object.fromEntries(kept), TERM: 'xterm-256color'};
}
