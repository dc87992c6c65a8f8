/** Figures: shares are cut, never rounded up; 100 % only when it is reached. */

/** `33.3` of 3,333 bp: one decimal, cut towards zero. */
export function percent(bp: number | null | undefined): string {
  if (bp === null || bp === undefined) return '—'
  const tenths = Math.trunc(bp / 10)
  const sign = tenths < 0 ? '−' : ''
  const abs = Math.abs(tenths)
  return `${sign}${Math.floor(abs / 10)}.${abs % 10}`
}

/** `+4.1` / `−21.6` / `±0.0`: a difference in points. */
export function points(bp: number | null | undefined): string {
  if (bp === null || bp === undefined) return ''
  const text = percent(Math.abs(bp))
  if (text === '0.0') return '±0.0'
  return `${bp > 0 ? '+' : '−'}${text}`
}

/** A value in thousandths of its unit, without idle zeros: 12500 → `12.5`. */
export function milli(value: number | null | undefined): string {
  if (value === null || value === undefined) return '—'
  const abs = Math.abs(value)
  const whole = Math.floor(abs / 1000)
  const rest = String(abs % 1000).padStart(3, '0').replace(/0+$/, '')
  return `${value < 0 ? '−' : ''}${whole}${rest ? `.${rest}` : ''}`
}

/** What a person typed as thousandths, or null when it is no number. */
export function parseMilli(text: string): number | null {
  const m = /^\s*([-−]?)(\d{1,9})(?:[.．](\d{0,3}))?\s*$/.exec(text)
  if (!m) return null
  const abs = Number(m[2]) * 1000 + Number((m[3] ?? '').padEnd(3, '0'))
  return m[1] ? -abs : abs
}

/** What a person typed as per cent, in basis points 0…10000, or null. */
export function parsePercent(text: string): number | null {
  const m = /^\s*(\d{1,3})(?:[.．](\d{0,2}))?\s*[%％]?\s*$/.exec(text)
  if (!m) return null
  const bp = Number(m[1]) * 100 + Number((m[2] ?? '').padEnd(2, '0'))
  return bp <= 10_000 ? bp : null
}

/** Basis points as they are typed: 8500 → `85`, 8550 → `85.5`. */
export function percentInput(bp: number | null | undefined): string {
  if (bp === null || bp === undefined) return ''
  return String(bp / 100)
}

export type MoneyUnit = 'wan' | 'yi'

/** Whole 元 in 万元 or 亿元, cut to two decimals, with groups of thousands. */
export function money(yuan: number | null | undefined, unit: MoneyUnit): string {
  if (yuan === null || yuan === undefined) return '—'
  const base = unit === 'yi' ? 100_000_000 : 10_000
  const hundredths = Math.trunc((Math.abs(yuan) / base) * 100 + 1e-9)
  const whole = Math.floor(hundredths / 100).toString().replace(/\B(?=(\d{3})+$)/g, ',')
  const rest = String(hundredths % 100).padStart(2, '0').replace(/0+$/, '')
  return `${yuan < 0 ? '−' : ''}${whole}${rest ? `.${rest}` : ''}`
}
