/**
 * Packages that bring a script to run when they are installed, and why it need not run. None does: `allowScripts` in package.json
 * turns each off by name, and `prepare.mjs` installs with `--ignore-scripts`, also where npm is too old to know that field.
 * (`ignore-scripts` in .npmrc would switch off our own `pre…` scripts as well.)
 */
export const INSTALL_SCRIPTS: Readonly<Record<string, string>> = {
  '@parcel/watcher': 'builds from source where that is asked for; the prebuilt package of the platform is there, and only CloudBase’s command line watches with it',
  '@swc/core': 'checks for the prebuilt package of the platform, which npm installs by itself',
  'core-js-pure': 'prints a request for donations',
  esbuild: 'puts the binary in the place of a small starter; the starter finds the binary of the platform by itself',
  lmdb: 'builds from source where there is no prebuilt package; npm installs the one of the platform',
  'msgpackr-extract': 'as lmdb; without it msgpackr does the same in JavaScript',
  protobufjs: 'warns about version ranges in package.json',
  'unrs-resolver': 'checks for the prebuilt package of the platform, which npm installs by itself',
}
