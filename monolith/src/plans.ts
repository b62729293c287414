import { products } from './catalogue/products.ts';

export type Plan = {
  id: string;
  code: 'BASIC' | 'HOME' | 'PLUS' | 'BUSINESS';
  name: string;
  description: string;
  monthly_price_cents: number;
  currency: 'EUR';
  /** Minutes from a ticket of priority P3 to an expert at the door. */
  response_target_minutes: number;
  /** Ids of the product lines that a contract of this plan may cover. */
  covered: string[];
};

const inCategories = (...categories: string[]) => products.filter((product) => categories.includes(product.category)).map((product) => product.id);

// There has never been a plan table: contracts copy the name and price.
export const plans: readonly Plan[] = [
  {
    id: 'plan_000001', code: 'BASIC', name: 'Basic', monthly_price_cents: 499, currency: 'EUR', response_target_minutes: 4320,
    description: 'Phones, wearables, television and audio. An expert comes within three days.',
    covered: inCategories('Phones & wearables', 'TV & audio'),
  },
  {
    id: 'plan_000002', code: 'HOME', name: 'Home', monthly_price_cents: 999, currency: 'EUR', response_target_minutes: 2880,
    description: 'Everything in Basic, and the smart home and the kitchen. An expert comes within two days.',
    covered: inCategories('Phones & wearables', 'TV & audio', 'Smart home', 'Household appliances'),
  },
  {
    id: 'plan_000003', code: 'PLUS', name: 'Plus', monthly_price_cents: 1999, currency: 'EUR', response_target_minutes: 1440,
    description: 'Every product line. An expert comes within a day.',
    covered: products.map((product) => product.id),
  },
  {
    id: 'plan_000004', code: 'BUSINESS', name: 'Business', monthly_price_cents: 4999, currency: 'EUR', response_target_minutes: 480,
    description: 'Every product line, for offices and shops. An expert comes within 8 hours.',
    covered: products.map((product) => product.id),
  },
];
