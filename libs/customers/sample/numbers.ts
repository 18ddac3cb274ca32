export function between(minimum: number, value: number, maximum: number): number {
  return Math.min(maximum, Math.max(minimum, value));
}

export function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

export function logistic(value: number): number {
  return 1 / (1 + Math.exp(-value));
}
