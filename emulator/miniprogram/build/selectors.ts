import selectorParser from 'postcss-selector-parser'
import { BUILT_IN_TAGS } from '../built-in-tags'

const TAGS = new Set<string>([...BUILT_IN_TAGS, 'page'])

/**
 * A selector of WXSS as a selector of the DOM that the runtime builds: built-in tags have the prefix `wx-`, classes that of their
 * component, and ids end in the one written (the engine puts the component's own before it).
 * @param scope  prefix of class names; '' for none
 */
export function toDomSelector(selector: string, scope: string): string {
  return selectorParser((root) => {
    root.walkTags((tag) => {
      if (TAGS.has(tag.value)) tag.value = `wx-${tag.value}`
    })
    root.walkIds((id) => {
      id.replaceWith(attribute('id', '$=', `--${id.value}`))
    })
    root.walkPseudos((pseudo) => {
      if (pseudo.value === ':host') pseudo.replaceWith(attribute('wx-host', '=', scope))
    })
    if (scope === '') return
    root.walkClasses((name) => {
      name.value = `${scope}--${name.value}`
    })
  }).processSync(selector)
}

function attribute(name: string, operator: '=' | '$=', value: string): selectorParser.Attribute {
  const node = selectorParser.attribute({ attribute: name, operator, value, quoteMark: '"', raws: {} })
  node.setValue(value, { quoteMark: '"' })
  return node
}
