/** Characters as people count them in a limit: Unicode code points, so that a rare 汉字 outside the BMP is one. */
export function codePoints(text: string): number {
  return [...text].length
}
