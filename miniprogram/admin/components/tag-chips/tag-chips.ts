import { type TagCount } from '../../../services/answers'
import { tapped } from '../../services/tag-filter'

interface Chip {
  tag: string
  face: string
  /** What was said of it: `plus`, `minus` or ''. */
  said: string
  label: string
}

/** Tags to tap: once for the one word, twice for the other, three times for neither. `bind:change` with `plus` and `minus`. */
Component({
  properties: {
    tags: { type: Array, value: [] as TagCount[] },
    plus: { type: Array, value: [] as string[] },
    minus: { type: Array, value: [] as string[] },
    /** What one tap says, and what two. */
    plusWord: { type: String, value: '含' },
    minusWord: { type: String, value: '不含' },
    /** A second tap says the other word; without it that lets go. */
    canTurn: { type: Boolean, value: true },
  },

  data: { chips: [] as Chip[] },

  observers: {
    'tags, plus, minus'(tags: TagCount[], plus: string[], minus: string[]) {
      // Chosen before, and in use no more.
      const others = [...plus, ...minus].filter((tag) => !tags.some((each) => each.tag === tag)).map((tag) => ({ tag, people: 0 }))
      this.setData({ chips: [...others, ...tags].map((each) => this.chipOf(each, plus, minus)) })
    },
  },

  methods: {
    chipOf({ tag, people }: TagCount, plus: readonly string[], minus: readonly string[]): Chip {
      const { plusWord, minusWord } = this.data
      const said = plus.includes(tag) ? 'plus' : minus.includes(tag) ? 'minus' : ''
      const word = said === 'plus' ? plusWord : said === 'minus' ? minusWord : ''
      return { tag, said, face: `${word === '' ? '' : `${word} `}${tag}`, label: `${tag}，${people} 人${word === '' ? '' : `，${word}`}` }
    },

    tap({ currentTarget }: { currentTarget: { dataset: { tag: string } } }) {
      const { plus, minus, canTurn } = this.data
      const { tag } = currentTarget.dataset
      const turned = tapped({ plus, minus }, tag)
      this.triggerEvent('change', canTurn ? turned : { plus: turned.plus, minus: [] })
    },
  },
})
