import { describe, expect, it } from 'vitest'
import type { HistoryEntry, Milestone } from '@/api/types'
import { earlierPlans, nodeOf, promisedDates } from './promises'
import { makeScale } from './scale'
import { reachOf } from './status'
import { trackOf } from './track'

const entry = (version: number, to: string | null, field = 'approved'): HistoryEntry => ({
  version, recordedOn: `2017-0${version}-01`, action: 'x', actor: { name: '卢正言' }, changes: to === null ? null : [{ field, from: '', to }], note: '',
})

describe('promised dates', () => {
  it('are the first, those between and the last', () => {
    const got = promisedDates({ baseline: '2017-04-30', approved: '2017-09-30' }, [entry(4, '2017-09-30'), entry(2, '2017-06-30'), entry(3, '2017-05-01', 'forecast'), entry(1, '2017-04-30'), entry(5, null)])
    expect(got.map((p) => [p.date, p.change, p.slipDays, p.recordedOn])).toEqual([['2017-04-30', 0, 0, ''], ['2017-06-30', 1, 61, '2017-02-01'], ['2017-09-30', 2, 153, '2017-04-01']])
  })
  it('know the last one without a history', () => {
    expect(promisedDates({ baseline: '2017-04-30', approved: '2017-06-30' }, []).map((p) => p.date)).toEqual(['2017-04-30', '2017-06-30'])
    expect(promisedDates({ baseline: '2017-04-30', approved: '2017-04-30' }, []).map((p) => p.change)).toEqual([0])
    expect(promisedDates({ baseline: null, approved: null }, [entry(1, 'not a date')])).toEqual([])
  })
  it('keep an earlier date as what it is', () => {
    expect(promisedDates({ baseline: '2017-06-30', approved: '2017-05-31' }, []).map((p) => p.slipDays)).toEqual([0, -30])
  })
})

describe('a milestone that was carried over', () => {
  const promise = (year: number, baseline: string, approved: string, outcome: string) => ({ year, baseline, approved, outcome, changes: 0, slipDays: 0, milestoneId: year, reached: null, carriedOn: null })
  const promises = [promise(2016, '2016-10-31', '2016-12-20', 'missed'), promise(2017, '2017-06-30', '2017-06-30', 'missed'), promise(2018, '2018-03-31', '2018-03-31', 'open')] as Milestone['promises']
  it('keeps what every earlier plan had promised, each date once', () => {
    expect(earlierPlans({ promises })).toEqual([{ year: 2016, dates: ['2016-10-31', '2016-12-20'], outcome: 'missed' }, { year: 2017, dates: ['2017-06-30'], outcome: 'missed' }])
    expect(earlierPlans({ promises: promises!.slice(2) })).toEqual([])
  })
  it('draws the last date of each, over a ruler that reaches it', () => {
    const n = nodeOf({ id: 1, name: '开工', baseline: '2018-03-31', approved: '2018-03-31', lamp: { colour: 'green', badges: [] }, promises } as unknown as Milestone)
    const reach = reachOf([n], '2018-01-01', '2018-12-31')
    expect(reach).toEqual({ from: '2016-12-01', to: '2018-12-31' })
    const scale = makeScale(reach.from, reach.to, 1000)
    const track = trackOf([n], scale, { asOf: '2018-01-15', gap: 10, mark: 16, measure: () => 10, labels: true })
    expect(track.promises.map((p) => p.x)).toEqual([scale.x('2016-12-20'), scale.x('2017-06-30')])
  })
})

describe('a milestone on the wall', () => {
  it('counts days only while it is overdue', () => {
    const m = { id: 1, name: '开工', approved: '2017-05-31', baseline: null, overdueDays: 12, states: ['open'], lamp: { colour: 'grey', badges: [] }, progressBp: null } as unknown as Milestone
    expect(nodeOf(m)).toMatchObject({ overdueDays: 0, colour: 'grey', approved: '2017-05-31', baseline: undefined, progressBp: undefined })
    expect(nodeOf({ ...m, states: ['overdue', 'open'] }).overdueDays).toBe(12)
  })
})
