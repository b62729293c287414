/** A bar on a terminal, a line every tenth elsewhere. */
export function progressBar(output: NodeJS.WriteStream): (step: string, done: number, total: number) => void {
  let lastTenth = -1;
  return (step, done, total) => {
    const share = total === 0 ? 1 : done / total;
    const tenth = Math.floor(share * 10);
    const line = `${step.padEnd(10)} ${'█'.repeat(Math.round(share * 30)).padEnd(30, '░')} ${done}/${total}`;
    if (output.isTTY) output.write(`\r${line}${share === 1 ? '\n' : ''}`);
    else if (tenth !== lastTenth) output.write(`${line}\n`);
    lastTenth = share === 1 ? -1 : tenth;
  };
}
