import { defineConfig } from 'vitest/config';

/** The long sweeps (acceptance) and the measurements (bench) run by themselves: SUITE=acceptance vitest run. */
const { SUITE } = process.env;

export default defineConfig({
  test: {
    globals: true,
    setupFiles: ['reflect-metadata'],
    include: SUITE ? [`test/${SUITE}/**/*.spec.ts`] : ['src/**/*.spec.ts', 'test/**/*.spec.ts'],
    exclude: SUITE ? [] : ['test/acceptance/**', 'test/bench/**'],
    // Vitest leaves one core unused, which on two is half the speed; and loading src and the libraries anew for each of the files was a third
    // of the time. What a module keeps for itself (a cache) is therefore shared by the files of a worker: tests change nothing global.
    maxWorkers: '100%',
    isolate: false,
    reporters: ['default', './test/plain-reporter.mjs'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
