/** What properties of cards have in common. */
export const cardText = (maxLength: number): { maxLength: number; pattern: string } => ({
  maxLength,
  pattern: '^[\\s\\S]*$',
});
export const cardNumber = { minimum: -1.7976931348623157e308, maximum: 1.7976931348623157e308 } as const;
export const cardCount = { type: 'integer', format: 'int32', minimum: 0, maximum: 2147483647 } as const;
export const cardShare = { minimum: 0, maximum: 1 } as const;
export const featureName = { ...cardText(64), example: 'age' };
export const cardMetrics = {
  type: 'object',
  additionalProperties: { type: 'number', ...cardNumber },
  example: { MAE: 2100.5, MSE: 8410000, RMSE: 2900, 'R²': 0.55 },
} as const;
