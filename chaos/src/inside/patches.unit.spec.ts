import { transformSync } from '@swc/core';
import { faultKinds } from '../faults/kinds.ts';
import { crashPoints } from './crashPoints.ts';
import { mutants } from './mutants.ts';
import { applyPatch, applyPatches, byFile, sourceOf, type Patch } from './patch.ts';

const parses = (source: string): void => void transformSync(source, { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' } });

function patched(patches: readonly Patch[]): void {
  for (const [file, ofFile] of byFile(patches)) parses(applyPatches(sourceOf(file), ofFile));
}

test('there are enough mutants, each with a name of its own', () => {
  expect(mutants.length).toBeGreaterThanOrEqual(12);
  expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
  expect(mutants.filter(({ patches, sql }) => !patches && !sql)).toEqual([]);
});

test('what provokes a mutant is a kind of fault that exists', () => {
  const kinds = new Set(faultKinds({ ownDisk: true }).map(({ kind }) => kind));
  expect(mutants.flatMap(({ provokedBy = [] }) => provokedBy).filter((kind) => !kinds.has(kind))).toEqual([]);
});

test.each(mutants.map((mutant) => [mutant.name, mutant] as const))('mutant %s still finds its places', (_, { patches = [] }) => {
  expect(() => patched(patches)).not.toThrow();
});

test.each(crashPoints.map((point) => [point.name, point] as const))('crash point %s still finds its place', (_, { patches }) => {
  expect(() => patched(patches)).not.toThrow();
});

test('a patch whose text is gone, or is there twice, is refused', () => {
  const patch = { file: 'a.ts', find: 'x', replace: 'y' };
  expect(() => applyPatch('abc', patch)).toThrow('0 places');
  expect(() => applyPatch('xx', patch)).toThrow('2 places');
  expect(applyPatch('axb', { ...patch, replace: '$&' })).toBe('a$&b');
});
