const transform = {
  '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, sourceMaps: 'inline' }],
}
const common = { testEnvironment: 'node', transform }

/** @type {import('jest').Config} */
module.exports = {
  projects: [
    // Beside the code they test.
    { ...common, displayName: 'unit', testMatch: ['<rootDir>/{core,cloudfunctions,emulator,deploy,demo}/**/*.test.ts'] },
    // What crosses folders: the emulator through the real SDK, crashes, the whole story over HTTP.
    { ...common, displayName: 'whole', testMatch: ['<rootDir>/tests/**/*.test.ts'] },
  ],
  testTimeout: 60_000,
  reporters: ['default', '<rootDir>/tests/support/count-reporter.cjs'],
}
