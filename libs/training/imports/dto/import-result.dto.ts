import { ApiProperty } from '@nestjs/swagger';
import { RunOriginDto } from '../../dto/run-origin.dto.js';
import { TrainingResultDto } from '../../dto/training-result.dto.js';

export class ImportResultDto extends TrainingResultDto {
  @ApiProperty({
    minLength: 64,
    maxLength: 64,
    pattern: '^[0-9a-f]{64}$',
    description: 'Of the file as it is served; that of the file as it came stands in origin',
  })
  sha256!: string;

  @ApiProperty({ type: () => RunOriginDto })
  origin!: RunOriginDto;
}
