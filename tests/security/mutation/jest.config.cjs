const { join } = require('node:path')
const config = require('../../../jest.config.cjs')

const [{ transform }] = config.projects
const [, [, options]] = Object.entries(transform)[0]

/** The same tests, on the source that `transform.cjs` hands out. @type {import('jest').Config} */
module.exports = {
  rootDir: join(__dirname, '../../..'),
  // Nothing else is searched through at each start.
  roots: ['core', 'tests/security'].map((folder) => `<rootDir>/${folder}`),
  testEnvironment: join(__dirname, 'until-one-fails.cjs'),
  testMatch: ['<rootDir>/{core,tests}/**/*.test.ts'],
  transform: { '\\.(ts|json)$': [join(__dirname, 'transform.cjs'), options] },
  testTimeout: 60_000,
  reporters: [],
  bail: 1,
}
