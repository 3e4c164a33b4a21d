/** A disk that is full, closed or too small, as the file system or PostgreSQL says it, with the way out. */

const signs =
  /\b(ENOSPC|EDQUOT|EFBIG|EROFS|EACCES|EPERM)\b|No space left on device|Disk quota exceeded|File too large|Read-only file system/i;

/** The sentence as it is, and where it tells of the disk, what to do about it. */
export const withWayOut = (sentence: string): string =>
  signs.test(sentence) && !sentence.includes('LIFEBOAT_LAB')
    ? `${sentence}; free some space there, or set LIFEBOAT_LAB to a directory on another disk that you may write`
    : sentence;
