/**
 * One thing that a caller has to fulfil: to be signed in, one of several sets of scopes or policies, or, for a service, to be one of those
 * that may call the root field.
 */
export type Requirement =
  | { kind: 'authenticated' }
  | { kind: 'scopes'; anyOf: readonly (readonly string[])[] }
  | { kind: 'policies'; anyOf: readonly (readonly string[])[] }
  | { kind: 'services'; names: readonly string[] };
