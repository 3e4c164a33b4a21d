/** Keeps the title of the terminal true; however the program ends, the one before comes back. */
import {useStdout} from 'ink';
import {useEffect, useState} from 'react';
import {type Caller, callerFor} from '../attention.ts';

/** The caller that shows it: whoever lends the terminal has it give the title back, and whoever asks has it ring. */
export const useTitle = (title: string): Caller => {
  const {stdout} = useStdout();
  const [caller] = useState(() => callerFor(stdout, process.env));
  useEffect(() => caller.show(title), [title, caller]);
  useEffect(() => {
    // However the program ends; the screen itself is given back by Ink.
    process.on('exit', caller.giveBack);
    return () => {
      process.off('exit', caller.giveBack);
      caller.giveBack();
    };
  }, [caller]);
  return caller;
};
