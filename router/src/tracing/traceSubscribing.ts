import { currentSpan, openSpan } from '@sysops-squad/chassis/tracing/tracing';
import type { OperationDefinitionNode } from 'graphql';
import { SubscriptionRefused } from '../subscriptions/planSubscription.ts';

/**
 * Subscribing as a span of the request or message that asks for it: planned, allowed, asked for at the subgraph. It ends once that has been asked, and not with
 * the stream. What comes of it later, events and asking again after a break, links to it. Undefined: nothing is traced.
 */
export function traceSubscribing() {
  const asker = currentSpan();
  let span = openSpan('subscribe');
  if (!span) return undefined;
  const trace = span.headers();
  const end = (): void => {
    span?.end();
    span = undefined;
  };
  /** By the router, or later by the subgraph that was asked. */
  const refused = (error: unknown): never => {
    const refusal = span ?? openSpan('refused', { parent: trace });
    refusal?.fail(error instanceof SubscriptionRefused ? error.errors[0] : error);
    refusal?.end();
    span = undefined;
    throw error;
  };
  return {
    links: [trace],
    run<T>(work: () => T): T {
      try {
        return span ? span.run(work) : work();
      } catch (error) {
        return refused(error);
      }
    },
    planned({ name }: OperationDefinitionNode, field: string): void {
      span?.rename(`subscribe ${field}`);
      asker?.rename(name ? `subscription ${name.value}` : 'subscription');
      asker?.set({ 'graphql.operation.type': 'subscription', 'graphql.operation.name': name?.value });
    },
    /** A subgraph is asked; again and later than the first time in a trace of its own. */
    asking(subgraph: string) {
      let asked = openSpan(`open ${subgraph}`, { kind: 'client', ...(span ? { parent: trace } : { parent: {}, links: [trace] }) });
      return {
        sent(): void {
          asked?.end();
          asked = undefined;
          end();
        },
        /** Without effect once it was sent. */
        notSent(): void {
          asked?.fail({ code: 'UNREACHABLE' });
          asked?.end();
          asked = undefined;
        },
      };
    },
    follow<T>(events: AsyncGenerator<T, void, void>): AsyncGenerator<T, void, void> {
      const leave = (): ReturnType<typeof events.return> => (end(), events.return());
      return { ...events, next: () => events.next().catch(refused), return: leave };
    },
  };
}
export type TracedSubscribing = NonNullable<ReturnType<typeof traceSubscribing>>;
