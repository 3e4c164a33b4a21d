/** `script`: a literal text given to its interpreter as a file; values reach it only as environment. */
import type {ResolvedAction} from '../engine/actions/runner.ts';
import type {Program} from './program.ts';
import type {SpoolFiles} from './spool.ts';

type ScriptAction = Extract<ResolvedAction, {readonly kind: 'script'}>;

/** The program of a script. A file and not standard input: a command in the text must not read the rest of it. */
export const scriptProgram = ({interpreter, text, env}: ScriptAction, files: SpoolFiles): Program => ({
  argv: [...interpreter, files.script],
  env,
  files: [{path: files.script, text, mode: 0o500}],
});
