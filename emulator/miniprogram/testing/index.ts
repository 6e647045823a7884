import { type component } from 'glass-easel-miniprogram-adapter'
import { Runtime } from '../runtime/runtime'
import { buildInProcess } from './build-in-process'
import { defineHost } from './component-host'
import { fillJsdomGaps } from './jsdom-gaps'
import { Rendered } from './rendered'
import { ScriptedCloud, type CallFunction } from './scripted-cloud'

export { Rendered, type CallFunction }

export interface MiniProgramTestOptions {
  /** Absolute path of miniprogramRoot. */
  root: string
  openid?: string
  /** Answers wx.cloud.callFunction; what it throws is a function that failed. Default: every call fails. */
  callFunction?: CallFunction
  /** Other answers of the local cloud, by path, for example '/emulator/settings'. */
  answers?: Record<string, unknown>
  /** Takes the place of functions of `wx`. */
  wx?: Record<string, unknown>
}

export interface ComponentOptions {
  properties?: Record<string, unknown>
  /** WXML between its tags, for its slots. */
  content?: string
}

/** A mini-program in jsdom: the same build and runtime as on the phone, with the answers of the cloud from the test. */
export interface MiniProgramUnderTest {
  runtime: Runtime
  /** The global `wx`; its functions can be replaced. */
  wx: Record<string, unknown>
  /** The first page of a cold stack, with its query. */
  renderPage(path: string, query?: Record<string, string>): Promise<Rendered>
  /** One component by itself. */
  renderComponent(path: string, options?: ComponentOptions): Promise<Rendered>
}

interface Subject {
  getMethodCaller(): component.GeneralComponent
}

const APPID = 'wx0000000000000000'

/**
 * Builds and loads a mini-program; for test files with `@jest-environment jsdom`, once per file.
 * @throws Error with file and line when it cannot be built
 */
export function openMiniProgram(options: MiniProgramTestOptions): MiniProgramUnderTest {
  const { root, openid = 'oTester', callFunction, answers, wx = {} } = options
  fillJsdomGaps()
  const build = buildInProcess(root, APPID)
  const cloud = new ScriptedCloud(callFunction ?? noFunctions, answers)
  const launch = { openid, page: '', scene: 1001, theme: 'light', network: 'wifi' } as const
  const runtime = new Runtime({ ...launch, parent: document.body, connect: () => cloud, assetBase: '' })
  const globals = globalThis as unknown as { wx: Record<string, unknown> }
  const launched = (): void => {
    Object.assign(globals.wx, wx)
    runtime.app.launch({ path: '', query: {}, scene: launch.scene, referrerInfo: {} })
  }
  const hooks = { ...runtime.hooks, launch: launched, start: () => undefined }
  Object.assign(globalThis, { __miniProgram: hooks })
  new Function(build.script)()

  let hosts = 0
  const pending = () => cloud.pending
  const renderPage = async (path: string, query: Record<string, string> = {}): Promise<Rendered> => {
    const search = Object.entries(query).map(([name, value]) => `${name}=${value}`)
    const { router } = runtime.session
    router.reLaunch(`/${path}${search.length > 0 ? `?${search.join('&')}` : ''}`)
    const top = router.top
    if (!top) throw new Error(`${path} did not open.`)
    const rendered = new Rendered(top.scroll, top.instance as unknown as component.GeneralComponent, pending)
    await rendered.settled()
    return rendered
  }
  return {
    runtime,
    wx: globals.wx,
    renderPage,
    async renderComponent(path, { properties = {}, content = '' } = {}) {
      hosts += 1
      const host = `test/host-${hosts}`
      defineHost(runtime.engine, host, path, Object.keys(properties), content)
      runtime.session.manifest.pages.push(host)
      runtime.session.manifest.components[host] = { isPage: true, json: { usingComponents: {} }, styleScope: '', uses: [], faults: [] }
      const page = await renderPage(host)
      page.instance.setData(properties)
      await page.settled()
      const subject = page.instance._$.getShadowRoot()?.getElementById('subject') as unknown as Subject
      return new Rendered(page.dom, subject.getMethodCaller(), pending)
    },
  }
}

function noFunctions(name: string): never {
  throw new Error(`The test gives no answer for the function ${name}.`)
}
