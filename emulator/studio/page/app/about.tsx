import { useRef, useState } from 'preact/hooks'
import { type Config, type RouteInfo } from '../live/contract'
import { useLive } from '../live/use-live'
import { Icon, IconButton } from '../parts/icon'
import { ROUTE_WORDS } from './route-words'
import { tryOut } from './try-out'

/** What runs here, for who wants to call it without this page. */
export function About({ config }: { config: Config }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [opened, setOpened] = useState(false)
  const { data: routes } = useLive<RouteInfo[]>(opened ? '/emulator' : undefined, [])
  const show = () => {
    setOpened(true)
    dialog.current?.showModal()
  }
  return (
    <>
      <button type="button" class="link about-button" title="这个环境" onClick={show}>
        {config.env}
        <Icon name="info" size={14} />
      </button>
      <dialog ref={dialog} class="about" aria-labelledby="about-title">
        <div class="row">
          <h2 id="about-title" class="grow">
            这个环境
          </h2>
          <IconButton name="close" label="关闭" onClick={() => dialog.current?.close()} />
        </div>
        <dl class="facts">
          <Fact name="项目" value={config.project} />
          <Fact name="地址" value={config.url} />
          <Fact name="appid" value={config.appid} />
          <Fact name="环境 ID" value={config.env} />
          <Fact name="云函数" value={config.functions.join('、') || '无'} />
          <Fact name="模板" value={config.templates.map(({ title }) => title).join('、') || '无'} />
          <Fact name="用户" value={`${config.users.length} 位`} />
        </dl>
        <h3>在终端里试一试</h3>
        <pre class="json" tabIndex={0}>
          {tryOut(config)}
        </pre>
        <h3>接口</h3>
        <table>
          <tbody>
            {routes?.map(({ method, path }) => (
              <tr key={method + path}>
                <td class="mono">{method}</td>
                <td class="mono">{path}</td>
                <td>{ROUTE_WORDS[`${method} ${path}`]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </dialog>
    </>
  )
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}
