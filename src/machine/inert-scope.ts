/** What XState wants to know of an actor when a machine takes a step. Its `transition` makes an actor for each call, most of the cost. */
import {type AnyActorScope, type AnyStateMachine, createActor} from 'xstate';

const nothing = (): void => {};

/** The actor of a machine that is never started: nothing can come of it, so all steps of the machine share it. */
export const inertScope = (machine: AnyStateMachine): AnyActorScope => {
  const self = createActor(machine);
  return {
    self,
    id: '',
    sessionId: '',
    logger: nothing,
    defer: nothing,
    emit: nothing,
    system: self.system,
    stopChild: nothing,
    actionExecutor: nothing,
  };
};
