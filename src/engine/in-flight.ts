/** What is in flight: each wanted thing is taken up once, and again only when it is wanted anew. */
import type {Wanted} from '../machine/wanted.ts';

export type InFlight = {
  /** The first wanted thing that nobody has taken up. */
  readonly next: (wanted: readonly Wanted[]) => Wanted | undefined;
  /** It is being done in this moment, and need not be over at once. */
  readonly take: (item: Wanted) => void;
  /** Something goes on for it that takes time. */
  readonly begin: (item: Wanted) => void;
  readonly end: (item: Wanted) => void;
  readonly isBusy: (item: Wanted) => boolean;
  /** Nothing goes on that takes time. */
  readonly isIdle: () => boolean;
};

/** Two wanted things are the same when they want the same of the same attempt. */
export const isSame = (one: Wanted, other: Wanted): boolean => keyOf(one) === keyOf(other);

const keyOf = ({want, path, attempt}: Wanted): string => `${want} ${path}#${attempt}`;

/** Keeps track for one engine; after a crash nothing is in flight. */
export const inFlight = (): InFlight => {
  const taken = new Set<string>();
  const busy = new Set<string>();
  return {
    next: wanted => {
      const keys = new Set(wanted.map(keyOf));
      // What is no longer wanted was done; the same step may be wanted again later, after a retry of the group around it.
      for (const key of taken) {
        if (!keys.has(key) && !busy.has(key)) {
          taken.delete(key);
        }
      }
      return wanted.find(item => !taken.has(keyOf(item)));
    },
    take: item => taken.add(keyOf(item)),
    begin: item => {
      taken.add(keyOf(item));
      busy.add(keyOf(item));
    },
    end: item => {
      busy.delete(keyOf(item));
      // An unknown outcome that no probe could decide stays with the person: it is not asked twice by itself.
      if (item.want !== 'decide') {
        taken.delete(keyOf(item));
      }
    },
    isBusy: item => busy.has(keyOf(item)),
    isIdle: () => busy.size === 0,
  };
};
