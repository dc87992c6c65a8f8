/** Thin space between Han and Latin letters or digits; `text-autospace` is too new to rely on. */
const THIN = '\u2009'
const HAN = '\\p{Script=Han}'
const LATIN = '[A-Za-z0-9+−±%]'
const AFTER = new RegExp(`(${HAN})[ ${THIN}]?(?=${LATIN})`, 'gu')
const BEFORE = new RegExp(`(${LATIN})[ ${THIN}]?(?=${HAN})`, 'gu')

export function thin(text: string | null | undefined): string {
  if (!text) return ''
  return text.replace(AFTER, `$1${THIN}`).replace(BEFORE, `$1${THIN}`)
}
