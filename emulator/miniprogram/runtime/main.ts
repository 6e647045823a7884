import { type Theme } from '../manifest'
import { HttpCloud, type LocalCloud } from './local-cloud'
import { followChanges } from './live-reload'
import { Runtime } from './runtime'
import { showFailure } from './shell/failure'
import { TestHook } from './test-hook'
import { isWatched, Workbench } from './workbench/workbench'
import './styles/index.css'

/** 发现栏小程序主入口 */
const DEFAULT_SCENE = 1001
const DEFAULT_OPENID = 'oLocalUser_00000000000000000'

const told = document.getElementById('problems')
const problems = JSON.parse(told?.textContent ?? '[]') as string[]
if (told?.dataset.whole !== undefined) showFailure(document.body, problems)
else startPhone(new URLSearchParams(location.search))
followChanges((errors) => showFailure(document.body, errors))

function startPhone(query: URLSearchParams): void {
  // Before anything of the mini-program: its first words count, too.
  const workbench = isWatched() ? new Workbench() : undefined
  const connect = (pass: () => Promise<void>): LocalCloud => {
    const cloud = new HttpCloud(pass)
    return workbench ? workbench.watch(cloud) : cloud
  }
  if (problems.length > 0) console.warn(`这个小程序有 ${problems.length} 处错误：\n${problems.join('\n')}`)
  const runtime = new Runtime({
    openid: query.get('openid') || DEFAULT_OPENID,
    page: query.get('path') ?? '',
    scene: Number(query.get('scene')) || DEFAULT_SCENE,
    theme: themeOf(query.get('theme')),
    network: query.get('network') ?? 'wifi',
    fontSize: Number(query.get('fontSize')),
    parent: document.body,
    connect,
    assetBase: '/miniprogram',
    problems,
    allowedHosts: (document.querySelector('meta[name=allowed-hosts]')?.getAttribute('content') ?? '').split(',').filter(Boolean),
  })
  workbench?.begin(runtime)
  Object.assign(window, { __miniProgram: runtime.hooks, __localCloud: new TestHook(runtime, workbench) })
  document.addEventListener('visibilitychange', () => (document.hidden ? runtime.app.hide() : runtime.app.show()))
  window.addEventListener('unhandledrejection', ({ reason, promise }) => runtime.app.unhandledRejection({ reason, promise }))
  window.addEventListener('error', ({ error }) => {
    if (error) runtime.app.reportError(error)
  })
}

function themeOf(value: string | null): Theme {
  if (value === 'dark' || value === 'light') return value
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
}
