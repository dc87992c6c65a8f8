import { describe, expect, it } from 'vitest'
import type { Lamp, WorkItem } from '@/api/types'
import { groupWork, workGroup } from './order'

const lamp = (colour: Lamp['colour'], badges: string[] = []): Lamp => ({ colour, badges, rule: '', ruleSet: '', reason: '', inputs: {} })
const item = (title: string, over: Partial<WorkItem>): WorkItem =>
  ({ title, pending: null, overdueDays: 0, lamp: lamp('green'), needsReport: true, due: '2017-12-31', gapBp: null, ...over }) as WorkItem
const pending = { author: { id: 1, name: '' } } as WorkItem['pending']

describe('order of 我要填报', () => {
  it('puts the worst first and what is reported last', () => {
    const items = [
      item('reported', { pending, overdueDays: 90, lamp: lamp('red') }),
      item('later', { needsReport: false, lamp: lamp('grey') }),
      item('month', {}),
      item('soon', { lamp: lamp('green', ['dueSoon']) }),
      item('unreported', { lamp: lamp('green', ['unreported', 'dueSoon']) }),
      item('behind', { lamp: lamp('yellow'), gapBp: 1200 }),
      item('late 7', { overdueDays: 7, lamp: lamp('yellow') }),
      item('late 40', { overdueDays: 40, lamp: lamp('red') }),
      item('late 60', { overdueDays: 60, lamp: lamp('red') }),
    ]
    const groups = groupWork(items)
    expect(groups.map((g) => g.group)).toEqual(['overdue', 'red', 'unreported', 'dueSoon', 'month', 'later', 'reported'])
    expect(groups[0]!.items.map((i) => i.title)).toEqual(['late 60', 'late 40', 'late 7'])
    expect(workGroup(items[0]!)).toBe('reported')
  })
  it('holds none and a thousand', () => {
    expect(groupWork([])).toEqual([])
    const many = Array.from({ length: 1000 }, (_, i) => item(`n${i}`, { overdueDays: i % 3 }))
    expect(groupWork(many).reduce((n, g) => n + g.items.length, 0)).toBe(1000)
  })
})
