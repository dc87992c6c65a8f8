import { describe, expect, it } from 'vitest'
import type { Milestone, Task } from '@/api/types'
import { fitCount } from '../fit'
import { facet, lampCounts } from './choices'
import { fileName, RecordCounter } from './csv'
import { milestoneHolder } from './holder'
import { milestoneList } from './milestones'
import { projectList } from './projects'
import { csvColumns, leastWidth, nextSort, shownColumns, sortOf, template, type ListSpec } from './spec'
import { isFiltered, listQuery, readState, sameView, writeState } from './state'
import { shownTasks, taskChoices, taskGap, taskList } from './tasks'
import { loadViews, MOST_VIEWS, storeViews, withView } from './views'

const column = (key: string, spec: ListSpec = projectList) => spec.columns.find((c) => c.key === key)!

describe('the address of a list', () => {
  const query = { asOf: '2017-07-12', department: '4', q: 'xszx', sort: '-overdue', cols: 'code,lead' }
  it('says what is shown and comes back as it was', () => {
    const state = readState(query, projectList)
    expect(state).toEqual({ filters: { department: '4' }, q: 'xszx', sort: '-overdue', columns: ['code', 'lead'] })
    expect(writeState(query, state, projectList)).toEqual(query)
    expect(isFiltered(state)).toBe(true)
  })
  it('leaves out what is as usual, and keeps what is not the list’s', () => {
    const state = { ...readState({}, projectList), sort: projectList.sort, columns: projectList.columns.filter((c) => c.standard).map((c) => c.key) }
    expect(listQuery(state, projectList)).toEqual({})
    expect(writeState({ asOf: '2017-07-12', q: 'old', sort: 'name' }, state, projectList)).toEqual({ asOf: '2017-07-12' })
  })
  it('does not follow a broken link', () => {
    expect(readState({ sort: 'drop', cols: 'nothing,', q: ['a', 'b'], department: null }, projectList)).toEqual({ filters: {}, q: 'a', sort: 'code', columns: null })
  })
  it('knows a view whatever the order of its parts', () => {
    expect(sameView({ a: '1', b: '2' }, { b: '2', a: '1' })).toBe(true)
    expect(sameView({ a: '1' }, { a: '1', b: '' })).toBe(true)
    expect(sameView({ a: '1' }, { a: '2' })).toBe(false)
  })
})

describe('columns', () => {
  it('keep lamp and name, and the order of the list', () => {
    expect(shownColumns(projectList, ['lead', 'code']).map((c) => c.key)).toEqual(['lamp', 'name', 'code', 'lead'])
    expect(shownColumns(projectList, null).every((c) => c.fixed || c.standard)).toBe(true)
  })
  it('fit a desk of 1440 without scrolling sideways', () => {
    for (const spec of [projectList, milestoneList, taskList]) expect(leastWidth(shownColumns(spec, null))).toBeLessThanOrEqual(1360)
    expect(template([column('lamp'), column('name')])).toBe('104px minmax(260px, 1.6fr)')
  })
  it('have keys of their own, and every view is one the list can show', () => {
    for (const spec of [projectList, milestoneList, taskList]) {
      expect(new Set(spec.columns.map((c) => c.key)).size).toBe(spec.columns.length)
      for (const v of spec.views) expect(listQuery(readState(v.query, spec), spec)).toEqual(v.query)
    }
  })
  it('are taken out in their order, each once', () => {
    expect(csvColumns([column('lamp'), column('name'), column('code'), column('nodes')])).toEqual(['lamp', 'badges', 'code', 'name', 'done', 'milestones'])
    for (const spec of [projectList, milestoneList, taskList]) for (const c of spec.columns) expect([c.key, c.csv.length > 0]).toEqual([c.key, true])
  })
  it('order by a press: first, the other way round, as the list is', () => {
    const overdue = column('overdue')
    expect(nextSort(projectList, overdue, 'code')).toBe('-overdue')
    expect(nextSort(projectList, overdue, '-overdue')).toBe('overdue')
    expect(nextSort(projectList, overdue, 'overdue')).toBe('code')
    expect(nextSort(projectList, column('code'), '-code')).toBe('code')
    expect(nextSort(projectList, column('sector'), 'name')).toBe('name')
    expect([sortOf(overdue, '-overdue'), sortOf(overdue, 'overdue'), sortOf(overdue, 'code'), sortOf(column('sector'), 'x')]).toEqual(['descending', 'ascending', undefined, undefined])
  })
})

describe('named views', () => {
  const store = (start: Record<string, string> = {}) => {
    const kept = new Map(Object.entries(start))
    return { kept, getItem: (k: string) => kept.get(k) ?? null, setItem: (k: string, v: string) => void kept.set(k, v) }
  }
  it('belong to one person and one list', () => {
    const s = store()
    expect(storeViews(s, 7, 'projects', [{ name: '周会', query: { lamp: 'red' } }])).toBe(true)
    expect(loadViews(s, 7, 'projects')).toEqual([{ name: '周会', query: { lamp: 'red' } }])
    expect(loadViews(s, 8, 'projects')).toEqual([])
    expect(loadViews(s, 7, 'milestones')).toEqual([])
  })
  it('replace the same name where it stands and stay few', () => {
    const two = [{ name: 'a', query: {} }, { name: 'b', query: {} }]
    expect(withView(two, { name: 'a', query: { q: 'x' } })).toEqual([{ name: 'a', query: { q: 'x' } }, { name: 'b', query: {} }])
    const many = Array.from({ length: MOST_VIEWS }, (_, i) => ({ name: `v${i}`, query: {} }))
    expect(withView(many, { name: 'new', query: {} })).toHaveLength(MOST_VIEWS)
  })
  it('survive a broken or forbidden store', () => {
    expect(loadViews(store({ 'guatu.views.7.projects': '{"no' }), 7, 'projects')).toEqual([])
    expect(loadViews(store({ 'guatu.views.7.projects': '[{"name":1},{"name":"ok","query":{"q":"x"}},{"name":"bad","query":{"q":1}}]' }), 7, 'projects')).toEqual([{ name: 'ok', query: { q: 'x' } }])
    const full = { getItem: () => null, setItem: () => { throw new Error('full') } }
    expect(storeViews(full, 7, 'projects', [])).toBe(false)
  })
})

describe('a CSV that comes in', () => {
  const count = (...pieces: string[]) => {
    const c = new RecordCounter()
    pieces.forEach((p) => c.add(p))
    return [c.count, c.end()]
  }
  it('is counted by records, not by lines', () => {
    expect(count('a,b\r\n1,2\r\n')).toEqual([2, 2])
    expect(count('a\n"x\ny"\n')).toEqual([2, 2])
    expect(count('a\n"x""\ny', '"\nlast')).toEqual([2, 3])
    expect(count('')).toEqual([0, 0])
  })
  it('has the name the server gives it, without what a folder would take ill', () => {
    expect(fileName("attachment; filename=\"x.csv\"; filename*=UTF-8''%E9%A1%B9%E7%9B%AE.csv", 'f.csv')).toBe('项目.csv')
    expect(fileName('attachment; filename="a/b.csv"', 'f.csv')).toBe('a_b.csv')
    expect(fileName("attachment; filename*=UTF-8''%zz", 'f.csv')).toBe('f.csv')
    expect(fileName(null, 'f.csv')).toBe('f.csv')
  })
})

describe('choices', () => {
  it('are those of the whole scope with their counts', () => {
    const answer = {
      asOf: '2017-09-30', total: 3, years: null, lists: [{ code: 'key', name: '重点', count: 2 }], departments: [{ id: 4, name: '教育局', shortName: '教育', count: 3 }],
      leaders: [{ id: 9, name: '分管教育', holder: '张若琳', count: 1 }], sectors: [{ value: '', count: 1 }, { value: '教育', count: 2 }], stages: null, lamps: [{ colour: 'red' as const, count: 1 }],
    }
    expect(facet(answer, 'list')).toEqual([{ value: 'key', name: '重点', count: 2 }])
    expect(facet(answer, 'department')).toEqual([{ value: '4', name: '教育局', count: 3 }])
    expect(facet(answer, 'leader')).toEqual([{ value: '9', name: '张若琳', count: 1 }])
    expect(facet(answer, 'sector')).toEqual([{ value: '教育', name: '教育', count: 2 }])
    expect(facet(answer, 'stage')).toEqual([])
    expect(facet(undefined, 'list')).toEqual([])
    expect(lampCounts(answer)).toEqual([{ colour: 'red', count: 1 }])
  })
})

const task = (over: Record<string, unknown>): Task => ({
  id: 1, ordinal: 1, title: '学校建设', shortTitle: '', department: { id: 4, name: '教育局', shortName: '教育' }, leaderPost: { id: 9, name: '分管教育', holder: '张若琳' },
  completionBp: 5000, scheduleBp: 4000, lamp: { colour: 'green', badges: [], rule: 'P2', ruleSet: 'x', reason: '', inputs: {} }, class: 'ahead', weakest: null, measurable: 1, done: 0, open: 0, ...over,
}) as unknown as Task

describe('the ten tasks', () => {
  const lamp = (colour: string) => ({ ...task({}).lamp, colour })
  const all = [task({}), task({ id: 2, ordinal: 2, title: '文化设施', completionBp: null, scheduleBp: null, department: { id: 5, name: '文化局', shortName: '文化' } }), task({ id: 3, ordinal: 3, title: '防洪', completionBp: 1000, scheduleBp: 4000, lamp: lamp('red'), class: 'severe', leaderPost: null })]
  const ids = (filters: Record<string, string>, sort = 'ordinal', mine: number[] = []) => shownTasks(all, { filters, sort }, mine).map((x) => x.id)
  it('are ordered either way, and what has no figure comes last', () => {
    expect(ids({}, 'gap')).toEqual([3, 1, 2])
    expect(ids({}, '-gap')).toEqual([1, 3, 2])
    expect(ids({}, '-lamp')).toEqual([3, 1, 2])
    expect(ids({}, 'nonsense')).toEqual([1, 2, 3])
    expect(taskGap(all[1]!)).toBeNull()
  })
  it('are narrowed by unit, leader, lamp and class', () => {
    expect([ids({ department: '5' }), ids({ lamp: 'red' }), ids({ class: 'ahead' }), ids({ leader: '9' }), ids({ leader: 'mine' }, 'ordinal', [9])]).toEqual([[2], [3], [1, 2], [1, 2], [1, 2]])
    expect(all.map((x) => x.id)).toEqual([1, 2, 3])
  })
  it('count their units and leaders', () => {
    expect(taskChoices(all)).toEqual({ department: [{ value: '4', name: '教育局', count: 2 }, { value: '5', name: '文化局', count: 1 }], leader: [{ value: '9', name: '张若琳', count: 2 }] })
  })
})

describe('small things', () => {
  it('a line of links keeps room for the button behind which the rest stands', () => {
    expect(fitCount([80, 160, 240], 240, 60)).toBe(3)
    expect(fitCount([80, 160, 240], 239, 60)).toBe(2)
    expect(fitCount([80, 160, 240], 200, 60)).toBe(1)
    expect(fitCount([80, 160, 240], 40, 60)).toBe(0)
    expect(fitCount([], 40, 60)).toBe(0)
  })
  it('says in whose hands a milestone is', () => {
    const t = (key: string, p: Record<string, unknown> = {}) => `${key}:${Object.values(p).join()}`
    const m = (kind: string) => ({ holder: { kind, department: { id: 1, name: '教育局', shortName: '教育' }, since: null, workdays: 3 }, leadDepartment: { id: 1, name: '教育局', shortName: '教育' } }) as unknown as Milestone
    expect([milestoneHolder(m('unit'), t as never), milestoneHolder(m('reviewer'), t as never), milestoneHolder(m('none'), t as never)]).toEqual(['attention.inHands:教育', 'attention.withReviewer:教育,3', ''])
  })
})
