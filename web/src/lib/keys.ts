/**
 * The keyboard map, in one place. A single letter acts only while nothing is
 * being typed; while an input method composes Chinese, no key acts at all:
 * Enter then picks a word and must not submit.
 */
export type Scope = 'work' | 'review' | 'attention' | 'list' | 'board' | 'sheet' | 'wall'
export type Action =
  | 'next' | 'previous' | 'first' | 'last' | 'submit' | 'open' | 'leave' | 'help' | 'withdraw'
  | 'progress' | 'risk' | 'claim' | 'noChange' | 'approve' | 'return' | 'mark' | 'markAll'
  | 'onlyRed' | 'fullScreen' | 'asOf' | 'since' | 'search' | 'basis'
  | 'left' | 'right' | 'sort' | 'pageDown' | 'pageUp' | 'zoomIn' | 'zoomOut' | 'print'

export interface KeyInput {
  key: string
  ctrlKey?: boolean
  metaKey?: boolean
  altKey?: boolean
  isComposing?: boolean
  keyCode?: number
}

const MOVE: Record<string, Action> = { j: 'next', k: 'previous', arrowdown: 'next', arrowup: 'previous' }
const COMMON: Record<string, Action> = { '?': 'help', '？': 'help', escape: 'leave' }

const MAPS: Record<Scope, Record<string, Action>> = {
  work: { ...MOVE, ...COMMON, enter: 'submit', '1': 'progress', '2': 'risk', '3': 'claim', '0': 'noChange', u: 'withdraw' },
  review: { ...MOVE, ...COMMON, a: 'approve', r: 'return', x: 'mark', '*': 'markAll' },
  attention: { ...MOVE, ...COMMON, enter: 'open', h: 'open' },
  list: {
    ...MOVE, ...COMMON, arrowleft: 'left', arrowright: 'right', home: 'first', end: 'last', enter: 'open', s: 'sort', '/': 'search',
  },
  board: {
    ...MOVE, ...COMMON, arrowleft: 'previous', arrowright: 'next', home: 'first', end: 'last',
    enter: 'open', r: 'onlyRed', f: 'fullScreen', t: 'asOf', c: 'since', b: 'basis',
  },
  wall: {
    ...MOVE, ...COMMON, arrowleft: 'left', arrowright: 'right', home: 'first', end: 'last', pagedown: 'pageDown', pageup: 'pageUp',
    enter: 'open', ' ': 'open', '/': 'search', '+': 'zoomIn', '=': 'zoomIn', '-': 'zoomOut', r: 'onlyRed', t: 'asOf', p: 'print',
  },
  sheet: { ...COMMON, arrowleft: 'previous', arrowright: 'next', f: 'fullScreen' },
}

/** Keys that still act inside a text field. */
const IN_FIELD = new Set(['enter', 'escape', 'arrowdown', 'arrowup'])

export function keyAction(scope: Scope, e: KeyInput, typing: boolean, letters = true): Action | null {
  if (e.isComposing || e.keyCode === 229) return null
  if (e.ctrlKey || e.metaKey || e.altKey) return null
  const key = e.key.toLowerCase()
  if (typing && !IN_FIELD.has(key)) return null
  if (!letters && key.length === 1) return null
  return MAPS[scope][key] ?? null
}

/** Whether keys typed here are text. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit'].includes(target.type)
}
