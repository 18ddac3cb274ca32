import { ValidateIf } from 'class-validator';

/** The property may be left out; it then takes its default. Null is no value, here as in the OpenAPI document. */
export const IfGiven = (): PropertyDecorator => ValidateIf((_, value) => value !== undefined);
