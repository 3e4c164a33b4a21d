/** Vitest loads this before each file with real programs: labs that a test opens itself stand where all others do. */
import {workPlace} from './work-place.ts';

process.env.LIFEBOAT_LAB ??= workPlace;
