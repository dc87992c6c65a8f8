/** Where a popover goes: below what it belongs to, above it where there is no room, always on the screen. */
export interface Box {
  left: number
  top: number
  bottom: number
}

export function besideAnchor(anchor: Box, size: { width: number; height: number }, screen: { width: number; height: number }): { left: number; top: number } {
  const left = Math.max(8, Math.min(anchor.left, screen.width - size.width - 8))
  const below = anchor.bottom + 6
  return { left, top: below + size.height <= screen.height - 8 ? below : Math.max(8, anchor.top - size.height - 6) }
}
