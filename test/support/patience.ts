import { jest } from '@jest/globals';

// Starting a server takes a second on an idle machine and twenty beside some builds: a time limit is there to end
// what hangs, not to measure.
jest.setTimeout(240_000);
