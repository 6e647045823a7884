#!/usr/bin/env node
// Functions, seeds and the local cloud itself run in this one process or in its direct children.
const { join } = require('node:path')
const { loadBundled } = require('./bundled.cjs')

void loadBundled(join(__dirname, '..', 'cli.ts')).then(({ main }) => main(process.argv.slice(2)))
