// @vitest-environment happy-dom
import { createPinia } from 'pinia'
import { afterEach, describe, expect, it } from 'vitest'
import { createApp, h, nextTick, ref, type App, type Component } from 'vue'
import { ApiError } from '@/api/client'
import type { Lamp } from '@/api/types'
import StateBox from '@/components/base/StateBox.vue'
import Stepper from '@/components/base/Stepper.vue'
import ShareBar from '@/components/chart/ShareBar.vue'
import YearTrack from '@/components/chart/YearTrack.vue'
import LampMark from '@/components/lamp/LampMark.vue'
import LampWord from '@/components/lamp/LampWord.vue'
import { i18n } from '@/i18n'

let app: App | undefined
function show(component: Component, props: Record<string, unknown>): HTMLElement {
  const root = document.createElement('div')
  document.body.append(root)
  app = createApp({ render: () => h(component, props) })
  app.use(i18n).use(createPinia()).mount(root)
  return root
}
afterEach(() => {
  app?.unmount()
  document.body.innerHTML = ''
})

const lamp = (over: Partial<Lamp>): Lamp => ({ colour: 'green', badges: [], rule: 'M8', ruleSet: 'x', reason: '正常推进。', inputs: {}, ...over })

describe('lamp', () => {
  it('has a shape of its own for each colour', () => {
    const shapes = (['blue', 'green', 'yellow', 'red', 'grey', 'dashed'] as const).map((colour) => {
      const el = show(LampMark, { colour })
      const svg = el.querySelector('svg')!
      expect(svg.getAttribute('aria-hidden')).toBe('true')
      const shape = [...svg.querySelectorAll('*')].map((n) => `${n.tagName}${n.getAttribute('stroke-dasharray') ?? ''}${n.getAttribute('class')}`).join()
      app?.unmount()
      return shape
    })
    expect(new Set(shapes).size).toBe(6)
  })
  it('shows 未报 beside the last lamp, not instead of it', () => {
    const el = show(LampWord, { lamp: lamp({ badges: ['unreported'] }) })
    expect(el.textContent).toContain('正常')
    expect(el.textContent).toContain('未报')
    expect(el.querySelectorAll('svg')).toHaveLength(2)
  })
  it('says 未定 for what has no target', () => {
    expect(show(LampWord, { lamp: lamp({ colour: 'grey', rule: 'OPEN' }) }).textContent).toBe('未定')
  })
})

describe('charts', () => {
  it('say in words what they draw', () => {
    const el = show(YearTrack, { year: 2017, asOf: '2017-07-12', lamp: lamp({ colour: 'red' }), name: '开工', facts: { baseline: '2017-05-10', approved: '2017-06-20', overdueDays: 22 } })
    expect(el.querySelector('[role=img]')!.getAttribute('aria-label')!.replaceAll('\u2009', '')).toBe('开工：原计划5月10日，现计划6月20日，逾期22天')
  })
  it('draw no ink where nothing can be measured', () => {
    const el = show(ShareBar, { doneBp: null, planBp: null, label: 'x' })
    expect(el.querySelector('.done')).toBeNull()
    expect(el.querySelector('.none')).not.toBeNull()
  })
})

describe('states', () => {
  it('tell what happened and offer another try', () => {
    const el = show(StateBox, { error: new ApiError(0) })
    expect(el.querySelector('[role=alert]')!.textContent).toContain('网络不通')
    expect(el.querySelector('button')!.textContent).toBe('重试')
  })
  it('give the number of a server fault, not its insides', () => {
    const el = show(StateBox, { error: new ApiError(500, { detail: 'SQL: secret', requestId: 'r-9' }) })
    expect(el.textContent).toContain('r-9')
    expect(el.textContent).not.toContain('SQL')
  })
})

describe('stepper', () => {
  it('steps by key and by button', async () => {
    const value = ref('5')
    const root = document.createElement('div')
    document.body.append(root)
    app = createApp({
      render: () => h(Stepper, { label: '进度', modelValue: value.value, 'onUpdate:modelValue': (v: string) => (value.value = v), step: (v: string, by: number) => String(Number(v) + by) }),
    })
    app.use(i18n).use(createPinia()).mount(root)
    root.querySelector('input')!.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowUp' }))
    await nextTick()
    expect(value.value).toBe('6')
    root.querySelector('button')!.click()
    expect(value.value).toBe('5')
    expect(root.querySelector('input')!.getAttribute('aria-label')).toBe('进度')
  })
})
