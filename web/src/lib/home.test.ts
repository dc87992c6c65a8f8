import { describe, expect, it } from 'vitest'
import type { Post } from '@/api/types'
import { zhCN } from '@/i18n/zh-CN'
import { actKey, todos, type Facts } from './home'

const NOW = Date.parse('2017-09-30T00:00:00Z')
const post = (over: Partial<Post>) => ({ id: 1, name: '联络员', code: 'x', department: null, disabled: false, holder: '周晓宁', holders: [], leader: false, roles: ['reporter'], version: 1, ...over }) as Post
const user = (over: object) => ({ name: '周晓宁', username: 'z', disabled: false, lockedUntil: null, oneTimeUntil: null, posts: [{}], ...over })
const can = (...p: string[]) => (x: string) => p.includes(x)
const base: Facts = {
  year: 2017, month: 9, years: [2017], can: can(),
  posts: [post({}), post({ name: '空岗', holder: '' }), post({ name: '无权', roles: [] }), post({ name: '停用', disabled: true, holder: '', roles: [] })],
  users: [user({}), user({ name: '', username: 'new', posts: [], oneTimeUntil: '2017-10-01T00:00:00Z' }), user({ name: '锁', lockedUntil: '2017-09-30T01:00:00Z' }), user({ name: '早锁', lockedUntil: '2017-09-29T01:00:00Z' }), user({ name: '停', disabled: true, posts: [] })],
}
const show = (f: Partial<Facts>) => todos({ ...base, ...f }, NOW).map((x) => `${x.key} ${x.n} ${x.names.join()}`)

describe('what waits for an administrator', () => {
  it('is what they can do something about', () => {
    expect(show({ can: can('users.manage', 'posts.manage', 'settings.manage') })).toEqual(['vacant 1 空岗', 'oneTime 1 new', 'unplaced 1 new'])
    expect(show({ can: can('posts.appoint', 'grants.manage', 'users.unlock') })).toEqual(['ungranted 1 无权', 'vacant 1 空岗', 'locked 1 锁'])
    expect(show({})).toEqual([])
  })
  it('names a calendar that is missing, next year’s only when it is time', () => {
    const manager = can('settings.manage')
    expect(show({ can: manager, years: [2016] })).toEqual(['calendar 1 '])
    expect(show({ can: manager, month: 10 })).toEqual([])
    expect(show({ can: manager, month: 11 })).toEqual(['nextCalendar 1 '])
    expect(show({ can: manager, years: undefined })).toEqual([])
  })
  it('puts first what keeps the district from working', () => {
    const list = todos({ ...base, can: can('users.manage', 'users.unlock', 'posts.manage', 'grants.manage') }, NOW)
    expect(list.map((x) => x.urgent)).toEqual([...list.map((x) => x.urgent)].sort((a, b) => Number(b) - Number(a)))
  })
})

describe('acts', () => {
  it('have words, and an unknown one keeps its slug', () => {
    expect(actKey('post.appoint')).toBe('home.act.post_appoint')
    expect(actKey('later.thing')).toBeNull()
    expect(Object.keys(zhCN.home.act).every((k) => actKey(k.replace('_', '.')) === `home.act.${k}`)).toBe(true)
  })
})
