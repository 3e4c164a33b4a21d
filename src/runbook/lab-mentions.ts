/** Which names of a lab a drill and its steps mention, so that nothing is built that nobody asks for. */
import type {Drill, Step} from './runbook.ts';

/** Each NAME of a `lab.NAME` that stands in a value, an expression or a text; one in mere words costs a server, and nothing else. */
export const mentionedLabNames = (drill: Drill, steps: readonly Step[]): ReadonlySet<string> => {
  const found = new Set<string>();
  // A variant's own words count when it is the drill.
  collect({...drill, variants: undefined}, found);
  collect(steps, found);
  return found;
};

const mention = /\blab(?:\.([a-z_]\w*)|\[['"]([a-z_]\w*)['"]\])/g;

const collect = (part: unknown, found: Set<string>): void => {
  if (typeof part === 'string') {
    for (const [, name, quoted] of part.matchAll(mention)) {
      found.add(name ?? quoted ?? '');
    }
  } else if (typeof part === 'object' && part !== null) {
    for (const [key, inner] of Object.entries(part)) {
      // The drill block of a runbook that is included is not read.
      collect(key === 'runbook' ? stepsOf(inner) : inner, found);
    }
  }
};

const stepsOf = (runbook: unknown): unknown =>
  typeof runbook === 'object' && runbook !== null && 'steps' in runbook ? runbook.steps : runbook;
