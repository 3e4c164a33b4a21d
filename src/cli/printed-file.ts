/** The output file of an attempt, as the screen looks through it. */
import type {RunDirectory} from '../journal/run-directory.ts';
import {readRunFilePiece, sizeOfRunFile} from '../journal/run-files.ts';
import {attemptFileName, type Path} from '../run/path.ts';
import type {Printed} from '../run/printed.ts';

/** Where an attempt printed nothing, or its file cannot be read, there are no bytes. */
export const printedFile = (directory: RunDirectory, step: Path, attempt: number): Printed => {
  const file = `output/${attemptFileName(step, attempt)}.log`;
  return {
    bytes: () => sizeOfRunFile(directory, file) ?? 0,
    read: (offset, bytesMax) => readRunFilePiece(directory, file, {offset, bytesMax}) ?? new Uint8Array(),
  };
};
