/** The words of a source and the address at its end. */
export function splitSource(source: string): { words: string; address: string } {
  const m = /^(.*?)\s*(https?:\/\/\S+)\s*$/.exec(source)
  return m ? { words: m[1]!, address: m[2]! } : { words: source, address: '' }
}
