import type { Messages } from './keys'
import type { evidenceZh } from './zh-CN.evidence'

/** Messages of evidence and conclusions. */
export const evidenceEn: Messages<typeof evidenceZh> = {
  evidence: {
    title: 'Evidence', hint: 'at least one; drop or paste photos and files', hintOptional: 'optional; drop or paste photos and files', kind: 'Kind of evidence', words: 'Words', needed: 'A claim of completion needs evidence, or who allowed that there is none', neededVerify: 'Verifying a completion needs evidence, or who allowed that there is none', unfinished: 'Some evidence is not filled in or not uploaded yet',
    kinds: { photo: 'Photo of the site', document: 'Document', meeting: 'Meeting', statement: 'Statement' },
    wordsOf: { photo: 'Where and what (optional)', document: 'Title and number (optional)', meeting: 'Title and day of the meeting', statement: 'What is so' },
    choose: 'Choose files', camera: 'Take a photo', addMeeting: 'Add a meeting', addStatement: 'Add a statement', uploading: 'Uploading {name}', uploaded: '{name} is uploaded', lost: 'not uploaded; remove it and choose it again', remove: 'Remove {name}', removeShort: 'Remove', removed: 'Removed',
    kindRefused: '{name} can not be uploaded: only JPG, PNG, PDF, DOCX, XLSX and OFD', download: 'Download {name}',
    except: 'There is no evidence…', exceptWords: 'Why there is none', exceptBy: 'Post of the leader who allowed it', exceptChoose: 'Choose', exceptTag: 'No evidence', exceptedBy: 'allowed by {post}',
    conclusion: 'Conclusion', conclusionHint: 'Conclusion, such as: checked on site', needConclusion: 'Write a conclusion of at least two characters',
  },
}
