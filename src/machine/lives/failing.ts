/** The six ways on from a failure, in the order in which they are tried. */

/** Transitions for the fact `failed`: what the fact says must be what the policy allows, or it is refused. */
export const failing = [
  {target: 'held' as const, guard: 'thenHold' as const, actions: 'see' as const},
  {target: 'entered' as const, guard: 'thenRetry' as const, actions: ['see', 'tryAgain'] as const},
  {target: 'over' as const, guard: 'thenContinue' as const, actions: 'see' as const},
  {target: 'aborting' as const, guard: 'thenAbort' as const, actions: 'see' as const},
  {target: 'over' as const, guard: 'thenLeave' as const, actions: ['see', 'giveUpItem'] as const},
  {target: 'over' as const, guard: 'thenGoto' as const, actions: ['see', 'leaveByGoto'] as const},
];
