const transform = {
  '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, sourceMaps: 'inline' }],
}
const THROUGH_THE_SDK = '{aggregate,context-*,database-{query,read,update,write}*,limits-*,openapi-{send,templates},transactions,transport-*}'
// What is made for other projects has folders of the same names.
const common = { testEnvironment: 'node', transform, modulePathIgnorePatterns: ['<rootDir>/dist/'] }

/** @type {import('jest').Config} */
module.exports = {
  projects: [
    // Beside the code they test.
    { ...common, displayName: 'unit', testMatch: ['<rootDir>/{core,cloudfunctions,emulator,deploy,demo,miniprogram}/**/*.test.ts'] },
    // What crosses folders: the emulator through the real SDK, crashes, security, the whole story over HTTP.
    { ...common, displayName: 'system', testMatch: ['<rootDir>/tests/{budgets,conformance,documents,faults,security,mini-program}/**/*.test.ts', '<rootDir>/tests/end-to-end/http/*.test.ts'] },
    // Once more what goes through the SDK, now with the form of it that the functions carry.
    { ...common, displayName: 'deployed', globals: { DEPLOYED_SDK: true }, testMatch: [`<rootDir>/tests/conformance/${THROUGH_THE_SDK}.test.ts`] },
    // What people see: the mini-program, its client and the studio in Chromium.
    { ...common, displayName: 'browser', testMatch: ['<rootDir>/tests/end-to-end/{adopters,client,product,studio}/*.test.ts'] },
  ],
  maxWorkers: 2,
  // Beside other work everything takes several times as long; what hangs hangs for longer than this.
  testTimeout: 180_000,
  reporters: ['default', '<rootDir>/tests/support/count-reporter.cjs'],
}
