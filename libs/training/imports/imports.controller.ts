import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ModelParams } from '#libs/models';
import { AcceptsFile, type Actor, ApiErrors, CurrentActor, LongRunning, RequireScope } from '#libs/platform';
import { ImportRequestDto } from './dto/import-request.dto.js';
import { ImportResultDto } from './dto/import-result.dto.js';
import { importRequestBody } from './import-request-body.js';
import { ImportSubmission, Submission } from './import-submission.js';
import { ImportsService } from './imports.service.js';

@ApiTags('models')
@ApiExtraModels(ImportRequestDto)
@Controller('models')
export class ImportsController {
  constructor(private readonly imports: ImportsService) {}

  @Post(':model/versions/import')
  @LongRunning()
  @HttpCode(200)
  @AcceptsFile('application/octet-stream')
  @RequireScope('models:write')
  @ApiErrors(
    'model_not_found',
    'model_file_not_found',
    'import_source_not_configured',
    'model_file_refused',
    'training_data_unfit',
    'import_source_unavailable',
    'client_closed_request',
  )
  @ApiOperation({
    summary: 'Import an ONNX file as a version; the gate decides whether it becomes the champion',
    description:
      'From MLflow, from the file that MODEL_PATH names, from the Hugging Face hub, or uploaded. Any ONNX file whose inputs fit the features of the model: one input per column, or one matrix with the columns in the order of the model. It is checked in a process of its own, adapted, and measured on our held-out rows; a file that is refused changes nothing, and every reason is told at once.',
    requestBody: importRequestBody,
  })
  @ApiOkResponse({ type: ImportResultDto })
  importModelVersion(
    @Param() { model }: ModelParams,
    @Submission() submission: ImportSubmission,
    @CurrentActor() actor: Actor,
  ): Promise<ImportResultDto> {
    return this.imports.import(model, submission, actor);
  }
}
