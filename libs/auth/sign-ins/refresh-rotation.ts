import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { AdministrativeEvents } from '#libs/audit';
import { Clock, type Role } from '#libs/platform';
import { refreshRefused } from './grant-refused.js';
import {
  digestOf,
  graceSeconds,
  refreshTokenDays,
  refreshTokenPattern,
  RefreshTokens,
} from './refresh-tokens.js';
import { dayMs, type OpenedSignIn, SignIns } from './sign-ins.js';

interface OpenFamily {
  session_id: string;
  user_id: string;
  role: Role;
  must_replace: boolean;
}

/** Retires the head and stores its child in one statement: of parallel callers, one does both. */
const rotate = `
  WITH retired AS (
    UPDATE public.refresh_tokens AS token SET rotated_at = $2
    FROM public.sessions AS session JOIN public.users AS account ON account.id = session.user_id
    WHERE token.token_hash = $1 AND token.rotated_at IS NULL AND token.expires_at > $2
      AND session.id = token.session_id AND session.revoked_at IS NULL AND session.expires_at > $2
      AND account.disabled_at IS NULL
    RETURNING token.session_id, session.user_id, session.expires_at, account.role,
              account.initial_password_expires_at IS NOT NULL AS must_replace
  ), child AS (
    INSERT INTO public.refresh_tokens (token_hash, session_id, parent_hash, created_at, expires_at)
    SELECT $3, session_id, $1, $2, LEAST($4, expires_at) FROM retired
  )
  SELECT session_id, user_id, role, must_replace FROM retired`;

const lookAgain = `
  SELECT token.session_id, session.user_id, account.role,
         account.initial_password_expires_at IS NOT NULL AS must_replace,
         token.rotated_at, child.token_hash AS child_hash, child.rotated_at AS child_rotated_at,
         session.revoked_at IS NULL AND session.expires_at > $2 AND account.disabled_at IS NULL AS open
  FROM public.refresh_tokens AS token
  JOIN public.sessions AS session ON session.id = token.session_id
  JOIN public.users AS account ON account.id = session.user_id
  LEFT JOIN public.refresh_tokens AS child ON child.parent_hash = token.token_hash
  WHERE token.token_hash = $1`;

/**
 * Rotation with reuse detection (RFC 9700, section 4.14.2). A retired token that comes back means that two
 * parties hold the chain: the whole sign-in ends, because nobody can tell which of them is the owner.
 * Exception: within the grace the immediate parent gets the same child again, as long as that child is the
 * head: a lost answer and two tabs look exactly like that. A thief who is that quick shares the owner's
 * chain until one of them is more than the grace late, and is caught then.
 */
@Injectable()
export class RefreshRotation {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly refreshTokens: RefreshTokens,
    private readonly signIns: SignIns,
    private readonly events: AdministrativeEvents,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `invalid_grant` */
  async refresh(token: string): Promise<OpenedSignIn> {
    if (!refreshTokenPattern.test(token)) throw refreshRefused();
    const now = this.clock.now();
    const child = this.refreshTokens.childOf(token);
    const [rotated]: OpenFamily[] = await this.dataSource.query(rotate, [
      digestOf(token),
      now,
      digestOf(child),
      new Date(now.getTime() + refreshTokenDays * dayMs),
    ]);
    if (rotated) return opened(rotated, child);
    return this.repeated(token, child, now);
  }

  private async repeated(token: string, child: string, now: Date): Promise<OpenedSignIn> {
    const [found]: (OpenFamily & {
      rotated_at: Date | null;
      child_hash: Buffer | null;
      child_rotated_at: Date | null;
      open: boolean;
    })[] = await this.dataSource.query(lookAgain, [digestOf(token), now]);
    if (!found?.open || !found.rotated_at) throw refreshRefused();
    const inGrace = now.getTime() - found.rotated_at.getTime() <= graceSeconds * 1000;
    const childIsHead = found.child_hash?.equals(digestOf(child)) && found.child_rotated_at === null;
    if (inGrace && childIsHead) return opened(found, child);
    await this.dataSource.transaction((manager) => this.endFamily(found, manager));
    throw refreshRefused();
  }

  private async endFamily(family: OpenFamily, manager: EntityManager): Promise<void> {
    if (!(await this.signIns.end(family.session_id, 'refresh_token_reused', manager))) return;
    await this.events.record(
      {
        action: 'session.reuse_detected',
        actor: null,
        subject: { kind: 'session', id: family.session_id },
        details: { user_id: family.user_id },
      },
      manager,
    );
  }
}

const opened = (family: OpenFamily, refreshToken: string): OpenedSignIn => ({
  sessionId: family.session_id,
  refreshToken,
  user: { id: family.user_id, role: family.role, mustReplacePassword: family.must_replace },
});
