import type { components } from './schema'

/**
 * Short names for the generated types. The document cannot say that an object is
 * null when it is absent, nor that a colour is one of five: Real says it once.
 */
type S = components['schemas']

export type Colour = 'blue' | 'green' | 'yellow' | 'red' | 'grey'

type Absent = 'pending' | 'leaderPost' | 'department' | 'leadDepartment' | 'weakest' | 'decidedBy' | 'lampAfter' | 'next' | 'investment' | 'previous' | 'by' | 'into' | 'importedBy' | 'grantedBy' | 'proposedBy' | 'frozenBy' | 'obstacle' | 'blocked'

/** Arrays and objects that may be null are named in Absent; null arrays stay as the document says. */
export type Real<T> = T extends readonly (infer U)[]
  ? Real<U>[]
  : T extends object
    ? { [K in keyof T]: K extends 'colour' | 'baselineColour' ? Colour : K extends Absent ? Real<T[K]> | null : K extends 'inputs' ? Record<string, unknown> : Real<T[K]> }
    : T

export type Lamp = Real<S['Lamp']>
export type Milestone = Real<S['Milestone']>
/** The figures of a project are null in every other report. */
export type Report = Omit<Real<S['Report']>, 'figures'> & { figures: S['FiguresReported'] | null }
export type Evidence = S['Evidence']
export type EvidenceFile = Real<S['EvidenceFile']>
export type Indicator = Real<S['Indicator']>
export type Task = Real<S['Task']>
export type Board = Real<S['Board']>
export type BoardTask = Real<S['BoardTask']>
export type Worklist = Real<S['WorkList']>
export type WorkItem = Real<S['WorkItem']>
export type Me = Real<S['Me']>
export type DepartmentRef = S['DepartmentRef']
export type Department = Real<S['Department']>
export type Post = Real<S['Post']>
export type Holder = Real<S['Holder']>
export type User = Real<S['UserEntry']>
export type RuleSetText = Real<S['RuleSetText']>
export type CalendarDay = Real<S['CalendarDay']>
export type CalendarPreview = Real<S['CalendarPreview']>
export type WorkCalendar = Real<S['WorkCalendar']>
export type Grant = Real<S['Grant']>
export type MilestoneReportInput = S['NewReport']
export type ReadingInput = S['ReadingBody']
export type Verification = S['Verification']
/** One project as a list shows it; children come with the single read. */
export type Project = Real<S['Project'] & Partial<Pick<S['ProjectDetail'], 'children'>>>
export type Wall = Real<S['Wall']>
export type SourceItem = Real<S['SourceItem']>

/** One entry of a history, of a milestone or of an indicator. */
export interface HistoryEntry {
  version: number
  recordedOn: string
  action: string
  actor: { name: string } | null
  changes: { field: string; from: string; to: string }[] | null
  note: string
}
