import type { OperationHook } from '../operations/operationHook.ts';
import { importanceOf, type Importance } from './importance.ts';
import { overloaded } from './overloaded.ts';

type Parts = { refuses: (importance: Importance) => boolean };

const importances = new WeakMap<object, Importance>();

/** Says how important each operation is, and refuses the least important while there is too much to do, before they are planned. */
export const shedLoad = ({ refuses }: Parts): OperationHook => ({
  resolved({ operation, document, context }) {
    const importance = importances.get(operation) ?? importanceOf(operation, document);
    importances.set(operation, importance);
    context.importance = importance;
    if (refuses(importance)) throw overloaded();
  },
});
