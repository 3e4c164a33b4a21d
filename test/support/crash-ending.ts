/** Brings a run that was killed to its end, as its operator would: unattended as far as that goes, then by looking at what was done. */
import type {CrashDesk, Life, Prompt} from './crash-desk.ts';

/** How often a run may have to be resumed; a harness that goes round for ever finds nothing. */
const resumesMax = 8;

/** Resumes until the run has ended. Gives what went wrong, in words; nothing where all went well. */
export const bringToEnd = async (desk: CrashDesk): Promise<readonly string[]> => {
  for (let turn = 0; turn < resumesMax; turn += 1) {
    const alone = desk.start(['resume', '--auto', '--answers', 'answers.yaml']);
    alone.child.stdin?.end();
    const {code, said} = await alone.ended;
    if (code === 0) {
      return [];
    }
    if (code !== 7) {
      return [`resume ended with ${code}: ${said.slice(-600)}`];
    }
    const attended = desk.start(['resume']);
    answerAll(desk, attended);
    const ended = await attended.ended;
    if (ended.code === 0) {
      return [];
    }
    if (ended.code !== 7) {
      return [`resume with an operator ended with ${ended.code}: ${ended.said.slice(-600)}`];
    }
  }
  return [`the run had not ended after ${resumesMax} resumes`];
};

/** Answers each question once, and goes when nothing is asked that it knows. */
const answerAll = (desk: CrashDesk, life: Life): void => {
  const answered = new Set<string>();
  let read = 0;
  life.child.stdout?.on('data', () => {
    const lines = life.lines();
    for (const line of lines.slice(read)) {
      for (const prompt of line.prompts ?? []) {
        const {step, attempt, kind} = prompt;
        const key = `${kind} ${step}#${attempt}`;
        if (!answered.has(key)) {
          answered.add(key);
          life.send({...intentFor(desk, prompt), step, attempt});
        }
      }
    }
    read = lines.length;
  });
};

/** Of an unknown outcome the operator looks whether the step came to its end. */
const intentFor = (desk: CrashDesk, {step, moves}: Prompt): object => {
  if (moves.includes('resolve')) {
    const isDone = desk.marks().includes(`${step} ended`);
    return {intent: 'resolve', value: isDone ? 'done' : 'again', reason: 'I looked at its marks'};
  }
  return moves.includes('choose') ? {intent: 'choose', value: 'disk'} : {intent: 'retry'};
};
