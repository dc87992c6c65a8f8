import { describe, expect, it } from 'vitest'
import { block, bulkOf, following, parse, placeOf, step, wanOf, withEdit, written, yuanOf, type CellType, type CellValue, type PlanRow } from './planGrid'

const choices = { units: [{ id: 3, name: '教育局', shortName: '教育' }], posts: [{ id: 9, name: '分管领导' }] }
const row = (key: string, values: PlanRow['values'] = {}): PlanRow => {
  const [kind, id] = key.split(':') as [PlanRow['kind'], string]
  return { key, kind, id: Number(id), version: 4, depth: 0, parent: null, values, unit: 0, sample: false }
}

describe('what is typed into a cell', () => {
  it.each<[CellType, string, CellValue | undefined]>([
    ['money', '1234.5678', 12345678], ['money', '1,200', 12000000], ['money', '0.00001', undefined], ['money', '', null], ['money', '-1', undefined],
    ['amount', '12.5', 12500], ['amount', '300', 300000], ['amount', '12.3456', undefined],
    ['int', '30', 30], ['int', '3.5', undefined], ['int', '', undefined],
    ['date', '2018-6-30', '2018-06-30'], ['date', '2018年6月30日', '2018-06-30'], ['date', '2018-02-30', undefined], ['date', '', null],
    ['unit', '教育', 3], ['unit', '教育局', 3], ['unit', '公安局', undefined], ['post', '', null], ['post', '分管领导', 9],
    ['bool', '是', true], ['bool', '', false], ['bool', '也许', undefined], ['firmness', '力争', 'aim'], ['firmness', '', 'firm'], ['type', 'cum', 'CUM'],
  ])('%s %j is %j', (type, text, want) => expect(parse(type, text, choices)).toBe(want))

  it('is written as it was read', () => {
    for (const n of [0, 1, 10, 9999, 10000, 12345678]) expect(yuanOf(wanOf(n))).toBe(n)
    for (const n of [0, 500, 12_500, 300_000]) expect(parse('amount', written('amount', n), choices)).toBe(n)
  })
})

describe('edits', () => {
  it('go away when the cell is what it was', () => {
    const r = row('milestone:1', { weight: 2 })
    const once = withEdit({}, r, 'weight', 3)
    expect(once).toEqual({ 'milestone:1': { weight: 3 } })
    expect(withEdit(once, r, 'weight', 2)).toEqual({})
  })
  it('become one bulk edit with paths back to their rows', () => {
    const rows = [row('project:1'), row('milestone:7'), row('milestone:8'), row('task:2')]
    const { bulk, tasks, paths } = bulkOf(rows, { 'milestone:8': { weight: 3 }, 'project:1': { name: '新' }, 'task:2': { title: '题' } })
    expect(bulk).toEqual({ projects: [{ id: 1, version: 4, patch: { name: '新' } }], milestones: [{ id: 8, version: 4, patch: { weight: 3 } }], indicators: [] })
    expect(tasks).toHaveLength(1)
    expect(placeOf('milestones[0].patch.weight', paths)).toEqual({ key: 'milestone:8', field: 'weight' })
    expect(placeOf('milestones[5].patch.weight', paths)).toBeNull()
  })
})

describe('moving', () => {
  const cells = [[true, true, false, true], [true, false, true, true]]
  it('passes over cells that do not exist and stays at the edge', () => {
    expect(step(cells, { row: 0, col: 1 }, { row: 0, col: 1 })).toEqual({ row: 0, col: 3 })
    expect(step(cells, { row: 0, col: 1 }, { row: 1, col: 0 })).toEqual({ row: 0, col: 1 })
    expect(step(cells, { row: 1, col: 3 }, { row: 0, col: 1 })).toEqual({ row: 1, col: 3 })
  })
  it('reads on over the end of a line', () => {
    expect(following(cells, { row: 0, col: 3 }, 1)).toEqual({ row: 1, col: 0 })
    expect(following(cells, { row: 1, col: 0 }, -1)).toEqual({ row: 0, col: 3 })
    expect(following(cells, { row: 1, col: 3 }, 1)).toEqual({ row: 1, col: 3 })
  })
})

it('reads a block of a spreadsheet', () => expect(block('a\tb\r\nc\td\r\n')).toEqual([['a', 'b'], ['c', 'd']]))
