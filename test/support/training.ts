import type {
  DeliveryState,
  TrainingResultDto,
  TrainingRunDto,
  TrainRequestDto,
  VeridictOperations,
} from '#libs/sdk';
import { eventually } from './eventually.js';

/** The quickest, where the algorithm does not matter. */
export const quickly: TrainRequestDto = { algorithm: 'linear' };

/** Trains and waits for the result; fails when the answer is a run that is still going on. */
export async function trainNow(
  veridict: VeridictOperations,
  body: TrainRequestDto = {},
): Promise<TrainingResultDto> {
  const { data } = await veridict.train({ body: { ...quickly, ...body }, headers: { Prefer: 'wait=200' } });
  if (!('message' in data)) throw new Error(`The run ${data.id} is still ${data.status}`);
  return data;
}

/** Starts a run without waiting for it. */
export async function startTraining(
  veridict: VeridictOperations,
  body: TrainRequestDto = {},
): Promise<TrainingRunDto> {
  const { data } = await veridict.train({
    body: { ...quickly, ...body },
    headers: { Prefer: 'respond-async' },
  });
  if (!('status' in data)) throw new Error('The answer is a result, not a run');
  return data;
}

export function runWithStatus(
  veridict: VeridictOperations,
  id: string,
  statuses: readonly TrainingRunDto['status'][],
  timeoutMs?: number,
): Promise<TrainingRunDto> {
  return eventually(async () => {
    const { data } = await veridict.getTrainingRun({ path: { id } });
    return statuses.includes(data.status) && data;
  }, timeoutMs);
}

/** What became of a run's delivery to MLflow. */
export function runWithDelivery(
  veridict: VeridictOperations,
  id: string,
  state: DeliveryState,
  timeoutMs = 60_000,
): Promise<TrainingRunDto> {
  return eventually(async () => {
    const { data } = await veridict.getTrainingRun({ path: { id } });
    return data.delivery?.state === state && data;
  }, timeoutMs);
}
