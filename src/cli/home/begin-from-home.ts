/** What was chosen on the home screen, begun as its command would begin it; the terminal is free by then. */
import type {Begin} from '../../tui/home/home-view.ts';
import {openingScreen} from '../opening-screen.ts';
import type {StateOption} from '../state-place.ts';

/** Ends with the exit code of the command. */
export const beginFromHome = async (begin: Begin, {state, logLevel}: StateOption): Promise<number> => {
  const options = {state, logLevel};
  switch (begin.begin) {
    case 'incident': {
      const reopen = () =>
        openingScreen({}, {mode: 'incident', title: begin.title, phase: 'Read the runbook', unattended: false});
      const screen = await reopen();
      const {runCommand} = await import('../commands/run.ts');
      return runCommand(begin.runbook, {...options, set: [], screen, reopen});
    }
    case 'drill': {
      const opening = {mode: 'drill', title: begin.title, phase: 'Read the runbook', unattended: false} as const;
      const screen = await openingScreen({}, opening);
      const {drillCommand} = await import('../commands/drill.ts');
      return drillCommand(begin.runbook, {
        ...options,
        screen,
        ...(begin.variant !== undefined && {variant: begin.variant}),
      });
    }
    case 'resume': {
      const reopen = () => openingScreen({}, {title: begin.run, phase: 'Read the record', unattended: false});
      const screen = await reopen();
      const {resumeCommand} = await import('../commands/resume.ts');
      return resumeCommand(begin.run, {...options, screen, reopen});
    }
    case 'watch':
      return (await import('../commands/watch.ts')).watchCommand(begin.run, options);
    case 'replay':
      return (await import('../commands/replay.ts')).replayCommand(begin.run, options);
  }
};
