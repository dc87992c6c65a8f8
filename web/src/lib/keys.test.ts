// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { isTyping, keyAction } from './keys'

describe('keyboard map', () => {
  it('moves, chooses and submits on the work list', () => {
    const press = (key: string) => keyAction('work', { key }, false)
    expect(['j', 'K', 'ArrowDown', 'ArrowUp'].map(press)).toEqual(['next', 'previous', 'next', 'previous'])
    expect(['1', '2', '3', '0', 'u', 'Enter', '?', '？'].map(press)).toEqual(['progress', 'risk', 'claim', 'noChange', 'withdraw', 'submit', 'help', 'help'])
    expect(press('x')).toBeNull()
  })
  it('leaves letters to the text that is being typed', () => {
    const press = (key: string) => keyAction('work', { key }, true)
    expect(['j', '3', 'u', '?'].map(press)).toEqual([null, null, null, null])
    expect(['Enter', 'Escape', 'ArrowDown'].map(press)).toEqual(['submit', 'leave', 'next'])
  })
  it('does nothing while an input method composes', () => {
    expect(keyAction('work', { key: 'Enter', isComposing: true }, true)).toBeNull()
    expect(keyAction('work', { key: 'Enter', keyCode: 229 }, true)).toBeNull()
  })
  it('leaves the browser its own keys', () => {
    expect(keyAction('board', { key: 'r', ctrlKey: true }, false)).toBeNull()
    expect(keyAction('board', { key: 'f', metaKey: true }, false)).toBeNull()
  })
  it('can be turned off, the named keys stay', () => {
    expect(keyAction('board', { key: 'r' }, false, false)).toBeNull()
    expect(keyAction('board', { key: 'Enter' }, false, false)).toBe('open')
  })
  it('knows what a text field is', () => {
    const input = (type: string) => Object.assign(document.createElement('input'), { type })
    expect(isTyping(input('text'))).toBe(true)
    expect(isTyping(input('checkbox'))).toBe(false)
    expect(isTyping(document.createElement('button'))).toBe(false)
    expect(isTyping(document.createElement('select'))).toBe(true)
    expect(isTyping(null)).toBe(false)
  })
})
