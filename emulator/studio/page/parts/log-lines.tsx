import { type LogLine } from '../live/contract'
import { clockTime } from './time'

/** What a function printed. */
export function LogLines({ lines }: { lines: readonly LogLine[] }) {
  if (lines.length === 0) return <p class="hint">没有输出。</p>
  return (
    <ol class="log-lines">
      {lines.map(({ at, level, text }, index) => (
        <li key={index} class={level}>
          <time>{clockTime(at)}</time>
          <span>{text}</span>
        </li>
      ))}
    </ol>
  )
}
