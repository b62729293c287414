/** Our ESM TypeScript is handed to jest as CommonJS; `import()` stays as it is, which Prisma's query compiler needs. */
export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/**/*.{unit,int,e2e}.spec.ts'],
  modulePathIgnorePatterns: ['<rootDir>/\\.data/'],
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
  testTimeout: 30_000,
};
