import { missingFiles } from './openFiles.ts';

test('too few open files: says how many are needed and how to get them', () => {
  expect(missingFiles(5_000, 1_024)).toBe('5000 sockets need 5500 open files, and this shell allows 1024: run "ulimit -n 5500" first, or ask for fewer with --sockets.');
  expect(missingFiles(500, 1_024)).toBeUndefined();
  expect(missingFiles(1)).toBeUndefined();
});
