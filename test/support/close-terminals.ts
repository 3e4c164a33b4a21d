/** Vitest loads this before each file with real programs, so that none of them outlives its file. */

import {afterAll} from 'vitest';
import {closeTerminals} from './terminal.ts';

afterAll(closeTerminals);
