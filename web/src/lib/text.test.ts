import { describe, expect, it } from 'vitest'
import { compareVersions } from './conflict'
import { navItems } from './nav'
import { thin } from './spacing'

const T = '\u2009'
describe('thin space between Han and Latin', () => {
  it('is set on both sides, once', () => {
    expect(thin('逾期22天')).toBe(`逾期${T}22${T}天`)
    expect(thin('逾期 22 天')).toBe(`逾期${T}22${T}天`)
    expect(thin(thin('劣V类水质断面'))).toBe(`劣${T}V${T}类水质断面`)
  })
  it('is not set before full-width punctuation nor inside Latin', () => {
    expect(thin('完成 56%，差 10.66')).toBe(`完成${T}56%，差${T}10.66`)
    expect(thin('no Han here 12')).toBe('no Han here 12')
    expect(thin(null)).toBe('')
  })
})

describe('conflict', () => {
  it('shows both versions, what changed first, and leaves out what is empty in both', () => {
    const rows = compareVersions({ a: '1', b: 'x', c: '' }, { a: '1', b: 'y', c: '' }, [
      { field: 'a', text: (r) => r.a }, { field: 'b', text: (r) => r.b }, { field: 'c', text: (r) => r.c },
    ])
    expect(rows).toEqual([
      { field: 'b', seen: 'x', now: 'y', changed: true },
      { field: 'a', seen: '1', now: '1', changed: false },
    ])
  })
})

describe('navigation', () => {
  const can = (...codes: string[]) => (p: string) => codes.includes(p)
  it('starts where the work of the person is', () => {
    expect(navItems(can('worklist.read', 'board.read'), false).map((i) => i.name)).toEqual(['work', 'board'])
    expect(navItems(can('worklist.read', 'reports.decide', 'reports.approve'), false)[0]!.name).toBe('review')
    expect(navItems(can('attention.read', 'projects.read'), true)[0]!.name).toBe('attention')
    expect(navItems(can('users.manage'), false)).toEqual([])
  })
  it('shows each administrator their own pages, after what waits for them, the security administrator the posts first', () => {
    const names = (...codes: string[]) => navItems(can('users.read', 'departments.read', 'posts.read', 'calendar.read', 'rules.read', ...codes), false).map((i) => i.name)
    expect(names('departments.manage', 'settings.read')).toEqual(['home', 'adminUnits', 'adminPosts', 'adminUsers', 'adminSettings', 'calendar', 'rules'])
    expect(names('grants.read')).toEqual(['home', 'adminPosts', 'adminUsers', 'adminGrants', 'adminUnits', 'calendar', 'rules'])
    // Everybody else finds rules and calendar in the menu, not among the pages of their work.
    expect(navItems(can('projects.read', 'departments.read', 'posts.read', 'calendar.read', 'rules.read'), false).some((i) => i.name.startsWith('admin') || i.name === 'rules')).toBe(false)
  })
})
