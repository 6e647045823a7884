import { useRef } from 'preact/hooks'
import { ask } from '../live/api'
import { Failure } from '../parts/state-note'
import { useAction } from '../parts/use-action'

/** Back to the state of a first start, after asking. */
export function ResetCard() {
  const dialog = useRef<HTMLDialogElement>(null)
  const { busy, error, run } = useAction()
  const reset = () => {
    dialog.current?.close()
    void run(() => ask('/emulator/reset', {}))
  }
  return (
    <section class="box" aria-label="重置">
      <h2>重置</h2>
      <div class="row">
        <span class="grow hint">清空数据、通知、故障、时钟和计数，重新写入演示数据。</span>
        <button type="button" class="danger" disabled={busy} onClick={() => dialog.current?.showModal()}>
          {busy ? '正在重置…' : '全部重置…'}
        </button>
      </div>
      {error && <Failure error={error} retry={reset} />}
      <dialog ref={dialog} aria-labelledby="reset-title">
        <h2 id="reset-title">全部重置？</h2>
        <p>本地云会回到第一次启动的样子，现在的数据找不回来。</p>
        <div class="row end">
          <button type="button" onClick={() => dialog.current?.close()}>
            取消
          </button>
          <button type="button" class="danger solid" onClick={reset}>
            重置
          </button>
        </div>
      </dialog>
    </section>
  )
}
