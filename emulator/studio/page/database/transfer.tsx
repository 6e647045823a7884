import { useRef, useState } from 'preact/hooks'
import { ask } from '../live/api'
import { type ImportResult } from '../live/contract'
import { IconButton } from '../parts/icon'
import { Select } from '../parts/select'
import { useAction } from '../parts/use-action'

const MODES = [
  { value: 'insert', text: '_id 已有的不动，报出来' },
  { value: 'upsert', text: '_id 已有的覆盖' },
] as const
type Mode = (typeof MODES)[number]['value']
const MOST_SHOWN = 20

interface Props {
  collection: string
  /** What is asked for now: only that goes out. */
  asked: string
}

/** Documents out to a file, and in from one. */
export function Transfer({ collection, asked }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [text, setText] = useState('')
  const [mode, setMode] = useState<Mode>('insert')
  const [result, setResult] = useState<ImportResult>()
  const { busy, error, run } = useAction()
  const path = `/emulator/db/${encodeURIComponent(collection)}`
  const out = () =>
    void run(async () => {
      const query = asked.startsWith('{') ? `&query=${encodeURIComponent(asked)}` : ''
      const exported = await ask<{ name: string; text: string }>(`${path}/export?format=json${query}`)
      download(exported.name, exported.text)
    })
  const take = () => void run(async () => setResult(await ask<ImportResult>(`${path}/import`, { text, mode })))
  const open = () => {
    setResult(undefined)
    dialog.current?.showModal()
  }
  return (
    <>
      <button type="button" onClick={open}>
        导入
      </button>
      <button type="button" disabled={busy} onClick={out}>
        导出
      </button>
      <dialog ref={dialog} class="transfer" aria-labelledby="import-title">
        <div class="row">
          <h2 id="import-title" class="grow">
            导入到 {collection}
          </h2>
          <IconButton name="close" label="关闭" onClick={() => dialog.current?.close()} />
        </div>
        <p class="hint">JSON 数组，或一行一条的 JSON；云开发控制台导出的文件可以直接用。</p>
        <input type="file" aria-label="选择文件" accept=".json,.jsonl,.txt" onChange={({ currentTarget }) => void currentTarget.files?.[0]?.text().then(setText)} />
        <textarea class="mono" aria-label="要导入的内容" rows={8} spellcheck={false} value={text} onInput={({ currentTarget }) => setText(currentTarget.value)} />
        <Select<Mode> label="冲突时" options={MODES} value={mode} onChange={setMode} />
        {error && (
          <p class="bad" role="alert">
            {error}
          </p>
        )}
        {result && (
          <div role="status">
            <p>
              新增 {result.inserted} 条，覆盖 {result.replaced} 条，没有导入 {result.failed.length} 条。
            </p>
            <ul>
              {result.failed.slice(0, MOST_SHOWN).map(({ at, message }) => (
                <li key={at} class="bad">
                  {at}：{message}
                </li>
              ))}
            </ul>
          </div>
        )}
        <div class="row end">
          <button type="button" class="primary" disabled={busy || text.trim() === ''} onClick={take}>
            导入
          </button>
        </div>
      </dialog>
    </>
  )
}

function download(name: string, text: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href))
}
