/** The supergraph cannot be composed; each problem says where it is and what to do. */
export class CompositionFailed extends Error {
  readonly problems: string[];
  constructor(problems: string[]) {
    super(problems.join('\n'));
    this.name = 'CompositionFailed';
    this.problems = problems;
  }
}
