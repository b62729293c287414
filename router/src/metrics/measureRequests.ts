import type { OperationHook } from '../operations/operationHook.ts';
import type { RouterMetrics } from './routerMetrics.ts';

/** Counts every request whose operation was admitted; `none`: it could not be read. */
export const measureRequests = ({ onRequest }: Pick<RouterMetrics, 'onRequest'>): OperationHook => ({
  answered({ operation, errors, durationMs }) {
    const outcome = errors ? String(errors[0]?.extensions?.['code'] ?? 'INTERNAL') : 'OK';
    onRequest(operation?.operation ?? 'none', outcome, durationMs / 1_000);
  },
});
