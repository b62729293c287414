import type { Asked } from './smallSupergraph.ts';

/** Two subgraphs: who there is, and what they are called. */
export const people = 'type Query { me: Person all: [Being] } interface Being { id: ID! } type Person implements Being @key(fields: "id") { id: ID! boss: Person } type Robot implements Being @key(fields: "id") { id: ID! }';
export const names = 'type Person @key(fields: "id") { id: ID! name(in: String): String title: String }';

export const person = (id: string, more: object = {}) => ({ __typename: 'Person', id, ...more });

/** Answers a query for entities. `of` gets an id and what is selected of it. */
export const named = ({ query, variables }: Asked, of: (id: string, selection: string) => object | null) => {
  const parts = [...query.matchAll(/(?:(\w+):)?_entities\(representations:\$(\w+)\)\{(.*?)\}\}/g)];
  return { data: Object.fromEntries(parts.map(([, key = '_entities', variable, selection]) => [key, variables[variable!].map(({ id }: { id: string }) => of(id, selection!))])) };
};
