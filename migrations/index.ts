import { ApplicationRole1764000000001 } from './1764000000001-application-role.js';
import { Audit1764000000002 } from './1764000000002-audit.js';
import { Models1764000000003 } from './1764000000003-models.js';
import { Training1764000000004 } from './1764000000004-training.js';
import { Accounts1764000000010 } from './1764000000010-accounts.js';
import { Clients1764000000020 } from './1764000000020-clients.js';
import { TrainingEngine1764000000030 } from './1764000000030-training-engine.js';
import { Mlflow1764000000040 } from './1764000000040-mlflow.js';
import { LearntConstants1764000000050 } from './1764000000050-learnt-constants.js';
import { Employees1764000000060 } from './1764000000060-employees.js';
import { BatchPredictions1764000000070 } from './1764000000070-batch-predictions.js';
import { ThresholdOverrides1764000000080 } from './1764000000080-threshold-overrides.js';
import { AnyTable1764000000090 } from './1764000000090-any-table.js';
import { Decisions1764000000100 } from './1764000000100-decisions.js';
import { Customers1764000000110 } from './1764000000110-customers.js';
import { DeleteBatchResults1764000000120 } from './1764000000120-delete-batch-results.js';
import { DatasetVersions1764000000130 } from './1764000000130-dataset-versions.js';
import { ReviewsOfRows1764000000150 } from './1764000000150-reviews-of-rows.js';
import { SeenRows1764000000160 } from './1764000000160-seen-rows.js';

/** In the order they run. A migration that has been released is never edited: write another one. */
export const migrations = [
  ApplicationRole1764000000001,
  Audit1764000000002,
  Models1764000000003,
  Training1764000000004,
  Accounts1764000000010,
  Clients1764000000020,
  TrainingEngine1764000000030,
  Mlflow1764000000040,
  LearntConstants1764000000050,
  Employees1764000000060,
  BatchPredictions1764000000070,
  ThresholdOverrides1764000000080,
  AnyTable1764000000090,
  Decisions1764000000100,
  Customers1764000000110,
  DeleteBatchResults1764000000120,
  DatasetVersions1764000000130,
  ReviewsOfRows1764000000150,
  SeenRows1764000000160,
];
