import { readFileSync } from 'node:fs';
import { configSchema, type RouterConfig } from './configSchema.ts';
import { mistakesIn, type Mistake } from './describeIssue.ts';
import { readYaml } from './places.ts';
import { resolveReferences } from './references.ts';

/** What is wrong with a configuration: a line for each mistake, with file, line, place and remedy. */
export class ConfigRefused extends Error {
  readonly mistakes: readonly string[];
  constructor(mistakes: readonly string[]) {
    super(mistakes.join('\n'));
    this.mistakes = mistakes;
  }
}

type Environment = Record<string, string | undefined>;

/** @throws ConfigRefused */
export function readConfigFile(file: string, environment: Environment): RouterConfig {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigRefused([`${file}: cannot be read (${(error as Error).message}): correct --config or ROUTER_CONFIG, or leave it out`]);
  }
  return readConfig(text, environment, file);
}

/** @param file its name, for messages; @throws ConfigRefused with all mistakes at once */
export function readConfig(text: string, environment: Environment, file = 'router.yaml'): RouterConfig {
  const { value, mistakes, lineOf } = readYaml(text);
  if (mistakes.length > 0) throw new ConfigRefused(mistakes.map((mistake) => `${file}:${mistake}`));
  const described = ({ path, key, text: what }: Mistake): string => `${file}:${lineOf(path, key)}: ${path.length > 0 ? `${path.join('.')}: ` : ''}${what}`;
  const unset: Mistake[] = [];
  const resolved = resolveReferences(value ?? {}, environment, unset);
  if (unset.length > 0) throw new ConfigRefused(unset.map(described));
  const parsed = configSchema.safeParse(resolved);
  if (!parsed.success) throw new ConfigRefused(mistakesIn(configSchema, parsed.error).map(described));
  return parsed.data;
}
