const besides = 500;

/** Each process of the bench has a file open for each socket. Undefined: it may; otherwise what to do about it. */
export function missingFiles(sockets: number, allowed = allowedFiles()): string | undefined {
  const needed = sockets + besides;
  return allowed >= needed ? undefined : `${sockets} sockets need ${needed} open files, and this shell allows ${allowed}: run "ulimit -n ${needed}" first, or ask for fewer with --sockets.`;
}

function allowedFiles(): number {
  const report = process.report.getReport() as unknown as { userLimits: { open_files: { soft: number | 'unlimited' } } };
  const { soft } = report.userLimits.open_files;
  return soft === 'unlimited' ? Infinity : soft;
}
