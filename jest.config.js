import { availableParallelism } from 'node:os';

/** Our ESM TypeScript is handed to jest as CommonJS; `import()` stays as it is, which Prisma's query compiler needs. */
export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/**/*.{unit,int,e2e}.spec.ts'],
  modulePathIgnorePatterns: ['<rootDir>/\\.data/', '<rootDir>/scaffold/template/'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/\\.data/', '<rootDir>/scaffold/template/'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2024' },
        module: { type: 'commonjs', ignoreDynamic: true },
        sourceMaps: 'inline',
      },
    ],
  },
  // An e2e spec is a whole system of eight processes: more at a time are not faster.
  maxWorkers: Math.max(1, Math.min(4, availableParallelism() - 1)),
  testTimeout: 30_000,
};
