/** The name of a question: no later one has it, so that each is asked, rung for and answered once. */
import type {OpenPrompt} from './intent.ts';

type Asked = Pick<OpenPrompt, 'step' | 'attempt' | 'kind'> & {readonly options?: readonly unknown[]};

/** Once one of a group was picked, the next pick is another question: fewer are left. */
export const questionName = ({step, attempt, kind, options = []}: Asked): string =>
  `${step}#${attempt} ${kind}${kind === 'pick' ? ` ${options.length}` : ''}`;
