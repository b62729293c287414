import type { Patch } from './patch.ts';

/** A place between two steps at which a process can be made to die. `role` says of which processes. */
export type CrashPoint = { name: string; role: string; what: string; patches: Patch[] };

const reach = (name: string): string => `(globalThis as any).sysopsCrashPoint?.('${name}');`;

export const crashPoints: readonly CrashPoint[] = [
  {
    name: 'commit-before-reply', role: 'ticket', what: 'the change is stored, and nobody is told',
    patches: [{
      file: 'subgraphs/ticket/src/storage/storage.ts',
      find: 'if (wakes.size > 0) wake.send([...wakes]);',
      replace: `${reach('commit-before-reply')} if (wakes.size > 0) wake.send([...wakes]);`,
    }, {
      file: 'subgraphs/ticket/src/storage/storage.ts',
      find: 'if (created) wake.send(',
      replace: `${reach('commit-before-reply')} if (created) wake.send(`,
    }],
  },
  {
    name: 'claimed-before-enqueue', role: 'relay', what: 'the relay has marked messages as handed over, and the broker has not got them',
    patches: [{
      file: 'packages/subgraph-chassis/src/outbox/relay.ts',
      find: 'if (due.length === 0) return 0;',
      replace: `if (due.length === 0) return 0; ${reach('claimed-before-enqueue')}`,
    }],
  },
  {
    name: 'enqueued-before-next', role: 'relay', what: 'the broker has the messages, and the relay does not know',
    patches: [{
      file: 'packages/subgraph-chassis/src/outbox/relay.ts',
      find: '    return jobs.length;\n',
      replace: `    ${reach('enqueued-before-next')} return jobs.length;\n`,
    }],
  },
  {
    name: 'effect-before-acknowledgement', role: 'workflow', what: 'the effect is done and neither committed nor acknowledged',
    patches: [{
      file: 'packages/subgraph-chassis/src/outbox/consumer.ts',
      find: 'return fresh ? effect(tx) : undefined;',
      replace: `const done = fresh ? await effect(tx) : undefined; ${reach('effect-before-acknowledgement')} return done;`,
    }],
  },
  {
    name: 'acknowledged-before-done', role: 'workflow', what: 'effect and acknowledgement are committed, and the broker still holds the job',
    patches: [{
      file: 'packages/subgraph-chassis/src/outbox/consumer.ts',
      find: '  afterCommit?.();',
      replace: `  ${reach('acknowledged-before-done')} afterCommit?.();`,
    }],
  },
  {
    name: 'sent-before-acknowledgement', role: 'workflow', what: 'the notification is sent, and its message not acknowledged',
    patches: [{
      file: 'workers/ticket-workflow/src/handlers/deliverNotification.ts',
      find: 'checkUserErrors(sendNotification.userErrors);',
      replace: `checkUserErrors(sendNotification.userErrors); ${reach('sent-before-acknowledgement')}`,
    }],
  },
  {
    name: 'invited-before-acknowledgement', role: 'workflow', what: 'the survey is there, and nobody has the link',
    patches: [{
      file: 'workers/ticket-workflow/src/handlers/inviteToSurvey.ts',
      find: "if (!token) throw new Error('the invitation came without a token');",
      replace: `if (!token) throw new Error('the invitation came without a token'); ${reach('invited-before-acknowledgement')}`,
    }],
  },
  {
    name: 'timer-before-commit', role: 'workflow', what: 'a timer was taken up, and its effect is not committed',
    patches: [{
      file: 'workers/ticket-workflow/src/timers/fireTimers.ts',
      find: 'await tx.finishTimers([found.id]);',
      replace: `await tx.finishTimers([found.id]); ${reach('timer-before-commit')}`,
    }],
  },
  {
    name: 'matched-before-commit', role: 'workflow', what: 'the visits of a territory were matched, and none of the offers is committed',
    patches: [{
      file: 'workers/ticket-workflow/src/dispatch/turn.ts',
      find: `    if (ids.length > 0) await inSpan('dispatch', { attributes: { territoryId, tickets: ids.length } }, () => serve(workflow, roster, tx, territoryId, ids));\n`,
      replace: `    if (ids.length > 0) await inSpan('dispatch', { attributes: { territoryId, tickets: ids.length } }, () => serve(workflow, roster, tx, territoryId, ids)); if (ids.length > 0) ${reach('matched-before-commit')}\n`,
    }],
  },
  {
    name: 'delivered-before-ledger', role: 'monolith', what: 'the mail is out, and its line in the ledger does not say so',
    patches: [{
      file: 'monolith/src/workflows/notify.ts',
      find: '(reason: Error) => reason.message.slice(0, 500),\n  );',
      replace: `(reason: Error) => reason.message.slice(0, 500),\n  ); ${reach('delivered-before-ledger')}`,
    }],
  },
  {
    name: 'captured-before-settled', role: 'payment', what: 'the provider has taken the money, and we have not written it down',
    patches: [{
      file: 'subgraphs/payment/src/commands/collectPayments.ts',
      find: 'await settlePayments(parts.storage, outcomes, parts.clock());',
      replace: `${reach('captured-before-settled')} await settlePayments(parts.storage, outcomes, parts.clock());`,
    }],
  },
];
