import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type ActorReference, Clock, newId } from '#libs/platform';
import { AdministrativeEventEntity } from './administrative-event.entity.js';

export const administrativeActions = [
  'user.registered',
  'user.created',
  'user.changed',
  'user.deleted',
  'user.signed_in',
  'user.sign_in_refused',
  'user.signed_out',
  'session.reuse_detected',
  'api_key.created',
  'api_key.revoked',
  'client.created',
  'client.changed',
  'client.deleted',
  'clients.imported',
  'clients.exported',
  'employee.created',
  'employee.changed',
  'employee.deleted',
  'employees.imported',
  'employees.exported',
  'training.requested',
  'training.finished',
  'version.imported',
  'training.cancelled',
  'training.delivery_requested',
  'batch_prediction.requested',
  'batch_prediction.finished',
  'batch_prediction.cancelled',
  'batch_prediction.exported',
  'batch_prediction.results_deleted',
  'latest_predictions.exported',
  'alias.moved',
  'threshold.overridden',
  'dataset.created',
  'dataset.attached',
  'dataset.changed',
  'dataset.deleted',
  'dataset.imported',
  'dataset.exported',
  'dataset_row.created',
  'dataset_row.changed',
  'dataset_row.deleted',
  'model.created',
  'model.retired',
  'decision_policy.changed',
  'reason_codes.changed',
  'decision.overridden',
  'audit.exported',
] as const;
export type AdministrativeAction = (typeof administrativeActions)[number];

export const administrativeSubjectKinds = [
  'user',
  'session',
  'api_key',
  'client',
  'employee',
  'dataset',
  'dataset_row',
  'model',
  'training_run',
  'batch_prediction',
  'decision',
  'audit',
] as const;
export type AdministrativeSubjectKind = (typeof administrativeSubjectKinds)[number];

export interface AdministrativeEvent {
  readonly action: AdministrativeAction;
  /** null: nobody was signed in (registration, a refused sign-in). */
  readonly actor: ActorReference | null;
  readonly subject: {
    readonly kind: AdministrativeSubjectKind;
    readonly id: string;
  };
  /** Ids, counts, reasons, names of changed fields. Never a secret, an e-mail or a row's values. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Records administrative acts in the transaction that performs them: both happen or neither. */
@Injectable()
export class AdministrativeEvents {
  constructor(private readonly clock: Clock) {}

  async record(event: AdministrativeEvent, manager: EntityManager): Promise<void> {
    await manager.insert(AdministrativeEventEntity, {
      id: newId(),
      occurred_at: this.clock.now(),
      action: event.action,
      actor_kind: event.actor?.kind ?? 'anonymous',
      actor_id: event.actor?.id ?? 'anonymous',
      credential_id: event.actor?.credentialId ?? 'none',
      subject_kind: event.subject.kind,
      subject_id: event.subject.id,
      details: { ...event.details },
    });
  }
}
