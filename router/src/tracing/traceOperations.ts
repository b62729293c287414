import { currentSpan, openSpan } from '@sysops-squad/chassis/tracing/tracing';
import type { OperationHook } from '../operations/operationHook.ts';

/** What a request's span is called, how it ended, and what reading its operation took where it was not known yet. */
export const traceOperations: OperationHook = {
  reading(what) {
    const span = openSpan(what, { within: true });
    return (errors) => {
      if (errors?.[0]) span?.fail(errors[0]);
      span?.end();
    };
  },
  resolved({ operation: { operation, name } }) {
    const span = currentSpan();
    span?.rename(name ? `${operation} ${name.value}` : operation);
    span?.set({ 'graphql.operation.type': operation, 'graphql.operation.name': name?.value });
  },
  answered({ errors }) {
    if (!errors?.[0]) return;
    const span = currentSpan();
    span?.set({ 'graphql.error.codes': [...new Set(errors.map(({ extensions }) => String(extensions?.['code'])))].join(' ') });
    span?.fail(errors[0]);
  },
};
