import { type Card } from './client'

/** Where the story goes. */
export interface Storyteller {
  chapter(title: string): void
  line(label: string, text: string): void
  card(card: Card): void
}

let chapters = 0

/** To a person at a terminal. */
export const tell: Storyteller = {
  chapter(title) {
    chapters += 1
    console.log(`\n${chapters}. ${title}`)
  },
  line(label, text) {
    console.log(`   ${label}：${text}`)
  },
  card({ title, lines, page, miniprogramState }) {
    console.log(`   ┌─ ${title}`)
    for (const { label, value } of lines) console.log(`   │  ${label}  ${value}`)
    console.log(`   └─ 进入小程序查看 › ${page}（${miniprogramState}）`)
  },
}
