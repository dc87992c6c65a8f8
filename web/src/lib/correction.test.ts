import { describe, expect, it } from 'vitest'
import { figureShown, figureTyped } from './correction'

describe('a figure that is corrected', () => {
  it('is read as people write it', () => {
    expect(figureShown('progressBp', '4250')).toBe('42.5%')
    expect(figureShown('valueMilli', '12500')).toBe('12.5')
    expect(figureShown('yearDoneYuan', '123400000')).toBe('123,400,000')
    expect(figureShown('reached', '2017-06-07')).toBe('2017-06-07')
    expect(figureShown('progressBp', '')).toBe('—')
  })
  it('is typed as people write it, and is nothing while it is no figure', () => {
    expect(figureTyped('progressBp', ' 66 %')).toBe('6600')
    expect(figureTyped('progressBp', '0')).toBe('0')
    expect(figureTyped('valueMilli', '12.5')).toBe('12500')
    expect(figureTyped('numeratorMilli', '1881')).toBe('1881000')
    expect(figureTyped('yearDoneYuan', '123,400,000')).toBe('123400000')
    expect(figureTyped('forecast', '2018-01-20')).toBe('2018-01-20')
    for (const [field, text] of [['progressBp', '一半'], ['progressBp', '120'], ['valueMilli', ''], ['yearDoneYuan', '1 亿'], ['reached', '明天']] as const) expect([text, figureTyped(field, text)]).toEqual([text, ''])
  })
})
