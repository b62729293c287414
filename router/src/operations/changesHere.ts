/** What this process knows of changes: their number is another one after each, so that whoever compares two readings sees whether there was one between. */
export function countChangesHere() {
  let number = 0;
  return {
    number: () => number,
    /** Before somebody is told of a change that was made elsewhere. */
    told: (): void => void (number += 1),
    /** It may take effect at any time until it ends, whether it fails or not. */
    async during<Result>(change: () => Promise<Result>): Promise<Result> {
      number += 1;
      try {
        return await change();
      } finally {
        number += 1;
      }
    },
  };
}
export type ChangesHere = ReturnType<typeof countChangesHere>;
