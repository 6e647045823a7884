/** Where the page area begins: to a mini-program that is 0, 0, since its page is a web view of its own below the navigation bar. */
export function viewOrigin(element: Element | null): { x: number; y: number } {
  const { x = 0, y = 0 } = element?.closest('.mp-view')?.getBoundingClientRect() ?? {}
  return { x, y }
}
