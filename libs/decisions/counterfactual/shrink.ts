import { type Attempt, type Change, distanceOf } from './changeable.js';

/** Halving a range this often leaves less than a millionth of it. */
const mostHalvings = 20;
const mostDigits = 15;
/** Of the way back that several numbers go together. */
const smallestStep = 0.005;

/** The probability where the changes flip the decision; undefined where they do not. */
export type Flips = (changes: readonly Change[]) => Promise<number | undefined>;

/**
 * A flip whose numbers are moved back towards the row's own as far as the decision stays flipped: all together, since
 * some only occur together, then each alone, the largest move first; then rounded away from it, within the tolerance, to the fewest digits.
 */
export async function shrink(flip: Attempt, flips: Flips): Promise<Attempt> {
  let best = await shrunkTogether(flip, flips);
  const order = [...flip.changes].sort((a, b) => distanceOf([b]) - distanceOf([a]));
  for (const { changeable } of order) {
    if (!changeable.scale) continue;
    const { scale, feature } = changeable;
    const tryNumber = async (number: number): Promise<Attempt | undefined> => {
      const to = scale.value(number);
      const changes = best.changes.map((change) =>
        change.changeable.feature === feature ? { changeable, to } : change,
      );
      const probability = await flips(changes);
      return probability === undefined ? undefined : { changes, probability };
    };
    let near = scale.number(changeable.from);
    let far = farEnd(best, feature);
    for (let halving = 0; halving < mostHalvings && Math.abs(far - near) > scale.tolerance; halving += 1) {
      const middle = scale.number(scale.value((near + far) / 2));
      if (middle === near || middle === far) break;
      const smaller = await tryNumber(middle);
      if (smaller) [best, far] = [smaller, middle];
      else near = middle;
    }
    best = (await rounded(far, scale.tolerance, farEnd(flip, feature), tryNumber)) ?? best;
  }
  return best;
}

async function shrunkTogether(flip: Attempt, flips: Flips): Promise<Attempt> {
  if (flip.changes.filter(({ changeable }) => changeable.scale).length < 2) return flip;
  let best = flip;
  let [near, far] = [0, 1];
  for (let halving = 0; halving < mostHalvings && far - near > smallestStep; halving += 1) {
    const middle = (near + far) / 2;
    const changes = flip.changes.map(({ changeable, to }): Change => {
      const { scale, from } = changeable;
      if (!scale) return { changeable, to };
      const start = scale.number(from);
      return { changeable, to: scale.value(start + middle * (scale.number(to) - start)) };
    });
    const probability = await flips(changes);
    if (probability === undefined) near = middle;
    else [best, far] = [{ changes, probability }, middle];
  }
  return best;
}

function farEnd({ changes }: Attempt, feature: string): number {
  const { changeable, to } = changes.find((change) => change.changeable.feature === feature)!;
  return changeable.scale!.number(to);
}

/** A number that people can say, hardly further away. */
async function rounded(
  number: number,
  tolerance: number,
  limit: number,
  tryNumber: (number: number) => Promise<Attempt | undefined>,
): Promise<Attempt | undefined> {
  if (Number.isInteger(number)) return undefined;
  const outward = limit >= number ? Math.ceil : Math.floor;
  for (let digits = 1; digits <= mostDigits; digits += 1) {
    const unit = 10 ** (Math.floor(Math.log10(Math.abs(number))) + 1 - digits);
    // Through text: 3 × 0.1 is not 0.3.
    const candidate = Number((outward(number / unit) * unit).toPrecision(mostDigits));
    const within =
      Math.abs(candidate - number) <= tolerance && Math.abs(candidate - limit) <= Math.abs(number - limit);
    if (!within) continue;
    const attempt = await tryNumber(candidate);
    if (attempt) return attempt;
  }
  return undefined;
}
