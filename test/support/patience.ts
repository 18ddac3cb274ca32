import { jest } from '@jest/globals';

// Starting a server takes a second on an idle machine and ten beside a build: a time limit is there to end
// what hangs, not to measure.
jest.setTimeout(120_000);
