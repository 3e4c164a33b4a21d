/** When a run is sealed while it goes on: often enough that little stands unsigned, and never at the price of a sync of its own. */
import type {Head} from '../journal/journal.ts';
import type {Fact, FactBody} from '../run/event.ts';

/** Signs a head with the key of this session, in base64. */
export type SignHead = (head: Head) => string;

export type Sealing = {
  /** The seal that belongs behind these facts, which are about to be made durable; nothing while it is not time. */
  readonly dueAfter: (facts: readonly Fact[]) => FactBody | undefined;
  /** The journal has recorded these itself, behind what was to be sealed. */
  readonly unsealed: (facts: readonly Fact[]) => void;
  /** The seal over everything that was recorded. */
  readonly now: () => FactBody;
  /** How long until what is not sealed yet must be; nothing when all is. */
  readonly dueInMs: (nowUs: number) => number | undefined;
};

/** A loop of thousands of quick items must not double its journal. */
const betweenUs = 1_000_000;

/** What was recorded stands unsigned for a minute at most, also where a person thinks. */
const unsealedUsMax = 60_000_000;

/** `head` is that of all that was recorded so far, durable or about to be. */
export const createSealing = (head: () => Head, sign: SignHead): Sealing => {
  let sealedUs: number | undefined;
  let unsealedUs: number | undefined;
  const seal = (): FactBody => {
    const {hash, entries} = head();
    unsealedUs = undefined;
    return {type: 'sealed', head: hash, entries, signature: sign({hash, entries})};
  };
  return {
    dueAfter: facts => {
      const last = facts.at(-1);
      if (last === undefined || last.type === 'sealed') {
        sealedUs = last?.monoUs ?? sealedUs;
        return undefined;
      }
      const nowUs = last.monoUs;
      unsealedUs ??= facts[0]?.monoUs ?? nowUs;
      // A session that has just opened has nothing behind it that is worth a seal.
      sealedUs ??= unsealedUs;
      const isDue =
        facts.some(({type}) => leavesOff.has(type)) ||
        (nowUs - sealedUs >= betweenUs && facts.some(({type}) => endsStep.has(type))) ||
        nowUs - unsealedUs >= unsealedUsMax;
      if (!isDue) {
        return undefined;
      }
      sealedUs = nowUs;
      return seal();
    },
    unsealed: facts => {
      unsealedUs ??= facts[0]?.monoUs;
    },
    now: seal,
    dueInMs: nowUs =>
      unsealedUs === undefined ? undefined : Math.max(0, Math.ceil((unsealedUs + unsealedUsMax - nowUs) / 1_000)),
  };
};

/** After these somebody goes away, or somebody else comes. */
const leavesOff: ReadonlySet<string> = new Set<FactBody['type']>(['session-closed', 'paused', 'handed-over']);

const endsStep: ReadonlySet<string> = new Set<FactBody['type']>([
  'succeeded',
  'failed',
  'unknown',
  'skipped',
  'overridden',
  'undone',
  'undo-failed',
]);
