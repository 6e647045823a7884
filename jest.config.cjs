const transform = {
  '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, sourceMaps: 'inline' }],
}
const common = { testEnvironment: 'node', transform }

/** @type {import('jest').Config} */
module.exports = {
  projects: [
    // Beside the code they test.
    { ...common, displayName: 'unit', testMatch: ['<rootDir>/{core,cloudfunctions,emulator,deploy,demo,miniprogram}/**/*.test.ts'] },
    // What crosses folders: the emulator through the real SDK, crashes, security, the whole story over HTTP.
    { ...common, displayName: 'system', testMatch: ['<rootDir>/tests/{budgets,conformance,faults,security,mini-program}/**/*.test.ts', '<rootDir>/tests/end-to-end/http/*.test.ts'] },
    // What people see: the mini-program, its client and the studio in Chromium.
    { ...common, displayName: 'browser', testMatch: ['<rootDir>/tests/end-to-end/{client,product,studio}/*.test.ts'] },
  ],
  maxWorkers: 2,
  // Beside other work everything takes several times as long; what hangs hangs for longer than this.
  testTimeout: 180_000,
  reporters: ['default', '<rootDir>/tests/support/count-reporter.cjs'],
}
