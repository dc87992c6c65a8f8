import { describe, expect, it } from 'vitest'
import { figureWords, filled, isEnd, isMonth, moveWord, routeOf } from './compare'

describe('a comparison', () => {
  it('an end is a closed month or a day', () => {
    for (const good of ['2017-08', '2017-12', '2017-02-28']) expect([good, isEnd(good)]).toEqual([good, true])
    for (const bad of ['', '2017', '2017-13', '2017-00', '2017-02-30', undefined, ['2017-08']]) expect([bad, isEnd(bad)]).toEqual([bad, false])
    expect([isMonth('2017-08'), isMonth('2017-08-31')]).toEqual([true, false])
  })

  it('shows the groups that hold something, in their order', () => {
    const none = { lamps: 0, dates: 0, late: 0, done: 0, unreported: 0, added: 0, exited: 0, figures: 0 }
    expect(filled(none)).toEqual([])
    expect(filled({ ...none, figures: 2, lamps: 1, done: 3 })).toEqual(['lamps', 'done', 'figures'])
  })

  it('a figure is written in the measure of its kind', () => {
    const state = (figure: number | null, unit = '') => ({ figure, unit })
    expect(figureWords('milestone', state(4250), 'wan')).toBe('42.5%')
    expect(figureWords('task', state(10_000), 'wan')).toBe('100.0%')
    expect(figureWords('indicator', state(12_500, '个'), 'wan')).toBe('12.5 个')
    expect(figureWords('indicator', state(3000), 'wan')).toBe('3')
    expect(figureWords('project', state(12_340_000), 'wan')).toBe('1,234')
    expect([figureWords('project', state(null), 'wan'), figureWords('task', null, 'wan')]).toEqual(['—', '—'])
  })

  it('leads to where the row is read', () => {
    expect(routeOf({ kind: 'milestone', id: 7, parentId: 3 })).toEqual({ name: 'project', params: { id: 3 }, query: { node: '7' } })
    expect(routeOf({ kind: 'indicator', id: 7, parentId: 3 })).toMatchObject({ name: 'task', params: { id: 3 } })
    expect(routeOf({ kind: 'task', id: 7, parentId: null })).toMatchObject({ name: 'task', params: { id: 7 } })
    expect(routeOf({ kind: 'project', id: 7, parentId: null })).toMatchObject({ name: 'project', params: { id: 7 } })
  })

  it('up and down have words', () => {
    expect([moveWord('up'), moveWord('down'), moveWord('same'), moveWord('new')]).toEqual(['compare.up', 'compare.down', '', ''])
  })
})
