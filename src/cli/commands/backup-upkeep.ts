/** `lifeboat backup explain-archive`, `what-fills`, `move-away` and `set-aside`: what keeps backups and WAL is in trouble. */
import {explainArchive} from '../../backup/upkeep/archive-trouble.ts';
import {lookAtDisks} from '../../backup/upkeep/disk-use.ts';
import {moveAway} from '../../backup/upkeep/move-away.ts';
import {putBackAside, setAside} from '../../backup/upkeep/set-aside.ts';
import {withDatabase} from '../recovery-step.ts';
import {printRefusal} from '../refusal.ts';
import type {StateOption} from '../state-place.ts';
import {firstRefusal, ownPlace, printOrHinder, surroundingsOf} from './backup-surroundings.ts';

export type WhatFillsOptions = StateOption & {readonly data: string; readonly identifier?: string};
export type MoveAwayOptions = {readonly into: string};
export type SetAsideOptions = {readonly repository: string; readonly into: string; readonly back?: boolean};

export const explainArchiveCommand = (): Promise<number> => withDatabase(explainArchive);

export const whatFillsCommand = async (options: WhatFillsOptions): Promise<number> => {
  const surroundings = surroundingsOf(options);
  return surroundings.ok
    ? printOrHinder(
        await lookAtDisks({
          dataDirectory: options.data,
          identifier: options.identifier,
          surroundings: surroundings.value,
        }),
      )
    : printRefusal(surroundings.reason);
};

/** In a drill both places are the lab's. */
export const moveAwayCommand = async (file: string, {into}: MoveAwayOptions): Promise<number> => {
  const places = [ownPlace(file), ownPlace(into)];
  return places.every(({ok}) => ok) ? printOrHinder(await moveAway(file, into)) : printRefusal(firstRefusal(...places));
};

export const setAsideCommand = async (label: string, options: SetAsideOptions): Promise<number> => {
  const {repository, into, back} = options;
  const places = [ownPlace(repository), ownPlace(into)];
  return places.every(({ok}) => ok)
    ? printOrHinder(await (back === true ? putBackAside : setAside)({repository, label, into}))
    : printRefusal(firstRefusal(...places));
};
