/** The conditions of one query, each with its value as a numbered parameter, so that no value is ever spliced in. */
export class Where {
  readonly values: unknown[] = [];
  readonly #conditions: string[] = [];

  /** Adds a condition unless its value is absent; `condition` is given the parameter's placeholder. */
  and(value: unknown, condition: (placeholder: string) => string): this {
    if (value !== undefined) this.#conditions.push(condition(this.parameter(value)));
    return this;
  }

  /** A parameter outside the conditions, such as a limit. */
  parameter(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }

  get sql(): string {
    return this.#conditions.length === 0 ? '' : `where ${this.#conditions.join(' and ')}`;
  }
}
