import type { Translate } from '@/i18n'
import { dayShort, dayWords, type CivilDate } from '../date'
import { percent } from '../format'
import { lampWord } from '../lamp'
import { dueOf, type WallNode } from './model'
import type { Mark } from './track'
import type { Status } from './status'

/** The last column in words: what leads, what follows it quietly, and its tone. */
export interface StatusWords {
  main: string
  quiet: string
  tone: '' | 'red' | 'yellow' | 'blue'
}

export function statusWords(s: Status, colour: string, t: Translate, year: number): StatusWords {
  const tone = colour === 'red' || colour === 'yellow' ? colour : ''
  switch (s.kind) {
    case 'overdue': return { main: t('wall.overdue', { n: s.days }), quiet: s.more > 0 ? t('wall.overdueMore', { n: s.more + 1 }) : '', tone: s.node.colour === 'red' ? 'red' : tone || 'yellow' }
    case 'claimed': return { main: t('wall.claimed', { date: dayShort(s.since, year) }), quiet: '', tone }
    case 'behind': return { main: t('wall.behind', { n: percent(s.gapBp) }), quiet: '', tone }
    case 'forecast': return { main: t('wall.forecast', { n: s.days }), quiet: '', tone }
    case 'expected': return { main: t('wall.expected', { date: dayShort(s.date, year) }), quiet: '', tone }
    case 'troubled': return { main: t('wall.trouble'), quiet: '', tone }
    case 'next': return { main: dayShort(s.date, year), quiet: s.node.name, tone: '' }
    case 'suspended': return { main: t('wall.suspended'), quiet: s.node.name, tone: '' }
    case 'done': return { main: t('wall.done'), quiet: '', tone: 'blue' }
    case 'undated': return { main: t('wall.undated'), quiet: '', tone: '' }
    case 'none': return { main: t('wall.noNodes'), quiet: '', tone: '' }
  }
}

/** The word of a node's lamp. The wall has no rule ids; the facts tell the four greys apart. */
export function nodeWord(n: WallNode, t: Translate): string {
  const rule = n.exited ? 'M7' : n.suspended ? 'M2' : dueOf(n) ? 'M9' : 'M0'
  return t(lampWord({ colour: n.colour, rule }))
}

/** A mark in words, for those who do not see it. */
export function markWords(m: Mark, word: (n: WallNode) => string, locale: string, year: number): string {
  return m.nodes.map((n) => [n.name, word(n), dayWords(n.verified && n.reached ? n.reached : dueOf(n), locale, year)].filter(Boolean).join(locale.startsWith('zh') ? '，' : ', ')).join(locale.startsWith('zh') ? '；' : '; ')
}

/** The dates of a node with their names, in the order in which they were promised. */
export function nodeDates(n: WallNode, t: Translate, locale: string, year: number): { name: string; date: string }[] {
  const rows: [string, CivilDate | undefined][] = [
    [t('chart.baseline'), n.baseline],
    [t('chart.approved'), n.approved !== n.baseline ? n.approved : undefined],
    [t('chart.forecast'), n.verified ? undefined : n.forecast],
    [t('field.claimedOn'), n.verified ? undefined : n.claimed],
    [t('chart.reached'), n.verified ? n.reached : undefined],
  ]
  return rows.filter((r): r is [string, CivilDate] => !!r[1]).map(([name, d]) => ({ name, date: dayWords(d, locale, year) }))
}
