/** What the time of a run can be spent with, and what a step does with it now. */

export type Activity = 'machine' | 'handsOn' | 'approval' | 'information' | 'held';

/** Milliseconds by activity. */
export type TimeSplit = {readonly [Name in Activity]: number};

/** What a step does with the time as it stands; `start` is a step that the engine is about to begin, which it does not in a pause. */
export type Claim = Exclude<Activity, 'held'> | 'start' | 'none';

/** How many steps claim the time now, by what they do with it. */
export type Claims = Map<Claim, number>;
