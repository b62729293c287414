import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** A process of the bench's own that answers one question after the other. */
export type Part = { ask: <Answer>(question: object) => Promise<Answer>; stop: () => void };

export function startPart(file: string, job: object, execArgv: string[] = []): Part {
  const child: ChildProcess = fork(join(import.meta.dirname, file), [JSON.stringify(job)], { execArgv, env: { ...process.env, NODE_ENV: 'production', METRICS: 'off', LOG_LEVEL: 'error' } });
  const ended = once(child, 'exit').then(([code]) => Promise.reject(new Error(`${file} ended with ${String(code)}`)));
  ended.catch(() => {});
  return {
    async ask<Answer>(question: object) {
      child.send(question);
      const [answer] = (await Promise.race([once(child, 'message'), ended])) as [Answer & { failed?: string }];
      if (answer.failed !== undefined) throw new Error(`${file}: ${answer.failed}`);
      return answer;
    },
    stop: () => void child.kill(),
  };
}

/** The other side: answers by the name of the question. */
export function answerQuestions(answers: Record<string, (question: never) => unknown>): void {
  process.on('message', (question: { what: string }) => {
    const answer = Promise.resolve().then(() => answers[question.what]!(question as never));
    answer.then((value) => process.send!(value ?? {}), (error: Error) => process.send!({ failed: String(error.stack) }));
  });
  process.on('disconnect', () => process.exit(0));
}
