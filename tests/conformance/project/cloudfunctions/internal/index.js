// No client may call it (environment.json); gives back what it is given.
exports.main = async ({ give }) => give
