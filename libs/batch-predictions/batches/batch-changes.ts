import { Injectable } from '@nestjs/common';
import { Notifications } from '#libs/database';
import { RowChanges } from '#libs/jobs';

/** Notified by the thread that writes results, too. */
export const batchChannel = 'batch_predictions';

/** Changes of batches of predictions. */
@Injectable()
export class BatchChanges extends RowChanges {
  constructor(notifications: Notifications) {
    super(notifications, batchChannel);
  }
}
