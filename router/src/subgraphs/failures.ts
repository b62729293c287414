import type { Ending } from './breaker.ts';

const connectionErrors = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_CONNECT_TIMEOUT']);
const notConnected = new Set(['ECONNREFUSED', 'UND_ERR_CONNECT_TIMEOUT']);

const codeOf = (error: unknown): string => (error as { code?: string }).code ?? '';

export const isRefused = (error: unknown): boolean => codeOf(error) === 'ECONNREFUSED';
export const isConnectionError = (error: unknown): boolean => connectionErrors.has(codeOf(error));
/** Nothing was sent, so that even a change may go to another instance. */
export const hasNotArrived = (error: unknown): boolean => notConnected.has(codeOf(error));

/** @param isOver the call's own time, @param deadline the whole request's */
export function endingOf(error: unknown, isOver: boolean, deadline: AbortSignal): Ending {
  if (isOver || codeOf(error) === 'UND_ERR_CONNECT_TIMEOUT') return 'silent';
  return deadline.aborted ? 'left' : 'failed';
}
