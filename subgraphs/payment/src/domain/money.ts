export type Money = {
  /** Integer minor units, e.g. cents. */
  amountMinor: bigint;
  /** ISO 4217 */
  currency: string;
};
