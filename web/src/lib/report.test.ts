import { describe, expect, it } from 'vitest'
import { buildBody, emptyDraft, initialValue, sinceLast, stepValue, valueKind } from './report'

const node = { kind: 'milestone' as const, indicatorType: null, unit: '', progressBp: 6500, valueMilli: null }
const count = { kind: 'indicator' as const, indicatorType: 'CUM' as const, unit: '个', progressBp: null, valueMilli: 1120000 }
const rate = { ...count, indicatorType: 'RATE' as const }
const keep = { ...count, indicatorType: 'KEEP' as const }
const open = { ...count, indicatorType: 'OPEN' as const }

const said = { key: 'k', kind: 'statement' as const, words: '已查看', fileId: null, name: '', size: 0 }

describe('body of a report', () => {
  it('of a node carries progress and one sentence', () => {
    expect(buildBody(node, { ...emptyDraft(node), value: '70', note: ' 四层 ' })).toEqual({ ok: true, kind: 'milestone', body: { note: '四层', progressBp: 7000 } })
    expect(buildBody(node, { ...emptyDraft(node), value: '', note: 'x' })).toEqual({ ok: true, kind: 'milestone', body: { note: 'x' } })
  })
  it('at risk needs a forecast', () => {
    expect(buildBody(node, { ...emptyDraft(node, 'risk'), note: 'x' })).toEqual({ ok: false, fault: { field: 'forecast', message: 'work.needForecast' } })
    expect(buildBody(node, { ...emptyDraft(node, 'risk'), note: 'x', forecast: '2017-12-20' })).toMatchObject({ ok: true, body: { forecast: '2017-12-20' } })
  })
  it('of a claim is 100 % whatever was typed', () => {
    expect(buildBody(node, { ...emptyDraft(node, 'claim'), value: '80', note: '验收', evidence: [said] })).toMatchObject({ body: { claim: true, progressBp: 10000, evidence: [{ kind: 'statement', words: '已查看' }] } })
  })
  it('of a claim needs evidence, or who allowed that there is none', () => {
    const claim = { ...emptyDraft(node, 'claim'), note: '验收' }
    expect(buildBody(node, claim)).toEqual({ ok: false, fault: { field: 'evidence', message: 'evidence.needed' } })
    expect(buildBody(node, { ...claim, exception: '无法拍照' })).toMatchObject({ fault: { field: 'evidence' } })
    expect(buildBody(node, { ...claim, exception: '无法拍照', allowedBy: 5 })).toMatchObject({ body: { exception: { words: '无法拍照', allowedBy: 5 } } })
    expect(buildBody(node, { ...claim, evidence: [{ ...said, kind: 'photo', words: '', name: 'a.jpg' }] })).toEqual({ ok: false, fault: { field: 'evidence', message: 'evidence.unfinished' } })
  })
  it('of no claim carries no evidence', () => {
    expect(buildBody(node, { ...emptyDraft(node), value: '70', note: 'x', evidence: [said] })).toEqual({ ok: true, kind: 'milestone', body: { note: 'x', progressBp: 7000 } })
  })
  it('of no change needs no words and carries nothing that changes', () => {
    expect(buildBody(node, { ...emptyDraft(node, 'noChange'), value: '99' })).toEqual({ ok: true, kind: 'milestone', body: { note: '', noChange: true } })
    expect(buildBody(count, emptyDraft(count, 'noChange'))).toEqual({ ok: true, kind: 'indicator', body: { note: '', noChange: true } })
  })
  it('names the first thing to mend', () => {
    expect(buildBody(node, { ...emptyDraft(node), value: '170', note: 'x' })).toMatchObject({ fault: { field: 'value' } })
    expect(buildBody(node, emptyDraft(node))).toMatchObject({ fault: { field: 'note' } })
    expect(buildBody(count, { ...emptyDraft(count), value: 'abc', note: 'x' })).toMatchObject({ fault: { field: 'value' } })
    expect(buildBody(rate, { ...emptyDraft(rate), value: '41', denominator: '0', note: 'x' })).toMatchObject({ fault: { field: 'denominator' } })
    expect(buildBody(keep, { ...emptyDraft(keep), note: 'x' })).toMatchObject({ fault: { field: 'met' } })
  })
  it('of a reading follows the type of the part', () => {
    expect(buildBody(count, { ...emptyDraft(count), value: '1260.5', note: 'x' })).toMatchObject({ body: { valueMilli: 1260500 } })
    expect(buildBody(rate, { ...emptyDraft(rate), value: '41', denominator: '66', note: 'x' })).toMatchObject({ body: { numeratorMilli: 41000, denominatorMilli: 66000 } })
    expect(buildBody(keep, { ...emptyDraft(keep), met: 'no', note: 'x' })).toMatchObject({ body: { met: false } })
    expect(buildBody(open, { ...emptyDraft(open), note: 'x' })).toEqual({ ok: true, kind: 'indicator', body: { note: 'x' } })
  })
})

describe('the value that is typed', () => {
  it('starts from the last confirmed one', () => {
    expect(initialValue(node)).toBe('65')
    expect(initialValue(count)).toBe('1120')
    expect(initialValue({ ...count, valueMilli: null })).toBe('')
    expect(initialValue(rate)).toBe('')
    expect(valueKind(open)).toBe('words')
  })
  it('steps in fives of per cent and ones of a unit, within bounds', () => {
    expect(stepValue(node, '63', 1)).toBe('65')
    expect(stepValue(node, '63', -1)).toBe('60')
    expect(stepValue(node, '65', 1)).toBe('70')
    expect(stepValue(node, '100', 1)).toBe('100')
    expect(stepValue(node, '0', -1)).toBe('0')
    expect(stepValue(count, '1120', 1)).toBe('1121')
    expect(stepValue(count, '', -1)).toBe('0')
  })
  it('tells the change while typing', () => {
    expect(sinceLast(node, '70')).toBe('+5')
    expect(sinceLast(node, '60')).toBe('−5')
    expect(sinceLast(node, '65')).toBe('')
    expect(sinceLast(count, '1260')).toBe('+140')
    expect(sinceLast(count, 'x')).toBe('')
  })
})
