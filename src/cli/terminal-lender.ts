/** Who gives the terminal away and takes it back: the face that has it. */
import {showForeignLine} from '../base/foreign-text.ts';
import type {Screen} from '../tui/open.tsx';
import type {PlainFace} from './faces/plain.ts';
import type {OpenRun} from './join-run.ts';
import type {Lender} from './terminal-loan.ts';

type Faces = {readonly screen: Screen | undefined; readonly plain: PlainFace | undefined};

/** Nothing where a pipe is on either side: a program that asks needs both. */
export const lenderOf = (run: Pick<OpenRun, 'engine'>, {screen, plain}: Faces): Lender | undefined => {
  const face = screen ?? plain;
  if (face === undefined || process.stdin.isTTY !== true || process.stdout.isTTY !== true) {
    return undefined;
  }
  return (step, use) =>
    face.lend(async () => {
      const title = run.engine.state.steps.get(step)?.outline.title ?? step;
      process.stdout.write(
        `\nThe terminal is given to the step: ${showForeignLine(title)}. The run comes back when its program ends.\n`,
      );
      await use();
    });
};
