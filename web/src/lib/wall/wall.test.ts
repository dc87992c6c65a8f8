import { describe, expect, it } from 'vitest'
import type { Colour } from '@/api/types'
import { linesOf, type GroupHead } from './group'
import { markText } from './labels'
import type { WallNode, WallRow } from './model'
import { paginate } from './paper'
import { isFiltered, readView, writeView } from './query'
import { daysWithin, drawnWidth, gridPaths, makeScale, monthsOf } from './scale'
import { daysLate, reachOf, statusOf } from './status'
import { markAt, mergeSpans, trackOf, type TrackOptions } from './track'

let next = 1
const node = (over: Partial<WallNode>): WallNode => ({ id: next++, name: '开工', colour: 'grey' as Colour, ...over })
const row = (over: Partial<WallRow>): WallRow => ({
  projectId: 1, code: 'A', name: '绣山中学', parentId: null, leadDepartment: { id: 1, name: '教育局', shortName: '教育' }, leaderPost: null, groups: [],
  lamp: { colour: 'green', badges: [], rule: 'M8', reason: '' }, progress: null, nodes: [], sample: false, ...over,
})
const year = makeScale('2017-01-01', '2017-12-31', 730)
const options: TrackOptions = { asOf: '2017-07-12', gap: 12, mark: 16, measure: (t) => [...t].length * 12, labels: true }

describe('scale', () => {
  it('puts a date at the end of its day', () => {
    expect(year.x('2017-01-01')).toBe(2)
    expect(year.x('2017-12-31')).toBe(730)
    expect(year.x('2016-12-31')).toBe(0)
  })
  it('finds the day under a pixel and stays on the ruler', () => {
    for (const d of ['2017-01-01', '2017-02-28', '2017-07-12', '2017-12-31']) expect(year.dateAt(year.x(d) - 1)).toBe(d)
    expect(year.dateAt(-50)).toBe('2017-01-01')
    expect(year.dateAt(9999)).toBe('2017-12-31')
  })
  it('draws months to the length of their days without gaps', () => {
    const months = monthsOf(year)
    expect(months.map((m) => m.label)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12'])
    expect(months[1]!.to - months[1]!.from).toBeCloseTo(56)
    months.slice(1).forEach((m, i) => expect(m.from).toBe(months[i]!.to))
    expect(months[11]!.to).toBe(730)
    expect(months.filter((m) => m.quarter).map((m) => m.label)).toEqual(['1', '4', '7', '10'])
    expect(months.every((m) => m.year === '')).toBe(true)
  })
  it('names the years when there are several, and knows 29 February', () => {
    const months = monthsOf(makeScale('2015-11-01', '2016-03-31', 1000))
    expect(months.map((m) => m.label + m.year)).toEqual(['112015', '12', '12016', '2', '3'])
    const february = months[3]!
    expect((february.to - february.from) / (1000 / 152)).toBeCloseTo(29)
  })
  it('grows with the zoom but never below the window', () => {
    expect(drawnWidth('year', '2017-01-01', '2017-12-31', 900)).toBe(900)
    expect(drawnWidth('quarter', '2017-01-01', '2017-12-31', 920)).toBe(3650)
    expect(drawnWidth('month', '2017-01-01', '2017-12-31', 310)).toBe(3650)
    expect(drawnWidth('quarter', '2017-01-01', '2017-01-31', 900)).toBe(900)
  })
  it('leaves room at its ends when asked', () => {
    const padded = makeScale('2017-01-01', '2017-12-31', 750, 10)
    expect([padded.x('2016-12-31'), padded.x('2017-12-31')]).toEqual([10, 740])
    expect(padded.dateAt(11)).toBe('2017-01-01')
    expect(trackOf([node({ approved: '2017-12-31' })], padded, options).marks[0]).toMatchObject({ x: 740, off: 0 })
    expect(trackOf([node({ approved: '2018-01-01' })], padded, options).marks[0]).toMatchObject({ x: 740, off: 1 })
  })
  it('divides months by 旬 and by five days', () => {
    expect(daysWithin(year, 'year')).toEqual([])
    expect(daysWithin(year, 'quarter').slice(0, 3).map((t) => t.label)).toEqual(['11', '21', '11'])
    const fine = daysWithin(year, 'month')
    expect(fine[0]).toMatchObject({ label: '1-6', from: 10 })
    expect(gridPaths(year, 'month', 30).fine).toContain('M10.0 0V30')
    expect(gridPaths(year, 'year', 30).quarter.split('M')).toHaveLength(6)
  })
})

describe('track', () => {
  it('draws ink to what is reached and an outline to what is planned', () => {
    const t = trackOf([
      node({ approved: '2017-03-31', reached: '2017-03-20', verified: true, colour: 'blue' }),
      node({ approved: '2017-10-31', baseline: '2017-10-31', colour: 'green' }),
    ], year, options)
    expect(t.done).toEqual([{ from: 0, to: year.x('2017-03-20') }])
    expect(t.plan).toEqual([{ from: year.x('2017-03-20'), to: year.x('2017-10-31') }])
    expect(t.marks.map((m) => m.x)).toEqual([year.x('2017-03-20'), year.x('2017-10-31')])
    expect(t.hatch).toEqual([])
  })
  it('inks the stretch that is worked on by its progress, and only that one', () => {
    const t = trackOf([node({ approved: '2017-06-30', progressBp: 5000 }), node({ approved: '2017-12-31', progressBp: 5000 })], year, options)
    expect(t.done).toEqual([{ from: 0, to: year.x('2017-06-30') / 2 }])
    expect(t.plan).toEqual([{ from: 0, to: 730 }])
  })
  it('begins where the first node begins', () => {
    expect(trackOf([node({ plannedStart: '2017-04-01', approved: '2017-06-30' })], year, options).plan).toEqual([{ from: year.x('2017-04-01'), to: year.x('2017-06-30') }])
    expect(trackOf([node({ plannedStart: '2018-04-01', approved: '2017-06-30' })], year, options).plan).toEqual([])
  })
  it('hatches what is late up to the as-of day, the reviewer’s days apart', () => {
    const t = trackOf([
      node({ approved: '2017-05-31', colour: 'red' }),
      node({ approved: '2017-06-30', colour: 'red' }),
      node({ approved: '2017-07-01', claimed: '2017-07-05', colour: 'yellow' }),
    ], year, options)
    expect(t.hatch).toEqual([
      { kind: 'review', spans: [{ from: year.x('2017-07-05'), to: year.x('2017-07-12') }] },
      { kind: 'yellow', spans: [{ from: year.x('2017-07-01'), to: year.x('2017-07-05') }] },
      { kind: 'red', spans: [{ from: year.x('2017-05-31'), to: year.x('2017-07-12') }] },
    ])
  })
  it('hatches neither what is done nor what is suspended nor what is due today', () => {
    const t = trackOf([
      node({ approved: '2017-05-01', reached: '2017-06-01', verified: true }), node({ approved: '2017-05-01', suspended: '2017-04-01' }), node({ approved: '2017-07-12', colour: 'green' }),
    ], year, options)
    expect(t.hatch).toEqual([])
    expect(t.paused).toEqual([{ from: 0, to: year.x('2017-05-01') }])
  })
  it('keeps every date that was promised', () => {
    const t = trackOf([
      node({ baseline: '2017-04-30', approved: '2017-06-30', forecast: '2017-08-31', changes: 1 }),
      node({ baseline: '2017-05-31', approved: '2017-05-31', reached: '2017-06-10', verified: true }),
    ], year, options)
    expect(t.promises).toEqual([
      { kind: 'baseline', x: year.x('2017-04-30'), to: year.x('2017-06-30') },
      { kind: 'forecast', x: year.x('2017-08-31'), to: year.x('2017-06-30') },
      { kind: 'approved', x: year.x('2017-05-31'), to: year.x('2017-06-10') },
    ])
  })
  it('keeps the line of a promise whose date lies on another year', () => {
    const t = trackOf([node({ baseline: '2016-10-31', approved: '2017-06-30', changes: 2 })], year, options)
    expect(t.promises).toEqual([{ kind: 'baseline', x: Number.NaN, to: year.x('2017-06-30') }])
  })
  it('makes one mark of what stands too near, with the lamp of the worst', () => {
    const t = trackOf([
      node({ name: '甲', approved: '2017-06-30', colour: 'green' }), node({ name: '乙', approved: '2017-07-02', colour: 'red' }), node({ approved: '2017-12-31' }),
    ], year, options)
    expect(t.marks.map((m) => [m.nodes.length, m.worst.name])).toEqual([[2, '乙'], [1, '开工']])
    expect(markText(t.marks[0]!)).toBe('乙 +1')
  })
  it('shows dates of other years at the edge', () => {
    const t = trackOf([node({ approved: '2016-10-01' }), node({ approved: '2018-05-01' }), node({})], year, options)
    expect(t.marks.map((m) => [m.x, m.off])).toEqual([[0, -1], [730, 1]])
    expect(t.undated).toBe(1)
  })
  it('finds the mark that is meant', () => {
    const t = trackOf([node({ approved: '2017-06-30' }), node({ approved: '2017-08-30' })], year, options)
    expect(markAt(t.marks, year.x('2017-06-30') + 5, 14)).toBe(0)
    expect(markAt(t.marks, year.x('2017-07-30'), 14)).toBe(-1)
  })
  it('merges spans that touch', () => {
    expect(mergeSpans([{ from: 5, to: 8 }, { from: 0, to: 5 }, { from: 9, to: 10 }])).toEqual([{ from: 0, to: 8 }, { from: 9, to: 10 }])
  })
})

describe('labels', () => {
  const place = (nodes: WallNode[]) => trackOf(nodes, year, options).marks.map((m) => m.label)
  it('never overlap and never leave the ruler', () => {
    const many = Array.from({ length: 20 }, (_, i) => node({ name: '主体结构完成并通过验收'.slice(0, 2 + (i % 9)), approved: `2017-${String(1 + (i % 12)).padStart(2, '0')}-${i < 12 ? '28' : '12'}` }))
    const labels = place(many).filter((l) => l !== null).sort((a, b) => a.x - b.x)
    expect(labels.length).toBeGreaterThan(5)
    for (const l of labels) {
      expect(l.x).toBeGreaterThanOrEqual(0)
      expect(l.x + l.width).toBeLessThanOrEqual(730)
    }
    labels.slice(1).forEach((l, i) => expect(l.x).toBeGreaterThanOrEqual(labels[i]!.x + labels[i]!.width + 6))
  })
  it('speak for what is late before what is done', () => {
    const labels = place([
      node({ name: '基础工程全部完成并验收合格', approved: '2017-06-20', reached: '2017-06-20', verified: true, colour: 'blue' }),
      node({ name: '主体结顶', approved: '2017-06-30', colour: 'red' }),
    ])
    expect(labels[1]!.text).toBe('主体结顶')
    expect(labels[0]?.text).not.toBe('基础工程全部完成并验收合格')
  })
  it('shorten a name that fits nowhere', () => {
    const narrow = makeScale('2017-01-01', '2017-12-31', 100)
    const [mark] = trackOf([node({ name: '瓯飞一期起步区北片围垦工程', approved: '2017-06-30' })], narrow, options).marks
    expect(mark!.label!.text.endsWith('…')).toBe(true)
    expect(mark!.label!.x + mark!.label!.width).toBeLessThanOrEqual(100)
  })
})

describe('status', () => {
  it('names the node that is latest, and counts the others', () => {
    const worst = node({ approved: '2017-05-31', colour: 'red' })
    expect(statusOf(row({ lamp: { colour: 'red', badges: [], rule: 'M4', reason: '' }, nodes: [node({ approved: '2017-06-30', colour: 'red' }), worst] }), '2017-07-12')).toEqual({ kind: 'overdue', node: worst, days: 42, more: 1 })
  })
  it('believes the server about the days', () => {
    expect(daysLate(node({ approved: '2017-05-31', overdueDays: 12 }), '2017-07-12')).toBe(12)
    expect(daysLate(node({ approved: '2017-05-31', claimed: '2017-06-10' }), '2017-07-12')).toBe(10)
    expect(daysLate(node({ approved: '2017-07-12' }), '2017-07-12')).toBe(0)
  })
  it('says that the money is behind when no node is to blame', () => {
    const lamp = { colour: 'red' as const, badges: [], rule: 'P2', reason: '' }
    expect(statusOf(row({ lamp, progress: { planBp: 6600, actualBp: 3400 }, nodes: [node({ approved: '2017-12-31', colour: 'green' })] }), '2017-07-12')).toEqual({ kind: 'behind', gapBp: 3200 })
    const yellow = { colour: 'yellow' as const, badges: [], rule: 'P3', reason: '' }
    expect(statusOf(row({ lamp: yellow, progress: { planBp: 6600, actualBp: 6400 }, nodes: [node({ approved: '2017-06-12', colour: 'red' })] }), '2017-07-12')).toMatchObject({ kind: 'overdue', days: 30 })
    expect(statusOf(row({ lamp, nodes: [] }), '2017-07-12')).toEqual({ kind: 'troubled' })
  })
  it('tells a delay the unit expects, a claim that waits, what comes next, and the end', () => {
    const told = node({ approved: '2017-08-31', forecast: '2017-09-30', colour: 'yellow' })
    expect(statusOf(row({ lamp: { colour: 'yellow', badges: [], rule: 'M6', reason: '' }, nodes: [told] }), '2017-07-12')).toMatchObject({ kind: 'forecast', days: 30 })
    expect(statusOf(row({ lamp: { colour: 'yellow', badges: [], rule: 'M6', reason: '' }, nodes: [node({ approved: '2017-08-31', forecast: '2017-07-01', colour: 'yellow' })] }), '2017-07-12')).toMatchObject({ kind: 'expected', date: '2017-07-01' })
    expect(statusOf(row({ nodes: [node({ approved: '2017-08-31', claimed: '2017-07-10', colour: 'green' })] }), '2017-07-12')).toMatchObject({ kind: 'claimed', since: '2017-07-10' })
    expect(statusOf(row({ nodes: [node({ approved: '2017-12-31' }), node({ approved: '2017-08-31' })] }), '2017-07-12')).toMatchObject({ kind: 'next', date: '2017-08-31', days: 50 })
    expect(statusOf(row({ nodes: [node({ approved: '2017-05-01', reached: '2017-05-01', verified: true })] }), '2017-07-12')).toEqual({ kind: 'done' })
    expect(statusOf(row({ nodes: [node({})] }), '2017-07-12')).toEqual({ kind: 'undated' })
    expect(statusOf(row({ nodes: null }), '2017-07-12')).toEqual({ kind: 'none' })
    expect(statusOf(row({ nodes: [node({ approved: '2017-05-01', suspended: '2017-04-01' })] }), '2017-07-12')).toMatchObject({ kind: 'suspended' })
  })
  it('reaches over every date ever promised, in whole months', () => {
    expect(reachOf([node({ baseline: '2016-10-15', approved: '2018-02-10' })], '2017-01-01', '2017-12-31')).toEqual({ from: '2016-10-01', to: '2018-02-28' })
    expect(reachOf([], '2017-01-01', '2017-12-31')).toEqual({ from: '2017-01-01', to: '2017-12-31' })
  })
})

const head = (key: string): GroupHead => ({ key, name: key, rows: 2, red: 0, yellow: 0 })
const rest: GroupHead = { key: '', name: '其他', rows: 0, red: 0, yellow: 0 }
const keysOf = (r: WallRow) => r.groups ?? []
const idOf = (r: WallRow) => r.projectId

describe('groups', () => {
  const rows = [row({ projectId: 1, groups: ['a'] }), row({ projectId: 2, groups: ['a', 'b'] }), row({ projectId: 3, groups: [] })]
  it('puts a project under each of its groups and drops none', () => {
    const lines = linesOf(rows, [head('a'), head('b'), head('c')], keysOf, idOf, new Set(), rest)
    expect(lines.map((l) => l.id)).toEqual(['g:a', 'a:1', 'a:2', 'g:b', 'b:2', 'g:', ':3'])
    expect(new Set(lines.map((l) => l.id)).size).toBe(lines.length)
  })
  it('keeps the line of a folded group', () => {
    const lines = linesOf(rows, [head('a'), head('b')], keysOf, idOf, new Set(['a']), rest)
    expect(lines.map((l) => l.id)).toEqual(['g:a', 'g:b', 'b:2', 'g:', ':3'])
    expect(lines[0]).toMatchObject({ folded: true })
  })
  it('has no lines of groups where there are none', () => {
    expect(linesOf(rows, [], keysOf, idOf, new Set(), rest).map((l) => l.id)).toEqual(['1', '2', '3'])
    expect(linesOf([], [head('a')], keysOf, idOf, new Set(), rest)).toEqual([])
  })
})

describe('paper', () => {
  const rows = (n: number, group: string) => Array.from({ length: n }, (_, i) => row({ projectId: i + 1, groups: [group] }))
  const all = linesOf([...rows(30, 'a'), ...rows(8, 'b').map((r) => ({ ...r, projectId: r.projectId + 100 }))], [head('a'), head('b')], keysOf, idOf, new Set(), rest)
  const h = { room: 400, group: 24, row: 34 }
  const sheets = paginate(all, h)
  it('cuts nothing and loses nothing', () => {
    for (const s of sheets) expect(s.lines.reduce((sum, l) => sum + (l.line.kind === 'group' ? h.group : h.row), 0)).toBeLessThanOrEqual(h.room)
    expect(sheets.flatMap((s) => s.lines).filter((l) => !l.continued).map((l) => l.line.id)).toEqual(all.map((l) => l.id))
  })
  it('repeats the line of a group that goes on', () => {
    expect(sheets[1]!.lines[0]).toMatchObject({ continued: true, line: { id: 'g:a' } })
  })
  it('leaves no group line alone at the foot', () => {
    for (let room = 58; room < 900; room += 13) {
      for (const s of paginate(all, { ...h, room })) expect(s.lines[s.lines.length - 1]!.line.kind).toBe('row')
    }
  })
  it('makes no sheet of nothing', () => {
    expect(paginate([], h)).toEqual([])
  })
})

describe('view in the URL', () => {
  it('is read and written without what is as usual', () => {
    const v = readView({ group: 'leader', zoom: 'month', lamp: 'red', department: '4', leader: 'x', late: '1', q: 'xs', asOf: '2017-05-01' })
    expect(v).toEqual({ group: 'leader', zoom: 'month', lamp: 'red', department: 4, leader: undefined, list: undefined, late: true, q: 'xs' })
    expect(writeView({ asOf: '2017-05-01', q: 'old' }, { ...v, q: undefined })).toEqual({ asOf: '2017-05-01', group: 'leader', zoom: 'month', lamp: 'red', department: '4', late: '1' })
    expect(writeView({}, readView({ group: 'nonsense', zoom: 'day', lamp: 'pink' }))).toEqual({})
  })
  it('knows whether something is left out', () => {
    expect(isFiltered(readView({ zoom: 'month', group: 'none' }))).toBe(false)
    expect(isFiltered(readView({ late: '1' }))).toBe(true)
  })
})
