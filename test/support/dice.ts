/** Numbers that decide what happens in a simulated run. */

/** Numbers that decide; after the last one all is well. */
export const diceOf = (numbers: readonly number[]) => {
  let at = 0;
  return {
    roll: (sides: number): number => (numbers[at++] ?? 0) % sides,
    isOver: (): boolean => at >= numbers.length,
  };
};
export type Dice = ReturnType<typeof diceOf>;
