import { anyText, number } from './dataset-properties.js';

/** A value that stands for a missing one: 365243, or `unknown`. */
export const markerSchema = { oneOf: [number, { type: 'string' as const, ...anyText }] };
