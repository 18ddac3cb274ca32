import { VeridictError } from '#libs/sdk';

/** The error that a call ends in; fails when it is answered. */
export async function refusalOf(call: Promise<unknown>): Promise<VeridictError> {
  try {
    await call;
  } catch (error) {
    if (error instanceof VeridictError) return error;
    throw error;
  }
  throw new Error('The call was answered, not refused');
}
