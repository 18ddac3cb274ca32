import type { DecisionPolicy } from '#libs/models';

/** Which error costs what, with the class named: "false negative" has been read both ways. */
export function costsInWords({
  positive_class: { en: words },
  false_negative_cost: missed,
  false_positive_cost: alarm,
  outcomes: { negative, positive },
}: DecisionPolicy): string {
  return `Positive class: ${words}. Deciding "${negative}" where it is true costs ${missed}; deciding "${positive}" where it is not costs ${alarm}.`;
}
