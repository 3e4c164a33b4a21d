/** A record that somebody wrote anew: chained as it should be, and without the signatures, which nobody can make later. */
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {link} from '../../src/journal/chain.ts';
import {factText, writeLine} from '../../src/journal/entry.ts';
import {type Desk, type Fact, factsOf} from './lifeboat.ts';

/** Writes the record anew without its signatures, as somebody does who can write it and knows how it is chained. */
export const writeAnew = (desk: Desk, change: (fact: Fact) => Fact): void => {
  const path = join(desk.runDirectory(), 'journal.jsonl');
  let hash = '0'.repeat(64);
  const lines = factsOf(desk).map(fact => {
    const text = factText(unsigned(change(fact), hash) as never);
    hash = link(hash, text);
    return writeLine(hash, text);
  });
  writeFileSync(path, lines.join(''));
};

const unsigned = (fact: Fact, head: string): object => {
  if (fact.type === 'session-opened') {
    const {key: _key, hostKey: _hostKey, keySignature: _signature, ...rest} = fact;
    return rest;
  }
  if (fact.type === 'sealed') {
    const {signature: _signature, ...rest} = fact;
    return {...rest, head};
  }
  return fact;
};
