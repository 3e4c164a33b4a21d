/** The datasets that a lab can be filled with. */
import type {Dataset} from './dataset.ts';
import {ticketing} from './datasets/ticketing.ts';

/** A new dataset is a file in datasets/ and a line here. */
export const datasets: Readonly<Record<'ticketing', Dataset>> = {ticketing};

export type DatasetName = keyof typeof datasets;
