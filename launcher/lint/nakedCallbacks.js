import { isHarmlessCallback } from './harmless.js';

const registering = new Set(['on', 'once', 'addListener', 'prependListener', 'prependOnceListener']);
const timers = new Set(['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask']);

/** Functions that Node calls have no caller who could catch: one that throws ends the process. */
export const nakedCallbacks = {
  meta: {
    type: 'problem',
    messages: {
      listener:
        'A listener that may throw, or reject, ends the process: register it with `listen`, or wrap it in `neverThrowing` (chassis/listeners).',
      timer:
        'A timer whose work may throw, or reject, ends the process: use `every` or `after` (chassis/timers), or wrap it in `neverThrowing`.',
    },
    schema: [],
  },
  create: (context) => ({
    CallExpression(node) {
      const kind = kindOf(node);
      const callback = node.arguments[kind === 'listener' ? 1 : 0];
      if (kind && callback && !isHarmlessCallback(callback, context.sourceCode.getScope(node)))
        context.report({ node: callback, messageId: kind });
    },
  }),
};

function kindOf({ callee, arguments: given }) {
  if (callee.type === 'Identifier' && timers.has(callee.name)) return 'timer';
  const isListening = callee.type === 'MemberExpression' && registering.has(callee.property.name) && given.length === 2;
  return isListening && given[0].type === 'Literal' ? 'listener' : undefined;
}
