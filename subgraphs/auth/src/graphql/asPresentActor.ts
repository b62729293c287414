import type { Context } from './context.ts';

type Resolver = (source: unknown, args: never, context: Context) => Promise<unknown>;

/**
 * Resolvers of auth's root fields that hold the caller's token against its account and session before they begin: auth is where both
 * are, so it need not wait until the router has heard of an end. Commands do so again in their transaction (`requireActor`).
 */
export function asPresentActor<Fields extends Record<string, Resolver>>(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).map(([name, resolve]) => [name, guard(resolve)])) as Fields;
}

const guard =
  (resolve: Resolver): Resolver =>
  async (source, args, context) => {
    await context.requirePresentRights();
    return resolve(source, args, context);
  };
