exports.main = async ({ how }) => {
  if (how === 'exit') process.exit(3)
  throw new Error('boom in thrower')
}
