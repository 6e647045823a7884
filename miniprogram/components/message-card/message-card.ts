import { type Line } from '../../services/answers'
import { INSTALLED } from '../../services/installed'

/** A message as WeChat's 服务通知 shows it: sample, live preview, quoted in a question, or received. */
Component({
  properties: {
    title: { type: String, value: '' },
    lines: { type: Array, value: [] as Line[] },
    mode: { type: String, value: 'received' as 'sample' | 'preview' | 'quote' | 'received' },
    /** At the top right: when it came. */
    time: { type: String, value: '' },
    unread: { type: Boolean, value: false },
    /** Label of the field that is being typed. */
    editing: { type: String, value: '' },
    /** What else there is to say about it, quietly. */
    note: { type: String, value: '' },
    /** Why it did not go out. */
    reason: { type: String, value: '' },
    /** The line that leads on, as in WeChat. */
    hasLink: { type: Boolean, value: true },
  },

  data: { appName: INSTALLED.name },
})
