/** The environment of a drill's steps: nothing in it leads to a database of the operator's. */
import {dirname} from 'node:path';
import {connectionParts} from '../runbook/expressions/scope.ts';

type Environment = {readonly [name: string]: string | undefined};

export type Surroundings = {readonly env: Environment; readonly given: {readonly [name: string]: string}};

/** Where Lifeboat itself works and with which server. Others of its variables name databases: LIFEBOAT_DATABASE, LIFEBOAT_SIDE. */
const places = new Set(['LIFEBOAT_STATE', 'LIFEBOAT_LAB', 'LIFEBOAT_POSTGRES']);

const nowhere = '/nonexistent';

/**
 * Of Lifeboat's variables only the places pass, and none of libpq's. A program that is told no server asks libpq, which
 * would find the one of this machine: in a drill it finds the lab's, or none. HOME stays, and the files in it and on this
 * machine that would lead libpq or psql somewhere are not looked for.
 */
export const drillSurroundings = (own: Environment, lab: {readonly [name: string]: string}): Surroundings => ({
  env: Object.fromEntries(
    Object.entries(own).filter(([name]) => (name.startsWith('LIFEBOAT_') ? places.has(name) : !name.startsWith('PG'))),
  ),
  given: {
    // What touches data directories itself asks for nothing else to know that it is in a drill.
    LIFEBOAT_DRILL: lab.archive === undefined ? nowhere : dirname(lab.archive),
    PGHOST: lab.primary === undefined ? nowhere : connectionParts(lab.primary).host,
    PGPASSFILE: nowhere,
    PGSERVICEFILE: nowhere,
    PGSYSCONFDIR: nowhere,
    PSQLRC: nowhere,
  },
});
