import pg from 'pg';
import { isTracing } from '../tracing/tracing.ts';
import { traceStatement } from '../tracing/traceStatement.ts';
import { createStatementNames } from './statementNames.ts';

type Callback = (error: unknown, result: unknown) => void;
type Query = { text: string; values?: unknown[]; name?: string | undefined };

/** Connections of one pool, which prepare what comes again, whoever asks: Prisma or plain SQL. */
export function preparingClient(): typeof pg.Client {
  const nameOf = createStatementNames();
  /** A statement without values goes as a simple query, in one message. */
  const named = (query: Query): Query => (query.values?.length ? { ...query, name: query.name ?? nameOf(query.text) } : query);
  return class extends pg.Client {
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- one of the driver's many ways to call it
    override query(query: any, ...more: any[]): any {
      const text = typeof query === 'string' ? query : (query as { text?: unknown } | undefined)?.text;
      if (!isTracing() || typeof text !== 'string') return this.send(query, ...more);
      return traceStatement(this.database, text, [query, ...more], (first, ...rest) => this.send(first, ...rest));
    }

    /** A statement that was waited for in vain would hold up whatever comes behind it: its connection is not used any more. */
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as above
    private send(...given: any[]): any {
      const drop = (error: unknown): void => {
        if ((error as Error | undefined)?.message === 'Query read timeout') this.connection.stream.destroy();
      };
      const last: unknown = given.at(-1);
      if (typeof last !== 'function') {
        const sent: unknown = this.sendNamed(...(given as [unknown]));
        return sent instanceof Promise ? sent.catch((error: unknown) => (drop(error), Promise.reject(error))) : sent;
      }
      return this.sendNamed(...(given.slice(0, -1) as [unknown]), (error: unknown, result: unknown) => (drop(error), (last as Callback)(error, result)));
    }

    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as above
    private sendNamed(query: any, values?: any, ...callback: any[]): any {
      if (typeof query === 'string' && Array.isArray(values)) return super.query(named({ text: query, values }), ...(callback as []));
      if (typeof query === 'object' && 'text' in query && !('submit' in query)) return super.query(named(query as Query), values, ...(callback as []));
      return super.query(query as string, values as never, ...(callback as []));
    }
  };
}
