import { Injectable } from '@nestjs/common';
import type { Contract } from './document.js';

/**
 * The contract of the running application, made when it is first asked for: that walks all modules, and most processes
 * are never asked.
 */
@Injectable()
export class ServedContract {
  private make: (() => Contract) | undefined;
  private made: Contract | undefined;

  /** Handed in by whoever wires the application: a provider cannot see the application that it is part of. */
  makeBy(make: () => Contract): void {
    this.make = make;
  }

  read(): Contract {
    if (!this.make) throw new Error('The contract is asked for before the application is wired');
    this.made ??= this.make();
    return this.made;
  }
}
