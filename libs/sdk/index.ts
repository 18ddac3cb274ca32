export * from './generated/types.gen.js';
export { VeridictOperations } from './generated/sdk.gen.js';
export { createVeridictClient, type VeridictClientOptions } from './veridict-client.js';
export { type FieldProblem, VeridictError } from './veridict-error.js';
