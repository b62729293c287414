import { execFile } from 'node:child_process';
import { isAbsolute, join, relative } from 'node:path';
import { promisify } from 'node:util';
import type { ReadFile } from '../compose/readSubgraphSdl.ts';

const run = promisify(execFile);

/** Reads the project's files as they were at a commit, branch or tag. */
export const readAt =
  (root: string, ref: string): ReadFile =>
  async (path) => {
    const inProject = relative(root, isAbsolute(path) ? path : join(root, path)).replaceAll('\\', '/');
    const options = { cwd: root, maxBuffer: 64 * 1024 * 1024 };
    const { stdout } = await run('git', ['show', `${ref}:${inProject}`], options).catch((error: { stderr?: string; message: string }) => {
      throw new Error((error.stderr || error.message).trim());
    });
    return stdout;
  };
