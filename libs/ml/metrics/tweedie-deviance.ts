/**
 * The unit deviance of one row: 2·(y·log(y/ŷ) - y + ŷ) of Poisson (power 1), and of Tweedie between 1 and 2
 * 2·(y^(2-p) / ((1-p)(2-p)) - y·ŷ^(1-p) / (1-p) + ŷ^(2-p) / (2-p)), as in scikit-learn's `mean_tweedie_deviance`.
 *
 * @param actual 0 or more
 * @param predicted above 0
 * @param power 1, or above 1 and below 2
 */
export function tweedieDeviance(actual: number, predicted: number, power: number): number {
  if (power === 1) {
    const logarithm = actual === 0 ? 0 : actual * Math.log(actual / predicted);
    return 2 * (logarithm - actual + predicted);
  }
  const [first, second] = [1 - power, 2 - power];
  return (
    2 *
    (actual ** second / (first * second) -
      (actual * predicted ** first) / first +
      predicted ** second / second)
  );
}
