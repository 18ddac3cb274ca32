import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { SteadyClient } from './steady-client.js';

describe('a client', () => {
  it('survives an error while nobody listens, where the plain one does not', () => {
    expect(() => new pg.Client().emit('error', new Error('terminated'))).toThrow('terminated');
    expect(new SteadyClient().emit('error', new Error('terminated'))).toBe(true);
  });
});
