type Caused = { message?: string; cause?: { originalMessage?: string }; meta?: { driverAdapterError?: { cause?: { originalMessage?: string } } } };

/** Name of the constraint or unique index that the database refused a statement or a commit for; null for any other error. */
export function violatedConstraint(error: unknown): string | null {
  const { message, cause, meta } = error as Caused;
  const texts = [cause?.originalMessage, meta?.driverAdapterError?.cause?.originalMessage, message];
  for (const text of texts) {
    const name = /constraint:? ["`](\w+)["`]/.exec(text ?? '')?.[1];
    if (name) return name;
  }
  return null;
}
