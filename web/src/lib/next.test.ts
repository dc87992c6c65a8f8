import { describe, expect, it } from 'vitest'
import { safeNext } from './next'

describe('where to go after signing in', () => {
  it('stays on this site', () => {
    expect(safeNext('/admin/posts?post=3')).toBe('/admin/posts?post=3')
    for (const bad of ['//evil.example', '/\\evil.example', 'https://evil.example', '', undefined, ['/x']]) expect(safeNext(bad)).toBe('/')
  })
})
