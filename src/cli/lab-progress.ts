/** What a drill shows while its lab is being built: lines in the plain face, a screen of phases on a terminal. */
import type {OnPhase, Phase} from '../lab/phases.ts';
import {spokenDuration} from '../report/spoken-duration.ts';
import type {Screen} from '../tui/open.tsx';
import type {Face} from './terminal.ts';

type Shown = {
  readonly name: string;
  readonly state: 'pending' | 'running' | 'done' | 'failed';
  readonly ms: number | null;
};

export type Progress = {
  readonly face: Face;
  readonly screen?: Screen | undefined;
  readonly title: string;
  /** Whether somebody has stopped it; never where nothing is said. */
  readonly isStopped?: () => boolean;
};

/** A listener for the lab's phases that draws them in the right face. */
export const labProgress = ({face, screen, title, isStopped = () => false}: Progress): OnPhase => {
  const phases = new Map<string, Shown>();
  const show = (phase: Phase): void => {
    const name = phase.title;
    if (phase.state === 'started') {
      phases.set(phase.phase, {name, state: 'running', ms: null});
    } else {
      phases.set(phase.phase, {name, state: phase.state === 'failed' ? 'failed' : 'done', ms: phase.elapsedMs});
    }
    if (screen) {
      screen.showLab({
        mode: 'drill',
        title,
        phases: [...phases.values()],
        note: 'Nothing outside this lab is touched.',
        leaving: 'stops the drill and takes the lab down',
      });
    } else if (face === 'plain' && phase.state !== 'started') {
      const verb = phase.state === 'failed' ? 'FAILED' : 'done';
      process.stdout.write(`Lab: ${name}: ${verb} in ${spokenDuration(phase.elapsedMs)}.\n`);
    }
  };
  return Object.assign(show, {isStopped});
};
