/** Hands a file to the browser to keep. */
export function keepFile(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser reads the address after the click; some do so late.
  window.setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
