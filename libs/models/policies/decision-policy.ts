/** A text for readers of either language. */
export interface BilingualText {
  readonly en: string;
  readonly fr: string;
}

/** A feature that whom the decision is about can change, and how. */
export interface ActionableFeature {
  readonly feature: string;
  /** Numbers and days: only upwards or only downwards. Absent: both. */
  readonly direction?: 'increase' | 'decrease';
  /** Numbers: beyond these no change is proposed. */
  readonly minimum?: number;
  readonly maximum?: number;
}

/** What follows from a probability of class 1, and what the two errors cost. */
export interface DecisionPolicy {
  /** Of deciding for class 0 where class 1 is true: a default that was not seen coming. */
  readonly false_negative_cost: number;
  /** Of deciding for class 1 where class 0 is true: a good customer who was refused. */
  readonly false_positive_cost: number;
  /** Class 1 in words, so that nobody confuses the two errors. */
  readonly positive_class: BilingualText;
  /** Around the threshold in force, in probability: between the two edges no machine decides. */
  readonly grey_band: { readonly below: number; readonly above: number };
  /** What the decisions are called. */
  readonly outcomes: { readonly negative: string; readonly positive: string; readonly between: string };
  readonly actionable: readonly ActionableFeature[];
}

/** A feature's name among the reasons that decisions give. */
export interface ReasonCode {
  readonly code: string;
  readonly feature: string;
  /** Whether the value speaks for class 1 or against it. Absent: both. */
  readonly direction?: 'towards' | 'away';
  readonly texts: BilingualText;
  /** How people say the value: a flag as yes or no, days counted backwards as time that has passed. Absent: as it is. */
  readonly shown_as?: 'yes_no' | 'time_passed';
}
