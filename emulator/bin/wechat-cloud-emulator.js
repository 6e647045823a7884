#!/usr/bin/env node
// TypeScript is read as it is: functions, seeds and the local cloud itself run in this one process or in its direct children.
require('tsx/cjs')
require('../cli.ts').main(process.argv.slice(2))
