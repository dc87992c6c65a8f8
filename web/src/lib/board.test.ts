import { describe, expect, it } from 'vitest'
import type { BoardTask, Lamp } from '@/api/types'
import type { Translate } from '@/i18n'
import { hanNumber, hanWidth, sumTerms, weakestLine } from './board'
import { BOARD_CLASSES, badgesOf, classColour, lampWord } from './lamp'

const t: Translate = (key, params) => `${key}${params ? ` ${Object.values(params).join(' ')}` : ''}`
const lamp = (over: Partial<Lamp>): Lamp => ({ colour: 'red', badges: [], rule: 'M4', ruleSet: '', reason: '', inputs: {}, ...over })

describe('board', () => {
  it('counts in Han', () => {
    expect([1, 9, 10, 11, 20, 31, 99, 100].map(hanNumber)).toEqual(['一', '九', '十', '十一', '二十', '三十一', '九十九', '100'])
  })
  it('shows every class, also those with nothing in them', () => {
    const terms = sumTerms({ severe: 2, done: 1 })
    expect(terms.map((x) => x.code)).toEqual([...BOARD_CLASSES])
    expect(terms.reduce((n, x) => n + x.n, 0)).toBe(3)
  })
  it('says the weakest in full where it fits, else in short, never cut', () => {
    const reason = '9 月 21 日已报完成，待核实，灯色保持 9 月 20 日的红灯：应于 8 月 20 日完成，已逾期 31 天，超过关键节点 15 天红线。'
    const task = {
      weakest: { indicatorId: 5, name: '籀园小学滨海分校', colour: 'red', reason },
      indicators: [{ id: 5, lamp: lamp({ inputs: { claimed: '2017-09-21', overdueDays: 31, approved: '2017-08-20' } }) }],
    } as unknown as BoardTask
    expect(weakestLine(task, 200, t, 'zh-CN')!.reason).toBe(reason)
    expect(weakestLine(task, 40, t, 'zh-CN')!.reason).toBe('board.shortClaimedLate 9 月 21 日 31')
    const risk = { ...task, indicators: [{ id: 5, lamp: lamp({ rule: 'M6', inputs: { approved: '2017-12-31', forecast: '2018-01-20' } }) }] } as unknown as BoardTask
    expect(weakestLine(risk, 40, t, 'zh-CN')!.reason).toBe('board.shortForecast 12 月 31 日 1 月 20 日')
    const plain = { ...task, indicators: [] } as unknown as BoardTask
    expect(weakestLine(plain, 40, t, 'zh-CN')!.reason).toBe(reason)
    expect(weakestLine({ ...task, weakest: null } as unknown as BoardTask, 40, t, 'zh-CN')).toBeNull()
  })
  it('measures text in Han', () => {
    expect(hanWidth('学校')).toBe(2)
    expect(hanWidth('AB')).toBeCloseTo(1.12)
  })
})

describe('lamps', () => {
  it('have a word for each colour and each grey', () => {
    expect(lampWord(lamp({}))).toBe('lamp.red')
    expect(['M2', 'M0', 'OPEN', 'P0', 'M9'].map((rule) => lampWord(lamp({ colour: 'grey', rule })))).toEqual([
      'lamp.suspended', 'lamp.undated', 'lamp.open', 'lamp.empty', 'lamp.notYet',
    ])
    expect(lampWord(lamp({ colour: 'yellow', rule: 'M2' }))).toBe('lamp.yellow')
  })
  it('keep badges in one order and leave unknown ones out', () => {
    expect(badgesOf({ badges: ['dueSoon', 'claimed', 'somethingNew'] })).toEqual(['claimed', 'dueSoon'])
    expect(badgesOf({ badges: null })).toEqual([])
  })
  it('never draw 未报 or 未定 as green', () => {
    expect(classColour('unreported')).toBe('dashed')
    expect(classColour('untargeted')).toBe('grey')
  })
})
