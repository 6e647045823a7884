import { IconButton } from '../parts/icon'
import { useAction } from '../parts/use-action'
import { addressOf, kindOf, remove, type CloudFile } from './cloud-files'

/** One file: its ID, what it looks like, and the ways to have it or be rid of it. */
export function FileDetail({ file, onClose }: { file: CloudFile; onClose(): void }) {
  const { busy, error, run } = useAction()
  const address = addressOf(file)
  return (
    <div class="document-detail" role="group" aria-label={file.path}>
      <div class="row">
        <strong class="mono grow file-id">{file.fileID}</strong>
        <IconButton name="close" label="收起" onClick={onClose} />
      </div>
      <Preview file={file} address={address} />
      <div class="row">
        <a href={address} download={file.path.split('/').at(-1)}>
          下载
        </a>
        <button type="button" disabled={busy} onClick={() => void run(() => remove(file))}>
          删除
        </button>
        {error && <span class="bad">{error}</span>}
      </div>
    </div>
  )
}

function Preview({ file, address }: { file: CloudFile; address: string }) {
  // An upload of the same name has the same address.
  const fresh = `${address}&at=${file.at}`
  switch (kindOf(file.path)) {
    case 'image':
      return <img class="file-preview" src={fresh} alt={file.path} />
    case 'video':
      return <video class="file-preview" src={fresh} controls />
    case 'audio':
      return <audio src={fresh} controls />
    case undefined:
      return <p class="hint">这种文件不能在这里看，可以下载。</p>
  }
}
