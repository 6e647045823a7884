import { measureOurs } from './ways'
import { measureKills } from './kills'
async function main() {
  if (process.argv[2] === 'kills') console.table([await measureKills(Number(process.argv[3]))])
  else console.table([await measureOurs(Number(process.argv[2]))])
}
main()
