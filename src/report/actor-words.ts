/** Who caused a fact and by which way in, in as few words as a line has room for. */
import {showForeignLine} from '../base/foreign-text.ts';
import type {Actor} from '../run/event.ts';

/** `ada, screen`; a robot and prepared answers are named as what they are, never as a person. */
export const actorWords = ({name, via}: Actor): string => {
  const who = showForeignLine(name);
  switch (via) {
    case 'engine':
      return 'the engine';
    case 'robot':
      return `the robot ${who}`;
    case 'answers':
      return `${who}, prepared answers`;
    case 'paper':
      return `${who}, on paper`;
    case 'screen':
    case 'plain':
    case 'json':
      return `${who}, ${via}`;
  }
};
