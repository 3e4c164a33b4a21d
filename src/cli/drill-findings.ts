/** Findings of a drill that also decide how the program exits. Apart from the judge: whoever drives a run does not load the lab. */

/** The finding of a drill whose lab was lost; it fails the drill also where nobody ended it. */
export const labIsThere = 'lab_is_there';
