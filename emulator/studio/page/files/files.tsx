import { useState } from 'preact/hooks'
import { NEWEST_FIRST, Pager } from '../database/pager'
import { ask } from '../live/api'
import { useLive } from '../live/use-live'
import { Select } from '../parts/select'
import { Failure, StateNote } from '../parts/state-note'
import { chatTime } from '../parts/time'
import { useAction } from '../parts/use-action'
import { ACL_WORDS, listPath, PAGE_SIZE, sizeInWords, upload, type Acl, type CloudFile, type FileList } from './cloud-files'
import { FileDetail } from './file-detail'
import './files.css'

/** 云存储: all files, whatever their permissions. @param now  the emulated clock */
export function Files({ now }: { now: () => number }) {
  const [text, setText] = useState('')
  const [folder, setFolder] = useState('')
  const [page, setPage] = useState(0)
  const [openId, setOpenId] = useState<string>()
  const { busy, error: failure, run } = useAction()
  const { data, error, reload } = useLive<FileList>(listPath(text, page), ['files'])
  if (error) return <Failure error={error} retry={reload} />
  const opened = data?.files.find(({ fileID }) => fileID === openId)
  return (
    <section class="cloud-files" aria-label="云存储">
      <div class="row">
        <input type="search" class="grow" aria-label="按路径找" placeholder="按路径找" spellcheck={false} value={text} onInput={({ currentTarget }) => (setPage(0), setText(currentTarget.value))} />
        {data && (
          <Select
            label="权限"
            options={Object.entries(ACL_WORDS).map(([value, words]) => ({ value, text: words }))}
            value={data.acl}
            onChange={(acl) => void run(() => ask('/emulator/files/acl', { acl: acl as Acl }))}
          />
        )}
      </div>
      <div class="row">
        <input class="mono" aria-label="传到哪个文件夹" placeholder="文件夹，空为根" spellcheck={false} value={folder} onInput={({ currentTarget }) => setFolder(currentTarget.value)} />
        <label class="upload">
          上传文件
          <input
            type="file"
            multiple
            disabled={busy}
            onChange={({ currentTarget }) => {
              const files = [...(currentTarget.files ?? [])]
              void run(() => upload(folder, files))
              currentTarget.value = ''
            }}
          />
        </label>
        <Pager page={page} size={PAGE_SIZE} count={data?.total} order={NEWEST_FIRST} onTurn={setPage} />
      </div>
      {failure && <p class="bad" role="alert">{failure}</p>}
      {data?.total === 0 && <StateNote title={text === '' ? '云存储还是空的' : '没有这样的文件'}>小程序用 wx.cloud.uploadFile、云函数用 cloud.uploadFile 上传的文件会出现在这里。</StateNote>}
      {data && data.total > 0 && <FileTable files={data.files} openId={openId} now={now} onOpen={(id) => setOpenId(id === openId ? undefined : id)} />}
      {opened && <FileDetail file={opened} onClose={() => setOpenId(undefined)} />}
    </section>
  )
}

interface TableProps {
  files: readonly CloudFile[]
  openId: string | undefined
  now: () => number
  onOpen(id: string): void
}

function FileTable({ files, openId, now, onOpen }: TableProps) {
  return (
    <div class="table-box">
      <table>
        <thead>
          <tr>
            {['路径', '大小', '上传的人', '时间'].map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {files.map(({ fileID, path, size, owner, at }) => (
            <tr key={fileID} class={fileID === openId ? 'open' : undefined} onClick={() => onOpen(fileID)}>
              <td>
                <button type="button" class="row-button mono" aria-expanded={fileID === openId}>
                  {path}
                </button>
              </td>
              <td class="num">{sizeInWords(size)}</td>
              <td>{owner ?? '云函数或控制台'}</td>
              <td class="num">{chatTime(at, now())}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
