/** An answer of the drill's robot to a step, a branch or a part of a group that is not there. */
import {meantOr} from '../../diagnostics/nearest.ts';
import {answerFaults} from '../prepared-answers.ts';
import {isMapping} from '../reading.ts';
import type {Finding, Rule} from '../rule.ts';

export const unknownAnswer: Rule = {
  code: 'drill/unknown-answer',
  severity: 'error',
  why: 'The robot would wait at the question that was meant, and the drill would end there.',
  waivable: false,
  check: ({runbook, document}) => {
    const answers = runbook.drill?.answers ?? {};
    return answerFaults(answers, runbook).map(({name, lacks, known}): Finding => {
      const path = ['drill', 'answers', name];
      if (lacks.what === 'step') {
        const hint = meantOr(name, known, 'remove it, or name a step that asks');
        return {message: `there is no step "${name}"`, span: document.keySpan(path), hint};
      }
      const answer = answers[name];
      const value = isMapping(answer) && 'value' in answer ? [...path, 'value'] : path;
      const isBranch = lacks.what === 'branch';
      return {
        message: `${isBranch ? 'decision' : 'group'} "${lacks.path}" has no ${isBranch ? 'branch' : 'step'} "${lacks.word}"`,
        span: document.valueSpan(lacks.at === undefined ? value : [...value, lacks.at]),
        hint: meantOr(
          lacks.word,
          known,
          isBranch ? 'name one of its branches' : 'name its steps in the order that they are to be picked in',
        ),
      };
    });
  },
};
