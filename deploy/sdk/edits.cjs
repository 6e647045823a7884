// Changes to the text of a package while it is bundled. Each knows what it expects to find, and says in words when that is not there
// (any more): what a new version brought is looked at by a person, never guessed. CommonJS: its test requires it too.

/**
 * @typedef {(source: string) => string} Edit
 * @throws Error, in words, when the text is not the expected one
 */

/**
 * What a file requires when it is loaded is required when it is first used: `const x = require('y')` becomes a function that does it once,
 * and each `x` a call of it. Right only where no line outside a function uses the name, and where nobody counts on what loading `y` does.
 * @param {string} name  as the compiled file calls it, a word of its own such as `axios_1`
 * @returns {Edit}
 */
function lazily(name) {
  const declaration = new RegExp(`^(?:const|var|let) ${name} = (.*(?:require|__webpack_require__)\\(.*\\));?$`, 'gm')
  return (source) => {
    const [found, ...others] = [...source.matchAll(declaration)]
    if (found === undefined || others.length > 0) throw new Error(`应当恰好有一行 ${name} = require(…)，实际有 ${found ? others.length + 1 : 0} 行。`)
    const [line, expression] = found
    const use = new RegExp(`(?<![\\w$.'"])${name}(?![\\w$'"])`, 'g')
    const [before, after] = [source.slice(0, found.index), source.slice(found.index + line.length)]
    if (before.search(use) >= 0 || after.search(use) < 0) throw new Error(`${name} 在 require 之前被使用，或之后没有使用。`)
    const once = `let ${name}$; const ${name} = () => ${name}$ ??= ${expression};`
    // `new x.Y()` would call the function with new.
    return before + once + after.replace(use, (_use, at) => (/\bnew\s+$/.test(after.slice(0, at)) ? `(${name}())` : `${name}()`))
  }
}

/**
 * @param {string} text  that is there exactly once
 * @param {string} other  takes its place
 * @returns {Edit}
 */
function instead(text, other) {
  return (source) => {
    const times = source.split(text).length - 1
    if (times !== 1) throw new Error(`应当恰好有一处「${text.split('\n')[0].trim()}」，实际有 ${times} 处。`)
    return source.replace(text, () => other)
  }
}

/** @param {string} file  for people @param {string} source @param {readonly Edit[]} edits */
function apply(file, source, edits) {
  try {
    return edits.reduce((text, edit) => edit(text), source)
  } catch (error) {
    throw new Error(`${file} 与预期不同：${error.message}请对照新版本修改 deploy/sdk/changes.cjs，再构建一次。`)
  }
}

module.exports = { apply, instead, lazily }
