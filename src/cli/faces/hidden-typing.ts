/** What is typed on the plain face is echoed by the terminal itself; while a secret is asked for it is told not to. */
import {spawnSync} from 'node:child_process';
import type {OpenPrompt} from '../../run/intent.ts';
import type {RunState} from '../../run/state.ts';

export type HiddenTyping = {
  /** Hides what is typed from now on, or shows it again. Says why not where the terminal cannot be told. */
  readonly set: (isHidden: boolean) => string | undefined;
  readonly end: () => void;
};

/** Whether any open question takes a secret; then nothing that is typed may be seen. */
export const asksForSecret = (prompts: readonly OpenPrompt[], {steps}: RunState): boolean =>
  prompts.some(
    ({kind, step, lacks}) => lacks !== undefined || (kind === 'input' && steps.get(step)?.prompt?.isSecret === true),
  );

/** For standard input; where that is no terminal nobody echoes anything. */
export const hiddenTyping = (): HiddenTyping => {
  let isOff = false;
  const echo = (isOn: boolean): boolean =>
    spawnSync('stty', [isOn ? 'echo' : '-echo'], {stdio: ['inherit', 'ignore', 'ignore']}).status === 0;
  const end = (): void => {
    if (isOff) {
      echo(true);
      isOff = false;
    }
  };
  // However the program ends: a terminal without an echo looks broken.
  process.once('exit', end);
  return {
    set: isHidden => {
      if (process.stdin.isTTY !== true || isHidden === isOff) {
        return undefined;
      }
      if (!echo(!isHidden)) {
        return 'This terminal cannot hide what is typed (stty is missing): do not type the secret here, use the screen.';
      }
      isOff = isHidden;
      return isHidden ? 'What you type is not shown until the secret is given.' : undefined;
    },
    end,
  };
};
