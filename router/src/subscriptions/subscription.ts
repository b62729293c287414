import { randomUUID } from 'node:crypto';
import { rightsOf } from '@sysops-squad/chassis/authorization/rights';
import type { Caller } from '@sysops-squad/chassis/caller';
import type { Logger } from '@sysops-squad/chassis/logger';
import { subscriptionBody } from '@sysops-squad/chassis/proof/proof';
import type { ProofSigner } from '@sysops-squad/chassis/proof/signer';
import { inSpan, type TraceHeaders } from '@sysops-squad/chassis/tracing/tracing';
import { abortable } from '@sysops-squad/chassis/subscriptionSource';
import { GraphQLError, type ExecutionResult } from 'graphql';
import type { ChangesHere } from '../operations/changesHere.ts';
import type { ActiveOverrides } from '../overrides/activeOverrides.ts';
import type { CallContext } from '../subgraphs/callContext.ts';
import type { SubgraphClients } from '../subgraphs/subgraphClients.ts';
import { traceSubscribing, type TracedSubscribing } from '../tracing/traceSubscribing.ts';
import type { LoadedSupergraph } from '../supergraph/loadedSupergraph.ts';
import type { LiveSupergraph } from '../supergraph/liveSupergraph.ts';
import { completeEvent } from './completeEvent.ts';
import { readAfter, SubscriptionRefused, type SubscribePayload, type SubscriptionPlan } from './planSubscription.ts';
import { planOnce } from './planOnce.ts';
import { resumableEvents, type EventStream } from './resumableEvents.ts';
import type { UpstreamSockets } from './upstreamSockets.ts';
import { openUpstreamStream, type UpstreamEvent } from './upstreamStream.ts';

export type SubscriptionParts = {
  supergraph: Pick<LiveSupergraph, 'current' | 'ask'>;
  sockets: UpstreamSockets;
  clients: Pick<SubgraphClients, 'get'>;
  sign: ProofSigner | undefined;
  activeOverrides: ActiveOverrides;
  changes: Pick<ChangesHere, 'told'>;
  /** By the header rules, as far as they need no client's. */
  eventHeaders?: Pick<CallContext, 'headersFor'>;
  /** For completing one event, in milliseconds. */
  deadlineMs: number;
  /** Events of one subscription that may wait for its reader. */
  bufferSize: number;
  giveUpAfterMs: number;
  logger: Logger;
};

/** What a client gets, and the cursor behind which it would go on; undefined where the field has none. */
export type LiveEvent = { result: ExecutionResult; cursor: string | undefined };
export type LiveEvents = AsyncGenerator<LiveEvent, void, void>;

/**
 * One client's subscription: planned, subscribed to at the subgraph that owns its root field, every event completed across the
 * others in its turn (one under way, so that order is kept and a slow client slows only itself).
 * @param lastSeenBefore the last cursor that reached the client, where its protocol says so; wins over `after`
 * @throws SubscriptionRefused at once when the operation or its variables are wrong, or not for this caller
 */
export function startSubscription(parts: SubscriptionParts, payload: SubscribePayload, caller: Caller, lastSeenBefore?: string): LiveEvents {
  const variables = payload.variables ?? {};
  const rights = rightsOf(caller);
  const planFor = (supergraph: LoadedSupergraph): SubscriptionPlan => planOnce(supergraph, payload, { rights, overrides: parts.activeOverrides(supergraph.overrideLabels, caller) });
  const traced = traceSubscribing();
  const begin = (): { first: SubscriptionPlan; after: unknown } => {
    const first = planFor(parts.supergraph.current());
    traced?.planned(first.operation, first.root.definition.name);
    return { first, after: (first.root.resume && lastSeenBefore) ?? readAfter(first, variables) };
  };
  const { first, after } = traced ? traced.run(begin) : begin();
  let plan = first;

  /** A supergraph may have replaced the one that the plan was made for. */
  const replan = (): SubscriptionPlan => {
    const supergraph = parts.supergraph.current();
    return supergraph === plan.supergraph ? plan : planFor(supergraph);
  };
  const open = async (from: unknown): Promise<EventStream> => openAtOwner(parts, (plan = replan()), variables, from, caller, traced);
  const complete = (event: UpstreamEvent): Promise<ExecutionResult> => {
    const context = contextOf(caller, parts);
    return inSpan(`push ${plan.root.definition.name}`, { kind: 'producer', parent: traceOf(event), ...(traced && { links: traced.links }) }, () => completeEvent(plan, event, variables, context, parts.supergraph.ask));
  };
  const cursorOf = (event: UpstreamEvent): unknown => {
    const value = event.data?.[plan.root.responseName] as Record<string, unknown> | null | undefined;
    return plan.root.resume && value?.[plan.root.resume.cursor];
  };
  const events: LiveEvents = abortable(async function* (signal) {
    let lastSeen = after;
    for (;;) {
      let stale = false;
      const options = {
        subgraph: plan.primary.serviceName,
        open,
        cursorOf,
        after: lastSeen,
        canResume: () => plan.root.resume !== undefined,
        giveUpAfterMs: parts.giveUpAfterMs,
        onBreak: (reason: string) => parts.logger.info({ subgraph: plan.primary.serviceName, reason }, 'subscription goes on behind its last cursor'),
      };
      for await (const event of resumableEvents(options, signal)) {
        const next = replan();
        stale = next !== plan && !sameSource(next, plan);
        if (stale) break; // the event lacks what the new plan wants: ask for it again
        plan = next;
        const cursor = cursorOf(event);
        lastSeen = cursor ?? lastSeen;
        const result = withGap(await complete(event), event);
        parts.changes.told();
        yield { result, cursor: cursor === undefined ? undefined : String(cursor) };
      }
      if (!stale || signal.aborted) return;
      if (!plan.root.resume) throw schemaChanged();
    }
  });
  return traced ? traced.follow(events) : events;
}

/** Whoever cannot ask for what was left out is told that there was something. */
const withGap = (result: ExecutionResult, { leftOut }: UpstreamEvent): ExecutionResult =>
  leftOut === undefined ? result : { ...result, extensions: { ...result.extensions, gap: { leftOut } } };

/** The subgraph says in whose trace an event happened. */
const traceOf = ({ extensions }: UpstreamEvent): TraceHeaders => (extensions?.['trace'] ?? {}) as TraceHeaders;

/** The time begins when a subgraph is asked, and not before: most events are complete, and a timer for each is not free. */
function contextOf(caller: Caller, { deadlineMs, eventHeaders }: SubscriptionParts): CallContext {
  let deadline: AbortSignal | undefined;
  return {
    caller,
    requestId: randomUUID(),
    headersFor: eventHeaders?.headersFor,
    get deadline() {
      return (deadline ??= AbortSignal.timeout(deadlineMs));
    },
  };
}

const sameSource = (a: SubscriptionPlan, b: SubscriptionPlan): boolean =>
  a.primary.serviceName === b.primary.serviceName && a.primary.operation === b.primary.operation;

const schemaChanged = (): SubscriptionRefused =>
  new SubscriptionRefused([new GraphQLError('The schema behind this subscription changed: subscribe again.', { extensions: { code: 'UNAVAILABLE' } })]);

/** Each subscribe message carries its own proof: the socket is shared by all callers. */
async function openAtOwner(parts: SubscriptionParts, plan: SubscriptionPlan, variables: Record<string, unknown>, after: unknown, caller: Caller, traced: TracedSubscribing | undefined): Promise<EventStream> {
  const { serviceName: subgraph, operation: query, operationName, variableUsages } = plan.primary;
  const ours = plan.root.resume ? { [plan.root.resume.variable]: after } : {};
  const all: Record<string, unknown> = { ...variables, ...ours };
  const used = Object.fromEntries((variableUsages ?? []).filter((name) => all[name] !== undefined).map((name) => [name, all[name]]));
  const { wantedUrls } = parts.clients.get(subgraph, plan.supergraph.subgraphs.find(({ name }) => name === subgraph)!.url);
  const { client, path, release } = parts.sockets.take(wantedUrls());
  const message = { query, variables: used, ...(operationName !== undefined && { operationName }) };
  const asked = traced?.asking(subgraph);
  // made when the message is written, and not kept as long as the subscription
  const extensions = {
    toJSON() {
      asked?.sent();
      return { proof: parts.sign?.({ subgraph, method: 'SUBSCRIBE', path, body: subscriptionBody(message), caller }) };
    },
  };
  const stream = openUpstreamStream(client, { ...message, extensions }, { size: parts.bufferSize, whenFull: plan.root.resume ? 'break' : 'leave out the oldest' });
  let released = false;
  const close = (): void => {
    stream.close();
    asked?.notSent();
    if (!released) release();
    released = true;
  };
  return { next: stream.next, close };
}
