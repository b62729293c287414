import { readFile } from 'node:fs/promises';
import { createServiceTokenSource } from '@sysops-squad/chassis/serviceToken';
import { buildSchema, type GraphQLSchema } from 'graphql';
import { createRandom } from '../../../chaos/src/random.ts';
import type { System } from '../../../e2e/testing/system.ts';
import type { Fuzzer, FuzzOptions, FuzzResult } from '../fuzzer.ts';
import { fallen, faultsOf } from '../watch.ts';
import { hostileNames, hostileTexts } from './hostileTexts.ts';
import { judge, type Reply } from './judge.ts';
import { makersFor, type Makers } from './makers.ts';
import { raiseLimits, visitOnSite } from './onSite.ts';
import { nameOf, placesOf, roleFor, serviceFor, type Place } from './places.ts';
import { requestFor, type Request } from './request.ts';

const atOnce = 8;
const batch = 64;
const mostFaults = 40;
const answerWithinMs = 30_000;
const subscriptionOpenMs = 500;

type Token = (place: Place) => Promise<string | null>;
type Parts = { url: string; makers: Makers; token: Token; tally: (place: Place, answer: string) => void };

/** Hostile texts at every place of the composed schema that takes one. */
export const texts: Fuzzer = {
  name: 'texts',
  what: 'hostile texts in every argument of the supergraph, each as a role that may call the field',
  async run(system, options) {
    const cases = casesOf(await schemaOf(system), options.seed);
    const answers = new Map<string, Map<string, number>>();
    const tally = ({ operation }: Place, answer: string): void => {
      const counts = answers.get(operation) ?? answers.set(operation, new Map()).get(operation)!;
      counts.set(answer, (counts.get(answer) ?? 0) + 1);
    };
    await raiseLimits(system);
    const { visitId, email } = await visitOnSite(system);
    const parts = { url: system.url, makers: await makersFor(system, visitId), token: await tokensOf(system, email), tally };
    const faults: string[] = [];
    const until = performance.now() + options.budgetMs;
    const last = Math.min(cases.count, options.from + options.cases);
    let next = options.from;
    while (faults.length < mostFaults && next < last && performance.now() < until) {
      const end = Math.min(last, next + batch);
      faults.push(...(await playAll(parts, cases, options, next, end)));
      const ended = fallen(system);
      faults.push(...ended.map((name) => `${name} ended: ${replay(options, next, end - next)}`));
      next = end;
      if (ended.length > 0) break;
    }
    return { cases: next - options.from, answers, faults: [...faults, ...(await faultsOf(system))] } satisfies FuzzResult;
  },
};

export const schemaOf = async ({ world }: Pick<System, 'world'>): Promise<GraphQLSchema> =>
  buildSchema(await readFile(world.supergraphFile, 'utf8'), { assumeValid: true });

type Cases = { count: number; at: (number: number) => { place: Place; name: string } };

/** Every place comes once in each round, each time with another text, in an order of the seed; after as many rounds as texts nothing is left. */
export function casesOf(schema: GraphQLSchema, seed: number): Cases {
  const random = createRandom(seed);
  const places = random.shuffled(placesOf(schema)).map((place) => ({ place, names: random.shuffled(hostileNames) }));
  return {
    count: places.length * hostileNames.length,
    at: (number) => {
      const { place, names } = places[number % places.length]!;
      return { place, name: names[Math.floor(number / places.length)]! };
    },
  };
}

async function tokensOf(system: System, expert: string): Promise<Token> {
  const keys = Object.entries(system.world.keys.servicePrivate);
  const signIn = ([service, key]: [string, string]) => createServiceTokenSource({ service, privateJwk: JSON.parse(key) });
  const services = new Map(await Promise.all(keys.map(async (one) => [one[0], await signIn(one)] as const)));
  return async (place) => {
    const role = roleFor(place);
    if (role === 'anonymous') return null;
    if (role === 'system') return services.get(serviceFor(place))!();
    return (await system.as(role === 'expert' ? expert : role)).accessToken();
  };
}

const replay = ({ seed }: FuzzOptions, from: number, count = 1): string =>
  `npm run fuzz -- texts --seed ${seed} --from ${from} --cases ${count}`;

async function playAll(parts: Parts, cases: Cases, options: FuzzOptions, from: number, end: number): Promise<string[]> {
  const faults: string[] = [];
  let next = from;
  const client = async (): Promise<void> => {
    for (let number = next++; number < end; number = next++) {
      const { place, name } = cases.at(number);
      const fault = await play(parts, place, hostileTexts[name]!);
      if (fault) faults.push(`${nameOf(place)}, ${name}: ${fault} (${replay(options, number)})`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, client));
  return faults;
}

async function play({ url, makers, token, tally }: Parts, place: Place, text: string): Promise<string | undefined> {
  const request = requestFor(place, text, makers);
  const authorization = await token(place);
  const reply = await send(url, request, authorization, place.operation === 'subscription').catch((error: unknown) => String(error));
  if (typeof reply === 'string') return `no answer: ${reply}`;
  const { answer, fault } = judge(place, text, reply);
  tally(place, answer);
  return fault;
}

/** A subscription that opens is left after a moment. */
async function send(url: string, request: Request, token: string | null, isSubscription: boolean): Promise<Reply> {
  const headers = {
    'content-type': 'application/json',
    accept: isSubscription ? 'text/event-stream' : 'application/json',
    ...(token !== null && { authorization: `Bearer ${token}` }),
  };
  const signal = AbortSignal.timeout(isSubscription ? subscriptionOpenMs : answerWithinMs);
  let text = '';
  try {
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(request), signal });
    if (!isSubscription) return { status: response.status, text: await response.text() };
    const { status } = response;
    try {
      for await (const part of response.body!) text += Buffer.from(part).toString('utf8');
    } catch {
      // Left after a moment.
    }
    return { status, text };
  } catch (error) {
    if (isSubscription) return { status: 200, text };
    throw error;
  }
}
