/** Waits for a fact; fails with its name when it does not come about. */
export async function until(fact: string, holds: () => boolean | Promise<boolean>, withinMs = 8_000): Promise<void> {
  const end = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`did not come about within ${withinMs} ms: ${fact}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
