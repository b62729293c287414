import type { Money } from './money.ts';

export type Plan = {
  id: string;
  code: string;
  name: string;
  description: string;
  monthlyPrice: Money;
  responseTargetMinutes: number;
  /** In the order of their ids. */
  productIds: string[];
};
