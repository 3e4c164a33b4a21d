/** Why the disk did not do what was asked, in one sentence with a way out. */

/** The code that Node gives an error of the operating system, like `ENOSPC`; empty for any other error. */
export const errorCode = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** What it was about: which file, and what the person does when the cause is gone. */
export type Attempt = {readonly path: string; readonly then: string};

/** Says what stands in the way, where, and what to do. */
export const diskFailure = (error: unknown, {path, then}: Attempt): string => {
  const code = errorCode(error);
  switch (code) {
    case 'ENOSPC':
      return `The disk that holds ${path} is full: nothing more can be written; free space and ${then}.`;
    case 'EDQUOT':
      return `The disk quota for ${path} is used up: nothing more can be written; free space and ${then}.`;
    case 'EFBIG':
      return `${path} may not grow any further (limit on the size of files); raise the limit (ulimit -f) and ${then}.`;
    case 'EROFS':
      return `The disk that holds ${path} is read-only; make it writable and ${then}.`;
    case 'EIO':
      return `The disk that holds ${path} reports an error, what was last written may be lost; repair it or move the state directory, and ${then}.`;
    case 'EACCES':
    case 'EPERM':
      return `${path} may not be written or read by this user; correct its owner and mode and ${then}.`;
    case 'ELOOP':
      return `${path} is a symbolic link; put the file itself there and ${then}.`;
    case 'ENOENT':
      return `${path} does not exist; look whether it was moved or deleted, and ${then}.`;
    case 'EEXIST':
      return `${path} exists already; choose another name and ${then}.`;
    case 'EMFILE':
    case 'ENFILE':
      return `Too many files are open to open ${path}; end other programs and ${then}.`;
    default:
      return `${path} cannot be written or read (${code || String(error)}); remove the cause and ${then}.`;
  }
};
