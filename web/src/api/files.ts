import { ApiError, bearer, refresh } from './client'
import type { EvidenceFile } from './types'

/** Uploads a file and says how far it is. fetch can not tell, so this is the older way. */
export async function uploadFile(file: File, locale: string, progress: (share: number) => void, signal: AbortSignal): Promise<EvidenceFile> {
  const answer = await send(file, locale, progress, signal)
  if (answer.status !== 401) return taken(answer)
  await refresh()
  return taken(await send(file, locale, progress, signal))
}

interface Answer {
  status: number
  text: string
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null // a proxy that refuses large bodies answers with a page
  }
}

function taken(answer: Answer): EvidenceFile {
  const body = parsed(answer.text)
  if (answer.status === 201) return body as EvidenceFile
  throw new ApiError(answer.status, typeof body === 'object' && body !== null ? body : {})
}

function send(file: File, locale: string, progress: (share: number) => void, signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const form = new FormData()
    form.append('file', file, file.name)
    request.open('POST', '/api/v1/files')
    request.setRequestHeader('Authorization', bearer())
    request.setRequestHeader('Accept-Language', locale)
    request.upload.onprogress = (e) => e.lengthComputable && progress(e.loaded / e.total)
    request.onload = () => resolve({ status: request.status, text: request.responseText })
    request.onerror = () => reject(new ApiError(0))
    request.onabort = () => reject(new DOMException('aborted', 'AbortError'))
    signal.addEventListener('abort', () => request.abort())
    request.send(form)
  })
}
