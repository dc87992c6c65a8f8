import { expect, it } from 'vitest'
import { emptyChoice, orderOf } from './carry'

const node = (id: number, blocked: object | null = null) => ({ id, proposedDue: '2018-06-30', blocked })

it('sends what is ticked, and of it only what differs from the proposal', () => {
  const c = emptyChoice()
  c.picked = { 'project:1': true, 'project:2': false, 'task:5': true }
  c.due = { 'milestone:11': '2018-09-30', 'milestone:12': '2018-06-30', 'milestone:13': '2018-09-30' }
  c.target = { 'indicator:7': '120.5', 'indicator:8': '100' }
  c.ordinal = { 'task:5': '3' }
  const order = orderOf(2018, [{ id: 1, milestones: [node(11), node(12), node(13, {})] }, { id: 2, milestones: [node(21)] }],
    [{ id: 5, ordinal: 2, indicators: [{ ...node(7), proposedTargetMilli: 100000 }, { ...node(8), proposedTargetMilli: 100000 }] }], c)
  expect(order).toEqual({
    toYear: 2018, projects: [{ id: 1, milestones: [{ id: 11, due: '2018-09-30' }] }],
    tasks: [{ id: 5, ordinal: 3, indicators: [{ id: 7, targetMilli: 120500 }] }],
  })
})
