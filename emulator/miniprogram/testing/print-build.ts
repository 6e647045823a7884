import { buildMiniProgram } from '../build/builder'

const [root = '', appid = ''] = process.argv.slice(2)

void buildMiniProgram({ root, appid, name: '测试' }).then((build) => process.stdout.write(JSON.stringify(build)))
