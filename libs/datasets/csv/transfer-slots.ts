import { Injectable } from '@nestjs/common';
import { DomainError } from '#libs/platform';

/** Imports and exports that run at once in one process; each holds a database connection throughout. */
export const maximumTransfers = 4;

/** Keeps long transfers from taking every pooled connection away from short requests. */
@Injectable()
export class TransferSlots {
  private taken = 0;

  /** @returns gives the slot back; may be called twice */
  take(): () => void {
    if (this.taken >= maximumTransfers) {
      throw new DomainError('overloaded', 'Too many imports and exports are running; try again shortly.', {
        retryAfterSeconds: 5,
      });
    }
    this.taken++;
    let held = true;
    return () => {
      if (held) this.taken--;
      held = false;
    };
  }
}
