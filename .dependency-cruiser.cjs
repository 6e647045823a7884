// Which folder may know which, said once. `npm run check` holds it.

/** The rooms of core, from the ground up: each knows only those before it. */
const CORE = ['error', 'ports', 'records', 'access', 'api', 'templates', 'ledger', 'outbox', 'users', 'upgrade', 'audience', 'delivery', 'waiting', 'push', 'recurring', 'notify', 'alarms', 'reports', 'history', 'consent', 'events']

const room = (...names) => `^core/(${names.join('|')})/`
/** Tests say what several rooms do together. */
const TEST = '[.]test[.]ts$'

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...CORE.slice(0, -1).map((name, at) => ({
      name: `core/${name}-knows-nothing-above-it`,
      severity: 'error',
      from: { path: room(name), pathNot: TEST },
      to: { path: room(...CORE.slice(at + 1)) },
    })),
    {
      name: 'a-new-room-of-core-gets-its-place-in-the-order',
      severity: 'error',
      from: { path: '^core/', pathNot: [room(...CORE), TEST] },
      to: {},
    },
    {
      name: 'core-knows-only-core',
      comment: 'wx-server-sdk is handed in by the functions.',
      severity: 'error',
      from: { path: '^core/', pathNot: TEST },
      to: { pathNot: ['^core/', '^node:', '^node_modules/valibot/'], dependencyTypesNot: ['core'] },
    },
    {
      name: 'emulator-knows-nothing-of-ours',
      severity: 'error',
      from: { path: '^emulator/' },
      to: { path: '^(core|cloudfunctions|miniprogram|demo|deploy|bench)/' },
    },
    {
      name: 'functions-know-only-core',
      comment: 'and which pages there are, to refuse a card that would lead nowhere',
      severity: 'error',
      from: { path: '^cloudfunctions/' },
      to: { path: '^(emulator|miniprogram|demo|deploy|bench|tests)/', pathNot: '^miniprogram/app[.]json$' },
    },
    {
      name: 'no-two-files-import-each-other',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
  ],
  options: {
    // An import of a type is an arrow too.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^cloudfunctions/[^/]+/[^/]+[.]js$', 'miniprogram_npm/', '^tests/end-to-end/[^/]+/fixtures/', '^dist/', '^[.]emulator/'] },
  },
}
