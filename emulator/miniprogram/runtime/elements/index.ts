import { type glassEasel } from 'glass-easel-miniprogram-adapter'
import { type ComponentNode } from '../engine/types'
import { button } from './button'
import { canvas } from './canvas'
import { checkbox, checkboxGroup, radio, radioGroup, switchElement } from './choices'
import { COMMON_PROPERTIES, setUpCommon } from './common'
import { BuiltIn, type BuilderHooks, type ElementDefinition, type ElementServices, type Values } from './element'
import { form, label } from './form'
import { coverImage, image } from './image'
import { input, textarea } from './input'
import { map } from './map'
import { audio, video } from './media'
import { navigator } from './navigator'
import { pageMeta } from './page-meta'
import { picker } from './picker'
import { pickerView, pickerViewColumn } from './picker-view'
import { placeholders } from './placeholders'
import { plainElements } from './plain'
import { icon, progress } from './progress'
import { richText } from './rich-text'
import { rootPortal } from './root-portal'
import { scrollView } from './scroll-view'
import { slider } from './slider'
import { swiper, swiperItem } from './swiper'

const ELEMENTS: ElementDefinition[] = [
  ...plainElements,
  ...placeholders,
  audio,
  button,
  canvas,
  checkbox,
  checkboxGroup,
  coverImage,
  form,
  icon,
  image,
  input,
  label,
  map,
  navigator,
  pageMeta,
  picker,
  pickerView,
  pickerViewColumn,
  progress,
  radio,
  radioGroup,
  richText,
  rootPortal,
  scrollView,
  slider,
  swiper,
  swiperItem,
  switchElement,
  textarea,
  video,
]

/** Makes all built-in components known to every template. */
export function defineBuiltIns(space: glassEasel.ComponentSpace, services: ElementServices): void {
  for (const definition of ELEMENTS) {
    const component = space
      .define(`wx/${definition.tag}`)
      .definition({ properties: typed({ ...COMMON_PROPERTIES, ...definition.properties }) })
      .init(function (builder) {
        const hooks = builder as unknown as BuilderHooks
        const element = new BuiltIn(this as unknown as ComponentNode, hooks)
        setUpCommon(element)
        definition.setup?.(element, services)
      })
      .registerComponent()
    space.setGlobalUsingComponent(definition.tag, component.general())
  }
}

/** The type of a property follows from its default. */
function typed(properties: Values): Record<string, { type: null; value: unknown }> {
  const typeOf = (value: unknown) => {
    if (typeof value === 'boolean') return Boolean
    if (typeof value === 'number') return Number
    return typeof value === 'string' ? String : null
  }
  return Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, { type: typeOf(value) as null, value }]))
}
