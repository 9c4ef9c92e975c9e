// Whether the links of the built site lead to files and anchors that are there: node check.mjs FOLDER
// VitePress itself checks links between Markdown files, but no anchors, and neither its menus nor what other tools made.
import fs from 'node:fs'
import path from 'node:path'

const site = path.resolve(process.argv[2])
const anchorsOf = new Map()
const dead = []
let links = 0

// Of the Javadoc only its own pages in the first folder: the rest of its links are the JDK's work.
const files = fs.readdirSync(site, { recursive: true }).filter(file => file.endsWith('.html') && !/^api\/.*dev[./]/.test(file))
for (const file of files) {
  const html = fs.readFileSync(path.join(site, file), 'utf8').replace(/<script[^>]*>[^]*?<\/script>/g, '')
  for (const [, link] of html.matchAll(/<(?:a|link|img)\b[^>]*?\s(?:href|src)="([^"]*)"/g)) {
    if (/^(https?:|mailto:|data:|javascript:)/.test(link)) continue
    links++
    if (!leadsSomewhere(file, plain(link))) dead.push(`${file}: ${link}`)
  }
}
for (const link of dead) console.error(link)
console.log(`${files.length} pages, ${links} links, ${dead.length} dead`)
if (dead.length > 0 || links === 0) process.exit(1)

function leadsSomewhere(from, link) {
  const url = new URL(link, 'http://site/' + from.split(path.sep).join('/'))
  const target = path.join(site, decodeURIComponent(url.pathname), url.pathname.endsWith('/') ? 'index.html' : '')
  if (!fs.existsSync(target) || fs.statSync(target).isDirectory()) return false
  const anchor = decodeURIComponent(url.hash.slice(1))
  return anchor === '' || !target.endsWith('.html') || anchorsIn(target).has(anchor)
}

function anchorsIn(file) {
  if (!anchorsOf.has(file)) {
    const html = fs.readFileSync(file, 'utf8')
    anchorsOf.set(file, new Set([...html.matchAll(/\s(?:id|name)="([^"]+)"/g)].map(match => plain(match[1]))))
  }
  return anchorsOf.get(file)
}

function plain(attribute) {
  return attribute.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&')
}
