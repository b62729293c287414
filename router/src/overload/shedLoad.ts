import type { ApolloServerPlugin } from '@apollo/server';
import type { CallContext } from '../subgraphs/callContext.ts';
import { importanceOf, type Importance } from './importance.ts';
import { overloaded } from './overloaded.ts';

type Parts = { refuses: (importance: Importance) => boolean };

/** Says how important each operation is, and refuses the least important while there is too much to do, before they are planned. */
export const shedLoad = ({ refuses }: Parts): ApolloServerPlugin<CallContext> => ({
  requestDidStart: async () => ({
    didResolveOperation: async ({ operation, document, contextValue }) => {
      if (!operation) return;
      const importance = importanceOf(operation, document);
      contextValue.importance = importance;
      if (refuses(importance)) throw overloaded();
    },
  }),
});
