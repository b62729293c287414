import { parseArgs } from 'node:util';
import type { z } from 'zod';

type More = { /** Options without a value. */ flags?: readonly string[]; allowPositionals?: boolean };

/**
 * What a command was given, by the shape of its options.
 * @throws with one line per mistake, naming the option and the remedy
 */
export function readOptions<Shape extends z.ZodRawShape>(shape: z.ZodObject<Shape>, args: string[], { flags = ['help'], allowPositionals = false }: More = {}) {
  const options = Object.fromEntries(Object.keys(shape.shape).map((name) => [name, { type: flags.includes(name) ? ('boolean' as const) : ('string' as const) }]));
  const { values, positionals } = parseArgs({ args, options, allowPositionals });
  const parsed = shape.safeParse(values);
  if (parsed.success) return { options: parsed.data, positionals };
  throw new Error(parsed.error.issues.map(({ path, message }) => `--${String(path[0])} ${message}`).join('\n'));
}

/** Undefined after a mistake, which has been told, with the usage. */
export function orUsage<Arguments>(read: (args: string[]) => Arguments, args: string[], usage: string): Arguments | undefined {
  try {
    return read(args);
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage}`);
    return undefined;
  }
}
