import { Injectable } from '@nestjs/common';
import { DomainError } from '#libs/platform';

/** At once in one process: each holds a file in memory, a thread, a process and a connection. */
const mostImports = 2;

/** Keeps imports from taking memory and processors from those who ask for predictions. */
@Injectable()
export class ImportSlots {
  private taken = 0;

  /** @throws DomainError `overloaded` */
  async within<Result>(use: () => Promise<Result>): Promise<Result> {
    if (this.taken >= mostImports) {
      throw new DomainError('overloaded', 'Other model files are being imported; try again shortly.', {
        retryAfterSeconds: 10,
      });
    }
    this.taken += 1;
    try {
      return await use();
    } finally {
      this.taken -= 1;
    }
  }
}
