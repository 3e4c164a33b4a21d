/** Inputs of a drill that the runbook does not have, and those that nobody gives it there. */
import {didYouMean} from '../../diagnostics/nearest.ts';
import {isConnection, isNeededInDrill} from '../drill-needs.ts';
import {drillsOf} from '../drill-variants.ts';
import type {Finding, Rule} from '../rule.ts';

export const unknownDrillInput: Rule = {
  code: 'drill/unknown-input',
  severity: 'error',
  why: 'Nobody reads it, and the input that was meant is missing in the drill.',
  waivable: false,
  check: ({runbook, document}) => {
    const known = Object.keys(runbook.inputs);
    return drillsOf(runbook).flatMap(({drill, path}) =>
      Object.keys(drill.inputs)
        .filter(name => !known.includes(name) && document.has([...path, 'inputs', name]))
        .map(
          (name): Finding => ({
            message: `there is no input "${name}"`,
            span: document.keySpan([...path, 'inputs', name]),
            hint: didYouMean(name, known) ?? 'declare it under inputs',
          }),
        ),
    );
  },
};

export const missingDrillInput: Rule = {
  code: 'drill/missing-input',
  // Only drills need it: no incident waits for that.
  severity: 'warning',
  why: 'A drill takes nothing from the environment of the operator, where production is; it would not begin.',
  waivable: true,
  // A variant has all that the drill block gives, so what it lacks the drill block lacks too.
  check: ({runbook: {drill, inputs}, document}) => {
    if (drill === undefined || drill.lab === 'none') {
      return [];
    }
    const span = document.keySpan(document.has(['drill', 'inputs']) ? ['drill', 'inputs'] : ['drill']);
    return Object.values(inputs)
      .filter(input => isNeededInDrill(input) && drill.inputs[input.name] === undefined)
      .map(input => ({
        message: `the drill does not give the input "${input.name}"`,
        span,
        hint: `say it under drill.inputs: {${input.name}: ${isConnection(input) ? '"${lab.primary}"' : 'VALUE'}}`,
      }));
  },
};
