/** The built-in components (组件) that the local cloud knows. In the DOM, and in selectors, each has the prefix `wx-`. */
export const BUILT_IN_TAGS = [
  'ad', 'ad-custom', 'audio', 'block', 'button', 'camera', 'canvas', 'checkbox', 'checkbox-group', 'cover-image', 'cover-view', 'form', 'icon', 'image', 'input', 'label',
  'live-player', 'live-pusher', 'map', 'movable-area', 'movable-view', 'navigator', 'official-account', 'open-data', 'page-container', 'page-meta', 'picker', 'picker-view', 'picker-view-column', 'progress',
  'radio', 'radio-group', 'rich-text', 'root-portal', 'scroll-view', 'slider', 'swiper', 'swiper-item', 'switch', 'text', 'textarea',
  'video', 'view', 'web-view',
] as const

export type BuiltInTag = (typeof BUILT_IN_TAGS)[number]
