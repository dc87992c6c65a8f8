/** After a 412: what the person had on the screen beside what is stored now. */
export interface FieldPair {
  field: string
  seen: string
  now: string
  changed: boolean
}

export interface FieldSpec<T> {
  field: string
  text: (row: T) => string
}

export function compareVersions<T>(seen: T, now: T, fields: readonly FieldSpec<T>[]): FieldPair[] {
  return fields
    .map(({ field, text }) => {
      const [a, b] = [text(seen), text(now)]
      return { field, seen: a, now: b, changed: a !== b }
    })
    .filter((p) => p.changed || p.seen !== '' || p.now !== '')
    .sort((a, b) => Number(b.changed) - Number(a.changed))
}
