import type { zhCN } from './zh-CN'

/** Same keys, any text: what every locale must provide. */
export type Messages<T = typeof zhCN> = { [K in keyof T]: T[K] extends string ? string : Messages<T[K]> }

type Leaves<T> = { [K in keyof T & string]: T[K] extends string ? K : `${K}.${Leaves<T[K]>}` }[keyof T & string]

/** Every message key; a wrong one does not compile. */
export type MessageKey = Leaves<typeof zhCN>
