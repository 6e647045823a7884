const CURRENCY = /^[¥￥]/

/** What is typed after the ￥ sign. */
export function readAmount(text: string): string {
  return text.replace(CURRENCY, '').replace(/元$/, '')
}

/** An amount as the card shows it; nothing typed is an empty field. Other currencies keep their own sign. */
export function amountText(typed: string): string {
  const digits = typed.trim()
  if (digits === '' || /^[$€£]/.test(digits)) return digits
  return `￥${readAmount(digits)}`
}
