import { describe, expect, it } from 'vitest'
import { en } from './en'
import type { MessageKey } from './keys'
import { zhCN } from './zh-CN'

type Tree = { [key: string]: string | Tree }
const leaves = (tree: Tree, path = ''): [string, string][] =>
  Object.entries(tree).flatMap(([k, v]) => (typeof v === 'string' ? [[path + k, v] as [string, string]] : leaves(v, `${path}${k}.`)))
const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort()
const sources = import.meta.glob(['../**/*.{ts,vue}', '!../**/*.test.ts', '!./**'], { query: '?raw', import: 'default', eager: true }) as Record<string, string>
const code = Object.values(sources).join('\n')

describe('messages', () => {
  it('do not compile with a wrong key', () => {
    // @ts-expect-error the type check fails when this line stops being an error
    const wrong: MessageKey = 'app.nmae'
    expect(wrong).not.toBe('app.name')
  })
  it('have the same keys and the same holes in both languages', () => {
    const english = new Map(leaves(en as unknown as Tree))
    for (const [key, text] of leaves(zhCN)) expect([key, holes(english.get(key) ?? '')]).toEqual([key, holes(text)])
    expect(english.size).toBe(leaves(zhCN).length)
  })
  it('are all used', () => {
    const prefixes = new Set([...code.matchAll(/`([a-zA-Z.]+\.)\$\{/g)].map((m) => m[1]!))
    const dead = leaves(zhCN).map(([k]) => k).filter((k) => !code.includes(`'${k}'`) && ![...prefixes].some((p) => k.startsWith(p)))
    expect(dead).toEqual([])
  })
  it('use no sign that the message syntax would take for its own', () => {
    for (const [key, text] of [...leaves(zhCN), ...leaves(en as unknown as Tree)]) expect([key, /[@|]/.test(text)]).toEqual([key, false])
  })
})
