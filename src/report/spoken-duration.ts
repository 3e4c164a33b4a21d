/** Durations as they are said aloud, `6 minutes 9 seconds`: in every sentence for people. Screens, which are narrow, have shorter forms, and JSON has milliseconds. */

const secondsIn = {day: 86_400, hour: 3_600, minute: 60, second: 1} as const;

/**
 * Two units at most and no zeros: to the second below an hour, to the minute below a day, then to the hour; what is not over
 * is not counted, as on a clock (`wholeSecondsMs`). Anything below a
 * second but nothing is `less than 1 second`: a figure with a point is heard as two figures.
 */
export const spokenDuration = (durationMs: number): string => {
  const sign = durationMs < 0 ? 'minus ' : '';
  const absoluteMs = Math.abs(durationMs);
  return sign + (absoluteMs > 0 && absoluteMs < 1_000 ? 'less than 1 second' : spokenSeconds(absoluteMs / 1_000));
};

const spokenSeconds = (exact: number): string => {
  const unit = exact < secondsIn.hour ? 1 : exact < secondsIn.day ? secondsIn.minute : secondsIn.hour;
  let left = Math.floor(exact / unit) * unit;
  const parts: string[] = [];
  for (const [name, seconds] of Object.entries(secondsIn)) {
    const count = Math.floor(left / seconds);
    left -= count * seconds;
    if (count > 0) {
      parts.push(counted(count, name));
    }
  }
  return parts.length === 0 ? counted(0, 'second') : parts.join(' ');
};

/** `1 fact`, `3 facts`. */
export const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;
