import { useRef, useState } from 'preact/hooks'
import { IconButton } from '../parts/icon'
import { Select } from '../parts/select'
import { SCENES, type CompileMode } from './compile-modes'

interface Props {
  pages: readonly string[]
  /** What it begins with. */
  mode: CompileMode
  /** Absent for a new one. */
  onRemove?: () => void
  onSave(mode: CompileMode): void
  onClose(): void
}

/** A compile mode to be made or changed. */
export function ModeDialog({ pages, mode, onRemove, onSave, onClose }: Props) {
  const [draft, setDraft] = useState(mode)
  const dialog = useRef<HTMLDialogElement>(null)
  const change = (changed: Partial<CompileMode>) => setDraft((last) => ({ ...last, ...changed }))
  const name = draft.name.trim() || draft.page.split('/').at(-1) || '首页'
  const save = (event: Event) => {
    event.preventDefault()
    onSave({ ...draft, name })
  }
  const scenes = [{ value: '', text: '默认' }, ...SCENES.map(({ value, text }) => ({ value: String(value), text }))]
  return (
    <dialog
      ref={(element) => {
        dialog.current = element
        if (element && !element.open) element.showModal()
      }}
      class="mode-dialog"
      aria-labelledby="mode-title"
      onClose={onClose}
    >
      <form onSubmit={save}>
        <div class="row">
          <h2 id="mode-title" class="grow">
            {onRemove ? '修改编译模式' : '添加编译模式'}
          </h2>
          <IconButton name="close" label="关闭" onClick={onClose} />
        </div>
        <label class="mode-field">
          模式名称
          <input value={draft.name} placeholder={name} onInput={({ currentTarget }) => change({ name: currentTarget.value })} />
        </label>
        <label class="mode-field">
          启动页面
          <Select label="启动页面" options={['', ...pages].map((page) => ({ value: page, text: page === '' ? '首页' : page }))} value={draft.page} onChange={(page) => change({ page })} />
        </label>
        <label class="mode-field">
          启动参数
          <input class="mono" value={draft.query} placeholder="id=1&from=card" spellcheck={false} onInput={({ currentTarget }) => change({ query: currentTarget.value })} />
        </label>
        <label class="mode-field">
          进入场景
          <Select label="进入场景" options={scenes} value={draft.scene === undefined ? '' : String(draft.scene)} onChange={(scene) => change({ scene: scene === '' ? undefined : Number(scene) })} />
        </label>
        <div class="row end">
          {onRemove && (
            <button type="button" class="danger" onClick={onRemove}>
              删除
            </button>
          )}
          <span class="grow" />
          <button type="submit" class="primary">
            保存并打开
          </button>
        </div>
      </form>
    </dialog>
  )
}
