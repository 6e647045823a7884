/** Characters of the name of a column, as the function takes it. */
export const MAX_COLUMN_NAME = 20
