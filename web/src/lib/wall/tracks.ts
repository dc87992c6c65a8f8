import { hanWidth } from '../board'
import type { CivilDate } from '../date'
import type { WallRow } from './model'
import type { Scale } from './scale'
import { trackOf, type Track } from './track'

/** Tracks of rows on one scale, worked out when a row is first drawn and kept while the scale stays. */
export function trackCache(scale: Scale, o: { asOf: CivilDate; mark: number; font: number; labels: boolean }): (row: Pick<WallRow, 'nodes'>) => Track {
  const kept = new WeakMap<object, Track>()
  const options = { asOf: o.asOf, gap: o.mark * 0.8, mark: o.mark, measure: (text: string) => hanWidth(text) * o.font, labels: o.labels }
  return (row) => {
    let track = kept.get(row)
    if (!track) kept.set(row, (track = trackOf(row.nodes ?? [], scale, options)))
    return track
  }
}
