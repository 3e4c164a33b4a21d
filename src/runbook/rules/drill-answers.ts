/** An answer of the drill's robot to a step, a branch or a part of a group that is not there. */
import {meantOr} from '../../diagnostics/nearest.ts';
import {drillsOf, type NamedDrill} from '../drill-variants.ts';
import {answerFaults} from '../prepared-answers.ts';
import {isMapping} from '../reading.ts';
import type {Finding, Rule, Subject} from '../rule.ts';

export const unknownAnswer: Rule = {
  code: 'drill/unknown-answer',
  severity: 'error',
  why: 'The robot would wait at the question that was meant, and the drill would end there.',
  waivable: false,
  check: subject => drillsOf(subject.runbook).flatMap(named => answersOf(named, subject)),
};

/** A variant has the answers of the drill block too: what is wrong with those is said there. */
const answersOf = ({drill: {answers}, path: place}: NamedDrill, {runbook, document}: Subject): readonly Finding[] =>
  answerFaults(answers, runbook)
    .filter(({name}) => document.has([...place, 'answers', name]))
    .map(({name, lacks, known}): Finding => {
      const path = [...place, 'answers', name];
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
