import { onBeforeUnmount, ref } from 'vue'
import { download } from '@/api/client'
import { keepFile } from '@/lib/keepFile'
import { fileName, RecordCounter } from '@/lib/list/csv'

export type ExportState =
  | { kind: 'idle' }
  | { kind: 'running'; rows: number }
  | { kind: 'done'; rows: number; name: string }
  | { kind: 'stopped' }
  | { kind: 'failed'; error: unknown }

/** Lines above the rows: what the file shows, and the names of the columns. */
const HEAD_LINES = 2

/** A CSV from the server: rows are counted as they come, it can be stopped, and a part of a file is never kept. */
export function useExport() {
  const state = ref<ExportState>({ kind: 'idle' })
  let stop: AbortController | null = null

  async function start(path: string, query: URLSearchParams, fallback: string): Promise<void> {
    if (stop) return
    const mine = new AbortController()
    stop = mine
    state.value = { kind: 'running', rows: 0 }
    const counter = new RecordCounter()
    const text = new TextDecoder()
    try {
      const answer = await download(path, query, mine.signal, (bytes) => {
        counter.add(text.decode(bytes, { stream: true }))
        state.value = { kind: 'running', rows: Math.max(0, counter.count - HEAD_LINES) }
      })
      const name = fileName(answer.disposition, fallback)
      keepFile(answer.blob, name)
      state.value = { kind: 'done', rows: Math.max(0, counter.end() - HEAD_LINES), name }
    } catch (error) {
      state.value = mine.signal.aborted ? { kind: 'stopped' } : { kind: 'failed', error }
    } finally {
      stop = null
    }
  }
  onBeforeUnmount(() => stop?.abort())
  return { state, start, stop: () => stop?.abort(), forget: () => (state.value = { kind: 'idle' }) }
}
