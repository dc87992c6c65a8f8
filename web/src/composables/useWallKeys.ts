import { nextTick, ref, type Ref } from 'vue'
import type { Action } from '@/lib/keys'
import type { Line } from '@/lib/wall/group'
import type { WallRow } from '@/lib/wall/model'
import { step, type Place, type Step } from '@/lib/wall/rove'
import type { Track } from '@/lib/wall/track'
import { scrollToShow, type Offsets } from '@/lib/window'

const STEPS: readonly string[] = ['next', 'previous', 'left', 'right', 'first', 'last', 'pageDown', 'pageUp']

interface Chart {
  lines: () => readonly Line<WallRow>[]
  tracks: () => (row: WallRow) => Track
  offsets: () => Offsets
  scroller: Ref<HTMLElement | undefined>
  side: () => { left: number; right: number }
  axis: () => number
  ask: (line: number, mark: number, pinned: boolean) => void
  redraw: () => void
}

/** One place of the wall has the keyboard; it moves by line and by node, and the window follows it. */
export function useWallKeys(c: Chart) {
  const at = ref<Place | null>(null)
  const trackAt = (line: number): Track | null => {
    const l = c.lines()[line]
    return l?.kind === 'row' ? c.tracks()(l.row) : null
  }
  const stopNear = (line: number, x: number): number => {
    const marks = trackAt(line)?.marks ?? []
    let best = 0
    marks.forEach((m, i) => {
      if (Math.abs(m.x - x) < Math.abs(marks[best]!.x - x)) best = i
    })
    return best + 2
  }

  function focusOn(place: Place): void {
    at.value = place
    const box = c.scroller.value
    if (!box) return
    box.scrollTop = scrollToShow(c.offsets(), place.line, box.scrollTop, box.clientHeight, c.axis())
    const x = trackAt(place.line)?.marks[place.stop - 2]?.x
    if (x !== undefined) {
      const view = box.clientWidth - c.side().left - c.side().right
      if (x - 24 < box.scrollLeft) box.scrollLeft = x - 24
      else if (x + 24 > box.scrollLeft + view) box.scrollLeft = x + 24 - view
    }
    c.redraw()
    void nextTick(() => {
      const line = box.querySelector(`[data-line="${place.line}"]`)
      const el = line?.querySelector<HTMLElement>(place.stop < 2 ? `[data-stop="${place.stop}"]` : `[data-mark="${place.stop - 2}"]`)
      el?.focus({ preventScroll: true })
    })
  }

  /** Whether the action was one of the chart's. */
  function act(action: Action): boolean {
    if (STEPS.includes(action)) {
      const lines = c.lines()
      const page = Math.max(1, Math.floor(((c.scroller.value?.clientHeight ?? 600) - c.axis()) / 36) - 1)
      const next = step(at.value, action as Step, {
        count: lines.length, page, stopNear,
        stops: (i) => (lines[i]?.kind === 'group' ? 1 : 2 + (trackAt(i)?.marks.length ?? 0)),
        xOf: (i, stop) => trackAt(i)?.marks[stop - 2]?.x ?? null,
      })
      if (next) focusOn(next)
      return true
    }
    if (action === 'open' && at.value && at.value.stop >= 2) {
      c.ask(at.value.line, at.value.stop - 2, true)
      return true
    }
    return false
  }

  return { at, focusOn, act }
}
