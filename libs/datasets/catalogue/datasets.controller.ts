import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import {
  type Actor,
  ApiErrors,
  CurrentActor,
  entityTag,
  etagHeader,
  ifMatchHeader,
  locationHeader,
  LongRunning,
  Reply,
  RequireScope,
  versionFromIfMatch,
} from '#libs/platform';
import { AttachDataset } from '../attach/attach-dataset.js';
import { AttachDatasetDto } from '../dto/attach-dataset.dto.js';
import { DeclarationQueryDto } from '../dto/dataset-declaration.dto.js';
import { DatasetChangesDto } from '../dto/dataset-changes.dto.js';
import { DatasetDto } from '../dto/dataset.dto.js';
import { DatasetListDto, DatasetParams } from '../dto/dataset-list.dto.js';
import { DatasetProfileDto, ProfileQueryDto } from '../dto/dataset-profile.dto.js';
import { DatasetProfiles } from '../profile/dataset-profiles.js';
import { maySeeSensitive } from '../sensitive-access.js';
import { ChangeDataset } from '../declaration/change-dataset.js';
import { DatasetCatalogue } from './dataset-catalogue.js';
import { DeleteDataset } from './delete-dataset.js';

@ApiTags('datasets')
@Controller('datasets')
export class DatasetsController {
  constructor(
    private readonly catalogue: DatasetCatalogue,
    private readonly attaching: AttachDataset,
    private readonly changing: ChangeDataset,
    private readonly deleting: DeleteDataset,
    private readonly profiles: DatasetProfiles,
  ) {}

  @Get()
  @RequireScope('clients:read')
  @ApiOperation({ summary: 'List the datasets: built-in, owned and attached' })
  @ApiOkResponse({ type: DatasetListDto })
  listDatasets(): Promise<DatasetListDto> {
    return this.catalogue.list();
  }

  @Post('attach')
  @LongRunning()
  @RequireScope('datasets:write')
  @ApiErrors('dataset_exists')
  @ApiOperation({
    summary: 'Make a dataset of a table or view of the database',
    description:
      'It is only ever read. Columns, kinds, missing values, categories and bounds come from its types, constraints and comments; `columns` says what is otherwise. Arrays, documents and bytes are left out, with a warning. With `dry_run=true` the answer is the same, with 200, and nothing is stored.',
  })
  @ApiCreatedResponse({ type: DatasetDto, headers: locationHeader })
  @ApiOkResponse({ type: DatasetDto, description: 'What would be attached' })
  async attachDataset(
    @Query() { dry_run }: DeclarationQueryDto,
    @Body() body: AttachDatasetDto,
    @CurrentActor() actor: Actor,
  ): Promise<Reply<DatasetDto>> {
    const dataset = await this.attaching.attach(body, dry_run, actor);
    return new Reply(
      dataset,
      dry_run ? { status: 200 } : { status: 201, headers: { location: `/datasets/${dataset.name}` } },
    );
  }

  @Get(':name')
  @RequireScope('clients:read')
  @ApiErrors('dataset_not_found')
  @ApiOperation({
    summary: 'Read what a dataset is: its columns, target and derived features',
    description: 'With the ETag that changes need, unless the dataset is built in.',
  })
  @ApiOkResponse({ type: DatasetDto, headers: etagHeader })
  async getDataset(@Param() { name }: DatasetParams): Promise<Reply<DatasetDto>> {
    return tagged(await this.catalogue.get(name));
  }

  @Patch(':name')
  @LongRunning()
  @RequireScope('datasets:write')
  @ApiErrors(
    'dataset_not_found',
    'dataset_read_only',
    'dataset_in_use',
    'dataset_unfit',
    'precondition_failed',
    'precondition_required',
    'overloaded',
  )
  @ApiOperation({
    summary: 'Declare a dataset otherwise, if nobody else did since',
    description:
      'A JSON merge patch (RFC 7396): what is left out stays, null takes away, lists are replaced. Rules that get narrower must hold for every row; those that break them are counted in the refusal. Versions that were trained answer as they were trained; the next training takes the new declaration. With `dry_run=true` the answer is what would be, with the ETag of what is, and nothing is stored.',
  })
  @ApiHeader({ ...ifMatchHeader, required: true })
  @ApiOkResponse({ type: DatasetDto, headers: etagHeader })
  async changeDataset(
    @Param() { name }: DatasetParams,
    @Query() { dry_run }: DeclarationQueryDto,
    @Headers('if-match') ifMatch: string | undefined,
    @Body() body: DatasetChangesDto,
    @CurrentActor() actor: Actor,
  ): Promise<Reply<DatasetDto>> {
    return tagged(await this.changing.change(name, versionFromIfMatch(ifMatch), body, dry_run, actor));
  }

  @Get(':name/profile')
  @LongRunning()
  @RequireScope('clients:read')
  @ApiErrors('dataset_not_found', 'dataset_unfit', 'overloaded')
  @ApiOperation({
    summary: 'Read what the columns hold, how they go with the target, and what speaks against training',
    description:
      'Computed from at most 50,000 rows (of tables with more than 25 columns fewer, down to 10,000), chosen by their identifiers, so that the same rows give the same answer. No figure is a single row: categories of fewer than 5 rows are summed up, minimum and maximum are reached by 5 rows.',
  })
  @ApiOkResponse({ type: DatasetProfileDto })
  profileDataset(
    @Param() { name }: DatasetParams,
    @Query() query: ProfileQueryDto,
    @CurrentActor() actor: Actor,
  ): Promise<DatasetProfileDto> {
    return this.profiles.profile(name, query.target, maySeeSensitive(query, actor));
  }

  @Delete(':name')
  @HttpCode(204)
  @RequireScope('datasets:write')
  @ApiErrors('dataset_not_found', 'dataset_in_use', 'dataset_read_only')
  @ApiOperation({
    summary: 'Delete a dataset that no model needs',
    description:
      'The table of an owned dataset goes with it; an attached relation stays as it is. Built-in datasets cannot be deleted.',
  })
  @ApiNoContentResponse({ description: 'Deleted' })
  async deleteDataset(@Param() { name }: DatasetParams, @CurrentActor() actor: Actor): Promise<void> {
    await this.deleting.delete(name, actor);
  }
}

function tagged(dataset: DatasetDto): Reply<DatasetDto> {
  const { version } = dataset;
  return new Reply(dataset, version === null ? {} : { headers: { etag: entityTag(version) } });
}
