import { askingPage } from '../../services/routes'

/** What is shared to ask somebody for another authorization: it opens where one agrees. */
export function askCard(title: string): { title: string; path: string } {
  return { title: `请开启「${title}」，以后有消息就能收到`, path: askingPage() }
}
