/** Which face a run shows: decided once, from what the streams are and what was asked for. */

export type Face = 'screen' | 'plain' | 'json';

export type FaceOptions = {readonly plain?: boolean | undefined; readonly json?: boolean | undefined};

/** The screen needs a terminal for people on both sides; a dumb terminal and a pipe get the plain face. */
export const chooseFace = ({plain, json}: FaceOptions): Face => {
  if (json) {
    return 'json';
  }
  const isTerminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
  return plain || !isTerminal || process.env.TERM === 'dumb' ? 'plain' : 'screen';
};

/** Whether somebody can be asked: a pipe cannot answer. */
export const canAsk = (): boolean => process.stdin.isTTY === true;

/** Ink's colours do not know NO_COLOR and are decided when it is loaded (measured): say it in their words first. */
export const respectNoColor = (): void => {
  if (process.env.NO_COLOR) {
    process.env.FORCE_COLOR = '0';
  }
};
