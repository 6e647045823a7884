// What is changed in wx-server-sdk and its packages while they are bundled, and why. The packages themselves stay as published.
// A file is named by its package; each edit finds what it expects or the build stops, see edits.cjs.
const { instead, lazily } = require('./edits.cjs')

/** Packages that our functions do not need to answer: they go into a file of their own, which is not even read before one is asked for. */
const RARE = [
  // cloud.ai(), and the adapters it brings.
  '@cloudbase/ai',
  '@cloudbase/app',
  'web-streams-polyfill',
  // Data models and MySQL.
  '@cloudbase/wx-cloud-client-sdk',
  // Custom login tickets.
  'jsonwebtoken',
  // Answers of the file storage.
  'xml2js',
  // Only asks a machine of Tencent's, outside of a function, what it is.
  'axios',
  // Which extension belongs to a file that is uploaded.
  'mime-db',
  'mime-types',
  // Proxies and kept connections, when cloud.init was told to.
  'agentkeepalive',
  'http-proxy-agent',
  'https-proxy-agent',
  // db.collection().watch()
  'lodash.clonedeep',
  'lodash.set',
  'lodash.unset',
]

/** Data models are made with every instance of CloudBase, and hardly ever used: the same object, made when it is looked at. */
const MODELS_WHEN_LOOKED_AT = [
  instead('const httpClient = wx_cloud_client_sdk_1', 'const httpClient = () => wx_cloud_client_sdk_1'),
  instead(
    'this.models = httpClient;',
    'let models; Object.defineProperty(this, "models", { get: () => models ??= httpClient(), set: (value) => { models = value; }, enumerable: true, configurable: true });',
  ),
]

/**
 * By file, from its package's name on.
 * @param {(name: string) => string} versionIn  of a package that is installed
 * @returns {Record<string, import('./edits.cjs').Edit[]>}
 */
const changesTo = (versionIn) => ({
  'wx-server-sdk/index.js': [lazily('mimeDB')],
  '@cloudbase/node-sdk/dist/cloudbase.js': [
    ...MODELS_WHEN_LOOKED_AT,
    ...['axios_1', 'wx_cloud_client_sdk_1', 'auth_1', 'storage_1', 'analytics_1', 'ai_1', 'logger_1', 'notification_1'].map(lazily),
  ],
  '@cloudbase/node-sdk/dist/utils/metadata.js': [lazily('axios_1')],
  '@cloudbase/node-sdk/dist/utils/request-core.js': ['agentkeepalive_1', 'https_proxy_agent_1', 'http_proxy_agent_1', 'form_data_1'].map(lazily),
  // Read from beside its own file, where the bundle has another one.
  '@cloudbase/node-sdk/dist/utils/version.js': [
    instead("JSON.parse(fs.readFileSync(path.join(__dirname, '../../package.json')).toString())", `{ version: ${JSON.stringify(versionIn('@cloudbase/node-sdk'))} }`),
  ],
  '@cloudbase/database/dist/commonjs/realtime/virtual-websocket-client.js': ['lodash_set_1', 'lodash_unset_1', 'lodash_clonedeep_1'].map(lazily),
  'form-data/lib/form_data.js': ['mime', 'https'].map(lazily),
})

module.exports = { changesTo, RARE }
