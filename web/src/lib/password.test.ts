import { describe, expect, it } from 'vitest'
import { checkPassword, passwordReady } from './password'

describe('a new password', () => {
  it('is ready when long, different, without the user name and typed twice', () => {
    expect(passwordReady(checkPassword('lin.xiao', 'old-one-1', '挂图作战要看得见每一天', '挂图作战要看得见每一天'))).toBe(true)
  })
  it('counts characters', () => {
    expect(checkPassword('x', '', '一二三四五六七八九', '').long).toBe(false)
    expect(checkPassword('x', '', '一二三四五六七八九十', '').long).toBe(true)
    expect(checkPassword('x', '', '😀😀😀😀😀', '').long).toBe(false)
  })
  it('names what is missing', () => {
    expect(checkPassword('lin.xiao', 'same-as-old', 'same-as-old', 'other')).toEqual({ long: true, noUsername: true, different: false, same: false })
    expect(checkPassword('lin.xiao', '', 'my-LIN.xiao-1', '').noUsername).toBe(false)
    expect(checkPassword('lin.xiao', '', '', '')).toEqual({ long: false, noUsername: false, different: false, same: false })
  })
})
