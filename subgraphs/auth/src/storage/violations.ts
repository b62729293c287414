const constraints = [
  'account_email', 'account_unproven_are_few', 'session_of_an_active_account',
  'account_customer', 'account_expert', 'account_pkey', 'account_keeps_an_admin', 'account_id_check', 'account_customer_id_check', 'account_expert_id_check',
] as const;
export type Violation = (typeof constraints)[number];

/** Which of our constraints refused a statement; null for any other error. PostgreSQL names it in its message. */
export function violationIn(error: unknown): Violation | null {
  const cause = (error as { meta?: { driverAdapterError?: { cause?: { originalMessage?: string } } } }).meta?.driverAdapterError?.cause;
  const message = cause?.originalMessage ?? '';
  return constraints.find((name) => message.includes(`"${name}"`) || message.startsWith(`${name}:`)) ?? null;
}
