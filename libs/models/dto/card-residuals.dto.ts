import { ApiProperty } from '@nestjs/swagger';
import { cardCount, cardNumber } from './card-values.js';

/** Held-out rows whose residual (true value minus answer) lies between two round numbers. */
export class ResidualBinDto {
  @ApiProperty({ ...cardNumber, description: 'The first bin holds residuals below it, too' })
  lowest!: number;

  @ApiProperty({ ...cardNumber, description: 'Not included; the last bin holds residuals above it, too' })
  highest!: number;

  @ApiProperty(cardCount)
  count!: number;
}

/** Held-out rows of similar answers: about a tenth of the rows, at least ten. */
export class ResidualsByPredictionDto {
  @ApiProperty(cardCount)
  count!: number;

  @ApiProperty({ ...cardNumber, description: 'Mean answer' })
  mean_prediction!: number;

  @ApiProperty({ ...cardNumber, description: 'A tenth of the residuals lies below' })
  lower!: number;

  @ApiProperty({ ...cardNumber, description: 'Half of the residuals lie below' })
  median!: number;

  @ApiProperty({ ...cardNumber, description: 'A tenth of the residuals lies above' })
  upper!: number;
}

/** How far the true values of held-out rows lie from the answers. */
export class ResidualsDto {
  @ApiProperty({ type: () => [ResidualBinDto], maxItems: 100 })
  histogram!: ResidualBinDto[];

  @ApiProperty({
    type: () => [ResidualsByPredictionDto],
    maxItems: 10,
    description: 'In the order of the answers',
  })
  by_prediction!: ResidualsByPredictionDto[];
}
