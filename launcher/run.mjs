// Runs one of our scripts under the pinned Node, installing packages first where they are missing or out of date.
// Plain JavaScript without dependencies, because it has to run on any Node >= 20.19 and before anything is installed.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const pinnedNode = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) fail(`Node ${process.versions.node} is too old: install Node 20.19 or newer`);
if (!packagesAreCurrent()) {
  process.stdout.write('  packages: about 250 MB are downloaded from the npm registry, 1 GB on disk; 1 to 3 minutes, once\n');
  await step('packages (npm ci)', ['ci', '--no-audit', '--no-fund', '--ignore-scripts'], packagesInPlace);
}
if (!existsSync(pinnedNode)) await step('pinned Node', ['rebuild', 'node', '--ignore-scripts=false']);
if (!existsSync(pinnedNode)) fail(`${pinnedNode} is missing after npm rebuild node: delete node_modules and start again`);
runUnderPinnedNode(process.argv.slice(2));

/** npm writes what it installed into a lock file of its own: the two must name the same versions. */
function packagesAreCurrent() {
  const installedLock = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedLock)) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(installedLock, 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, { version, optional, peer, link }]) =>
      !path.startsWith('node_modules/') || optional || peer || (link ? existsSync(join(root, path)) : installed[path]?.version === version),
  );
}

/** npm's output is shown only when it failed; stdin is closed, so nothing can wait for an answer. */
async function step(name, npmArguments, progress = () => '') {
  const started = Date.now();
  const seconds = () => `${((Date.now() - started) / 1000).toFixed(0)} s`;
  process.stdout.write(`  ${name} …\n`);
  const ticking = setInterval(() => process.stdout.write(`  ${name} … ${[progress(), seconds()].filter(Boolean).join(', ')}\n`), 5_000);
  const { status, output } = await runNpm(npmArguments);
  clearInterval(ticking);
  if (status !== 0) fail(`npm ${npmArguments[0]} failed:\n${output}`);
  process.stdout.write(`  ${name} done, ${seconds()}\n`);
}

/** @returns the exit status, and the last 100,000 characters that npm wrote */
function runNpm(npmArguments) {
  // npm ci may just have removed the very Node that runs this.
  const npm = process.env.npm_execpath?.endsWith('.js') && existsSync(process.execPath) ? [process.execPath, process.env.npm_execpath] : ['npm'];
  const env = { ...process.env, npm_config_yes: 'true', PRISMA_SKIP_POSTINSTALL_GENERATE: '1' };
  const options = { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' && npm.length === 1 };
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(npm[0], [...npm.slice(1), ...npmArguments], options);
    const keep = (text) => (output = (output + text).slice(-100_000));
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    child.once('error', (error) => resolve({ status: 1, output: error.message }));
    child.once('close', (status) => resolve({ status: status ?? 1, output }));
  });
}

/** e.g. 412 of 1,103 packages; npm makes all folders first, and a package's own file comes with its content. */
function packagesInPlace() {
  const paths = Object.keys(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages).filter((path) => path.startsWith('node_modules/'));
  const there = paths.filter((path) => existsSync(join(root, path, 'package.json'))).length;
  return `${there.toLocaleString('en')} of ${paths.length.toLocaleString('en')} packages`;
}

/** The channel tells the script when we are killed; the script then stops in order, as it does for a signal. */
function runUnderPinnedNode(command) {
  const env = { ...process.env, PATH: `${dirname(pinnedNode)}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH}` };
  const child = spawn(pinnedNode, command, { stdio: ['inherit', 'inherit', 'inherit', 'ipc'], env });
  const pass = (signal) => {
    child.kill(signal);
    // It stops in order within 10 seconds, unless something hangs.
    setTimeout(() => child.kill('SIGKILL'), 20_000).unref();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => pass(signal));
  const callers = callersOf(process.ppid);
  setInterval(() => [callers, undefined].includes(callersOf(process.ppid)) || pass('SIGTERM'), 300).unref();
  child.once('error', (error) => fail(error.message));
  child.once('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
}

/** npm starts us through a shell and passes signals on to that alone, or dies without one: either changes this.
 * undefined: not to be had at this moment. */
function callersOf(parent) {
  if (process.platform !== 'linux' || !process.env.npm_lifecycle_event) return String(parent);
  try {
    const stat = readFileSync(`/proc/${parent}/stat`, 'utf8');
    return `${parent} under ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]}`;
  } catch {
    return undefined;
  }
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
