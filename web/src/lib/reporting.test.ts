import { describe, expect, it } from 'vitest'
import type { WorkItem } from '@/api/types'
import { cycleKey, periodWords, silenceWords } from './reporting'

const t = ((key: string, values?: Record<string, unknown>) => [key, ...Object.values(values ?? {})].join(':')) as never

describe('silence', () => {
  it('says how many periods were missed, else for how long nobody has reported', () => {
    expect(silenceWords({ missedPeriods: 0, silentDays: 20 }, t)).toBe('')
    expect(silenceWords({ missedPeriods: 1, silentDays: 40 }, t)).toBe('')
    expect(silenceWords({ missedPeriods: 3, silentDays: 90 }, t)).toBe('reporting.missed:3')
    expect(silenceWords({ missedPeriods: 0, silentDays: 60 }, t)).toBe('reporting.silent:60')
    expect(silenceWords({ missedPeriods: 0, silentDays: null }, t)).toBe('')
  })
})

describe('the period of a report', () => {
  const item = (cycle: string, pending: unknown = null) => ({ period: { cycle, from: '2017-03-06', to: '2017-03-12', cutoff: '2017-03-14' }, pending }) as unknown as WorkItem
  it('is named where it is not the month', () => {
    expect(periodWords(item('weekly'), t, 'zh-CN')).toContain('reporting.period:reporting.weekly')
    expect(periodWords(item('monthly'), t, 'zh-CN')).toBe('')
    expect(periodWords(item('weekly', {}), t, 'zh-CN')).toBe('')
  })
  it('knows the words of its cycle', () => {
    expect([cycleKey('tenday'), cycleKey(''), cycleKey('yearly')]).toEqual(['reporting.tenday', 'reporting.monthly', 'reporting.monthly'])
  })
})
