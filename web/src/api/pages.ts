/** Reads a list to its end; a district's departments and posts are few, the cap is a guard and not a page size. */
interface Page<T> {
  items: T[] | null
  nextCursor: string
}

const MOST = 25

export async function readAll<T>(read: (cursor: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const all: T[] = []
  let cursor: string | undefined
  for (let page = 0; page < MOST; page++) {
    const answer = await read(cursor)
    all.push(...(answer.items ?? []))
    if (!answer.nextCursor) return all
    cursor = answer.nextCursor
  }
  return all
}
