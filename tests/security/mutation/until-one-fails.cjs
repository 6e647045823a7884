const { TestEnvironment } = require('jest-environment-node')

/** After one failure the rest of the file is skipped: that something fails is all that is asked. */
module.exports = class extends TestEnvironment {
  #failed = false

  handleTestEvent({ name, test }) {
    if (name === 'test_start' && this.#failed) test.mode = 'skip'
    if (name === 'test_done' && test.errors.length > 0) this.#failed = true
  }
}
