/** Counts the records of a CSV as it comes in: a line break within quotes ends none. */
export class RecordCounter {
  private quoted = false
  private open = false
  /** Complete records so far. */
  count = 0

  add(text: string): void {
    for (const c of text) {
      if (c === '"') this.quoted = !this.quoted
      if (c === '\n' && !this.quoted) {
        this.count++
        this.open = false
      } else if (c !== '\r') this.open = true
    }
  }

  /** The number of records once the file is whole: the last one may have no line break. */
  end(): number {
    return this.count + (this.open ? 1 : 0)
  }
}

/** The name a server gives a download, in either spelling of the header. */
export function fileName(disposition: string | null, fallback: string): string {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? '')?.[1]
  if (encoded) {
    try {
      return safe(decodeURIComponent(encoded.trim())) || fallback
    } catch {
      // A broken header: the plain name, or ours.
    }
  }
  const plain = /filename="?([^";]+)"?/i.exec(disposition ?? '')?.[1]
  return safe(plain ?? '') || fallback
}

const safe = (name: string): string => name.replace(/[\\/:*?"<>|]/g, '_').replace(/\p{Cc}/gu, '').trim()
