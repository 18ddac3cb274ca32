import { ApiProperty } from '@nestjs/swagger';
import type { RunOrigin } from '../runs/run-origin.js';

export enum RunOriginKind {
  Mlflow = 'mlflow',
  File = 'file',
  HuggingFace = 'hugging_face',
  Upload = 'upload',
}

export class RunOriginDto implements Record<keyof RunOrigin, string> {
  @ApiProperty({ enum: RunOriginKind, enumName: 'RunOriginKind' })
  kind!: RunOriginKind;

  @ApiProperty({
    maxLength: 2000,
    pattern: '^[\\s\\S]*$',
    example: 'models:/loan-amount@champion',
    description: 'As the caller named it',
  })
  uri!: string;

  @ApiProperty({
    maxLength: 64,
    pattern: '^[0-9a-f]{64}$',
    description: 'Of the file as it came; of a model in several files, of the one file that was made of them',
  })
  sha256!: string;
}
