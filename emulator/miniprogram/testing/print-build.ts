import { MiniProgramBuilder } from '../build/builder'

const [root = '', appid = ''] = process.argv.slice(2)

void new MiniProgramBuilder({ root, appid, name: '测试' }).build().then((build) => process.stdout.write(JSON.stringify(build)))
