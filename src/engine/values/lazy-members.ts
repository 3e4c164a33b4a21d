/** Maps for expressions whose members are made when they are read. */
import type {ScopeValue} from '../../runbook/expressions/scope.ts';

type Members = {readonly [name: string]: ScopeValue | undefined};

/** `names` is asked for only where somebody wants them all: a run of ten thousand steps makes such a map for each step. */
export const lazily = (names: () => Iterable<string>, read: (name: string) => ScopeValue | undefined): Members =>
  new Proxy(
    {},
    {
      get: (_, name) => (typeof name === 'string' ? read(name) : undefined),
      has: (_, name) => typeof name === 'string' && read(name) !== undefined,
      ownKeys: () => [...names()].filter(name => read(name) !== undefined),
      getOwnPropertyDescriptor: (_, name) => {
        const value = typeof name === 'string' ? read(name) : undefined;
        return value === undefined ? undefined : {value, configurable: true, enumerable: true};
      },
    },
  );

/** A member of a value, where it is a map and has one of its own. */
export const memberOf = (value: ScopeValue | undefined, name: string): ScopeValue | undefined =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as {readonly [name: string]: ScopeValue | undefined})[name]
    : undefined;
