import { describe, expect, it } from 'vitest'
import { splitSource } from './source'

describe('a source', () => {
  it('is words and an address', () => {
    expect(splitSource('瓯海区“三色预警”（2020-05-21） http://www.example.gov.cn/a_1.html')).toEqual({ words: '瓯海区“三色预警”（2020-05-21）', address: 'http://www.example.gov.cn/a_1.html' })
    expect(splitSource('本系统默认')).toEqual({ words: '本系统默认', address: '' })
  })
})
