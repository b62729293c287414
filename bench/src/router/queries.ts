import { markOf, noMark } from './marks.ts';

/** A desk's screen: many tickets with all that belongs to them, from every context. */
const heavy = `
  query Heavy($first: Int!, $after: String) {
    tickets(first: $first, after: $after) {
      totalCount
      edges {
        cursor
        node {
          id number status priority description createdAt
          windows { start end }
          product { id name category requiredSkills { skill { id name } level } }
          customer {
            id name email phone
            addresses { id line1 city postcode country }
            notificationPreferences { channel }
            contracts(first: 5) { edges { node { id status plan { id name monthlyPrice { amountMinor currency } } startsAt endsAt } } }
          }
          address { line1 city postcode }
          contract { id plan { name } }
          expert { id name phone skills { skill { name } level } }
          visit { id status scheduledStart scheduledEnd }
          sla { respondBy arriveBy breached }
        }
      }
    }
  }
`;

/** What a front end asks most: one ticket with who is concerned, from three contexts. */
const small = `
  query Small($id: ID!) {
    ticket(id: $id) { id number status priority customer { id name phone } expert { id name } product { id name } }
  }
`;

/** What seldom changes and is the same for everybody: how the cache does at its best. */
const catalogue = `
  query Catalogue($search: String) {
    products(search: $search, first: 20) { edges { cursor node { id name category visitMinutes requiredSkills { level skill { id name } } } } }
    supportPlans { id name description responseTarget monthlyPrice { amountMinor currency } coveredProducts { id name } }
  }
`;

export const queries = { heavy, small, catalogue };
export type QueryName = keyof typeof queries;

/** `same`: all requests are one; `varied`: nine of them, in turn; `none`: no two are alike, nor is anything that comes of them. */
export const modes = ['same', 'varied', 'none'] as const;
export type Mode = (typeof modes)[number];

export type Variables = Record<string, string | number>;

const screens = 9;

/** By number: which of nine screens is asked for, and with which mark. */
const variablesOf: Record<QueryName, (screen: number, mark: string) => Variables> = {
  heavy: (screen, mark) => ({ first: 100 - screen, after: `cursor-0${mark}` }),
  small: (screen, mark) => ({ id: `id-${screen + 1}${mark}` }),
  catalogue: (screen, mark) => ({ search: `screen-${screen}${mark}` }),
};

/** All that are different but for their marks; a bench sends them in turn. */
export const variants = (query: QueryName, mode: Mode): ((mark: string) => Variables)[] =>
  Array.from({ length: mode === 'varied' ? screens : 1 }, (_, screen) => (mark) => variablesOf[query](screen, mark));

export const markFor = (mode: Mode, number: number): string => (mode === 'none' ? markOf(number) : noMark);
