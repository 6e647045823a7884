// One JSON file of theirs: which values come in, are changed, go out, or were changed by them and stay.
import { isDeepStrictEqual } from 'node:util'
import { blockedAt, type Change, changeTo, type Edit, type Merged, nothingMerged, presenceOf, putIn, takeEdit, takeMade, valueIn } from './edits'
import { readNode } from './json-text'
import { type Named, placeName } from './merges'

export interface MergePlan {
  /** undefined: no such file afterwards. */
  text: string | undefined
  /** undefined: nothing of ours is in it. */
  merged: Merged | undefined
  changes: Change[]
  /** What they changed of ours and what therefore stays, in words. */
  kept: string[]
  /** What of theirs stands in the way, in words. */
  conflicts: string[]
}

/** @param text  undefined where there is no such file @param force  take out also what they changed */
export function planMerge(path: string, text: string | undefined, recorded: Merged | undefined, wanted: readonly Named[], force = false): MergePlan {
  if (text === undefined && wanted.length === 0) return { text, merged: undefined, changes: [], kept: [], conflicts: [] }
  const merged: Merged = text === undefined ? { ...nothingMerged(), created: true } : { ...structuredClone(recorded ?? nothingMerged()), edits: [] }
  const plan: MergePlan & { text: string } = { text: text ?? '{\n}\n', merged, changes: [], kept: [], conflicts: [] }
  const before = text === undefined ? [] : (recorded?.edits ?? [])
  const wantedPlaces = new Map(wanted.map((named) => [placeName(named.edit), named]))
  for (const edit of before.toReversed()) if (!wantedPlaces.has(placeName(edit))) withdraw(plan, path, edit, merged, force)
  for (const named of wanted) bring(plan, path, named, before.find((edit) => placeName(edit) === placeName(named.edit)), merged)
  const { text: cleaned, left } = takeMade(plan.text, merged)
  const nothingLeft = merged.edits.length === 0 && left.length === 0
  const emptyAgain = merged.created && readNode(cleaned).children?.length === 0
  return { ...plan, text: emptyAgain ? undefined : cleaned, merged: nothingLeft ? undefined : { ...merged, made: left } }
}

function withdraw(plan: MergePlan & { text: string }, path: string, edit: Edit, merged: Merged, force: boolean): void {
  const presence = presenceOf(plan.text, edit)
  if (presence === 'absent') return
  if (presence === 'other' && !force) {
    plan.kept.push(`${path} 的 ${wordsOf(edit)} 你们改过，留着：不要的话手工删掉。`)
    return
  }
  plan.text = takeEdit(plan.text, edit, merged.inner)
  plan.changes.push(...lines('-', edit))
}

function bring(plan: MergePlan & { text: string }, path: string, { edit, orElse }: Named, earlier: Edit | undefined, merged: Merged): void {
  const presence = presenceOf(plan.text, edit)
  if (presence === 'same') {
    // What stood there before us is theirs, and stays theirs.
    if (earlier) merged.edits.push(edit)
    return
  }
  if (presence === 'absent') {
    const blocked = blockedAt(plan.text, edit)
    if (blocked !== undefined) plan.conflicts.push(`${path} 的 ${blocked} 不是预期的样子，放不进 ${wordsOf(edit)}：请先改好它。`)
    else plan.text = putIn(plan.text, edit, merged)
    plan.changes.push(...lines('+', edit))
    return
  }
  if (!earlier) {
    plan.conflicts.push(`${path} 里已经有你们自己的 ${wordsOf(edit)}${orElse === undefined ? '，值不一样：请先改好它' : `：加上 ${orElse}，给我们的换个名字`}。`)
    return
  }
  if (isDeepStrictEqual(valueIn(plan.text, edit), earlier.value)) {
    plan.changes.push(...lines('-', earlier), ...lines('+', edit))
    plan.text = changeTo(plan.text, edit)
    merged.edits.push(edit)
    return
  }
  merged.edits.push(earlier)
  const news = isDeepStrictEqual(earlier.value, edit.value) ? '' : ` 新版本里它是：${JSON.stringify(edit.value)}`
  plan.kept.push(`${path} 的 ${wordsOf(edit)} 你们改过，留着。${news}`)
}

function wordsOf(edit: Edit): string {
  const [, name, value] = JSON.parse(placeName(edit)) as [string[], string, unknown]
  return [...edit.in, 'key' in edit ? edit.key : edit.by === undefined ? JSON.stringify(edit.value) : `${name} ${JSON.stringify(value)}`].join(' → ')
}

function lines(sign: Change['sign'], edit: Edit): Change[] {
  const text = JSON.stringify(edit.value)
  const shown = text.length > 110 ? `${text.slice(0, 110)}…` : text
  return [{ sign, words: `${[...edit.in, 'key' in edit ? edit.key : ''].filter(Boolean).join('.')}${'key' in edit ? ': ' : ' ← '}${shown}` }]
}
