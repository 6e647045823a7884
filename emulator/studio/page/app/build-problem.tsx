import { useEffect, useState } from 'preact/hooks'
import { feed } from '../live/change-feed'
import { buildWords } from './build-words'

/** Why the functions could not be built, until they can be. */
export function BuildProblem() {
  const [problem, setProblem] = useState<string>()
  useEffect(() => {
    return feed.subscribe((change) => {
      if (change.what === 'functions') setProblem(typeof change.problem === 'string' ? change.problem : undefined)
    })
  }, [])
  if (problem === undefined) return null
  return (
    <section class="failure build-problem" role="alert">
      <strong>云函数没有构建成功，现在运行的还是上一版</strong>
      <pre>{buildWords(problem)}</pre>
    </section>
  )
}
