import { describe, expect, it } from 'vitest'
import type { Report } from '@/api/types'
import { figureBody, figureMonths, figureWords, fromDraft, moneyInput, parseMoney, toDraft, type FigureForm } from './figures'

const form = (change: Partial<FigureForm>): FigureForm => ({ month: '2017-04', done: '', paid: '', stage: '', statOn: '', note: '', ...change })
const words = (key: string, holes: Record<string, string | number> = {}) => (key === 'figures.amount' ? `${holes.n} ${holes.unit}` : key)

describe('money as typed', () => {
  it.each([
    ['300', 'wan', 3_000_000], ['1,234.5678', 'wan', 12_345_678], ['0', 'wan', 0], ['1.5', 'yi', 150_000_000], [' 12．5 ', 'wan', 125_000], ['12.50000', 'wan', 125_000],
    ['', 'wan', null], ['-1', 'wan', null], ['1.23456', 'wan', null], ['三百', 'wan', null], ['12,34', 'wan', null],
  ] as const)('%s %s is %s', (text, unit, yuan) => expect(parseMoney(text, unit)).toBe(yuan))
  it('comes back as it was', () => {
    for (const yuan of [0, 1, 9_999, 10_000, 12_345_678, 150_000_000]) {
      expect(parseMoney(moneyInput(yuan, 'wan'), 'wan')).toBe(yuan)
      expect(parseMoney(moneyInput(yuan, 'yi'), 'yi')).toBe(yuan)
    }
    expect(moneyInput(null, 'wan')).toBe('')
  })
})

describe('a report of figures', () => {
  it('has the months up to today, newest first', () => {
    expect(figureMonths(2017, '2017-03-02')).toEqual(['2017-03', '2017-02', '2017-01'])
    expect(figureMonths(2016, '2017-03-02')).toHaveLength(12)
    expect(figureMonths(2018, '2017-03-02')).toEqual([])
  })
  it('sends what was given', () => {
    expect(figureBody(form({ done: '300', paid: '200.5', stage: '开工', statOn: '2017-04-02', note: ' 好 ' }), 'wan')).toEqual({
      ok: true, body: { month: '2017-04', doneYuan: 3_000_000, paidYuan: 2_005_000, worksStage: '开工', statEnteredOn: '2017-04-02', note: '好' },
    })
    expect(figureBody(form({ stage: '开工' }), 'wan')).toEqual({ ok: true, body: { month: '2017-04', worksStage: '开工' } })
  })
  it.each([
    [{}, 'done', 'figures.needSomething'], [{ note: '没有数' }, 'done', 'figures.needSomething'], [{ done: 'x' }, 'done', 'figures.needMoney'],
    [{ paid: 'x', done: '1' }, 'paid', 'figures.needMoney'], [{ paid: '1' }, 'done', 'figures.needDone'],
  ] as const)('%j is mended at %s', (change, field, message) => expect(figureBody(form(change), 'wan')).toEqual({ ok: false, fault: { field, message } }))
  it('is kept while it is being typed, and comes back as it was', () => {
    const typed = form({ done: '300', paid: '200.5', stage: '开工', statOn: '2017-04-02', note: '写到一半' })
    expect(fromDraft(toDraft(typed, 'wan'), form({ month: '2017-05' }), 'wan')).toEqual(typed)
    expect(toDraft(form({ done: '3百', note: '好' }), 'wan')).toEqual({ month: '2017-04', note: '好' })
    expect(toDraft(form({}), 'wan')).toBeNull() // a month alone is nothing begun
    expect(fromDraft(null, typed, 'wan')).toBe(typed)
  })
  it('says what it moves', () => {
    const figures = { doneYuan: 3_000_000, paidYuan: null, worksStage: '开工', statEnteredOn: '2017-04-02', before: { doneYuan: 1_000_000, paidYuan: null, worksStage: '', statEnteredOn: null } } as unknown as Report['figures']
    expect(figureWords(figures, 'wan', words as never, 'zh-CN')).toBe('figures.short.done 100 → 300 user.wan，figures.short.stage figures.first → 开工，figures.short.stat 4 月 2 日')
    expect(figureWords(null, 'wan', words as never, 'zh-CN')).toBe('')
  })
})
