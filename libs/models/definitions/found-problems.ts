import type { FieldProblem } from '#libs/platform';

/** What is in the way of several choices, so that everything is said at once. */
export class FoundProblems {
  private readonly found: FieldProblem[] = [];

  get all(): readonly FieldProblem[] {
    return this.found;
  }

  add(problems: readonly FieldProblem[]): void {
    this.found.push(...problems);
  }

  /** @returns what was chosen, or undefined where problems stood instead */
  chosen<Choice extends object>(
    outcome: Choice | FieldProblem | readonly FieldProblem[],
  ): Choice | undefined {
    if (isProblem(outcome)) this.add([outcome]);
    else if (Array.isArray(outcome)) this.add(outcome as readonly FieldProblem[]);
    else return outcome as Choice;
    return undefined;
  }
}

function isProblem(outcome: object): outcome is FieldProblem {
  return 'pointer' in outcome;
}
