/** Which inputs a drill has to be given. */
import type {InputDeclaration} from './input-declaration.ts';

/** A server, or a list of them. */
export const isConnection = ({type, of}: Pick<InputDeclaration, 'type' | 'of'>): boolean =>
  type === 'connection' || (type === 'list' && of === 'connection');

/** A drill takes nothing from the operator's environment, and the default of a connection is production's. */
export const isNeededInDrill = (input: InputDeclaration): boolean =>
  input.default === undefined ? !input.optional : isConnection(input);
