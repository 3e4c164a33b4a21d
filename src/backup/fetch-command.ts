/** The restore_command of a restore: the archive first, what was cut short there passed over, then what pg_receivewal has, and the segment that it was writing last. */
import {type Result, succeed} from '../base/result.ts';
import {commandWord} from '../postgres/shell-word.ts';

export type FetchFrom = {
  /** How the archive alone would be asked. */
  readonly archiveCommand: string;
  /** Its directory, where it is one; then a segment that is too short is passed over there. */
  readonly archiveDir: string | null;
  /** Null where nothing was received. */
  readonly receivedDir: string | null;
  readonly segmentBytes: number;
};

/**
 * A segment of the archive whose copying ended in the middle stops the server ("archive file has wrong size"), although
 * pg_receivewal may have the whole of it. Histories have no certain size. PostgreSQL replaces %f and %p, and an exit
 * code of 1 means that there is no such file.
 */
export const fetchCommand = ({archiveCommand, archiveDir, receivedDir, segmentBytes}: FetchFrom): Result<string> => {
  const received = receivedDir === null ? null : commandWord(receivedDir);
  const archive = archiveDir === null ? null : commandWord(archiveDir);
  if (received?.ok === false || archive?.ok === false) {
    return received?.ok === false ? received : (archive ?? succeed(archiveCommand));
  }
  const places = [
    ...(archive === null ? [] : [`${archive.value}/%f`]),
    ...(received === null ? [] : [`${received.value}/%f`, `${received.value}/%f.partial`]),
  ].join(' ');
  const whole = `case %f in *.*) ;; *) test "$(wc -c < "$s")" -eq ${segmentBytes} || continue;; esac`;
  const loop = `for s in ${places}; do test -f "$s" || continue; ${whole}; cp "$s" "%p" && exit 0; done; exit 1`;
  return succeed(archive === null ? `{ ${archiveCommand}; } || { ${loop}; }` : loop);
};
