import { Column } from 'typeorm';
import type { ActorReference } from '#libs/platform';

/** Columns of every row that stands for a job that somebody asked for. */
export abstract class RequestedJob {
  @Column('text')
  requested_by_kind!: ActorReference['kind'];

  @Column('text')
  requested_by_id!: string;

  @Column('text')
  requested_by_credential!: string;

  /** Fencing token: a worker that was paused and replaced cannot write beside its successor. */
  @Column('integer', { default: 0 })
  attempt!: number;

  @Column('timestamptz')
  created_at!: Date;

  @Column('timestamptz', { nullable: true })
  started_at!: Date | null;

  @Column('timestamptz', { nullable: true })
  finished_at!: Date | null;
}

type Requester = Pick<RequestedJob, 'requested_by_kind' | 'requested_by_id' | 'requested_by_credential'>;

export function requestedBy({ kind, id, credentialId }: ActorReference): Requester {
  return { requested_by_kind: kind, requested_by_id: id, requested_by_credential: credentialId };
}

export function requesterOf(job: Requester): ActorReference {
  return {
    kind: job.requested_by_kind,
    id: job.requested_by_id,
    credentialId: job.requested_by_credential,
  };
}
