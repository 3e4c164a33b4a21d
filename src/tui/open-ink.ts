/** The one way to put an Ink screen on a terminal, and the end of it: left by a person, closed from outside, or lost. */
import {render} from 'ink';
import type {ReactNode} from 'react';
import {whenLost} from './lost-terminal.ts';
import {readWholeSequences} from './whole-sequences.ts';

export type InkOptions = {
  readonly stdin?: NodeJS.ReadStream;
  readonly stdout?: NodeJS.WriteStream;
  /** Told how long a frame took, milliseconds. */
  readonly onFrame?: (frameMs: number) => void;
};

/** What the screen handed to `exit`; `lost` where the terminal went away under it. */
export type InkEnd = {readonly is: 'lost'} | {readonly is: 'over'; readonly value: unknown};

export type InkScreen = {
  readonly show: (node: ReactNode) => void;
  readonly close: () => void;
  /** Resolves after the terminal was given back. */
  readonly untilOver: Promise<InkEnd>;
};

/** `first` stands there from the first render on: a second one would wait for the next frame. */
export const openInk = (first: ReactNode, {stdin, stdout, onFrame}: InkOptions = {}): InkScreen => {
  readWholeSequences(stdin ?? process.stdin);
  let isLost = false;
  let close = (): void => undefined;
  // Before Ink has it: the first that it does is to set the mode of the keys, and the terminal may be gone by then.
  const stopLooking = whenLost({stdin: stdin ?? process.stdin, stdout: stdout ?? process.stdout}, () => {
    isLost = true;
    close();
  });
  const instance = render(first, {
    ...(stdin && {stdin}),
    ...(stdout && {stdout}),
    // Said outright: CI=true in the environment of a real terminal would leave the screen blank.
    interactive: true,
    alternateScreen: true,
    incrementalRendering: true,
    // How often a frame is drawn is decided in `useRedraw`; Ink passes on what it is given.
    maxFps: 1_000,
    exitOnCtrlC: false,
    patchConsole: false,
    isScreenReaderEnabled: false,
    ...(onFrame && {onRender: ({renderTime}: {renderTime: number}) => onFrame(renderTime)}),
  });
  if (isLost) {
    instance.unmount();
  }
  close = () => instance.unmount();
  return {
    show: node => instance.rerender(node),
    close,
    untilOver: instance.waitUntilExit().then((value): InkEnd => {
      stopLooking();
      return isLost ? {is: 'lost'} : {is: 'over', value};
    }),
  };
};
