import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { cardCount, cardNumber, cardShare, cardText } from './card-values.js';

export class LearningPointDto {
  @ApiProperty(cardCount)
  iteration!: number;

  @ApiProperty({ ...cardNumber, description: 'On the rows that were fitted' })
  loss!: number;

  @ApiPropertyOptional({ ...cardNumber, description: 'On rows kept from fitting, to stop early by' })
  validation_loss?: number;
}

/** Held-out rows whose probability lies between two numbers. */
export class ReliabilityBinDto {
  @ApiProperty(cardShare)
  lowest!: number;

  @ApiProperty(cardShare)
  highest!: number;

  @ApiProperty(cardCount)
  count!: number;

  @ApiProperty(cardShare)
  mean_predicted!: number;

  @ApiProperty({ ...cardShare, description: 'Share of class 1' })
  observed_rate!: number;

  @ApiProperty({ ...cardShare, description: 'Wilson interval of the observed rate, 95 %' })
  observed_lower!: number;

  @ApiProperty(cardShare)
  observed_upper!: number;
}

/** What accepting every row from the threshold on gives: a point of the ROC and of the precision-recall curve. */
export class RankingPointDto {
  @ApiProperty(cardShare)
  threshold!: number;

  @ApiProperty({ ...cardShare, description: 'Recall' })
  true_positive_rate!: number;

  @ApiProperty(cardShare)
  false_positive_rate!: number;

  @ApiProperty(cardShare)
  precision!: number;
}

export class ClassMetricsDto {
  @ApiProperty(cardText(1000))
  class!: string;

  @ApiProperty({ ...cardCount, description: 'Held-out rows of the class' })
  support!: number;

  @ApiProperty(cardShare)
  precision!: number;

  @ApiProperty(cardShare)
  recall!: number;

  @ApiProperty(cardShare)
  f1!: number;

  @ApiPropertyOptional({ ...cardShare, description: 'Against all other classes' })
  auc?: number;
}
