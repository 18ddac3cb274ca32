import { Injectable } from '@nestjs/common';
import {
  type CounterfactualRequestDto,
  Counterfactuals,
  type Language,
  ScoreCards,
  WhatIfs,
  type WhatIfRequestDto,
} from '#libs/decisions';
import { DomainError } from '#libs/platform';
import type { PredictionCall } from '#libs/prediction';
import { defaultRiskModel } from './default-risk-model.js';
import type {
  CustomerCounterfactualDto,
  CustomerScoreCardDto,
  CustomerWhatIfDto,
} from './dto/customer-decisions.dto.js';

interface About {
  readonly id: number;
  readonly language: Language;
}

/** What `default-risk` decides of stored customers. */
@Injectable()
export class CustomerDecisions {
  constructor(
    private readonly scoreCards: ScoreCards,
    private readonly whatIfs: WhatIfs,
    private readonly counterfactuals: Counterfactuals,
  ) {}

  /** @throws DomainError `customer_not_found`, `model_not_ready` */
  async scoreCard(
    call: PredictionCall,
    { limit, ...about }: About & { readonly limit: number },
  ): Promise<CustomerScoreCardDto> {
    return { customer_id: about.id, ...(await this.scoreCards.card(call, { ...asked(about), limit })) };
  }

  /** @throws DomainError as `scoreCard`; `validation_failed` for changes that no prediction takes */
  async whatIf(
    call: PredictionCall,
    about: About,
    { changes }: WhatIfRequestDto,
  ): Promise<CustomerWhatIfDto> {
    return { customer_id: about.id, ...(await this.whatIfs.whatIf(call, { ...asked(about), changes })) };
  }

  /** @throws DomainError as `scoreCard`; `validation_failed` for features that nobody may change */
  async counterfactual(
    call: PredictionCall,
    about: About,
    { actionable, maximum_changes: maximumChanges }: CounterfactualRequestDto,
  ): Promise<CustomerCounterfactualDto> {
    const request = { ...asked(about), maximumChanges, ...(actionable ? { actionable } : {}) };
    return { customer_id: about.id, ...(await this.counterfactuals.counterfactual(call, request)) };
  }
}

function asked({ id, language }: About): {
  readonly model: string;
  readonly rowId: string;
  readonly language: Language;
  readonly notFound: () => DomainError;
} {
  return { model: defaultRiskModel.name, rowId: String(id), language, notFound: unknownCustomer };
}

function unknownCustomer(): DomainError {
  return new DomainError('customer_not_found', 'There is no customer of this number.');
}
