// The Markdown files link to each other, and to sources, as files of the repository, so that a forge can follow the links. On the site a link to a page
// leads to that page; a source is not on the site, so its link becomes text that says where it is. A link to nothing ends the build.
import fs from 'node:fs'
import path from 'node:path'
import { fileOf, pageOf, pictureOf, repository } from './pages.mjs'

export function links(md) {
  md.core.ruler.push('innkeeper-links', state => {
    const file = fileOf(state.env.relativePath)
    for (const { children } of state.tokens) {
      if (children) turnAll(children, file)
    }
  })
}

/** Commands and output stand in indented blocks; on the site they look, scroll and are copied like the fenced ones. */
export function indentedCode(md) {
  md.core.ruler.push('innkeeper-indented-code', state => {
    for (const token of state.tokens) {
      if (token.type === 'code_block') Object.assign(token, { type: 'fence', info: 'text', markup: '```' })
    }
  })
}

function turnAll(tokens, file) {
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]
    if (token.type === 'image') token.attrSet('src', turned(token.attrGet('src'), file) ?? fail(file, token.attrGet('src')))
    if (token.type !== 'link_open') continue
    const href = token.attrGet('href')
    const target = turned(href, file)
    if (target) {
      token.attrSet('href', target)
      if (target.startsWith('/benchmarks/report/')) token.attrSet('target', '_self') // no page of VitePress
    } else {
      sayWhere(tokens, i, fileNamedBy(href, file))
    }
  }
}

/** Where a link leads on the site; undefined if to something that is not on it. */
function turned(link, file) {
  if (/^([a-z]+:|#|\/)/.test(link)) return link
  const hash = link.includes('#') ? link.slice(link.indexOf('#')) : ''
  const target = fileNamedBy(link, file)
  if (!fs.existsSync(path.join(repository, target))) fail(file, link)
  const page = pageOf(target) ?? pictureOf(target)
  return page && '/' + page + hash
}

/** The file of the repository that a link names. */
function fileNamedBy(link, file) {
  return path.posix.join(path.posix.dirname(file), decodeURI(link.replace(/#.*/, ''))).replace(/\/$/, '')
}

function fail(file, link) {
  throw new Error(`${file}: a link to ${link}, which is not there`)
}

/** Turns the link at an index into text, with the path behind it where the text does not have it. */
function sayWhere(tokens, start, target) {
  let end = start
  while (tokens[end].type !== 'link_close') end++
  const text = tokens.slice(start, end).map(token => token.content).join('')
  Object.assign(tokens[start], { type: 'source_open', tag: 'span', attrs: [['class', 'source'], ['title', target]] })
  Object.assign(tokens[end], { type: 'source_close', tag: 'span' })
  if (!text.includes(path.posix.basename(target).replace(/\.\w+$/, ''))) {
    const Token = tokens[start].constructor
    const where = Object.assign(new Token('code_inline', 'code', 0), { content: target, markup: '`' })
    const word = content => Object.assign(new Token('text', '', 0), { content })
    tokens.splice(end, 0, word(' ('), where, word(')'))
  }
}
