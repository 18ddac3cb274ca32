/** Of a column of an invented row. */
export type SampleValue = number | string | null;
