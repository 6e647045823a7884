import { isAllowed, isLoopback } from '../../../network/allowed-hosts'
import { type UserFiles } from './user-files'

export interface AddressOptions {
  openid: string
  /** Before the path of a file of the mini-program. */
  assetBase: string
  files: UserFiles
  /** Hosts that the mini-program may reach beside this machine. */
  allowedHosts: readonly string[]
}

/** What a browser loads for the sources that a mini-program names: its own files, 云文件 ID, files of the phone, and the network. */
export class Addresses {
  constructor(private readonly options: AddressOptions) {}

  /** Hosts that the mini-program may reach beside this machine. */
  get allowedHosts(): readonly string[] {
    return this.options.allowedHosts
  }

  /** An address to load; for a host that is not allowed a picture that names it. */
  readonly of = (source: string): string => {
    if (this.isRefused(source)) return placeholder(hostOf(source))
    if (source.startsWith('cloud://')) return `/storage/?${new URLSearchParams({ fileID: source, openid: this.options.openid }).toString()}`
    const own = this.options.files.addressOf(source)
    if (own !== undefined) return own
    return /^([a-z]+:|\/\/)/i.test(source) ? source : `${this.options.assetBase}/${source.replace(/^\//, '')}`
  }

  /** Whether a source is on the network, where nobody has allowed it. */
  isRefused(source: string): boolean {
    return isOnNetwork(source) && this.options.files.addressOf(source) === undefined && !isAllowed(urlOf(source), this.options.allowedHosts)
  }

  /** The text of a style: what stands in `url(…)`, where it is no file of the mini-program. A font that is not allowed is left to the next one in its list. */
  readonly inStyle = (css: string): string => {
    if (!/url\(/i.test(css)) return css
    const withoutFonts = css.replace(/@font-face\s*{[^}]*}/gi, (rule) =>
      rule.replace(URL_OF_STYLE, (all: string, _quote: string, source: string) => (this.isRefused(source) ? `local("${hostOf(source)}")` : all)).replace(/(local\("[^"]*"\))\s*format\([^)]*\)/gi, '$1'),
    )
    return withoutFonts.replace(URL_OF_STYLE, (all: string, _quote: string, source: string) => (/^(cloud:|https?:|wxfile:|\/\/)/i.test(source) ? `url("${this.of(source)}")` : all))
  }
}

const URL_OF_STYLE = /url\(\s*(['"]?)(.*?)\1\s*\)/gi

function isOnNetwork(source: string): boolean {
  return /^(https?:)?\/\//i.test(source) && URL.canParse(source, 'https://none') && !isLoopback(urlOf(source))
}

function urlOf(source: string): URL {
  return new URL(source, 'https://none')
}

function hostOf(source: string): string {
  return urlOf(source).hostname
}

/** A grey picture with the name of the host, in place of one that is not fetched. */
function placeholder(host: string): string {
  const text = (y: number, words: string) => `<text x="100" y="${y}" font-size="12" text-anchor="middle" fill="#888" font-family="sans-serif">${words}</text>`
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200" width="200" height="200"><rect width="200" height="200" fill="#eee"/>${text(96, '未放行的网络图片')}${text(114, host)}</svg>`
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
}
