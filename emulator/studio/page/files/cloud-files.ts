import { ask } from '../live/api'

export interface CloudFile {
  fileID: string
  path: string
  /** Bytes. */
  size: number
  /** openid of who uploaded it from the mini-program; undefined for functions and the console. */
  owner?: string
  at: number
}

export interface FileList {
  acl: Acl
  total: number
  files: CloudFile[]
}

export type Acl = 'READONLY' | 'PRIVATE' | 'ADMINWRITE' | 'ADMINONLY'

/** As the console words them. */
export const ACL_WORDS: Record<Acl, string> = {
  READONLY: '所有用户可读，仅创建者可写',
  PRIVATE: '仅创建者可读写',
  ADMINWRITE: '所有用户可读，仅管理端可写',
  ADMINONLY: '仅管理端可读写',
}

export const PAGE_SIZE = 50

export function listPath(text: string, page: number): string {
  return `/emulator/files?${new URLSearchParams({ text, limit: String(PAGE_SIZE), skip: String(page * PAGE_SIZE) }).toString()}`
}

/** Where the console itself reads a file. */
export function addressOf({ fileID }: CloudFile): string {
  return `/storage/?${new URLSearchParams({ fileID }).toString()}`
}

/** What a browser can show of it. */
export function kindOf(path: string): 'image' | 'video' | 'audio' | undefined {
  if (/\.(png|jpe?g|gif|webp|svg)$/i.test(path)) return 'image'
  if (/\.mp4$/i.test(path)) return 'video'
  return /\.(mp3|m4a|wav|aac)$/i.test(path) ? 'audio' : undefined
}

/** Uploads files of the desktop as the console would. @param folder  '' for the root @throws Error in words */
export async function upload(folder: string, files: readonly File[]): Promise<void> {
  for (const file of files) {
    const cloudPath = [...folder.split('/').filter(Boolean), file.name].join('/')
    const { url, authorization } = await ask<{ url: string; authorization: string }>('/emulator/files/upload', { cloudPath })
    // On this very page's name: the local cloud has several.
    const answer = await fetch(new URL(url).pathname, { method: 'PUT', headers: { authorization }, body: file })
    if (!answer.ok) throw new Error(/<Message>(.*?)<\/Message>/s.exec(await answer.text())?.[1] ?? `${file.name} 没有传上去`)
  }
}

export function remove({ fileID }: CloudFile): Promise<unknown> {
  return ask('/emulator/files/delete', { fileIDs: [fileID] })
}

export function sizeInWords(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  return bytes < 1_048_576 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1_048_576).toFixed(1)} MB`
}
