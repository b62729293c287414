import { products } from './catalogue/products.ts';

export type Plan = {
  id: string;
  code: 'BASIC' | 'HOME' | 'PLUS' | 'BUSINESS';
  name: string;
  description: string;
  monthly_price_cents: number;
  currency: 'EUR';
  /** Minutes from the ticket to an assigned expert. */
  response_target_minutes: number;
  /** Ids of the product lines that a contract of this plan may cover. */
  covered: string[];
};

const inCategories = (...categories: string[]) => products.filter((product) => categories.includes(product.category)).map((product) => product.id);

// There has never been a plan table: contracts copy the name and price.
export const plans: readonly Plan[] = [
  {
    id: 'plan_000001', code: 'BASIC', name: 'Basic', monthly_price_cents: 499, currency: 'EUR', response_target_minutes: 1440,
    description: 'Phones, wearables, television and audio. An expert is named within a day.',
    covered: inCategories('Phones & wearables', 'TV & audio'),
  },
  {
    id: 'plan_000002', code: 'HOME', name: 'Home', monthly_price_cents: 999, currency: 'EUR', response_target_minutes: 480,
    description: 'Everything in Basic, and the smart home and the kitchen. An expert is named within 8 hours.',
    covered: inCategories('Phones & wearables', 'TV & audio', 'Smart home', 'Household appliances'),
  },
  {
    id: 'plan_000003', code: 'PLUS', name: 'Plus', monthly_price_cents: 1999, currency: 'EUR', response_target_minutes: 240,
    description: 'Every product line. An expert is named within 4 hours.',
    covered: products.map((product) => product.id),
  },
  {
    id: 'plan_000004', code: 'BUSINESS', name: 'Business', monthly_price_cents: 4999, currency: 'EUR', response_target_minutes: 60,
    description: 'Every product line, for offices and shops. An expert is named within the hour.',
    covered: products.map((product) => product.id),
  },
];
