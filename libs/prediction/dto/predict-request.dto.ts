import { ApiProperty } from '@nestjs/swagger';
import { CheckedByFeatureSchema } from '#libs/platform';

/** Rows of one call: bounded, because the graph computes them without a pause. */
export const maximumInstances = 1000;

const featureRow = {
  type: 'object',
  additionalProperties: true,
  description: 'Feature names and values; see GET /models/{model}/schema',
} as const;

export class FeaturesRequestDto {
  @ApiProperty({
    ...featureRow,
    example: {
      age: 42,
      sport_licence: false,
      niveau_etude: 'master',
      revenu_estime_mois: 3200,
      risque_personnel: 0.31,
      loyer_mensuel: 950,
      anciennete_ans: 3.4,
    },
  })
  features!: Record<string, unknown>;
}

export class InstancesRequestDto {
  @ApiProperty({ type: 'array', minItems: 1, maxItems: maximumInstances, items: featureRow })
  instances!: Record<string, unknown>[];
}

/** Either of the two above; the rows are checked against the version's feature schema. */
@CheckedByFeatureSchema()
export class PredictRequestDto {
  features?: Record<string, unknown>;
  instances?: Record<string, unknown>[];
}
