import { type OfflineCheck } from '../check'
import { good, mend } from '../finding'

/** What the API takes in one call; a package that is larger cannot be deployed. */
export const buildCheck: OfflineCheck = {
  id: 'build',
  title: '构建',
  offline: ({ scope }) => {
    try {
      const sizes = scope().target.functions.map(({ name, package: { zip } }) => `${name} ${Math.ceil(zip.length / 1024)} KB`)
      return [good(`都构建好了：${sizes.join('、')}`)]
    } catch (error) {
      return [mend(error instanceof Error ? error.message : String(error), '每个云函数都能打包', 'npm run build')]
    }
  },
}
