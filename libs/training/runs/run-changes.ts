import { Injectable } from '@nestjs/common';
import { Notifications } from '#libs/database';
import { RowChanges } from '#libs/jobs';

/** Changes of training runs. */
@Injectable()
export class RunChanges extends RowChanges {
  constructor(notifications: Notifications) {
    super(notifications, 'training_runs');
  }
}
