/** A terminal that goes away under the screen: its window closed, its line cut. Not everybody is told of that by a signal. */

type Streams = {readonly stdin: NodeJS.ReadStream; readonly stdout: NodeJS.WriteStream};

/** What each input had before: a second screen replaces what the first one put there, which would keep a failure to itself. */
const originals = new WeakMap<NodeJS.ReadStream, NodeJS.ReadStream['setRawMode']>();

/**
 * Calls back once when nothing can be read or written there any more; the returned function ends that. From then on the
 * mode of its keys cannot be set either, which is no fault: there is nobody left who could press one.
 */
export const whenLost = ({stdin, stdout}: Streams, onLost: () => void): (() => void) => {
  let isLost = false;
  const lose = (): void => {
    if (!isLost) {
      isLost = true;
      onLost();
    }
  };
  const setRawMode = originals.get(stdin) ?? stdin.setRawMode.bind(stdin);
  originals.set(stdin, setRawMode);
  stdin.setRawMode = mode => {
    try {
      return setRawMode(mode);
    } catch {
      lose();
      return stdin;
    }
  };
  const events = [[stdin, 'end'] as const, [stdin, 'error'] as const, [stdout, 'error'] as const];
  for (const [stream, event] of events) {
    stream.on(event, lose);
  }
  // Whoever listens for failures stays: one that comes while the program ends is nobody's fault either.
  return () => {
    isLost = true;
    stdin.off('end', lose);
  };
};
