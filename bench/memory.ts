import { isFunction, processTree } from './process-tree'

/** The most memory that the function's process ever held, in this process's local cloud; `-` where the system does not tell. */
export function peakMemoryMb(functionName: string): number | string {
  const found = processTree(process.pid).find((each) => isFunction(each, `${functionName}/`))
  return found ? Math.round(found.peakMemoryMb) : '-'
}
