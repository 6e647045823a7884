import { useMemo, useState } from 'preact/hooks'
import { type Workbench } from '../../../miniprogram/runtime/workbench/workbench'
import { replaced } from '../../../miniprogram/runtime/workbench/page-data'
import { IconButton } from '../parts/icon'
import { parseJson } from '../parts/json'
import { JsonTree } from '../parts/json-tree'
import { StateNote } from '../parts/state-note'
import { usePolled } from '../running/use-workbench'
import { PhoneStorage, sizeInWords } from './entries'
import './storage.css'

const LOOK_EVERY_MS = 250

interface Props {
  workbench: Workbench
  appid: string
  openid: string
}

/** What the mini-program of this user keeps with wx.setStorage. */
export function PhoneStorageTab({ workbench, appid, openid }: Props) {
  const storage = useMemo(() => new PhoneStorage(localStorage, appid, openid), [appid, openid])
  const entries = usePolled(() => storage.entries(), LOOK_EVERY_MS, `${appid} ${openid} ${String(workbench.data().length > 0)}`)
  const total = entries.reduce((sum, { size }) => sum + size, 0)
  return (
    <div class="phone-storage">
      <div class="row">
        <span class="hint grow num">
          {entries.length} 项，共 {sizeInWords(total)}，上限 10 MB
        </span>
        <button type="button" class="danger" disabled={entries.length === 0} onClick={() => storage.clear()}>
          全部清除
        </button>
      </div>
      {entries.length === 0 && <StateNote title="还没有缓存">小程序调用 wx.setStorage 之后，就会出现在这里。</StateNote>}
      <ul aria-label="缓存">
        {entries.map(({ key, value, size }) => (
          <li key={key} aria-label={key} class="row">
            <strong class="mono">{key}</strong>
            <div class="grow">
              <JsonTree value={value} label={`${key} 的值`} open={0} onEdit={(path, item) => storage.set(key, replaced(value, path, item))} />
            </div>
            <span class="hint num">{sizeInWords(size)}</span>
            <IconButton name="bin" label={`删除 ${key}`} onClick={() => storage.remove(key)} />
          </li>
        ))}
      </ul>
      <NewEntry onAdd={(key, value) => storage.set(key, value)} />
    </div>
  )
}

function NewEntry({ onAdd }: { onAdd: (key: string, value: unknown) => void }) {
  const [key, setKey] = useState('')
  const [text, setText] = useState('')
  const parsed = parseJson(text)
  const add = (event: Event) => {
    event.preventDefault()
    // Whoever writes a word without quotes means a text.
    onAdd(key.trim(), parsed.ok ? parsed.value : text)
    setKey('')
    setText('')
  }
  return (
    <form class="row" onSubmit={add}>
      <input class="mono" aria-label="新的键" placeholder="key" value={key} onInput={({ currentTarget }) => setKey(currentTarget.value)} />
      <input class="mono grow" aria-label="新的值" placeholder="值，JSON 或文字" value={text} onInput={({ currentTarget }) => setText(currentTarget.value)} />
      <button type="submit" disabled={key.trim() === '' || text === ''}>
        添加
      </button>
    </form>
  )
}
