import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globals: true,
    setupFiles: ['reflect-metadata'],
    include: ['src/**/*.spec.ts', 'test/**/*.spec.ts'],
    reporters: ['default', './test/plain-reporter.mjs'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
