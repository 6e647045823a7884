import { TmplGroup } from 'glass-easel-template-compiler'
import { type Engine, type Templates } from '../runtime/engine/engine'

/** A page of one component, with WXML between its tags. */
export function defineHost(engine: Engine, path: string, component: string, properties: string[], content: string): void {
  const group = new TmplGroup()
  const attributes = properties.map((name) => `${hyphenated(name)}="{{${name}}}"`).join(' ')
  group.addTmpl(path, `<subject id="subject" ${attributes}>${content}</subject>`)
  const compiled = new Function(`return ${group.getTmplGenObjectGroups()}`)() as Templates
  group.free()
  const json = { usingComponents: { subject: `/${component}` }, styleIsolation: 'shared' }
  engine.prepare({ [path]: { isPage: true, json, styleScope: '', uses: [component], faults: [] } }, compiled)
  engine.definitions.run(() => {
    engine.definitions.enter(path)
    engine.definitions.page({})
  })
}

function hyphenated(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}
