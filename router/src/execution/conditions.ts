import { Kind, type DirectiveNode } from 'graphql';
import type { JsonObject } from './jsonValue.ts';

/** All must hold; an empty list always does. */
export type Conditions = readonly { variable: string; is: boolean }[];

/** The @skip and @include of one selection; undefined when it is never selected. */
export function conditionsOf(directives: readonly DirectiveNode[] | undefined): Conditions | undefined {
  const conditions: { variable: string; is: boolean }[] = [];
  for (const { name, arguments: args } of directives ?? []) {
    if (name.value !== 'skip' && name.value !== 'include') continue;
    const is = name.value === 'include';
    const value = args![0]!.value;
    if (value.kind === Kind.VARIABLE) conditions.push({ variable: value.name.value, is });
    else if (value.kind === Kind.BOOLEAN && value.value !== is) return undefined;
  }
  return conditions;
}

export const allHold = (conditions: Conditions, variables: JsonObject): boolean => conditions.every(({ variable, is }) => variables[variable] === is);
