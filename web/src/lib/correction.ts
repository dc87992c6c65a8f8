import { milli, parseMilli, parsePercent, percentInput } from './format'

/** A frozen figure as people read and type it: per cent, units, 元 or a day; the API has whole numbers. */
type Shape = 'percent' | 'milli' | 'yuan' | 'day'

export function shapeOf(field: string): Shape {
  switch (field) {
    case 'progressBp': return 'percent'
    case 'yearDoneYuan': return 'yuan'
    case 'forecast':
    case 'reached': return 'day'
    default: return 'milli'
  }
}

/** The figure of the API in words; — where there was none. */
export function figureShown(field: string, value: string): string {
  if (value === '') return '—'
  switch (shapeOf(field)) {
    case 'percent': return `${percentInput(Number(value))}%`
    case 'milli': return milli(Number(value))
    case 'yuan': return value.replace(/\B(?=(\d{3})+$)/g, ',')
    case 'day': return value
  }
}

/** What was typed as the API writes it, or '' while it is no figure. */
export function figureTyped(field: string, text: string): string {
  const clean = text.trim()
  switch (shapeOf(field)) {
    case 'percent': return String(parsePercent(clean) ?? '')
    case 'milli': return String(parseMilli(clean) ?? '')
    case 'yuan': return /^[\d,，]{1,20}$/.test(clean) ? clean.replace(/[,，]/g, '') : ''
    case 'day': return /^\d{4}-\d{2}-\d{2}$/.test(clean) ? clean : ''
  }
}
