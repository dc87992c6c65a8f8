import type { Colour, Lamp } from '@/api/types'
import type { MessageKey } from '@/i18n/keys'

/** From worst to best; grey stands outside the order and comes after green. */
const RANK: Record<Colour, number> = { red: 0, yellow: 1, green: 2, grey: 3, blue: 4 }

export function lampRank(colour: Colour): number {
  return RANK[colour]
}

/** The word beside the mark. Grey has five reasons to be grey; the rule says which. */
export function lampWord(lamp: Pick<Lamp, 'colour' | 'rule'>): MessageKey {
  if (lamp.colour !== 'grey') return `lamp.${lamp.colour}`
  switch (lamp.rule) {
    case 'M2': return 'lamp.suspended'
    case 'M7': return 'lamp.exited'
    case 'M0': return 'lamp.undated'
    case 'OPEN': return 'lamp.open'
    case 'P0': return 'lamp.empty'
    default: return 'lamp.notYet'
  }
}

/** Board classes in the order a meeting reads them: trouble first. */
export const BOARD_CLASSES = [
  'severe', 'warning', 'unreported', 'untargeted', 'suspended', 'onSchedule', 'ahead', 'done',
] as const
export type BoardClass = (typeof BOARD_CLASSES)[number]

export function isBoardClass(code: string): code is BoardClass {
  return (BOARD_CLASSES as readonly string[]).includes(code)
}

export function classColour(code: BoardClass): Colour | 'dashed' {
  switch (code) {
    case 'severe': return 'red'
    case 'warning': return 'yellow'
    case 'unreported': return 'dashed'
    case 'done': return 'blue'
    case 'ahead':
    case 'onSchedule': return 'green'
    default: return 'grey'
  }
}

/** Badges that are drawn, in a fixed order; an unknown code of a later server is left out. */
const BADGES = ['listed', 'reviewLate', 'claimed', 'unreported', 'dueSoon', 'extended', 'madeGood', 'added'] as const
export type Badge = (typeof BADGES)[number]

export function badgesOf(lamp: Pick<Lamp, 'badges'>): Badge[] {
  return BADGES.filter((b) => lamp.badges?.includes(b))
}

export function hasBadge(lamp: Pick<Lamp, 'badges'>, badge: Badge): boolean {
  return lamp.badges?.includes(badge) ?? false
}
