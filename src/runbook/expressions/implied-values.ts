/** What a condition says about null: where `inputs.note != null && …` holds there is a note, and so there is behind `inputs.note == null || …`. */
import type {ASTNode} from '@marcbachmann/cel-js';
import {pathOf} from './references.ts';

/** The paths that are not null where a condition is true, or where it is false. */
export const impliedValues = (node: ASTNode, truth: boolean): readonly string[] => {
  switch (node.op) {
    case '!_':
      return impliedValues(node.args, !truth);
    case '&&':
    case '||': {
      const [one, other] = [impliedValues(node.args[0], truth), impliedValues(node.args[1], truth)];
      // All of an "and" is true, and all of an "or" is false.
      return (node.op === '&&') === truth ? [...one, ...other] : one.filter(path => other.includes(path));
    }
    case '==':
    case '!=': {
      const [one, other] = node.args;
      const isEqual = (node.op === '==') === truth;
      return [...held(one, [other], isEqual), ...held(other, [one], isEqual)];
    }
    case 'in': {
      const [one, list] = node.args;
      return list.op === 'list' && truth ? held(one, list.args, true) : [];
    }
    case 'call': {
      const [name, [member]] = node.args;
      // Null has no members; that `inputs.note` itself is there says nothing, since null is there too.
      return name === 'has' && truth && member?.op === '.' ? pathsOf(member.args[0]) : [];
    }
    default:
      return [];
  }
};

/** Equal to one of some values that are not null, or not equal to null. */
const held = (node: ASTNode, values: readonly ASTNode[], isEqual: boolean): readonly string[] =>
  values.every(({op, args}) => op === 'value' && (args !== null) === isEqual) ? pathsOf(node) : [];

const pathsOf = (node: ASTNode): readonly string[] => {
  const path = pathOf(node);
  return path === undefined ? [] : [path.join('.')];
};
