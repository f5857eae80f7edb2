import { defineConfig } from 'vitest/config';

/** The long sweeps (acceptance) and the measurements (bench) run by themselves: SUITE=acceptance vitest run. */
const { SUITE } = process.env;

export default defineConfig({
  test: {
    globals: true,
    setupFiles: ['reflect-metadata'],
    include: SUITE ? [`test/${SUITE}/**/*.spec.ts`] : ['src/**/*.spec.ts', 'test/**/*.spec.ts'],
    exclude: SUITE ? [] : ['test/acceptance/**', 'test/bench/**'],
    reporters: ['default', './test/plain-reporter.mjs'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
