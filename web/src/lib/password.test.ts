import { describe, expect, it } from 'vitest'
import { checkPassword, passwordReady } from './password'

const rules = { minLength: 10, classes: 0 }

describe('a new password', () => {
  it('is ready when long, different, without the user name and typed twice', () => {
    expect(passwordReady(checkPassword(rules, 'lin.xiao', 'old-one-1', '挂图作战要看得见每一天', '挂图作战要看得见每一天'))).toBe(true)
  })
  it('counts characters', () => {
    expect(checkPassword(rules, 'x', '', '一二三四五六七八九', '').long).toBe(false)
    expect(checkPassword(rules, 'x', '', '一二三四五六七八九十', '').long).toBe(true)
    expect(checkPassword(rules, 'x', '', '😀😀😀😀😀', '').long).toBe(false)
  })
  it('names what is missing', () => {
    expect(checkPassword(rules, 'lin.xiao', 'same-as-old', 'same-as-old', 'other')).toEqual({ long: true, classes: true, noUsername: true, different: false, same: false })
    expect(checkPassword(rules, 'lin.xiao', '', 'my-LIN.xiao-1', '').noUsername).toBe(false)
    expect(checkPassword(rules, 'lin.xiao', '', '', '')).toEqual({ long: false, classes: false, noUsername: false, different: false, same: false })
  })
  it('counts the kinds of characters where the rules ask for them', () => {
    const three = { minLength: 10, classes: 3 }
    for (const [text, enough] of [['correct horse', false], ['Correct horse', true], ['重点项目 2017', true], ['重点项目挂图作战', false], ['ABC-123', true]] as const) {
      expect(checkPassword(three, 'x', '', text, text).classes, text).toBe(enough)
    }
  })
})
