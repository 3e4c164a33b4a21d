/** Whether keys may answer the question that is open: not in the first moment, when they were typed for what stood there before. */
import {useEffect, useState} from 'react';

/** As long as a hand needs to notice that something else stands there. */
export const usualGuardMs = 300;

export const useArmed = (question: string | null, guardMs: number): boolean => {
  const [armed, setArmed] = useState<string | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setArmed(question), guardMs);
    return () => clearTimeout(timer);
  }, [question, guardMs]);
  return question === null || armed === question;
};
