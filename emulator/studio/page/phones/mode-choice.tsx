import { useState } from 'preact/hooks'
import { IconButton } from '../parts/icon'
import { Select } from '../parts/select'
import { useKept } from '../parts/use-kept'
import { NORMAL, readModes, startPageOf, type CompileMode } from './compile-modes'
import { ModeDialog } from './mode-dialog'
import { type PhoneState } from './phone-state'

interface Props {
  phone: Pick<PhoneState, 'mode'>
  pages: readonly string[]
  /** Chooses the mode, and starts the mini-program there. */
  onStart(mode: string, page: string, scene: number | undefined): void
}

const ADD = '+'

/** 编译模式: where the mini-program is started. */
export function ModeChoice({ phone, pages, onStart }: Props) {
  const [modes, setModes] = useKept('compile-modes', readModes)
  const [edited, setEdited] = useState<number>()
  const at = modes.findIndex(({ name }) => name === phone.mode)
  const start = (mode: CompileMode) => onStart(mode === NORMAL ? '' : mode.name, startPageOf(mode), mode.scene)
  const choose = (value: string) => {
    if (value === ADD) return setEdited(modes.length)
    start(modes.find(({ name }) => name === value) ?? NORMAL)
  }
  const save = (mode: CompileMode) => {
    setModes((last) => [...last.filter((each, index) => index !== edited && each.name !== mode.name), mode])
    setEdited(undefined)
    start(mode)
  }
  const remove = () => {
    setModes((last) => last.filter((_, index) => index !== edited))
    setEdited(undefined)
    start(NORMAL)
  }
  const options = [{ value: '', text: NORMAL.name }, ...modes.map(({ name }) => ({ value: name, text: name })), { value: ADD, text: '添加编译模式…' }]
  return (
    <>
      <Select label="编译模式" options={options} value={at < 0 ? '' : (phone.mode ?? '')} onChange={choose} />
      {at >= 0 && <IconButton name="more" label="修改编译模式" onClick={() => setEdited(at)} />}
      {edited !== undefined && (
        <ModeDialog
          pages={pages}
          mode={modes[edited] ?? { ...NORMAL, name: '' }}
          onSave={save}
          onRemove={edited < modes.length ? remove : undefined}
          onClose={() => setEdited(undefined)}
        />
      )}
    </>
  )
}
