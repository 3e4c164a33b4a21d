/** `npm run check`: all that can be told without a terminal or a server, in less than a minute. */

import {fastTests, houseRules, runChecks} from './house-rules.mjs';

const failed = await runChecks([fastTests, ...houseRules]);
process.exitCode = failed.length === 0 ? 0 : 1;
