import { describe, expect, it } from 'vitest'
import { changedFields, freeCode, holdingSpan, holdingWhen, likelyRole, spanPercent, spanYears, subtree, treeRows, withAncestors } from './admin'

const d = (id: number, parentId: number | null, sort = id, name = `d${id}`) => ({ id, parentId, sort, name })

describe('tree of departments', () => {
  it('lists parents before children, by their order', () => {
    const rows = treeRows([d(1, null, 2), d(2, null, 1), d(3, 1), d(4, 3), d(5, 1, 0)])
    expect(rows.map((r) => [r.item.id, r.depth, r.below])).toEqual([[2, 0, 0], [1, 0, 2], [5, 1, 0], [3, 1, 1], [4, 2, 0]])
  })
  it('hides nothing when a parent is missing or points in a circle', () => {
    const rows = treeRows([d(1, 9), d(2, 3), d(3, 2), d(4, 4)])
    expect(rows.map((r) => r.item.id).sort()).toEqual([1, 2, 3, 4])
  })
  it('keeps what stands above a match', () => {
    const all = [d(1, null), d(2, 1), d(3, 2), d(4, 1)]
    expect(withAncestors(all, (x) => x.name === 'd3').map((x) => x.id)).toEqual([1, 2, 3])
  })
  it('knows everything below, so that no circle is offered', () => {
    expect([...subtree([d(1, null), d(2, 1), d(3, 2), d(4, null)], 1)].sort()).toEqual([1, 2, 3])
  })
})

describe('codes', () => {
  it('are the next free ones', () => {
    expect(freeCode('unit', [])).toBe('unit-1')
    expect(freeCode('unit', ['edu', 'unit-3', 'unit-4'])).toBe('unit-5')
  })
})

describe('holdings', () => {
  const today = '2017-06-30'
  it('are past, present or to come; the last day still counts', () => {
    expect(holdingWhen({ from: '2016-01-01', to: '2017-06-29' }, today)).toBe('past')
    expect(holdingWhen({ from: '2016-01-01', to: '2017-06-30' }, today)).toBe('now')
    expect(holdingWhen({ from: '2016-01-01', to: null }, today)).toBe('now')
    expect(holdingWhen({ from: '2017-07-01', to: null }, today)).toBe('future')
  })
  it('are drawn on a stretch with all of them and today in it', () => {
    const span = holdingSpan([{ from: '2015-03-01', to: '2017-06-30' }, { from: '2018-01-01', to: null }], today)
    expect(span.from).toBe('2015-03-01')
    expect(span.to > '2018-01-01').toBe(true)
    expect(spanPercent(span, '2015-03-01')).toBe(0)
    expect(spanPercent(span, '2014-01-01')).toBe(0)
    expect(spanPercent(span, span.to)).toBe(100)
    expect(spanYears(span)).toEqual([2016, 2017, 2018])
  })
  it('of decades show the last six years', () => {
    const span = holdingSpan([{ from: '1990-01-01', to: null }], today)
    expect(span.from > '2011-01-01').toBe(true)
  })
})

describe('proposals', () => {
  it('read the role off the name of the post', () => {
    expect(['教育局联络员', '教育局负责人', '分管教育领导', '主要领导', '督查室主任', '审计局审计员', '司机'].map(likelyRole)).toEqual(['reporter', 'head', 'leader', 'chief', 'supervisor', 'auditor', ''])
  })
})

describe('a conflict', () => {
  it('names only what differs', () => {
    expect(changedFields({ a: 1, b: 'x' }, { a: 1, b: 'y' }, ['a', 'b'])).toEqual([{ field: 'b', now: 'y' }])
  })
})
