const deadlockDetected = '40P01';

/** For statements that lock many tables in which others are at work: PostgreSQL may end one of both, and this one begins anew, at most ten times. */
export async function givingWay<Result>(statement: () => Promise<Result>, tries = 10): Promise<Result> {
  try {
    return await statement();
  } catch (error) {
    if ((error as { code?: string }).code !== deadlockDetected || tries === 1) throw error;
    return givingWay(statement, tries - 1);
  }
}
