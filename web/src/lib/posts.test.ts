import { describe, expect, it } from 'vitest'
import type { Department, Post } from '@/api/types'
import { postGroups } from './posts'

const unit = (id: number, name: string) => ({ id, name, shortName: name, parentId: null, sort: id, code: `u${id}`, disabled: false, version: 1 }) as Department
const post = (id: number, name: string, department: Department | null, over: Partial<Post> = {}) =>
  ({ id, name, code: `p${id}`, department, leader: false, disabled: false, holder: '', holders: [], version: 1, ...over }) as Post
const all = { q: '', vacant: false, disabled: false }

describe('posts by department', () => {
  const [edu, build] = [unit(1, '教育局'), unit(2, '建设局')]
  const held = { holder: '林晓', holders: [{ id: 1, user: { id: 9, name: '林晓' }, from: '2017-01-01', to: null, version: 1 }] }
  const posts = [post(1, '主要领导', null, held), post(2, '建设局负责人', build), post(3, '教育局联络员', edu, held), post(4, '教育局旧岗', edu, { disabled: true })]
  const names = (filter: typeof all) => postGroups(posts, [edu, build], filter).map((g) => [g.name, g.posts.map((p) => p.id)])

  it('come in the order of the tree, those outside first, disabled ones when asked', () => {
    expect(names(all)).toEqual([['', [1]], ['教育局', [3]], ['建设局', [2]]])
    expect(names({ ...all, disabled: true })[1]).toEqual(['教育局', [3, 4]])
  })
  it('are found by post, department and holder', () => {
    expect(names({ ...all, q: '林晓' })).toEqual([['', [1]], ['教育局', [3]]])
    expect(names({ ...all, q: '建设' })).toEqual([['建设局', [2]]])
  })
  it('that are vacant and in use', () => {
    expect(names({ ...all, vacant: true, disabled: true })).toEqual([['建设局', [2]]])
  })
  it('of a department that was not read are still shown', () => {
    expect(postGroups([post(7, 'x', unit(9, '老单位'))], [], all)).toHaveLength(1)
  })
})
